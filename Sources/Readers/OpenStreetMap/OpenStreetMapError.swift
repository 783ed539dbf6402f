/// Why a map could not be read: what, where, and how to mend it.
public struct OpenStreetMapError: Error, CustomStringConvertible, Equatable {
  /// The file as it was named.
  public let file: String
  /// What is wrong with it and what to do, a phrase that follows the file's name.
  public let problem: String

  /// The file and what is wrong with it, a sentence.
  public var description: String { "\(file): \(problem)" }
}
