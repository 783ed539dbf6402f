import Junctions
@testable import Queues
import Replica
import Testing

@Suite("Signals that run together")
struct CoordinationTests {
  private static let hour = 3600.0

  /// Four crossings with signals on one main street, so far apart, one of them with a busy side street.
  private func street(_ apart: Double) -> SmallCity {
    var small = SmallCity()
    small.node("w", -300, 0)
    for number in 0..<4 {
      let x = Double(number) * apart
      small.node("o\(number)", x, 0, .signals)
      small.node("n\(number)", x, 200)
      small.node("s\(number)", x, -200)
    }
    small.node("e", 3 * apart + 300, 0)
    for (from, to) in zip(["w", "o0", "o1", "o2", "o3"], ["o0", "o1", "o2", "o3", "e"]) {
      small.street(from, to, .primary, lanes: (2, 2))
    }
    for number in 0..<4 {
      small.street("n\(number)", "o\(number)")
      small.street("s\(number)", "o\(number)")
    }
    return small
  }

  private static let eastbound = ["w", "o0", "o1", "o2", "o3", "e"]

  /// What goes along the main street in an hour; 120 an hour on the side streets, 800 on one.
  private func volumes(_ small: SmallCity, east: Double, west: Double) -> TurnVolumes {
    var volumes = TurnVolumes()
    for number in 1...4 {
      let (a, o, b) = (Self.eastbound[number - 1], Self.eastbound[number], Self.eastbound[number + 1])
      volumes[small.link(a, o), small.link(o, b)] = east
      volumes[small.link(b, o), small.link(o, a)] = west
      let (n, s) = ("n\(number - 1)", "s\(number - 1)")
      volumes[small.link(n, o), small.link(o, s)] = number == 2 ? 800 : 120
      volumes[small.link(s, o), small.link(o, n)] = 120
    }
    return volumes
  }

  private func made(_ small: SmallCity) throws -> StreetQueues {
    try StreetQueues(
      small.city, volumes: [volumes(small, east: 900, west: 300), volumes(small, east: 250, west: 700)], threads: 1)
  }

  /// Mean seconds that each direction loses of those who set out in an hour.
  private func delays(_ small: SmallCity, _ streets: StreetQueues, hour: Int) throws -> (east: Double, west: Double) {
    var vehicles = QueueVehicles(drivers: StreetQueues.drivers)
    func way(_ nodes: [String]) -> [Int] { streets.route(zip(nodes, nodes.dropFirst()).map { small.link($0, $1) }) }
    for number in 0..<100 {
      for nodes in [Self.eastbound, Self.eastbound.reversed()] {
        vehicles.add(departure: Double(hour) * Self.hour + 600 + Double(number) * 23, driver: 0, route: way(nodes))
      }
    }
    let outcome = try QueueEngine.run(
      vehicles, on: streets.network, options: QueueOptions(begin: 0, end: 3 * Self.hour))
    #expect(outcome.arrivedCount == 200)
    func mean(_ side: Int) -> Double { (0..<100).reduce(0) { $0 + outcome.timeLoss[2 * $1 + side] } / 100 }
    return (mean(0), mean(1))
  }

  @Test("Each hour the direction with more traffic finds green after green", arguments: [130.0, 210, 290])
  func wave(apart: Double) throws {
    let small = street(apart)
    let streets = try made(small)
    #expect(streets.remarks.contains { $0.contains("4 of them lie within 300 m") })
    let (morning, evening) = (try delays(small, streets, hour: 0), try delays(small, streets, hour: 1))
    // Whoever comes by chance waits at the first signal, about a quarter of a cycle of 60…120 s, and at few behind it.
    #expect(morning.east < 45 && morning.east < morning.west - 5, "\(morning)")
    #expect(evening.west < 45 && evening.west < evening.east - 5, "\(evening)")
  }

  @Test("Signals farther apart keep their own cycles")
  func apart() throws {
    let streets = try made(street(320))
    #expect(!streets.remarks.contains { $0.contains("of them lie within") })
    #expect(Set(streets.network.groups.map(\.cycle)).count > 1)
    #expect(Set(try made(street(250)).network.groups.map(\.cycle)).count == 1)
  }

  @Test("When the plans change no green is cut and nobody crosses another's way")
  func changes() throws {
    let small = street(210)
    let streets = try made(small)
    let network = streets.network
    let table = SignalTable(network.groups)
    for group in network.groups.indices {
      var at = 0.0
      while at < 2 * Self.hour {
        let shown = table.state(of: group, at: at)
        let seconds = shown.until - shown.since
        // A span over the turn of the cycle is told in two parts.
        if shown.colour.goes, table.state(of: group, at: shown.until + 0.01).colour == .amber,
          table.state(of: group, at: max(0, shown.since - 0.01)).colour == .red
        {
          #expect(seconds >= 6 && seconds < 240, "\(seconds) s of green at \(shown.since)")
        }
        if shown.colour == .amber { #expect(seconds >= 3 && seconds <= 6) }
        at = shown.until + 0.01
      }
    }
    for number in 0..<4 {
      func groups(_ from: String) -> Set<Int> {
        let link = Int(streets.queueLinks[small.link(from, "o\(number)").index])
        return Set(network.lanes(of: link).flatMap { network.movements(of: $0) }.map { Int(network.movementGroup[$0]) })
      }
      let (main, side) = (groups(number == 0 ? "w" : "o\(number - 1)"), groups("n\(number)"))
      for half in 0..<14_400 {
        func goes(_ groups: Set<Int>) -> Bool {
          groups.contains { $0 >= 0 && table.state(of: $0, at: Double(half) / 2 + 0.25).colour.goes }
        }
        #expect(!(goes(main) && goes(side)), "both at \(Double(half) / 2) s")
      }
    }
  }
}
