import Junctions
import Replica

/// Vehicles that go from one link on to the next in an hour of the day: from the ways of those who set out in it.
struct TurnFlows: Sendable {
  /// Vehicles an hour by turn.
  private(set) var volumes = TurnVolumes()

  /// The turns at some nodes in some hours; `hourOf` gives a node's hour, −1 where it is not looked at.
  init(_ routes: RouteTable, _ day: TrafficDay, _ streets: Streets, hourOf: [Int]) {
    for trip in 0..<routes.count {
      let way = routes[trip]
      let hour = day.hour(trip)
      for (from, to) in zip(way, way.dropFirst()) {
        let node = streets.end(of: LinkID(rawValue: from)).index
        if hourOf[node] == hour { volumes[LinkID(rawValue: from), LinkID(rawValue: to)] += 1 }
      }
    }
  }

  /// Vehicles an hour.
  subscript(from: LinkID, to: LinkID) -> Double { volumes[from, to] }
}
