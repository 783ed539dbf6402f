internal import Foundation
internal import HTTPTypes
public import Hummingbird
public import Keys

extension Credentials {
  /// What a request says of who it is; a header comes before the page's session.
  public init(of request: Request) {
    guard let header = request.headers[.authorization] else {
      self = request.session.map { .session($0) } ?? .nothing
      return
    }
    let parts = header.split(separator: " ", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
    switch (parts.first?.lowercased(), parts.count) {
    case ("bearer", 2): self = .secret(parts[1])
    case ("basic", 2):
      guard let data = Data(base64Encoded: parts[1]), let text = String(data: data, encoding: .utf8),
        let colon = text.firstIndex(of: ":")
      else {
        self = .unreadable
        return
      }
      self = .password(name: String(text[..<colon]), password: String(text[text.index(after: colon)...]))
    default: self = .unreadable
    }
  }
}

extension Origin {
  /// Where a request comes from, by its connection and what proxies have written.
  public init(of request: Request) {
    self.init(
      remote: Doorway.remoteAddress,
      isForwarded: request.headers.contains { field in
        let name = field.name.canonicalName
        return name == "forwarded" || name == "via" || name == "x-real-ip" || name.hasPrefix("x-forwarded-")
      },
      forwardedFor: HTTPField.Name("X-Forwarded-For").flatMap { request.headers[$0] })
  }
}

extension Request {
  /// The name of the cookie with the page's session.
  static let sessionCookie = "kembar"

  /// The page's session, if the request has one.
  public var session: String? {
    for header in headers[values: .cookie] {
      for cookie in header.split(separator: ";") {
        let parts = cookie.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
        if parts.count == 2, parts[0] == Self.sessionCookie, Secret.kind(of: parts[1]) == .session { return parts[1] }
      }
    }
    return nil
  }

  /// Whether the client reached the server, or the proxy before it, by TLS.
  public var isSecured: Bool {
    HTTPField.Name("X-Forwarded-Proto").flatMap { headers[$0] }?.lowercased() == "https"
  }

  /// Whether a browser asks, which would open a window for a name and a password where it is asked for them. QGIS calls itself one.
  public var isOfBrowser: Bool {
    if headers.contains(where: { $0.name.canonicalName.hasPrefix("sec-fetch-") }) { return true }
    let agent = headers[.userAgent] ?? ""
    return agent.hasPrefix("Mozilla/") && !agent.contains("QGIS")
  }
}

extension Response {
  /// Gives the browser a session, or takes it away. No script can read it, no other site's page can send it.
  public mutating func setSession(_ secret: Secret?, for request: Request, basePath: String) {
    let path = basePath.isEmpty ? "/" : basePath
    let life = secret == nil ? 0 : 7 * 86_400
    headers[.setCookie] =
      "\(Request.sessionCookie)=\(secret?.text ?? ""); Path=\(path); Max-Age=\(life); HttpOnly; SameSite=Strict"
      + (request.isSecured ? "; Secure" : "")
  }
}
