import Modelling
import Queues
import Testing

@Suite("The engine of queues")
struct EngineTests {
  /// A grid of streets with two lanes, signals at half of its junctions, and random routes.
  private func town(seed: UInt64) throws -> (QueueNetwork, QueueVehicles) {
    var random = SplitMix(seed: seed)
    var builder = QueueNetworkBuilder()
    let side = 4
    var links: [[Int]: Int] = [:]
    for row in 0..<side {
      for column in 0..<side {
        for (down, right) in [(0, 1), (1, 0), (0, -1), (-1, 0)] {
          let (to, goal) = (row + down, column + right)
          guard (0..<side).contains(to), (0..<side).contains(goal) else { continue }
          let lanes = [UInt64](repeating: SmallStreets.everybody, count: 1 + random.index(below: 2))
          links[[row, column, to, goal]] = builder.addLink(
            length: random.uniform(8..<200), speed: random.uniform(8..<17), lanes: lanes)
        }
      }
    }
    var next: [Int: [Int]] = [:]
    let ways = links.sorted { $0.value < $1.value }
    for (from, link) in ways {
      let isSignal = (from[2] + from[3]) % 2 == 0
      let group =
        isSignal
        ? builder.addGroup(try SmallStreets.signal(red: from[0] == from[2] ? 33 : 30, green: 27)) : nil
      for (to, other) in ways where to[0] == from[2] && to[1] == from[3] && [to[2], to[3]] != [from[0], from[1]] {
        next[link, default: []].append(other)
        _ = builder.addMovement(
          from: builder.lane(0, of: link), to: builder.lane(0, of: other), length: 12, speed: 8, group: group)
      }
    }
    var vehicles = QueueVehicles(drivers: [DriverClass(), SmallStreets.steady])
    for _ in 0..<600 {
      var route = [random.index(below: links.count)]
      while route.count < 8, let choices = next[route[route.count - 1]] {
        route.append(choices[random.index(below: choices.count)])
      }
      vehicles.add(departure: random.uniform(0..<900), driver: random.index(below: 2), route: route)
    }
    return (try builder.network(), vehicles)
  }

  @Test("A driver known by the same number drives alike on a day with other vehicles")
  func numbers() throws {
    let network = try SmallStreets.line([400, 400])
    func arrivals(_ rows: [Int], isNumbered: Bool) throws -> [Double] {
      var vehicles = QueueVehicles(drivers: [DriverClass()])
      for row in rows {
        vehicles.add(
          departure: Double(row) * 300, driver: 0, route: [0, 1], number: isNumbered ? UInt32(row) : nil)
      }
      return try QueueEngine.run(vehicles, on: network, options: QueueOptions(begin: 0, end: 3_600)).arrived
    }
    let all = try arrivals([0, 1, 2, 3], isNumbered: true)
    #expect(try arrivals([1, 3], isNumbered: true) == [all[1], all[3]])
    #expect(try arrivals([1, 3], isNumbered: false) != [all[1], all[3]])
    #expect(try arrivals([0, 1, 2, 3], isNumbered: false) == all)
  }

  @Test("Every vehicle is somewhere, none arrives before it could, and the record of links adds up", arguments: 1...6)
  func conservation(seed: Int) throws {
    let (network, vehicles) = try town(seed: UInt64(seed))
    let outcome = try QueueEngine.run(vehicles, on: network, options: QueueOptions(begin: 0, end: 1800))
    #expect(outcome.waiting + outcome.driving + outcome.arrivedCount == vehicles.count)
    #expect(outcome.arrivedCount > 100)
    for row in 0..<vehicles.count {
      #expect(outcome.timeLoss[row] >= 0 && outcome.departureDelay[row] >= 0)
      guard !outcome.arrived[row].isNaN else { continue }
      #expect(outcome.entered[row] >= vehicles.departures[row])
      #expect(outcome.arrived[row] > outcome.entered[row])
    }
    let gone = outcome.linkExits.reduce(0) { $0 + Int($1) }
    #expect(gone >= outcome.arrivedCount * 8 / 2)
    for (seconds, metres) in zip(outcome.linkSeconds, outcome.linkMetres) {
      #expect(seconds >= 0 && metres >= 0 && metres <= seconds * 17 * 2 + 1)
    }
  }

