import Geography
import Modelling
import Replica

@testable import Sandbox

/// Villages grown once, with the parts that the suites of growth and country ask for.
struct GrownTown: Sendable {
  let seed: UInt64
  let people: Int
  let land: Landscape
  let growth: Growth
  let streets: Streets

  init(people: Int, seed: UInt64) throws {
    self.people = people
    self.seed = seed
    land = Landscape(people: people, seed: seed)
    growth = try Growth(on: land, people: people, seed: seed, threads: 1)
    streets = StreetAssembly(growth, on: land, seed: seed) { _ in "" }.streets
  }

  var quarters: [Quarter] { growth.quarters.map(\.quarter) }

  /// Whether a point lies in one of the quarters, more than some metres from its edge.
  func isInTown(_ point: Point, by margin: Double = 0) -> Bool {
    quarters.contains { isInside(point, $0.ring, by: margin) }
  }

  static let all = [(500, 3), (2_000, 1), (5_000, 2), (5_000, 4)].compactMap { people, seed in
    try? GrownTown(people: people, seed: UInt64(seed))
  }
}
