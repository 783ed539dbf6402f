import Modelling
@testable import Queues
import Testing

@Suite("Spill-back, storage and gridlock")
struct SpillBackTests {
  @Test("No more stand on a link than there is room for, the rest waits outside")
  func storage() throws {
    let network = try SmallStreets.line([100, 100], signals: [0: SmallStreets.signal(red: 900, green: 20)])
    let vehicles = SmallStreets.vehicles((0..<40).map { Double($0) * 5 }, route: [0, 1])
    let outcome = try QueueEngine.run(vehicles, on: network, options: QueueOptions(begin: 0, end: 800))
    // The last needs no gap behind it, and the first stops 1 m before the line: (100 + 1.5) ⁄ 7.5.
    #expect(outcome.driving == 13)
    #expect(outcome.waiting == 27)
    #expect(outcome.arrivedCount == 0)
    // Who never came in waits to the end.
    #expect(outcome.departureDelay[39] == 800 - 39 * 5)
    #expect(outcome.timeLoss[39] == 0)
  }

  @Test("Room comes free upstream when the wave has run back along the queue: at τ + u ⁄ b for each vehicle")
  func wave() throws {
    for length in [75.0, 150, 300] {
      let network = try SmallStreets.line([length, 100], signals: [0: SmallStreets.signal(red: 400, green: 60)])
      let vehicles = SmallStreets.vehicles((0..<60).map { Double($0) * 5 }, route: [0, 1])
      let outcome = try QueueEngine.run(vehicles, on: network, options: QueueOptions(begin: 0, end: 900))
      let first = outcome.entered.filter { $0 > 399 }.min() ?? 0
      // Krauss's noise u is 0.65 m/s, its reaction 1 s, braking 4.5 m/s²; a place in the queue 7.5 + 0.65 m.
      let expected = 400.5 + length / 8.15 * (1 + 0.65 / 4.5)
      #expect(abs(first - expected) < 1e-6, "\(first) s against \(expected) s")
    }
  }

  /// A ring of four streets, each full of those who want to go all the way round before they leave; signals let two of the four go at a time.
  private func ring(lit: Bool) throws -> (outcome: QueueOutcome, ring: [Int], count: Int) {
    var builder = QueueNetworkBuilder()
    let ring = (0..<4).map { _ in builder.addLink(length: 20, speed: 10, lanes: [SmallStreets.everybody]) }
    let exit = builder.addLink(length: 50, speed: 10, lanes: [SmallStreets.everybody])
    let groups =
      lit
      ? try [0.0, 30].map { offset in
        builder.addGroup(
          try SignalGroup(
            offset: offset, spans: [.init(seconds: 25, colour: .protected), .init(seconds: 35, colour: .red)]))
      } : []
    for number in 0..<4 {
      for next in [ring[(number + 1) % 4], exit] {
        _ = builder.addMovement(
          from: builder.lane(0, of: ring[number]), to: builder.lane(0, of: next), length: 1, speed: 8,
          group: lit ? groups[number % 2] : nil)
      }
    }
    var vehicles = QueueVehicles(drivers: [SmallStreets.steady])
    for _ in 0..<6 {
      for number in 0..<4 {
        vehicles.add(departure: 0, driver: 0, route: (0..<4).map { ring[(number + $0) % 4] } + [exit])
      }
    }
    let options = QueueOptions(begin: 0, end: 2000)
    return (try QueueEngine.run(vehicles, on: builder.network(), options: options), ring, vehicles.count)
  }

  @Test("A ring in which everybody waits for the next moves up by a vehicle a lane, at the pace of its signals")
  func movesUp() throws {
    let (outcome, _, count) = try ring(lit: true)
    #expect(outcome.gridlocks.isEmpty)
    #expect(outcome.arrivedCount == count)
    // Slower by far than two of four greens would let them go.
    let last = outcome.arrived.max() ?? 0
    #expect(last > 300, "\(last)")
  }

  @Test("A full roundabout goes on turning")
  func roundabout() throws {
    let (outcome, _, count) = try ring(lit: false)
    #expect(outcome.gridlocks.isEmpty)
    #expect(outcome.arrivedCount == count)
    // Nobody is faster than the streets allow: 81 m at 10 m/s and less.
    #expect(zip(outcome.arrived, outcome.entered).allSatisfy { $0 - $1 > 8 })
  }

  /// A circle of short streets on which those who are in it let those in who come (as where nothing says that they go first), each node with
  /// a street that leads in and one that leads out; far more come than it can carry.
  @Test(
    "A crowded circle never stands for ever, whatever its lengths, its ways, and who comes in between",
    arguments: 1...16)
  func crowdedCircle(seed: Int) throws {
    var random = SplitMix(seed: UInt64(seed), topic: "circle", number: 0)
    let nodes = 3 + Int(random.unit() * 4)
    var builder = QueueNetworkBuilder()
    func link(_ metres: Double) -> Int {
      builder.addLink(length: metres, speed: 10, lanes: [SmallStreets.everybody])
    }
    let arcs = (0..<nodes).map { _ in link(6 + 34 * random.unit()) }
    let entries = (0..<nodes).map { _ in link(60) }
    let exits = (0..<nodes).map { _ in link(60) }
    for node in 0..<nodes {
      // The arc before a node ends there, the next begins.
      let (before, next) = (arcs[(node + nodes - 1) % nodes], arcs[node])
      func lane(_ link: Int) -> Int { builder.lane(0, of: link) }
      let entry = builder.addMovement(from: lane(entries[node]), to: lane(next), length: 8, speed: 8)
      let onward = builder.addMovement(from: lane(before), to: lane(next), length: 8, speed: 8, rule: .equal)
      builder.yield(onward, to: entry)
      _ = builder.addMovement(from: lane(before), to: lane(exits[node]), length: 8, speed: 8)
    }
    var vehicles = QueueVehicles(drivers: [SmallStreets.steady])
    for number in 0..<400 {
      let from = Int(random.unit() * Double(nodes))
      let laps = 1 + Int(random.unit() * Double(nodes + 2))
      vehicles.add(
        departure: Double(number), driver: 0,
        route: [entries[from]] + (0..<laps).map { arcs[(from + $0) % nodes] } + [exits[(from + laps) % nodes]])
    }
    let outcome = try QueueEngine.run(vehicles, on: builder.network(), options: QueueOptions(begin: 0, end: 20_000))
    #expect(outcome.standing.isEmpty, "\(nodes) nodes: \(outcome.arrivedCount) of \(vehicles.count) arrive")
    #expect(outcome.arrivedCount == vehicles.count)
  }

