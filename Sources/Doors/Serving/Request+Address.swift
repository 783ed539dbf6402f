internal import HTTPTypes
public import Hummingbird

extension Request {
  /// The server's address as this client sees it, without a path: `http://localhost:8080`; a proxy with TLS says so by `X-Forwarded-Proto`.
  public var server: String {
    let forwarded = HTTPField.Name("X-Forwarded-Proto").flatMap { headers[$0] }
    return "\(forwarded == "https" ? "https" : "http")://\(head.authority ?? "localhost")"
  }
}
