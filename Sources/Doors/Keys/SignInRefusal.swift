/// Why somebody is not let in.
public enum SignInRefusal: Error, Equatable, Sendable, CustomStringConvertible {
  /// The name or the password is wrong; which of them is not told.
  case wrong
  /// The key or token opens nothing: unknown, revoked or over.
  case unknownSecret
  /// What was given cannot be read.
  case unreadable
  /// Too many attempts: the whole seconds to wait.
  case wait(Int)
  /// Too many sign in at the same time.
  case busy
  /// The file cannot be used, a sentence.
  case file(String)

  public var description: String {
    switch self {
    case .wrong: "The name or the password is wrong."
    case .unknownSecret: "This key opens nothing: it is unknown, revoked or over. An administrator can make another."
    case .unreadable:
      "The credentials cannot be read: send Authorization: Bearer with a key, or Basic with a name and a password."
    case .wait(let seconds):
      "Too many attempts went wrong: try again in \(seconds == 1 ? "a second" : "\(seconds) seconds")."
    case .busy: "Too many people sign in at this moment: try again in a few seconds."
    case .file(let sentence): sentence
    }
  }
}
