import Foundation
import Modelling
import Queues
import Testing

@Suite("Queues at a signal against theory")
struct SignalTheoryTests {
  private func run(_ network: QueueNetwork, _ vehicles: QueueVehicles, to end: Double) throws -> QueueOutcome {
    try QueueEngine.run(vehicles, on: network, options: QueueOptions(begin: 0, end: end))
  }

  /// A class of drivers at a permitted speed, and when the 6th, 11th and 21st of a queue pass the line after the first, in s.
  struct Start: Sendable, CustomTestStringConvertible {
    var name: String
    var speed = 13.89
    var change: @Sendable (inout DriverClass) -> Void = { _ in }
    var times: [Double]
    var testDescription: String { name }
  }

  // Measured in SUMO 1.28: one lane, 300 s of red, then green; 40 vehicles of Krauss's, no deviation of speed, mean of seeds 1–10, passages
  // interpolated between steps.
  @Test(
    "A queue starts and leaves as SUMO's: the 6th, 11th and 21st pass within 4 %, at the headway of the last ten within 3 %",
    arguments: [
      Start(name: "cars", times: [11.69, 21.01, 39.18]),
      Start(name: "cars at 30 km/h", speed: 8.33, times: [12.35, 23.73, 46.23]),
      Start(name: "cars at 70 km/h", speed: 19.44, times: [11.69, 20.8, 37.55]),
      Start(name: "drivers without fault", change: { $0.imperfection = 0 }, times: [9.57, 17.27, 32.67]),
      Start(name: "drivers of few faults", change: { $0.imperfection = 0.2 }, times: [10.32, 18.47, 34.82]),
      Start(
        name: "buses",
        change: {
          $0.acceleration = 1.2
          $0.deceleration = 4
          $0.length = 12
        }, times: [18.03, 30.06, 52.98]),
      Start(
        name: "quick short cars",
        change: {
          $0.acceleration = 3
          $0.length = 4.5
          $0.gap = 1.5
        }, times: [10.78, 19.54, 36.79]),
    ])
  func saturation(start: Start) throws {
    var builder = QueueNetworkBuilder()
    let lanes = [600, 0.1].map { builder.addLink(length: $0, speed: start.speed, lanes: [SmallStreets.everybody]) }
    let group = builder.addGroup(try SmallStreets.signal(red: 300, green: 200))
    _ = builder.addMovement(from: lanes[0], to: lanes[1], length: 0, speed: start.speed, group: group)
    var driver = SmallStreets.steady
    start.change(&driver)
    let outcome = try run(
      try builder.network(), SmallStreets.vehicles((0..<30).map { Double($0) * 4 }, route: lanes, driver: driver),
      to: 600)
    let times = outcome.arrived.sorted()
    for (place, expected) in zip([5, 10, 20], start.times) {
      let found = times[place] - times[0]
      #expect(abs(found / expected - 1) < 0.04, "\(place): \(found) s against \(expected) s")
    }
    let headways = (found: times[20] - times[10], expected: start.times[2] - start.times[1])
    #expect(abs(headways.found / headways.expected - 1) < 0.03, "\(headways)")
  }

  @Test(
    "Delay under capacity is the uniform delay d1 of the Highway Capacity Manual, within 15 %",
    arguments: [0.4, 0.6, 0.8])
  func uniformDelay(load: Double) throws {
    let cycle = 90.0
    let green = 42.0
    let headway = 1.84
    // Start-up loss and the amber that is used make the effective green: from the engine's own capacity at full load.
    let network = try SmallStreets.line([1500, 400], signals: [0: SmallStreets.signal(red: 45, green: green)])
    let free = try SmallStreets.line([1500, 400])
    let full = try run(
      network, SmallStreets.vehicles((0..<2000).map { Double($0) * 1.5 }, route: [0, 1]), to: 3690)
    let capacity = Double(full.arrived.filter { $0 > 990 && $0 <= 3690 }.count) / 2700
    #expect(capacity > (green - 3) / cycle / headway && capacity < (green + 3) / cycle / headway)
    let share = capacity * headway / cycle * cycle
    let flow = load * capacity
    let departures = (0..<Int(3600 * flow)).map { Double($0) / flow }
    let with = try run(network, SmallStreets.vehicles(departures, route: [0, 1]), to: 5000)
    let without = try run(free, SmallStreets.vehicles(departures, route: [0, 1]), to: 5000)
    let uniform = 0.5 * cycle * (1 - share) * (1 - share) / (1 - min(1, load) * share)
    // A stop costs the way from and to standstill too, which d1 counts as part of the wait; compare whole delays.
    let delay = with.meanDelay - without.meanDelay
    #expect(abs(delay / uniform - 1) < 0.15, "\(delay) s against \(uniform) s")
  }

  @Test("Over capacity the delay is the area between arrivals and departures, within 5 %")
  func overload() throws {
    let network = try SmallStreets.line([4000, 400], signals: [0: SmallStreets.signal(red: 60, green: 27)])
    let free = try SmallStreets.line([4000, 400])
    let departures = (0..<500).map { Double($0) * 3.6 }
    let vehicles = SmallStreets.vehicles(departures, route: [0, 1])
    let with = try run(network, vehicles, to: 9000)
    let without = try run(free, vehicles, to: 9000)
    #expect(with.arrivedCount == 500)
    let sorted = with.arrived.sorted()
    let rate = 400 / (sorted[450] - sorted[50])
    // The n-th of a steady stream at headway 3.6 s that leaves at 1 ⁄ rate waits n·(1 ⁄ rate − 3.6).
    let area = (0..<500).reduce(0.0) { $0 + Double($1) * (1 / rate - 3.6) } / 500
    let delay = with.meanDelay - without.meanDelay
    #expect(abs(delay - area) < 0.05 * area + 45, "\(delay) s against \(area) s")
    #expect(area > 100)
  }

  @Test("Who cannot stop any more at amber goes on, who can stops")
  func amber() throws {
    // Amber comes at 60 s; at 13.24 m/s braking at 4.5 m/s² takes 19.5 m, 1.5 s.
    let plan = try SignalGroup(
      offset: 0,
      spans: [
        .init(seconds: 60, colour: .protected), .init(seconds: 3, colour: .amber), .init(seconds: 37, colour: .red),
      ])
    let network = try SmallStreets.line([500, 100], signals: [0: plan])
    let free = try run(
      try SmallStreets.line([500, 100]), SmallStreets.vehicles([0], route: [0, 1]), to: 300)
    let toLine = free.arrived[0] - 110 / 13.24
    let late = try run(network, SmallStreets.vehicles([61 - toLine], route: [0, 1]), to: 300)
    #expect(late.arrived[0] < 75, "1 s after amber it could not stop")
    let stops = try run(network, SmallStreets.vehicles([62.5 - toLine], route: [0, 1]), to: 300)
    #expect(stops.arrived[0] > 100, "2.5 s after amber it stopped for the next green")
  }
}
