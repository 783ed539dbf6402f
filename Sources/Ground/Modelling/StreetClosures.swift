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
    /// Local hours of the day, 0…24; from a later to an earlier hour it lasts over midnight.
    public var from: Double, until: Double

    /// A closure of some segments from one hour to another.
    public init(segments: [Int32], vehicles: VehicleSet, from: Double, until: Double) {
      self.segments = segments
      self.vehicles = vehicles
      self.from = from
      self.until = until
    }

    /// Whether it holds at any moment of the hour 0…23 of the day.
    public func holds(in hour: Int) -> Bool {
      let (begin, end) = (Double(hour), Double(hour + 1))
      return from < until ? from < end && until > begin : begin < until || end > from
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
      digest.feed("closure.hours", numbers: [closure.from, closure.until])
    }
  }
}
