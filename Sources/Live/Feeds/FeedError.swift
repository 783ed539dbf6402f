/// Why a feed's file cannot be used, or a pull did not succeed: a sentence that says what, where and how to mend it.
public struct FeedError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file and line, or the feed.
  public let place: String
  /// What is wrong.
  public let reason: String

  /// An error at a place.
  public init(_ place: String, _ reason: String) {
    self.place = place
    self.reason = reason
  }

  /// The sentence for people.
  public var description: String { "\(place): \(reason)" }
}
