public import Modelling

/// A request as it comes, whatever brought it.
public struct FeatureRequest: Sendable {
  /// `GET`, `HEAD` … in capitals.
  public var method: String
  /// What follows the root, percent-encoded as it came: `/collections/streets/items`. A key in it may hold slashes.
  public var path: String
  /// What follows the question mark, percent-encoded as it came.
  public var query: String?
  /// The address of the service as its client sees it, without a slash at the end: `http://localhost:8080/ogc`.
  public var root: String
  /// The moment it came.
  public var now: Instant

  /// A request.
  public init(_ path: String, query: String? = nil, root: String, now: Instant, method: String = "GET") {
    self.method = method
    self.path = path
    self.query = query
    self.root = root
    self.now = now
  }
}

/// What is answered.
public struct FeatureAnswer: Sendable {
  /// The status, as HTTP numbers them.
  public var status: Int
  /// The media type of the body.
  public var type: String
  /// The body's bytes; a door leaves them out where only the head is asked for.
  public var body: [UInt8]
  /// The methods that are allowed, where another one came.
  public var allow: String?

  init(_ status: Int = 200, _ body: [UInt8], type: String = "application/json", allow: String? = nil) {
    self.status = status
    self.type = type
    self.body = body
    self.allow = allow
  }

  init(_ document: Document, type: String = "application/json") { self.init(200, document.bytes, type: type) }

  /// What could not be done: a problem document (RFC 9457).
  init(_ refusal: Refusal) {
    let title =
      switch refusal.status {
      case 400: "The question is not understood"
      case 404: "Not there"
      case 405: "Not allowed"
      case 406: "No such form"
      default: "Not done"
      }
    self.init(
      refusal.status,
      Document.object([
        ("type", "about:blank"), ("title", .text(title)), ("status", .integer(refusal.status)),
        ("detail", .text(refusal.sentence)),
      ]).bytes, type: "application/problem+json", allow: refusal.status == 405 ? "GET, HEAD" : nil)
  }
}

/// Why a request is not answered: a sentence, and the status HTTP has for it.
struct Refusal: Error, Hashable {
  var status: Int
  var sentence: String

  init(_ status: Int, _ sentence: String) {
    self.status = status
    self.sentence = sentence
  }
}
