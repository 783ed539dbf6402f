internal import Crypto
internal import CryptoExtras
internal import Foundation

/// How much work a guess at a password costs: scrypt's parameters (C. Percival and S. Josefsson, RFC 7914, 2016).
public struct PasswordCost: Hashable, Sendable {
  /// The logarithm of N to base 2: memory is 128 · r · N bytes.
  public let logRounds: Int
  /// r, the size of a block.
  public let blockSize: Int
  /// p, how often it is done.
  public let parallelism: Int

  /// A cost. The standard, N = 2¹⁷, r = 8, p = 1, takes 128 MB and some 0.3 s of a core, and is what OWASP's
  /// *Password Storage Cheat Sheet* asks for.
  public init(logRounds: Int = 17, blockSize: Int = 8, parallelism: Int = 1) {
    precondition((1...20).contains(logRounds) && (1...32).contains(blockSize) && (1...16).contains(parallelism))
    self.logRounds = logRounds
    self.blockSize = blockSize
    self.parallelism = parallelism
  }
}

/// A password as it is kept: scrypt of it with a salt of its own and the parameters it was made with, as PHC strings write them:
/// `$scrypt$ln=17,r=8,p=1$salt$hash`.
struct PasswordHash: Equatable, Sendable {
  let cost: PasswordCost
  let salt: [UInt8]
  let hash: [UInt8]

  /// Hashes a password with a new salt. Takes what `cost` says: never on the cooperative pool.
  init(_ password: String, cost: PasswordCost) throws {
    var generator = SystemRandomNumberGenerator()
    self.cost = cost
    salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    hash = try Self.derive(Array(Self.normalized(password).utf8), salt: salt, bytes: 32, cost)
  }

  /// A hash no password opens, which takes as long to find out.
  init(unknownWith cost: PasswordCost) {
    self.cost = cost
    salt = Array("nobody has this.".utf8)
    hash = [UInt8](repeating: 0, count: 32)
  }

  /// Reads what ``text`` wrote; nothing where it is none.
  init?(_ text: String) {
    let parts = text.split(separator: "$", omittingEmptySubsequences: false)
    guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt" else { return nil }
    var numbers: [Substring: Int] = [:]
    for parameter in parts[2].split(separator: ",") {
      let pair = parameter.split(separator: "=")
      guard pair.count == 2, let number = Int(pair[1]) else { return nil }
      numbers[pair[0]] = number
    }
    guard let logRounds = numbers["ln"], let blockSize = numbers["r"], let parallelism = numbers["p"],
      (1...20).contains(logRounds), (1...32).contains(blockSize), (1...16).contains(parallelism),
      let salt = Self.bytes(parts[3]), let hash = Self.bytes(parts[4]), hash.count == 32
    else { return nil }
    cost = PasswordCost(logRounds: logRounds, blockSize: blockSize, parallelism: parallelism)
    self.salt = salt
    self.hash = hash
  }

  /// As it is kept.
  var text: String {
    "$scrypt$ln=\(cost.logRounds),r=\(cost.blockSize),p=\(cost.parallelism)$\(Self.base64(salt))$\(Self.base64(hash))"
  }

  /// Whether it is the hash of a password. Takes what its cost says.
  func isOf(_ password: String) -> Bool {
    guard let other = try? Self.derive(Array(Self.normalized(password).utf8), salt: salt, bytes: 32, cost) else {
      return false
    }
    return equalInConstantTime(hash, other)
  }

  /// scrypt of RFC 7914.
  static func derive(_ password: [UInt8], salt: [UInt8], bytes: Int, _ cost: PasswordCost) throws -> [UInt8] {
    let key = try KDF.Scrypt.deriveKey(
      from: password, salt: salt, outputByteCount: bytes, rounds: 1 << cost.logRounds, blockSize: cost.blockSize,
      parallelism: cost.parallelism)
    return key.withUnsafeBytes { Array($0) }
  }

  /// A password as it is hashed: letters composed alike however a keyboard composes them (NFKC, as NIST SP 800-63B §3.1.1.2 asks).
  private static func normalized(_ password: String) -> String { password.precomposedStringWithCompatibilityMapping }

  private static func base64(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString().replacingOccurrences(of: "=", with: "")
  }

  private static func bytes(_ text: Substring) -> [UInt8]? {
    let padded = text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    return Data(base64Encoded: String(padded)).map { [UInt8]($0) }
  }
}

/// scrypt as it is used for passwords, for tests against the standard's own cases.
package func scrypt(_ password: String, salt: String, bytes: Int, _ cost: PasswordCost) throws -> [UInt8] {
  try PasswordHash.derive(Array(password.utf8), salt: Array(salt.utf8), bytes: bytes, cost)
}
