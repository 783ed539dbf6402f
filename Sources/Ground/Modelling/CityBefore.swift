public import Replica

/// The city before any change of the scenario: what people know who chose where to live, work and shop.
///
/// A model that must keep something as it was — the trips of a day — makes it of this city, so that baseline and scenario differ by the
/// change alone. The runner gives it to every run.
public struct CityBefore: Condition {
  public static let name = "city-before"

  /// The unchanged city.
  public let city: City

  /// The unchanged city.
  public init(_ city: City) { self.city = city }

  /// Feeds nothing: every run is named by the unchanged city already.
  public func feed(_ digest: inout Digest) {}
}