  @Test("The same seed gives the same bits, another seed others")
  func bits() throws {
    let (network, vehicles) = try town(seed: 3)
    var options = QueueOptions(begin: 0, end: 1800)
    let one = try QueueEngine.run(vehicles, on: network, options: options)
    let two = try QueueEngine.run(vehicles, on: network, options: options)
    #expect(one.timeLoss.map(\.bitPattern) == two.timeLoss.map(\.bitPattern))
    #expect(one.linkSeconds.map(\.bitPattern) == two.linkSeconds.map(\.bitPattern))
    options.seed = 2
    let other = try QueueEngine.run(vehicles, on: network, options: options)
    #expect(one.timeLoss != other.timeLoss)
  }

  @Test("A stop of a bus costs no time loss by itself")
  func dwell() throws {
    let network = try SmallStreets.line([400, 400])
    var vehicles = QueueVehicles(drivers: [SmallStreets.steady])
    vehicles.add(departure: 0, driver: 0, route: [0, 1])
    vehicles.add(departure: 100, driver: 0, route: [0, 1], dwell: [60, 0])
    let outcome = try QueueEngine.run(vehicles, on: network, options: QueueOptions(begin: 0, end: 900))
    let longer = (outcome.arrived[1] - outcome.entered[1]) - (outcome.arrived[0] - outcome.entered[0])
    #expect(longer > 60 && longer < 70)
    #expect(outcome.timeLoss[1] - outcome.timeLoss[0] < 10)
  }

