/// A moment: whole milliseconds since 1970-01-01T00:00:00 UTC, leap seconds not counted.
///
/// Local hours, weekdays and text exist at doors and in readers; inside a run, time is seconds from its start.
public struct Instant: Hashable, Comparable, Sendable, Codable {
  /// Milliseconds since 1970, UTC.
  public var milliseconds: Int64

  /// A moment from its milliseconds.
  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// Reads the plain value.
  public init(from decoder: any Decoder) throws { milliseconds = try decoder.singleValueContainer().decode(Int64.self) }

  /// Writes the plain value.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(milliseconds)
  }

  /// Orders by time.
  public static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }
}
