import Modelling
public import Replica

/// A day's demand, drawn as whole trips several times: in a small town what one draw has in an hour between two places is mostly chance.
public struct DemandDraws: Sendable {
  /// The demand of the first draw.
  public let demand: TravelDemand
  /// The trips of all draws, one draw after the other.
  public let trips: DemandTrips
  /// How many draws there are.
  public let count: Int

  /// Trips up to which more draws are added, and the most draws; assumed.
  private static let enough = 200_000
  private static let most = 8

  /// One demand as it is.
  public init(_ demand: TravelDemand) {
    (self.demand, trips, count) = (demand, demand.trips, 1)
  }

  /// The demand of a city, drawn with the seeds 1, 2 … up to eight times until there are 200,000 trips. See ``TravelDemand/init(of:on:classes:seed:threads:)``.
  ///
  /// `advance` hears after each draw which share of them is made, and may throw to stop.
  public init(
    of city: City, on day: DemandDay = .weekday, threads: Int = 2, advance: (Double) throws -> Void = { _ in }
  ) throws {
    demand = try TravelDemand(of: city, on: day, seed: 1, threads: threads)
    count = max(1, min(Self.most, Self.enough / max(1, demand.trips.count)))
    var all = demand.trips
    for seed in 1..<max(1, count) {
      try advance(Double(seed) / Double(count))
      all.append(try TravelDemand(of: city, on: day, seed: UInt64(seed + 1), threads: threads).trips)
    }
    trips = all
  }

  /// The trips put together; one draw's worth of them.
  public var flows: DemandFlows { DemandFlows(trips, zones: demand.zones.count, draws: count) }
}
