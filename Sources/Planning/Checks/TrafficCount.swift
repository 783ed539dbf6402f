public import Observations
public import Replica

/// Vehicles that someone counted: on which street and direction, from when to when, of which class, how many.
public struct TrafficCount: Sendable, Hashable {
  /// The direction that was counted, or both where both were counted together.
  public var links: [LinkID]
  /// The local day; nothing for a usual weekday.
  public var date: CalendarDate?
  /// Seconds after the day's midnight, within 0…86,400.
  public var seconds: Range<Int>
  /// Who was counted: one class, or all motor vehicles.
  public var vehicles: VehicleSet
  /// Vehicles in that time.
  public var count: Double

  /// A count.
  public init(links: [LinkID], date: CalendarDate?, seconds: Range<Int>, vehicles: VehicleSet, count: Double) {
    self.links = links
    self.date = date
    self.seconds = seconds
    self.vehicles = vehicles
    self.count = count
  }

  /// Vehicles an hour and lane above which a number is no count of one street (assumed: a lane carries 2,000 cars, or twice as many motorcycles and more).
  public static let most = 5_000.0
}