  @Test("What cannot be is refused in a sentence")
  func badInput() throws {
    var builder = QueueNetworkBuilder()
    _ = builder.addLink(length: 0, speed: 10, lanes: [1])
    #expect(throws: QueueFault.linkLength(link: 0, metres: 0)) { try builder.network() }
    builder = QueueNetworkBuilder()
    _ = builder.addLink(length: 10, speed: -3, lanes: [1])
    #expect(throws: QueueFault.speed(of: "link 0", metresPerSecond: -3)) { try builder.network() }
    builder = QueueNetworkBuilder()
    _ = builder.addLink(length: 10, speed: 10, lanes: [])
    #expect(throws: QueueFault.noLanes(link: 0)) { try builder.network() }
    builder = QueueNetworkBuilder()
    _ = builder.addLink(length: 10, speed: 10, lanes: [1])
    _ = builder.addMovement(from: 0, to: 7, length: 1, speed: 5)
    #expect(throws: QueueFault.unknownRow(what: "lane", row: 7, count: 1)) { try builder.network() }
    #expect(throws: QueueFault.neverGreen) {
      try SignalGroup(offset: 0, spans: [.init(seconds: 60, colour: .red)])
    }
    #expect(throws: QueueFault.span(seconds: -1)) {
      try SignalGroup(offset: 0, spans: [.init(seconds: -1, colour: .protected)])
    }
    let network = try SmallStreets.line([100, 100])
    let options = QueueOptions(begin: 0, end: 100)
    #expect(throws: QueueFault.self) {
      try QueueEngine.run(SmallStreets.vehicles([0], route: []), on: network, options: options)
    }
    #expect(throws: QueueFault.unknownRow(what: "link", row: 9, count: 2)) {
      try QueueEngine.run(SmallStreets.vehicles([0], route: [9]), on: network, options: options)
    }
    var odd = DriverClass()
    odd.deceleration = 0
    #expect(throws: QueueFault.vehicleClass(row: 0, what: "deceleration", value: 0)) {
      try QueueEngine.run(SmallStreets.vehicles([0], route: [0], driver: odd), on: network, options: options)
    }
    #expect(QueueFault.neverGreen.description.contains("never shows green"))
  }

  @Test("A vehicle whose route no lane follows is left out and named")
  func wrongWay() throws {
    let network = try SmallStreets.line([100, 100, 100])
    let outcome = try QueueEngine.run(
      SmallStreets.vehicles([0, 5], route: [0, 2]), on: network, options: QueueOptions(begin: 0, end: 300))
    #expect(outcome.stranded == [0, 1])
    #expect(outcome.waiting == 2 && outcome.departureDelay == [300, 295])
  }

  @Test("Outside nobody stands in the way of those who want another lane")
  func gates() throws {
    // Two lanes that lead to two links; the first link's lane is red for long and full, the other one's is free.
    var builder = QueueNetworkBuilder()
    let first = builder.addLink(length: 60, speed: 13.89, lanes: [SmallStreets.everybody, SmallStreets.everybody])
    let ends = (0..<2).map { _ in builder.addLink(length: 100, speed: 13.89, lanes: [SmallStreets.everybody]) }
    let group = builder.addGroup(try SmallStreets.signal(red: 900, green: 20))
    _ = builder.addMovement(
      from: builder.lane(0, of: first), to: builder.lane(0, of: ends[0]), length: 10, speed: 8, group: group)
    _ = builder.addMovement(from: builder.lane(1, of: first), to: builder.lane(0, of: ends[1]), length: 10, speed: 8)
    var vehicles = QueueVehicles(drivers: [SmallStreets.steady])
    for number in 0..<40 { vehicles.add(departure: Double(number) * 10, driver: 0, route: [first, ends[number % 2]]) }
    let outcome = try QueueEngine.run(
      vehicles, on: try builder.network(), options: QueueOptions(begin: 0, end: 800))
    let free = (0..<40).filter { $0 % 2 == 1 }
    #expect(free.allSatisfy { outcome.departureDelay[$0] < 5 && outcome.arrived[$0] < 500 })
    #expect(outcome.waiting == 20 - 8 && outcome.driving == 8, "eight stand on 60 m")
  }

  @Test("A lane that ends within sight is left to those who turn there")
  func sight() throws {
    var builder = QueueNetworkBuilder()
    let both = [SmallStreets.everybody, SmallStreets.everybody]
    let links = [100.0, 60].map { builder.addLink(length: $0, speed: 13.89, lanes: both) }
    let ends = (0..<2).map { _ in builder.addLink(length: 300, speed: 13.89, lanes: [SmallStreets.everybody]) }
    let group = builder.addGroup(try SmallStreets.signal(red: 900, green: 20))
    for number in 0..<2 {
      let (from, over) = (builder.lane(number, of: links[0]), builder.lane(number, of: links[1]))
      _ = builder.addMovement(from: from, to: over, length: 10, speed: 13.89)
      _ = builder.addMovement(
        from: over, to: builder.lane(0, of: ends[number]), length: 10, speed: 8, group: number == 0 ? group : nil)
    }
    var vehicles = QueueVehicles(drivers: [SmallStreets.steady])
    // Every third goes on where nothing holds it; the others fill their lane, both links long, before a red lamp.
    for number in 0..<60 {
      vehicles.add(departure: Double(number) * 5, driver: 0, route: links + [ends[number % 3 == 0 ? 1 : 0]])
    }
    let outcome = try QueueEngine.run(vehicles, on: try builder.network(), options: QueueOptions(begin: 0, end: 600))
    let free = stride(from: 0, to: 60, by: 3)
    #expect(free.allSatisfy { outcome.timeLoss[$0] < 20 && outcome.departureDelay[$0] < 5 }, "\(outcome.timeLoss)")
    #expect(outcome.arrivedCount == 20 && outcome.waiting > 10)
  }

  @Test("A lane behind a bus that stands is left to it while another leads on")
  func besideTheBus() throws {
    var builder = QueueNetworkBuilder()
    let both = [SmallStreets.everybody, SmallStreets.everybody]
    let links = (0..<2).map { _ in builder.addLink(length: 300, speed: 13.89, lanes: both) }
    for number in 0..<2 {
      _ = builder.addMovement(
        from: builder.lane(number, of: links[0]), to: builder.lane(number, of: links[1]), length: 10, speed: 13.89)
    }
    let network = try builder.network()
    var vehicles = QueueVehicles(drivers: [SmallStreets.steady])
    vehicles.add(departure: 0, driver: 0, route: links, dwell: [0, 60])
    for number in 1..<8 { vehicles.add(departure: Double(number) * 4, driver: 0, route: links) }
    let outcome = try QueueEngine.run(vehicles, on: network, options: QueueOptions(begin: 0, end: 600))
    #expect(outcome.timeLoss[1...].allSatisfy { $0 < 15 }, "\(outcome.timeLoss)")
  }
}
