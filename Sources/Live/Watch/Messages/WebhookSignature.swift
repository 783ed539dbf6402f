internal import Crypto
internal import Foundation

/// The secret a webhook's receiver knows, and what is signed with it.
///
/// Source: *Standard Webhooks* 1.0.0, "Signature scheme": HMAC-SHA-256 (RFC 2104) over `id.timestamp.body`, base64, behind
/// `v1,`; a secret is base64 behind `whsec_`, 24 to 64 bytes.
public struct WebhookSecret: Sendable {
  private let key: SymmetricKey

  /// A secret from its text; nothing where it is not base64 of 24 to 64 bytes.
  public init?(_ text: String) {
    let code = text.hasPrefix("whsec_") ? String(text.dropFirst(6)) : text
    guard let bytes = Data(base64Encoded: code), (24...64).contains(bytes.count) else { return nil }
    key = SymmetricKey(data: bytes)
  }

  /// The signature of a message sent at a time in whole seconds since 1970: `v1,` and base64.
  public func signature(id: String, timestamp: Int64, body: [UInt8]) -> String {
    var hmac = HMAC<SHA256>(key: key)
    hmac.update(data: Array("\(id).\(timestamp).".utf8))
    hmac.update(data: body)
    return "v1," + Data(hmac.finalize()).base64EncodedString()
  }

  /// Whether one of the signatures of a header is this secret's; takes as long for a wrong one as for a right one.
  public func verifies(_ header: String, id: String, timestamp: Int64, body: [UInt8]) -> Bool {
    var message = Array("\(id).\(timestamp).".utf8)
    message += body
    return header.split(separator: " ").contains { part in
      guard part.hasPrefix("v1,"), let code = Data(base64Encoded: String(part.dropFirst(3))) else { return false }
      return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: message, using: key)
    }
  }
}
