public import Modelling
internal import Foundation

/// A person who may sign in. Nothing is kept of a person but this.
public struct Account: Sendable, Equatable, Identifiable {
  /// Its number, which is never given again.
  public let id: Int64
  /// The name it signs in with, as it was written.
  public let name: String
  /// What it is for.
  public let role: Role
  /// When it was made.
  public let created: Instant
  /// When it last signed in, if ever.
  public let lastSignIn: Instant?
  /// Whether it may not sign in any more.
  public let isDisabled: Bool

  /// A name as it is compared: case and the composition of letters do not matter.
  static func folded(_ name: String) -> String {
    name.trimmingCharacters(in: .whitespaces).precomposedStringWithCompatibilityMapping.lowercased()
  }

  /// A name without spaces around it; throws a sentence where none can be signed in with.
  static func checked(name: String) throws(KeyringError) -> String {
    let name = name.trimmingCharacters(in: .whitespacesAndNewlines).precomposedStringWithCanonicalMapping
    guard (1...60).contains(name.count), name.utf8.count <= 240 else {
      throw .refused("A name has 1 to 60 letters.")
    }
    guard !name.contains(":"), !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else {
      throw .refused("A name has no colon and no control characters.")
    }
    return name
  }

  /// Throws a sentence where a password is too easy or too long. Length is what counts (NIST SP 800-63B §3.1.1.2); there are no rules of composition.
  static func check(password: String, for name: String) throws(KeyringError) {
    guard password.count >= 10 else { throw .refused("The password is too short: give at least 10 characters.") }
    guard password.utf8.count <= 1024 else { throw .refused("The password is too long: give at most 1,024 bytes.") }
    let name = folded(name)
    let folded = folded(password)
    guard name.count < 4 || !folded.contains(name), Set(folded).count >= 4 else {
      throw .refused("The password is too easy to guess: do not use the name or the same few letters again and again.")
    }
  }
}

/// An account with what only this room knows of it.
struct KeptAccount: Sendable {
  var account: Account
  var password: PasswordHash
}

/// A browser in which an account is signed in.
struct Session: Sendable {
  /// Ends after so many milliseconds without a request.
  static let idle: Int64 = 12 * 3_600_000
  /// Ends after so many milliseconds.
  static let longest: Int64 = 7 * 86_400_000
  /// Sessions of an account at once; the one that was not used for longest ends when there are more.
  static let most = 50

  let account: Int64
  let begun: Instant
  var used: Instant

  /// Whether it has ended.
  func isOver(at now: Instant) -> Bool {
    now.milliseconds - used.milliseconds >= Self.idle || now.milliseconds - begun.milliseconds >= Self.longest
  }
}
