public import Replica

/// Streets that are closed for some hours of the day only.
public struct StreetClosures: Condition {
  /// `street-closures`.
  public static let name = "street-closures"

  /// One closure.
  public struct Closure: Sendable, Hashable {
    /// Rows of segments, ascending.
    public var segments: [Int32]
    /// Whom it keeps out, in both directions.
    public var vehicles: VehicleSet
    /// When it holds.
    public var hours: HoursOfDay

    /// A closure of some segments for some hours.
    public init(segments: [Int32], vehicles: VehicleSet, hours: HoursOfDay) {
      self.segments = segments
      self.vehicles = vehicles
      self.hours = hours
    }
  }

  /// The closures, in the order they were given.
  public var closures: [Closure]

  /// Closures by the hour.
  public init(closures: [Closure] = []) { self.closures = closures }

  public func feed(_ digest: inout Digest) {
    for closure in closures {
      digest.feed("closure.segments", integers: closure.segments)
      digest.feed("closure.vehicles", integers: [closure.vehicles.rawValue])
      digest.feed("closure.hours", numbers: [closure.hours.from, closure.hours.until])
    }
  }
}
