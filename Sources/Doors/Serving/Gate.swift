internal import HTTPTypes
public import Hummingbird
internal import Logging

/// Stands before every endpoint: lets in what was meant for this server, turns errors into problems, and adds the
/// headers that keep a browser safe. What goes wrong here, and not with the caller, is logged under a number that the answer tells.
///
/// - A page elsewhere whose name was pointed at this machine (DNS rebinding) is refused by its `Host`.
/// - A page elsewhere that posts here is refused by its `Origin`, and by asking for a media type that no form can send.
/// - The policy allows scripts from this server alone, none in line, and no evaluation of text; the map's worker is made
///   from a blob, its pictures from blobs and data addresses.
public struct Gate: RouterMiddleware {
  public typealias Context = BasicRequestContext

  /// What a page of this server may load.
  public static let policy = [
    "default-src 'self'", "script-src 'self'", "worker-src blob: 'self'", "img-src 'self' blob: data:",
    "style-src 'self' 'unsafe-inline'", "connect-src 'self'", "object-src 'none'", "base-uri 'none'",
    "form-action 'none'", "frame-ancestors 'none'",
  ].joined(separator: "; ")

  /// The names under which this server is reached, without port, besides addresses in numbers.
  public let names: Set<String>
  /// Whether any address in numbers is accepted as a name, not only those of this machine to itself.
  public let isOpen: Bool

  /// A gate for a server that only this machine reaches, or for an open one with its public names.
  public init(names: some Sequence<String> = [], isOpen: Bool = false) {
    self.names = Set(names.map { $0.lowercased() })
    self.isOpen = isOpen
  }

  public func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    var response: Response
    do {
      try check(request)
      response = try await next(request, context)
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      let problem = Problem(unexpected: error).numbered()
      if let id = problem.id {
        context.logger.error("\(id): \(request.method.rawValue) \(request.uri.path): \(problem.detail)")
      }
      response = problem.response
    }
    response.headers[.contentSecurityPolicy] = Self.policy
    response.headers[.xContentTypeOptions] = "nosniff"
    for (name, value) in Self.headers { response.headers[name] = value }
    return response
  }

  private static let headers: [(HTTPField.Name, String)] = [
    ("Referrer-Policy", "no-referrer"), ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"), ("X-Frame-Options", "DENY"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=(self)"),
  ].compactMap { name, value in HTTPField.Name(name).map { ($0, value) } }

  /// Refuses a request that was not meant for this server, with the reason.
  func check(_ request: Request) throws {
    guard let authority = request.head.authority, accepts(Self.host(of: authority)) else {
      throw Problem(
        HTTPResponse.Status(code: 421, reasonPhrase: "Misdirected Request"),
        "This server does not answer under the name \(request.head.authority ?? "(none)"): open it as localhost, "
          + "or name it with --public-name.")
    }
    guard [.post, .put, .delete, .patch].contains(request.method) else { return }
    if let origin = request.headers[.origin] {
      let written = origin.split(separator: "/", omittingEmptySubsequences: true).last.map(String.init) ?? ""
      guard written.lowercased() == authority.lowercased() else {
        throw Problem(.forbidden, "A page of \(origin) may not change anything here; open this server's own page.")
      }
    }
    guard request.method != .delete else { return }
    let type = request.headers[.contentType]?.split(separator: ";").first.map { $0.lowercased() } ?? ""
    guard Self.readTypes.contains(type) else {
      throw Problem(
        .unsupportedMediaType,
        "The body is \(type.isEmpty ? "of no stated type" : "\(type)"): send application/json or application/yaml.")
    }
  }

  /// The media types of bodies; no form of a page elsewhere can send them unasked.
  static let readTypes: Set<String> = [
    "application/json", "application/yaml", "application/json-patch+json", "multipart/mixed",
    "application/octet-stream",
  ]

  private func accepts(_ host: String) -> Bool {
    if host == "localhost" || host == "127.0.0.1" || host == "[::1]" || names.contains(host) { return true }
    guard isOpen else { return false }
    return host.hasPrefix("[") || (!host.isEmpty && host.allSatisfy { $0 == "." || $0.isNumber })
  }

  /// The host of `host:port`, in lower case.
  static func host(of authority: String) -> String {
    let text = authority.lowercased()
    if text.hasPrefix("["), let end = text.firstIndex(of: "]") { return String(text[...end]) }
    return String(text.prefix { $0 != ":" })
  }
}
