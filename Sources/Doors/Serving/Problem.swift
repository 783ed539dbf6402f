public import HTTPTypes
public import Hummingbird

/// An error as the API tells it: a document of RFC 9457, whose `detail` is a sentence that says what, where and how to
/// mend it.
public struct Problem: HTTPResponseError, CustomStringConvertible {
  /// The status of the answer.
  public let status: HTTPResponse.Status
  /// What, where, and how to mend it.
  public let detail: String
  /// More fields for programs, such as `line` or `nearest`.
  public let fields: [JSON.Field]
  /// Headers of the answer, such as `Retry-After`.
  public let headers: HTTPFields
  /// Its number in the server's log, for a caller to quote; only what is the server's own fault has one.
  public private(set) var id: String?

  /// A problem in words.
  public init(
    _ status: HTTPResponse.Status, _ detail: String, fields: [JSON.Field] = [], headers: HTTPFields = [:]
  ) {
    self.status = status
    self.detail = detail
    self.fields = fields
    self.headers = headers
  }

  /// What was sent and cannot be taken: why, and the field it concerns, where it is one.
  public init(unprocessable sentence: String, field: String? = nil) {
    self.init(
      .unprocessableContent, sentence,
      fields: [JSON.Field("reason", .text(sentence)), JSON.Field("field", field.map(JSON.text) ?? .null)])
  }

  /// What came of an error that no endpoint expected: what it says of itself, or a plain sentence when it is of a
  /// library and not in words.
  public init(unexpected error: any Error) {
    switch error {
    case let problem as Problem: self = problem
    case let error as HTTPError:
      self.init(error.status, error.body ?? Self.sentence(for: error.status))
    case let error as any HTTPResponseError:
      self.init(error.status, Self.sentence(for: error.status))
    default:
      self.init(.internalServerError, "\(error)")
    }
  }

  /// The same with a number that no other has, where it is the server's own fault: then the log has it too.
  func numbered() -> Problem {
    guard status.code >= 500 else { return self }
    var problem = self
    // Forty bits in letters and digits nobody takes for one another.
    problem.id = String((0..<8).compactMap { _ in Self.letters.randomElement() })
    return problem
  }

  private static let letters = Array("0123456789abcdefghjkmnpqrstvwxyz")

  public var description: String { detail }

  /// The document.
  public var document: JSON {
    .object(
      [
        JSON.Field("type", "about:blank"), JSON.Field("title", .text(status.reasonPhrase)),
        JSON.Field("status", .integer(status.code)), JSON.Field("detail", .text(detail)),
      ] + (id.map { [JSON.Field("id", .text($0))] } ?? []) + fields)
  }

  /// The answer.
  public var response: Response {
    var response = Response(document.bytes, type: "application/problem+json", status: status)
    response.headers[.cacheControl] = "no-store"
    response.headers.append(contentsOf: headers)
    return response
  }

  public func response(from request: Request, context: some RequestContext) throws -> Response { response }

  private static func sentence(for status: HTTPResponse.Status) -> String {
    switch status.code {
    case 404: "There is nothing at this address; /api/v1/openapi.json lists what there is."
    case 405: "This address does not answer to that method; /api/v1/openapi.json lists those it answers to."
    case 413: "The request is larger than this address accepts."
    default: "\(status.reasonPhrase)."
    }
  }
}
