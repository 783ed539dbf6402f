/// One word or a list of words, as a scenario may write both: `to: car`, `to: [car, truck]`.
public struct OneOrMany: Codable, Hashable, Sendable {
  /// The words, in the order written.
  public var words: [String]

  /// Some words.
  public init(_ words: [String]) { self.words = words }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let word = try? container.decode(String.self) {
      words = [word]
    } else {
      words = try container.decode([String].self)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if words.count == 1 { try container.encode(words[0]) } else { try container.encode(words) }
  }
}
