public import Modelling
public import Replica

/// What counts say a city's demand is wrong by: a factor for trips from a place to a place in an hour by a class.
///
/// The factor is e to the sum of a part common to all trips and of parts of their kind, places, hour, class and pair
/// (``DemandFlows``), within ``CountEstimation/bounds``. It holds for places by name, so that it can be put on the demand of the same
/// city after a change, where trips differ.
public struct CountedDemand: Condition, Equatable, Codable {
  public static let name = "counted-demand"

  /// What two places are wrong by, both ways together and each way.
  struct Pair: Sendable, Equatable, Codable {
    var from, to: Int32
    var both, there, back: Double
  }

  private var common: Double
  /// Parts of trips inside the town, over its edge, through it.
  private var kinds: [Double]
  private var places: [String]
  /// Parts of each place: as either end, as the begin, as the end.
  private var either, begins, ends: [Double]
  private var hours, classes: [Double]
  private var pairs: [Pair]
  /// Parts of pairs below this are left out.
  private static let least = 1e-4

  /// Fits a demand to counts.
  ///
  /// `passings` are of all draws' trips at the counters; `counts` vehicles in the counters' times. Counts that are NaN or
  /// negative are left out. See ``CountEstimation/estimate(prior:shares:counts:groupings:)``.
  public init(_ draws: DemandDraws, _ passings: CounterPassings, counts: [Double], threads: Int = 2) {
    let flows = draws.flows
    let demand = draws.demand
    let numbers = DemandPairs(flows)
    let found = Self.estimation(threads: threads).estimate(
      prior: flows.trips, shares: flows.shares(passings), counts: counts, groupings: flows.groupings(numbers))
    let zones = demand.zones.count
    places = demand.placeNames
    common = found.common
    func part(_ grouping: Int, _ label: Int) -> Double {
      label < found.parts[grouping].count ? found.parts[grouping][label] : 0
    }
    kinds = (0..<3).map { part(0, $0) }
    either = places.indices.map { $0 < zones ? part(1, $0) : part(2, $0 - zones) }
    begins = places.indices.map { part(3, $0) }
    ends = places.indices.map { part(4, $0) }
    hours = (0..<24).map { part(5, $0) }
    classes = VehicleClass.allCases.map { part(6, Int($0.rawValue)) }
    pairs = numbers.places.enumerated().map { row, ends in
      Pair(from: ends.0, to: ends.1, both: part(7, row) + part(9, row), there: 0, back: 0)
    }
    for (row, way) in numbers.ends.enumerated() {
      let isThere = way.0 <= way.1
      let pair = Int(numbers.pairOfWay[row])
      if isThere { pairs[pair].there = part(8, row) } else { pairs[pair].back = part(8, row) }
    }
    pairs.removeAll { max(abs($0.both), abs($0.there), abs($0.back)) < Self.least }
  }

  /// The estimation behind it: flows have no part of their own but that of their way.
  public static func estimation(threads: Int = 2) -> CountEstimation {
    var estimation = CountEstimation()
    estimation.ownSpread = 0
    estimation.threads = threads
    return estimation
  }

  /// How often each trip of a demand is made, by the row of the trip: the demand it was fitted to, or that of the city after a change.
  public func factors(for demand: TravelDemand) -> [Double] {
    let rows = Dictionary(places.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let own = demand.placeNames.map { rows[$0] }
    var table: [UInt64: Pair] = [:]
    for pair in pairs { table[Self.key(pair.from, pair.to)] = pair }
    let least = Portable.log(CountEstimation.bounds.lowerBound)
    let most = Portable.log(CountEstimation.bounds.upperBound)
    let trips = demand.trips
    let zones = demand.zones.count
    return (0..<trips.count).map { trip in
      let (from, to) = (Int(trips.fromZones[trip]), Int(trips.toZones[trip]))
      let hour = Int(trips.departs[trip]) / 3_600
      var sum = common + kinds[(from < zones ? 0 : 1) + (to < zones ? 0 : 1)]
      sum += hours[hour] + classes[Int(trips.classes[trip])]
      if let from = own[from] { sum += either[from] + begins[from] }
      if let to = own[to] { sum += either[to] + ends[to] }
      if let from = own[from], let to = own[to],
        let pair = table[Self.key(Int32(min(from, to)), Int32(max(from, to)))]
      {
        sum += pair.both + (from <= to ? pair.there : pair.back)
      }
      return Portable.exp(min(most, max(least, sum)))
    }
  }

  private static func key(_ low: Int32, _ high: Int32) -> UInt64 { UInt64(low) << 32 | UInt64(high) }

  /// The trips of a demand as counts have them; see ``DemandTrips/reweighted(seed:by:)``.
  public func trips(of demand: TravelDemand, seed: UInt64 = 1) -> DemandTrips {
    let factors = factors(for: demand)
    return demand.trips.reweighted(seed: seed) { factors[$0] }
  }

  public func feed(_ digest: inout Digest) {
    digest.feed("counted.places", texts: places)
    digest.feed("counted.parts", numbers: [common] + kinds + either + begins + ends + hours + classes)
    digest.feed("counted.pairs", integers: pairs.flatMap { [$0.from, $0.to] })
    digest.feed("counted.pair-parts", numbers: pairs.flatMap { [$0.both, $0.there, $0.back] })
  }
}