  @Test("A ring that hangs on a street nobody can leave is named as a gridlock")
  func gridlock() throws {
    // Two links that lead into each other; the first of each wants to go back where the other came from, and one lane's way ends at a
    // link that is full for ever: its signal shows no green while the run lasts.
    var builder = QueueNetworkBuilder()
    let one = builder.addLink(length: 20, speed: 10, lanes: [SmallStreets.everybody])
    let two = builder.addLink(length: 20, speed: 10, lanes: [SmallStreets.everybody])
    let out = builder.addLink(length: 20, speed: 10, lanes: [SmallStreets.everybody])
    let end = builder.addLink(length: 20, speed: 10, lanes: [SmallStreets.everybody])
    let shut = builder.addGroup(
      try SignalGroup(offset: 0, spans: [.init(seconds: 5000, colour: .red), .init(seconds: 5, colour: .protected)]))
    for (from, to, group) in [(one, two, nil), (two, out, nil), (out, end, shut)] as [(Int, Int, Int?)] {
      _ = builder.addMovement(
        from: builder.lane(0, of: from), to: builder.lane(0, of: to), length: 1, speed: 8, group: group)
    }
    var vehicles = QueueVehicles(drivers: [SmallStreets.steady])
    for _ in 0..<12 { vehicles.add(departure: 0, driver: 0, route: [one, two, out, end]) }
    let outcome = try QueueEngine.run(vehicles, on: builder.network(), options: QueueOptions(begin: 0, end: 2000))
    #expect(outcome.arrivedCount == 0)
    #expect(outcome.standing.map(\.link) == [one, two])
    #expect(outcome.standing.allSatisfy { $0.hold == .full })
    #expect(outcome.waiting + outcome.driving == vehicles.count)
  }

  @Test(
    "A run may end where the streets have locked, and only there", arguments: [(red: 50.0, locks: false), (3600, true)])
  func endsWhenLocked(red: Double, locks: Bool) throws {
    var builder = QueueNetworkBuilder()
    let way = builder.addLink(length: 200, speed: 10, lanes: [SmallStreets.everybody])
    let out = builder.addLink(length: 200, speed: 10, lanes: [SmallStreets.everybody])
    let lamps = builder.addGroup(
      try SignalGroup(offset: 0, spans: [.init(seconds: red, colour: .red), .init(seconds: 10, colour: .protected)]))
    _ = builder.addMovement(
      from: builder.lane(0, of: way), to: builder.lane(0, of: out), length: 1, speed: 8, group: lamps)
    var vehicles = QueueVehicles(drivers: [SmallStreets.steady])
    // A vehicle every 10 s in the second hour, 360 in all.
    for number in 0..<360 { vehicles.add(departure: 3600 + Double(number) * 10, driver: 0, route: [way, out]) }
    let network = try builder.network()
    var options = QueueOptions(begin: 0, end: 36_000)
    let whole = try QueueEngine.run(vehicles, on: network, options: options)
    options.endsWhenLocked = true
    let short = try QueueEngine.run(vehicles, on: network, options: options)
    #expect(whole.endedLocked == false && short.endedLocked == locks)
    #expect((whole.arrivedCount == vehicles.count) != locks)
    #expect(locks ? short.events < whole.events / 2 : short.events == whole.events)
    // Whoever is there in the short run is there in the whole one at the same moment.
    #expect(zip(short.arrived, whole.arrived).allSatisfy { $0.isNaN || $0 == $1 })
  }

  @Test("A ring is found by lanes: one lane of a street may wait in it while its neighbour waits for something else")
  func ringByLanes() throws {
    var (outcome, _, _) = try ring(lit: false)
    func stands(_ lane: Int, _ link: Int, _ next: Int?, _ hold: Hold = .full) -> StandingLane {
      StandingLane(lane: lane, link: link, next: next, vehicles: 3, hold: hold)
    }
    // Street 1 has two lanes: the first waits for street 9, which a signal holds; the second for street 2, and 2 and 3 close the ring.
    outcome.standing = [
      stands(1, 1, 9), stands(2, 1, 2), stands(3, 2, 3), stands(4, 3, 1), stands(5, 9, nil, .red), stands(6, 4, 1),
    ]
    #expect(outcome.gridlocks == [[1, 2, 3]])
    outcome.standing.remove(at: 1)
    #expect(outcome.gridlocks.isEmpty)
  }
}
