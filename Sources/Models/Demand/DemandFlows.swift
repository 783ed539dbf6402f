import Modelling
import Replica

/// A day's trips put together by where they begin and end, in which hour they begin and by what: what counts correct.
///
/// What such flows may be wrong by together (``groupings``), as standard deviations of the logarithm, all assumed: kinds — trips inside the
/// town, over its edge, through it — 0.4, as people and the traffic of the edge come from different sources; a zone at either end 0.3; a station
/// at either end 0.7, as roads of one class carry from a third to three times as much; where they begin, and where they end, 0.2;
/// the hour 0.3; the class 0.4; two places in either direction 0.4, as who goes comes back, and 1.0 more for two stations, between which
/// through traffic is shared by nothing but the angle; from one place to another 0.3.
public struct DemandFlows: Sendable {
  /// The flow of each trip.
  public let flowOfTrip: [Int32]
  /// Trips in each flow.
  public let trips: [Double]
  /// Rows of places — zones, then stations — where flows begin and end; hours 0…23; raw values of classes.
  let froms, tos, hours, classes: [Int32]
  private let zones: Int
  /// What a trip counts.
  private let each: Double

  /// The flows of trips drawn so many times, in the order of their first trips. O(trips).
  init(_ trips: DemandTrips, zones: Int, draws: Int) {
    let each = 1 / Double(draws)
    self.each = each
    var rows: [UInt64: Int32] = [:]
    var (froms, tos, hours, classes): ([Int32], [Int32], [Int32], [Int32]) = ([], [], [], [])
    var sums: [Double] = []
    var flowOfTrip: [Int32] = []
    flowOfTrip.reserveCapacity(trips.count)
    for trip in 0..<trips.count {
      let hour = trips.departs[trip] / 3_600
      let ends =
        UInt64(UInt32(bitPattern: trips.fromZones[trip])) << 24 | UInt64(UInt32(bitPattern: trips.toZones[trip]))
      let key = ends << 16 | UInt64(hour) << 8 | UInt64(trips.classes[trip])
      if let row = rows[key] {
        flowOfTrip.append(row)
        sums[Int(row)] += each
        continue
      }
      rows[key] = Int32(sums.count)
      flowOfTrip.append(Int32(sums.count))
      sums.append(each)
      froms.append(trips.fromZones[trip])
      tos.append(trips.toZones[trip])
      hours.append(hour)
      classes.append(Int32(trips.classes[trip]))
    }
    (self.froms, self.tos, self.hours, self.classes) = (froms, tos, hours, classes)
    (self.trips, self.flowOfTrip, self.zones) = (sums, flowOfTrip, zones)
  }

  /// Pairs of places between which there are flows, those there and back counted apart.
  public var pairs: Int { Set(trips.indices.map { UInt64(froms[$0]) << 32 | UInt64(tos[$0]) }).count }

  /// Which share of each flow passes each counter. O(passings).
  public func shares(_ passings: CounterPassings) -> CountShares {
    CountShares(
      flows: trips.count, counters: passings.counters,
      entries: passings.entries.lazy.map { entry in
        let flow = Int(flowOfTrip[Int(entry.trip)])
        return (counter: Int(entry.counter), flow: flow, share: Double(entry.share) * each / trips[flow])
      })
  }

  /// What flows are wrong by together: kinds, zones, stations, begins, ends, hours, classes, pairs, ways, pairs of stations.
  public var groupings: [FlowGrouping] { groupings(DemandPairs(self)) }

  func groupings(_ pairs: DemandPairs) -> [FlowGrouping] {
    func zone(_ place: Int32) -> Int32 { place < zones ? place : -1 }
    func station(_ place: Int32) -> Int32 { place < zones ? -1 : place - Int32(zones) }
    return [
      FlowGrouping(trips.indices.map { kind(from: froms[$0], to: tos[$0]) }, spread: 0.4),
      FlowGrouping(froms.map(zone), tos.map(zone), spread: 0.3),
      FlowGrouping(froms.map(station), tos.map(station), spread: 0.7),
      FlowGrouping(froms, spread: 0.2),
      FlowGrouping(tos, spread: 0.2),
      FlowGrouping(hours, spread: 0.3),
      FlowGrouping(classes, spread: 0.4),
      FlowGrouping(pairs.pairs, spread: 0.4),
      FlowGrouping(pairs.ways, spread: 0.3),
      FlowGrouping(trips.indices.map { kind(from: froms[$0], to: tos[$0]) == 2 ? pairs.pairs[$0] : -1 }, spread: 1.0),
    ]
  }

  /// How many of the ends lie on the edge of the map.
  func kind(from: Int32, to: Int32) -> Int32 { (from < zones ? 0 : 1) + (to < zones ? 0 : 1) }
}

/// The pairs of places between which flows go, numbered.
struct DemandPairs: Sendable {
  /// The pair of each flow in either direction, and in its own.
  var pairs: [Int32] = []
  var ways: [Int32] = []
  /// The two places of each pair, the lower row first, and of each way.
  var places: [(Int32, Int32)] = []
  var ends: [(Int32, Int32)] = []
  /// The pair of each way.
  var pairOfWay: [Int32] = []

  init(_ flows: DemandFlows) {
    var pairRows: [UInt64: Int32] = [:]
    var wayRows: [UInt64: Int32] = [:]
    for (from, to) in zip(flows.froms, flows.tos) {
      let low = min(from, to)
      let high = max(from, to)
      let pair = pairRows[UInt64(low) << 32 | UInt64(high)] ?? Int32(places.count)
      if pair == places.count {
        pairRows[UInt64(low) << 32 | UInt64(high)] = pair
        places.append((low, high))
      }
      pairs.append(pair)
      let way = wayRows[UInt64(from) << 32 | UInt64(to)] ?? Int32(ends.count)
      if way == ends.count {
        wayRows[UInt64(from) << 32 | UInt64(to)] = way
        ends.append((from, to))
        pairOfWay.append(pair)
      }
      ways.append(way)
    }
  }
}
