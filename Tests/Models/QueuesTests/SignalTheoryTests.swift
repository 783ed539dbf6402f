import Foundation
import Modelling
import Queues
import Testing

@Suite("Queues at a signal against theory")
struct SignalTheoryTests {
  private func run(_ network: QueueNetwork, _ vehicles: QueueVehicles, to end: Double) throws -> QueueOutcome {
    try QueueEngine.run(vehicles, on: network, options: QueueOptions(begin: 0, end: end))
  }

  @Test("A queue leaves at the headway that SUMO's drivers keep: 1.82 s at 13.89 m/s, within 5 %")
  func saturation() throws {
    // Measured in SUMO 1.28: one lane, 200 s of red, then green; Krauss with σ 0.5, no deviation of speed; 10th to 35th vehicle.
    let network = try SmallStreets.line([600, 600], signals: [0: SmallStreets.signal(red: 200, green: 200)])
    let outcome = try run(
      network, SmallStreets.vehicles((0..<48).map { Double($0) * 4 }, route: [0, 1]), to: 600)
    let times = outcome.arrived.sorted()
    let headway = (times[35] - times[10]) / 25
    #expect(abs(headway / 1.82 - 1) < 0.05, "\(headway) s")
  }

  @Test("The first vehicles of a queue take as long as SUMO's: the 6th passes 11.92 s after the first, within 10 %")
  func startUp() throws {
    let network = try SmallStreets.line(
      [600, 0.1], crossing: 0, signals: [0: SmallStreets.signal(red: 200, green: 200)])
    let outcome = try run(network, SmallStreets.vehicles((0..<20).map { Double($0) * 4 }, route: [0, 1]), to: 600)
    let times = outcome.arrived.sorted()
    #expect(abs((times[5] - times[0]) / 11.92 - 1) < 0.1, "\(times[5] - times[0]) s")
  }

  @Test(
    "Delay under capacity is the uniform delay d1 of the Highway Capacity Manual, within 15 %",
    arguments: [0.4, 0.6, 0.8])
  func uniformDelay(load: Double) throws {
    let cycle = 90.0
    let green = 42.0
    let headway = 1.76
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
