import Foundation
import Modelling
import Queues
import Testing

@Suite("Giving way")
struct GivingWayTests {
  /// A major road 0 → 1 and a minor road 2 → 3 that crosses it.
  private func crossing(_ rule: QueueNetwork.Rule = .minor) throws -> QueueNetwork {
    var builder = QueueNetworkBuilder()
    for _ in 0..<4 { _ = builder.addLink(length: 600, speed: 13.89, lanes: [SmallStreets.everybody]) }
    let major = builder.addMovement(from: 0, to: 1, length: 12, speed: 13.89)
    let minor = builder.addMovement(from: 2, to: 3, length: 12, speed: 13.89, rule: rule)
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

  @Test("Capacity falls with the major stream as Harders' formula says, within 15 %", arguments: [300.0, 600, 900])
  func harders(flow: Double) throws {
    // J. Harders, "Die Leistungsfähigkeit nicht signalgeregelter städtischer Verkehrsknoten", Straßenbau und Straßenverkehrstechnik 76
    // (1968): C = q·exp(−q·tc) ⁄ (1 − exp(−q·tf)), for random gaps. The follow-up time tf is measured here without a major stream. The
    // critical gap tc follows from the rule: from rolling at 2 m/s with 1.95 m/s² over 12 m and a length of 5 m, and 1 s of
    // safety; less what the way of 6 m to the crossing takes longer than the other takes to get over it.
    func seconds(_ metres: Double) -> Double { ((3.9 + 2 * 1.95 * metres).squareRoot() - 3.9.squareRoot()) / 1.95 }
    let critical = seconds(17) + 1 - (seconds(6) - 12 / 13.89 - 0.3)
    let follow = 3600 / (try capacity(against: 0))
    let rate = flow / 3600
    let expected = 3600 * rate * exp(-rate * critical) / (1 - exp(-rate * follow))
    let found = try capacity(against: flow)
    #expect(abs(found / expected - 1) < 0.15, "\(found) against \(expected) vehicles an hour, follow-up \(follow) s")
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
}
