import Geography
import Measures
import Modelling
import Replica
import Testing

@testable import Sandbox

/// Towns without what these tests do not ask for.
private struct ServedTown {
  let city: City
  let flood: Grid

  init(people: Int, seed: UInt64) throws {
    let town = try SandboxCity(people: people, seed: seed).build(
      without: [.trees, .people, .buses, .drains, .signals, .counters])
    city = town.city
    flood = town.flood
  }

  func points(_ kind: String) -> [Point] {
    zip(city.places.kinds, city.places.points).filter { $0.0.rawValue == kind }.map(\.1)
  }

  /// Outlines of the buildings in which a kind of place is.
  func outlines(_ kind: String) -> [[Point]] {
    points(kind).compactMap { point in
      (0..<city.buildings.count).lazy.map { city.buildings.footprints[$0] }.first { $0.contains(point) }?.rings[0]
    }
  }

  /// People by whether they can drive to a hospital while the flood stands; who lives in the water is left out.
  func reach() -> (reached: Double, all: Double) {
    let segments = city.streets.segments
    let depths = WaterDepth(frames: [WaterDepth.Frame(seconds: 0, depth: flood)]).greatestDepths(along: segments)
    var around = [[Int]](repeating: [], count: city.streets.nodes.count)
    var isOnStreet = [Bool](repeating: false, count: around.count)
    for row in 0..<segments.count where segments.classes[row].isRoad {
      let ends = [segments.starts[row].index, segments.ends[row].index]
      for end in ends { isOnStreet[end] = true }
      guard depths[row] < WadingDepth.limit(of: .car) else { continue }
      around[ends[0]].append(ends[1])
      around[ends[1]].append(ends[0])
    }
    let nodes = city.streets.nodes.points
    func nearest(_ point: Point) -> Int {
      isOnStreet.indices.filter { isOnStreet[$0] }
        .min { nodes[$0].distance(to: point) < nodes[$1].distance(to: point) } ?? 0
    }
    var isReached = [Bool](repeating: false, count: nodes.count)
    var stack = points("hospital").map(nearest)
    while let node = stack.popLast() {
      guard !isReached[node] else { continue }
      isReached[node] = true
      stack += around[node]
    }
    var people = (reached: 0.0, all: 0.0)
    // Every 31st house stands for all.
    for row in stride(from: 0, to: city.buildings.count, by: 31) where city.buildings.people[row] > 0 {
      guard !flood.isWet(city.buildings.footprints[row].rings[0]) else { continue }
      people.all += city.buildings.people[row]
      if isReached[nearest(city.buildings.centroids[row])] { people.reached += city.buildings.people[row] }
    }
    return people
  }
}

@Suite("What a town is not left without")
struct TownServicesTests {
  @Test(
    "A village has a clinic, a market and a police station, a town of 5,000 a hospital, a fire station and a post office",
    arguments: [1_000, 6_000, 13_000, 20_000], UInt64(1)...4)
  func services(people: Int, seed: UInt64) throws {
    let town = try ServedTown(people: people, seed: seed)
    let wanted =
      ["clinic", "market", "police"] + (people < 5_000 ? [] : ["hospital", "fire-station", "post-office"])
    for kind in wanted { #expect(!town.points(kind).isEmpty, "\(kind), seed \(seed)") }
    for kind in ["hospital", "fire-station"] {
      for outline in town.outlines(kind) { #expect(!town.flood.isWet(outline), "\(kind) in the water, seed \(seed)") }
    }
    let wet = (0..<town.city.buildings.count).reduce(0) { sum, row in
      town.flood.isWet(town.city.buildings.footprints[row].rings[0]) ? sum + town.city.buildings.people[row] : sum
    }
    #expect(wet <= 0.15 * Double(people), "\(wet) people stand in water, seed \(seed)")
    #expect(town.flood.values.contains { $0 > 0.3 })
  }

  @Test(
    "Most who stay dry still reach the hospital when the river is high, in the middle of the towns nearly all",
    arguments: [6_000, 20_000])
  func reach(people: Int) throws {
    var shares: [Double] = []
    for seed in UInt64(1)...4 {
      let reach = try ServedTown(people: people, seed: seed).reach()
      shares.append(reach.reached / reach.all)
      #expect(reach.reached > 0.5 * reach.all, "seed \(seed): \(reach.reached) of \(reach.all)")
    }
    shares.sort()
    #expect((shares[1] + shares[2]) / 2 > 0.85, "\(shares)")
  }

  @Test("The least number counts from a size on, the ratio always")
  func counts() throws {
    let hospital = try #require(PurposeRule.all.first { $0.purpose == .hospital })
    #expect([500, 4_999, 5_000, 90_000, 180_000].map(hospital.count) == [0, 0, 1, 1, 2])
    let market = try #require(PurposeRule.all.first { $0.purpose == .market })
    #expect([500, 1_000, 24_000, 48_000].map(market.count) == [0, 1, 1, 2])
  }

  @Test("No street is led over a pond", arguments: [6_000, 20_000], UInt64(1)...6)
  func ponds(people: Int, seed: UInt64) throws {
    let town = try ServedTown(people: people, seed: seed)
    let ponds = Landscape(people: people, seed: seed).ponds
    let segments = town.city.streets.segments
    for row in 0..<segments.count where ponds.contains(where: { $0.box.intersects(segments.shapes.box(of: row)) }) {
      let line = Array(segments.shapes[row])
      let isWet = zip(line, line.dropFirst()).contains { a, b in
        let steps = Int(a.distance(to: b) / 3) + 1
        return (0...steps).contains { step in
          let point = a.interpolated(to: b, fraction: Double(step) / Double(steps))
          return ponds.contains { $0.contains(point) }
        }
      }
      #expect(!isWet, "\(segments.keys[row].text), seed \(seed)")
    }
  }

  @Test("Paths lead through parks of half a hectare from two streets' ends or more", arguments: UInt64(1)...6)
  func parks(seed: UInt64) throws {
    let city = try ServedTown(people: 20_000, seed: seed).city
    let segments = city.streets.segments
    var around = [[Int]](repeating: [], count: city.streets.nodes.count)
    for row in 0..<segments.count {
      around[segments.starts[row].index].append(row)
      around[segments.ends[row].index].append(row)
    }
    func isPath(_ row: Int) -> Bool { segments.classes[row] == .footway || segments.classes[row] == .steps }
    let parks = zip(city.places.kinds, city.places.points).filter { $0.0.rawValue == "park" }.map(\.1)
    #expect(!parks.isEmpty)
    var (large, served) = (0, 0)
    for park in parks {
      let row = (0..<city.land.count).first { city.land.uses[$0] == .park && city.land.outlines[$0].contains(park) }
      guard let row, city.land.outlines[row].area >= 5_000 else { continue }
      large += 1
      let ground = city.land.outlines[row]
      let paths = (0..<segments.count).filter { isPath($0) && segments.shapes[$0].contains(where: ground.contains) }
      let gates = Set(paths.flatMap { [segments.starts[$0].index, segments.ends[$0].index] }).filter { node in
        around[node].contains { !isPath($0) }
      }
      if gates.count > 1 { served += 1 }
    }
    #expect(large > 0 && served == large, "\(served) of \(large) parks, seed \(seed)")
    let foot = Connection(city.streets, for: .foot)
    #expect(foot.cutOff == 0)
  }
}
