/// A flood that cannot be computed as asked: what is wrong, where, and how to mend it.
public struct FloodError: Error, Equatable, CustomStringConvertible {
  /// A sentence.
  public let reason: String

  /// The keyword of the change it concerns; nothing where it concerns none.
  public let change: String?

  /// An error in words.
  public init(_ reason: String, change: String? = nil) {
    self.reason = reason
    self.change = change
  }

  /// The sentence, begun with the change it concerns.
  public var description: String { "\(change ?? "flood"): \(reason)" }
}
