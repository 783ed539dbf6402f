/// Why something could not be done with an alert.
public enum AlertError: Error, Hashable, Sendable, CustomStringConvertible {
  /// There is no open alert of this name.
  case unknown(String)
  /// Nobody is named, or by more than 200 bytes.
  case nobody
  /// A note is longer than 4,000 bytes.
  case longNote

  /// The sentence for people.
  public var description: String {
    switch self {
    case .unknown(let id): "There is no open alert \"\(id)\": it may be over; look at the list of alerts."
    case .nobody: "Somebody acknowledges or clears an alert: give their name, up to 200 bytes."
    case .longNote: "The note is longer than 4,000 bytes: shorten it."
    }
  }
}
