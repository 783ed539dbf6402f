import Junctions
import Queues
import Replica
import Routing
import Sandbox
import Testing

@testable import Traffic

@Suite("What waits are to be expected") struct ExpectedWaitsTests {
  static let town = try? SandboxCity(people: 3_000, seed: 4).build().city

  private func town() throws -> TrafficTown { try TrafficTown(try #require(Self.town), threads: 2) }

  @Test("a side street lets go what Harders' formula leaves of the main stream, and no more than saturation")
  func potential() {
    // By hand: 600 an hour are 1/6 a second; 600 · e^(−6.5 ⁄ 6) ⁄ (1 − e^(−4 ⁄ 6)) = 600 · 0.33848 ⁄ 0.48658.
    #expect(abs(JunctionTable.potential(over: 600, isOffMain: false) - 417.4) < 0.2)
    #expect(abs(JunctionTable.potential(over: 0, isOffMain: false) - 900) < 0.1)
    #expect(
      JunctionTable.potential(over: 1_200, isOffMain: true) > JunctionTable.potential(over: 1_200, isOffMain: false))
  }

  @Test("with more on all streets, ends that give way let fewer go, and nobody waits less")
  func falls() throws {
    let town = try town()
    let (quiet, busy) = (
      ExpectedWaits(town, hour: 8, width: 1) { _ in 20 }, ExpectedWaits(town, hour: 8, width: 1) { _ in 400 }
    )
    var (fewer, links) = (0, 0)
    for link in 0..<town.streets.links.count where town.queues.queueLinks[link] >= 0 {
      #expect(busy.capacity(of: link) <= quiet.capacity(of: link) * 1.001)
      #expect(busy.milliseconds(on: link, flow: 400) >= quiet.milliseconds(on: link, flow: 20) - 1)
      // A queue that grows all hour.
      let over = busy.milliseconds(on: link, flow: 2 * busy.capacity(of: link))
      #expect(over.isFinite && over >= 1_700_000 * town.shares[link])
      links += 1
      if busy.capacity(of: link) < 0.9 * quiet.capacity(of: link) { fewer += 1 }
    }
    #expect(fewer > links / 5, "\(fewer) of \(links)")
  }

  @Test("motorcycles that share a lane leave room for three times as many")
  func shared() throws {
    let town = try town()
    let (cars, riders) = (
      ExpectedWaits(town, hour: 8, width: 1) { _ in 0 }, ExpectedWaits(town, hour: 8, width: 1.0 / 3) { _ in 0 }
    )
    for link in 0..<town.streets.links.count where town.queues.queueLinks[link] >= 0 {
      #expect(abs(riders.capacity(of: link) / cars.capacity(of: link) - 3) < 0.01)
    }
  }

  @Test("an empty street behind signals costs the uniform delay of its red, pieces of one street once")
  func red() throws {
    let town = try town()
    let waits = ExpectedWaits(town, hour: 8, width: 1) { _ in 0 }
    var seen = 0
    for link in 0..<town.streets.links.count where town.queues.queueLinks[link] >= 0 {
      let lanes = town.queues.network.lanes(of: Int(town.queues.queueLinks[link]))
      let groups = Set(
        lanes.flatMap { town.queues.network.movements(of: $0) }.map { town.queues.network.movementGroup[$0] })
      guard groups.count == 1, let group = groups.first, group >= 0 else { continue }
      let lamp = town.queues.network.groups[Int(group)]
      let green = max(0.02, lamp.goShare(at: 8.5 * 3600))
      let uniform = 0.5 * lamp.cycle(at: 8.5 * 3600) * (1 - green) * (1 - green) * Double(town.shares[link])
      #expect(abs(Double(waits.milliseconds(on: link, flow: 0)) / 1000 - uniform) < 0.01 * uniform + 0.001)
      seen += 1
    }
    #expect(seen > 3)
  }

  @Test("where nobody drove, the wait to be expected counts and the free time does not stand for all")
  func unknown() throws {
    let times = HourTimes(links: 2)
    #expect(try times.weights(hour: 3, free: [5_000, 7_000]).milliseconds == [5_000, 7_000])
    #expect(try times.weights(hour: 3, free: [5_000, 7_000]) { $0 == 1 ? 2_500 : 0 }.milliseconds == [5_000, 9_500])
  }
}
