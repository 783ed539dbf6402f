public import Hummingbird
public import Keys

/// One method on one path of the API: what it answers, and what the OpenAPI document says of it.
public struct Endpoint: Sendable {
  /// What carries out a request.
  public typealias Handler = @Sendable (Request, BasicRequestContext) async throws -> Response

  /// A value a caller gives in the address.
  public struct Input: Sendable {
    /// Where it stands.
    public enum Place: String, Sendable { case path, query }
    /// Its name.
    public let name: String
    /// Where it stands.
    public let place: Place
    /// What it is, a line.
    public let summary: String
    /// Its JSON schema.
    public let schema: JSON

    /// A value in the path; always required.
    public static func path(_ name: String, _ summary: String, schema: JSON = ["type": "string"]) -> Input {
      Input(name: name, place: .path, summary: summary, schema: schema)
    }

    /// A value in the query; never required.
    public static func query(_ name: String, _ summary: String, schema: JSON = ["type": "string"]) -> Input {
      Input(name: name, place: .query, summary: summary, schema: schema)
    }
  }

  /// What a caller may send.
  public struct Body: Sendable {
    /// The media types that are read.
    public let types: [String]
    /// What it holds, a line.
    public let summary: String
    /// Its JSON schema.
    public let schema: JSON

    /// A body in one of some media types.
    public init(_ types: [String], _ summary: String, schema: JSON = ["type": "object"]) {
      self.types = types
      self.summary = summary
      self.schema = schema
    }
  }

  /// An answer a caller may get.
  public struct Answer: Sendable {
    /// The status.
    public let status: Int
    /// The media type; empty for an answer without a body.
    public let type: String
    /// What it holds, a line.
    public let summary: String
    /// Its JSON schema, for JSON answers.
    public let schema: JSON

    /// An answer with its meaning.
    public init(
      _ status: Int, _ summary: String, type: String = "application/json", schema: JSON = ["type": "object"]
    ) {
      self.status = status
      self.type = type
      self.summary = summary
      self.schema = schema
    }

    /// A problem document.
    public static func problem(_ status: Int, _ summary: String) -> Answer {
      Answer(status, summary, type: "application/problem+json", schema: ["$ref": "#/components/schemas/Problem"])
    }
  }

  /// What an endpoint asks of a caller.
  public enum Needs: Sendable {
    /// To read for GET and HEAD, to operate for everything else.
    case byMethod
    /// To read, whatever the method.
    case read
    /// Some scopes.
    case scopes(Scopes)
    /// Nothing: also who is not signed in may ask.
    case nothing
  }

  /// The method.
  public let method: HTTPRequest.Method
  /// The path below the base path, in OpenAPI's writing: `/api/v1/streets/{key}`.
  public let path: String
  /// Its name for programs that are generated from the document: `getStreet`.
  public let operation: String
  /// What it does, a line.
  public let summary: String
  /// What is given in the address.
  public let inputs: [Input]
  /// What is sent.
  public let body: Body?
  /// What may come back.
  public let answers: [Answer]
  /// What a caller must be allowed to do; nothing for an endpoint everyone may ask, signed in or not.
  public let needs: Scopes?
  /// What carries it out.
  public let handle: Handler

  /// An endpoint that describes itself. GET needs *read*, everything else *operate*, unless `needs` says otherwise.
  public init(
    _ method: HTTPRequest.Method, _ path: String, operation: String, summary: String, inputs: [Input] = [],
    body: Body? = nil, answers: [Answer], needs: Needs = .byMethod, handle: @escaping Handler
  ) {
    self.method = method
    self.path = path
    self.operation = operation
    self.summary = summary
    self.inputs = inputs
    self.body = body
    self.answers = answers
    self.needs =
      switch needs {
      case .read: .read
      case .byMethod: method == .get || method == .head ? .read : .operate
      case .scopes(let scopes): scopes
      case .nothing: nil
      }
    self.handle = handle
  }

  /// The path in the router's writing: `{name}` becomes `:name`, and a last `{key}` takes all that follows, because the
  /// keys of features hold slashes.
  public var pattern: String {
    let parts = path.split(separator: "/")
    return parts.enumerated().map { place, part in
      guard part.first == "{", let end = part.firstIndex(of: "}") else { return String(part) }
      let name = part[part.index(after: part.startIndex)..<end]
      return name == "key" && place == parts.count - 1 ? "**" : ":\(name)"
    }.joined(separator: "/")
  }
}

/// The endpoints of one domain. The server lists its routes, one line each.
public protocol Routes: Sendable {
  /// The domain's name in the OpenAPI document.
  var name: String { get }
  /// What is served.
  var endpoints: [Endpoint] { get }
}
