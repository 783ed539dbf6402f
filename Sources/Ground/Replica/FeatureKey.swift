/// A feature's name for ever: `osm/way/128/53-77`, `overture/…`, `drawn/…`.
///
/// The same source read again gives the same keys. Files, scenarios and addresses use keys, never rows.
public struct FeatureKey: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
  /// The key as it stands in files.
  public let text: String

  /// A key from its text.
  public init(_ text: String) { self.text = text }

  /// Reads the plain value.
  public init(from decoder: any Decoder) throws { text = try decoder.singleValueContainer().decode(String.self) }

  /// Writes the plain value.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }

  /// The text.
  public var description: String { text }

  /// Orders by text.
  public static func < (left: FeatureKey, right: FeatureKey) -> Bool { left.text < right.text }
}
