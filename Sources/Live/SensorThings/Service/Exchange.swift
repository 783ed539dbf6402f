internal import Observations

/// A request as it comes to the service, whatever brought it: HTTP, a batch or a topic.
public struct ServiceRequest: Sendable {
  /// What is to be done.
  public enum Method: String, Sendable {
    case get = "GET", post = "POST", patch = "PATCH", put = "PUT", delete = "DELETE"
  }

  /// What is to be done.
  public var method: Method
  /// What follows `/v1.1`, percent-encoded as it came.
  public var path: String
  /// What follows the question mark, percent-encoded as it came.
  public var query: String?
  /// The address of the service as its client sees it, without a slash at the end: `http://localhost:8080/v1.1`.
  public var root: String
  /// The body's bytes; none where there is none.
  public var body: [UInt8]
  /// The media type of the body, in lower case and without parameters.
  public var contentType: String

  /// A request.
  public init(
    _ method: Method, _ path: String, query: String? = nil, root: String, body: [UInt8] = [],
    contentType: String = "application/json"
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.root = root
    self.body = body
    self.contentType = contentType
  }
}

/// What the service answers.
public struct ServiceAnswer: Sendable {
  /// The status, as HTTP numbers them.
  public var status: Int
  /// The media type of the body; empty where there is none.
  public var type: String
  /// The body's bytes; none where there is none.
  public var body: [UInt8]
  /// The address of what was created.
  public var location: String?
  /// What became of entities, for those who may have to take it back.
  private(set) var changes: [EntityChange] = []

  init(_ status: Int, body: [UInt8] = [], type: String = "application/json", location: String? = nil) {
    self.status = status
    self.body = body
    self.type = body.isEmpty ? "" : type
    self.location = location
  }

  /// The same, with what became of entities.
  func with(_ changes: [EntityChange]) -> ServiceAnswer {
    var answer = self
    answer.changes = changes
    return answer
  }

  /// What could not be done: a problem document (RFC 9457), whose `message` is what clients of SensorThings servers look for.
  init(_ refusal: Refusal) {
    var writer = JSONWriter(room: 256)
    writer.beginObject()
    writer.name("type")
    writer.text("error")
    writer.name("code")
    writer.integer(Int64(refusal.status))
    writer.name("status")
    writer.integer(Int64(refusal.status))
    writer.name("message")
    writer.text(refusal.sentence)
    writer.name("detail")
    writer.text(refusal.sentence)
    writer.endObject()
    self.init(refusal.status, body: writer.bytes, type: "application/problem+json")
  }
}

/// Why a request is not carried out: a sentence, and the status HTTP has for it. Nothing of it was done.
struct Refusal: Error, Hashable {
  var status: Int
  var sentence: String

  init(_ status: Int, _ sentence: String) {
    self.status = status
    self.sentence = sentence
  }

  init(_ fault: QueryFault) {
    status =
      switch fault.kind {
      case .badRequest: 400
      case .notFound: 404
      case .notImplemented: 501
      }
    sentence = fault.description
  }

  /// What an error says, whatever threw it.
  init(_ error: any Error) {
    switch error {
    case let refusal as Refusal: self = refusal
    case let fault as QueryFault: self.init(fault)
    case let fault as JSONReader.Fault: self.init(400, fault.description)
    case let fault as StoreError:
      switch fault {
      case .storage: self.init(503, fault.description)
      case .unknownStream: self.init(404, fault.description)
      default: self.init(400, fault.description)
      }
    default: self.init(500, "\(error)")
    }
  }
}
