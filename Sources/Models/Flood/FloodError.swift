/// A flood that cannot be computed as asked: what is wrong, where, and how to mend it.
public struct FloodError: Error, Equatable, CustomStringConvertible {
  /// A sentence.
  public let reason: String

  /// An error in words.
  public init(_ reason: String) { self.reason = reason }

  /// The sentence.
  public var description: String { "flood: \(reason)" }
}
