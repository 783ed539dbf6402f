internal import Crypto
internal import Foundation

/// A secret that is given out once: a random number of 256 bits, written as text. Only its digest is kept.
public struct Secret: Sendable, CustomStringConvertible {
  /// What a secret opens; its text begins so, that people and scanners of leaked files know it.
  public enum Kind: String, Sendable {
    /// A program's key.
    case key = "kmb_"
    /// A device's token.
    case device = "kmd_"
    /// A browser's session.
    case session = "kms_"
  }

  /// The text that is given to whoever shall use it.
  public let text: String

  /// A new secret, from the system's random numbers.
  public init(_ kind: Kind) {
    var generator = SystemRandomNumberGenerator()
    let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    text = kind.rawValue + Self.base64(bytes)
  }

  /// What a text is by its beginning and length, whether or not it opens anything.
  public static func kind(of text: some StringProtocol) -> Kind? {
    guard text.utf8.count == 47 else { return nil }
    return Kind(rawValue: String(text.prefix(4)))
  }

  /// The beginning by which people tell secrets apart in a list; the rest stays unknown (214 of 256 bits).
  public var beginning: String { String(text.prefix(11)) }

  public var description: String { beginning + "…" }

  /// Bytes as RFC 4648 §5 writes them, without padding.
  static func base64(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString().replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
      .replacingOccurrences(of: "=", with: "")
  }
}

/// SHA-256 of a secret. A secret has 256 random bits, so that a plain hash of it cannot be turned back.
public struct SecretDigest: Hashable, Sendable {
  /// 32 bytes.
  let bytes: [UInt8]

  /// The digest of a secret's text. About 1 µs.
  public init(of text: some StringProtocol) {
    var text = String(text)
    bytes = text.withUTF8 { Array(SHA256.hash(data: UnsafeRawBufferPointer($0))) }
  }

  init(_ data: Data) { bytes = [UInt8](data) }

  var data: Data { Data(bytes) }

  /// Compares in a time that does not tell where two digests differ.
  public static func == (left: SecretDigest, right: SecretDigest) -> Bool {
    equalInConstantTime(left.bytes, right.bytes)
  }

  /// A digest is evenly spread already: its first eight bytes.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(bytes.prefix(8).reduce(into: UInt64(0)) { $0 = $0 << 8 | UInt64($1) })
  }
}

/// Whether two runs of bytes are equal, in a time that depends on their lengths alone.
func equalInConstantTime(_ left: [UInt8], _ right: [UInt8]) -> Bool {
  guard left.count == right.count else { return false }
  var difference: UInt8 = 0
  for place in left.indices { difference |= left[place] ^ right[place] }
  return difference == 0
}
