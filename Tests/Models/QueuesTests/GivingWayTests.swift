import Foundation
import Modelling
import Queues
import Testing

@Suite("Giving way")
struct GivingWayTests {
  /// A major road 0 → 1 and a minor road 2 → 3 that crosses it.
  private func crossing(_ rule: QueueNetwork.Rule = .minor, over metres: Double = 12) throws -> QueueNetwork {
    var builder = QueueNetworkBuilder()
    for _ in 0..<4 { _ = builder.addLink(length: 600, speed: 13.89, lanes: [SmallStreets.everybody]) }
    let major = builder.addMovement(from: 0, to: 1, length: 12, speed: 13.89)
    let minor = builder.addMovement(from: 2, to: 3, length: metres, speed: 13.89, rule: rule)
    builder.yield(minor, to: major)
    builder.cross(minor, major)
    return try builder.network()
  }

  /// Vehicles an hour that get across from a queue that never ends, against a stream of random gaps.
  private func capacity(against flow: Double) throws -> Double {
    var vehicles = QueueVehicles(drivers: [SmallStreets.steady])
    var random = SplitMix(seed: 7)
    var clock = 0.0
    while flow > 0, clock < 7200 {
      clock -= log(1 - random.unit()) * 3600 / flow
      vehicles.add(departure: clock, driver: 0, route: [0, 1])
    }
    let majors = vehicles.count
    for number in 0..<4000 { vehicles.add(departure: Double(number) * 1.8, driver: 0, route: [2, 3]) }
    let outcome = try QueueEngine.run(
      vehicles, on: try crossing(), options: QueueOptions(begin: 0, end: 7200))
    // The major road is not held up by the minor one: less than 8 s a vehicle, from entering at rest.
    if flow > 0 { #expect(outcome.timeLoss[..<majors].reduce(0, +) / Double(majors) < 12) }
    return Double(outcome.arrived[majors...].filter { $0 > 600 }.count) / 6600 * 3600
  }

  @Test("Capacity falls with the major stream as Tanner's formula says, within 15 %", arguments: [300.0, 600, 900])
  func tanner(flow: Double) throws {
    // J. C. Tanner, "A theoretical analysis of delays at an uncontrolled intersection", Biometrika 49 (1962) 163–170:
    // C = q·(1 − qΔ)·exp(−q·(tc − Δ)) ⁄ (1 − exp(−q·tf)), for vehicles that come at random and then follow each other at Δ or more: here the
    // time in which one that departs clears 7.5 + 0.65 m at 1.95 m/s². The follow-up time tf is measured without a major stream. The
    // critical gap tc follows from the rule: from rolling at 2 m/s with 1.95 m/s² over 12 m and a length of 5 m, and 1 s of
    // safety; less what the way of 6 m to the crossing takes longer than the other takes to get over it.
    func seconds(_ metres: Double) -> Double { ((3.9 + 2 * 1.95 * metres).squareRoot() - 3.9.squareRoot()) / 1.95 }
    let critical = seconds(17) + 1 - (seconds(6) - 12 / 13.89 - 0.3)
    let follow = 3600 / (try capacity(against: 0))
    let rate = flow / 3600
    let apart = (2 * 8.15 / 1.95).squareRoot()
    let expected =
      3600 * rate * (1 - rate * apart) * exp(-rate * (critical - apart)) / (1 - exp(-rate * follow))
    let found = try capacity(against: flow)
    #expect(abs(found / expected - 1) < 0.15, "\(found) against \(expected) vehicles an hour, follow-up \(follow) s")
  }

  @Test("Where the way ahead is full those with priority and those without take turns")
  func turns() throws {
    var builder = QueueNetworkBuilder()
    for metres in [600.0, 60, 600, 200] {
      _ = builder.addLink(length: metres, speed: 13.89, lanes: [SmallStreets.everybody])
    }
    let narrow = builder.addGroup(try SmallStreets.signal(red: 45, green: 12))
    let major = builder.addMovement(from: 0, to: 1, length: 12, speed: 13.89)
    let minor = builder.addMovement(from: 2, to: 1, length: 12, speed: 8, rule: .minor)
    builder.yield(minor, to: major)
    _ = builder.addMovement(from: 1, to: 3, length: 10, speed: 13.89, group: narrow)
    let network = try builder.network()
    var vehicles = QueueVehicles(drivers: [SmallStreets.steady])
    for number in 0..<600 {
      vehicles.add(departure: Double(number) * 6, driver: 0, route: number % 2 == 0 ? [0, 1, 3] : [2, 1, 3])
    }
    let outcome = try QueueEngine.run(vehicles, on: network, options: QueueOptions(begin: 0, end: 3600))
    let arrived = (0..<2).map { side in
      outcome.arrived.enumerated().count { $0.offset % 2 == side && $0.element.isFinite }
    }
    // Neither goes without: one of each lane in turn where both stand, more of those who need not stop.
    #expect(arrived[1] > arrived[0] / 8 && arrived[0] >= arrived[1], "\(arrived)")
  }

  @Test("Where both give way to each other somebody goes first")
  func mutual() throws {
    var builder = QueueNetworkBuilder()
    for _ in 0..<8 { _ = builder.addLink(length: 100, speed: 8, lanes: [SmallStreets.everybody]) }
    let ways = (0..<4).map { builder.addMovement(from: $0, to: 4 + $0, length: 12, speed: 8, rule: .equal) }
    for number in 0..<4 { builder.yield(ways[number], to: ways[(number + 1) % 4]) }
    let network = try builder.network()
    var vehicles = QueueVehicles(drivers: [SmallStreets.steady])
    for number in 0..<80 {
      vehicles.add(departure: Double(number / 4), driver: 0, route: [number % 4, 4 + number % 4])
    }
    let outcome = try QueueEngine.run(vehicles, on: network, options: QueueOptions(begin: 0, end: 1200))
    #expect(outcome.arrivedCount == 80)
  }

  @Test("Who waits inside a junction lets others pass, unless they come from the same lane and it is in their way")
  func pocket() throws {
    func straightOn(isObstructed: Bool) throws -> Double {
      var builder = QueueNetworkBuilder()
      let links = (0..<5).map { _ in builder.addLink(length: 300, speed: 13.89, lanes: [SmallStreets.everybody]) }
      let pocket = builder.addLink(length: 8, speed: 8, lanes: [SmallStreets.everybody])
      let major = builder.addMovement(from: links[2], to: links[3], length: 12, speed: 13.89)
      _ = builder.addMovement(from: links[0], to: links[1], length: 12, speed: 13.89)
      _ = builder.addMovement(from: links[0], to: pocket, length: 0.1, speed: 8)
      let turn = builder.addMovement(from: pocket, to: links[4], length: 20, speed: 8, rule: .minor)
      builder.yield(turn, to: major)
      if isObstructed { builder.obstruct(links[0], from: pocket) }
      var vehicles = QueueVehicles(drivers: [SmallStreets.steady])
      vehicles.add(departure: 20, driver: 0, route: [links[0], pocket, links[4]])
      vehicles.add(departure: 25, driver: 0, route: [links[0], links[1]])
      // A stream without gaps that ends after a minute.
      for number in 0..<30 { vehicles.add(departure: Double(number) * 2.7, driver: 0, route: [links[2], links[3]]) }
      let outcome = try QueueEngine.run(
        vehicles, on: try builder.network(), options: QueueOptions(begin: 0, end: 600))
      #expect(outcome.arrivedCount == 32)
      #expect(outcome.timeLoss[0] > 30, "\(outcome.timeLoss[0]) s, \(outcome.arrived)")
      return outcome.timeLoss[1]
    }
    #expect(try straightOn(isObstructed: false) < 12)
    #expect(try straightOn(isObstructed: true) > 30)
  }

  @Test("Who has waited long counts on others to brake, and they do; who has just come does not")
  func impatience() throws {
    // About 3 s from one to the next; to get over 40 m from rest takes 6.
    let network = try crossing(over: 40)
    var vehicles = QueueVehicles(drivers: [SmallStreets.steady])
    for number in 0..<500 { vehicles.add(departure: Double(number) * 2.6, driver: 0, route: [0, 1]) }
    let alone = try QueueEngine.run(vehicles, on: network, options: QueueOptions(begin: 0, end: 1800))
    vehicles.add(departure: 100, driver: 0, route: [2, 3])
    let outcome = try QueueEngine.run(vehicles, on: network, options: QueueOptions(begin: 0, end: 1800))
    #expect(outcome.arrivedCount == 501)
    #expect(outcome.timeLoss[500] > 60 && outcome.timeLoss[500] < 300, "\(outcome.timeLoss[500]) s of waiting")
    let later = zip(outcome.timeLoss, alone.timeLoss).count { $0 > $1 + 0.5 }
    #expect(later > 0 && later < 40, "\(later) of 500 brake")
  }
}
