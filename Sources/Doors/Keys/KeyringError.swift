/// Why something about accounts and keys could not be done.
public enum KeyringError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What was asked for cannot be: why, and what can.
  case refused(String)
  /// Nothing has the name or number.
  case missing(String)
  /// The file cannot be used: where, why and how to mend it.
  case file(String)

  public var description: String {
    switch self {
    case .refused(let sentence), .missing(let sentence), .file(let sentence): sentence
    }
  }
}
