import Edits
import Geography
import Modelling
import Replica
import Sandbox
import ShallowWater
import Testing

@testable import Flood

@Suite("Bridges of a town") struct TownBridgesTests {
  /// A plain of 600 × 400 m that falls 0.1 % to the south with a river in its middle and a road over it.
  private static func plain(
    width: Float = 30, slanting: Double = 0, structure: Structure = .bridge, road: Double = 0
  ) -> City {
    var city = Hand.city(Hand.ground(60, 40) { x, y in 10 + y * 0.001 + (abs(x - 300) > 60 ? road : 0) }, error: 0.1)
    city.waterways.append(
      key: FeatureKey("w"), kind: .river, name: "",
      line: [Point(x: 500_300, y: 400_400), Point(x: 500_300, y: 400_000)], width: width, depth: 2.5)
    let ends = [Point(x: 500_220, y: 400_200 - slanting), Point(x: 500_380, y: 400_200 + slanting)]
    let nodes = ends.map { city.streets.nodes.append(key: FeatureKey("\($0.x)"), at: $0) }
    let link = Link(access: .all, speed: 10, lanes: 1)
    var segment = Segment(streetClass: .primary, forward: link, backward: link)
    segment.structure = structure
    city.streets.append(segment, key: FeatureKey("s"), from: nodes[0], to: nodes[1], shape: ends)
    return city
  }

  private static func basin(_ city: City) throws -> TownBasin {
    let terrain = try #require(city.terrain)
    let settings = FloodSettings()
    return try TownBasin(
      city, terrain: terrain, on: TownBasin.grid(of: city, terrain: terrain, settings: settings), settings: settings)
  }

  @Test("a deck lies over the edges of the river alone, as high above its bank as is assumed, and says so")
  func decks() throws {
    let town = try Self.basin(Self.plain())
    #expect((3...4).contains(town.basin.bridges.count))
    for deck in town.basin.bridges {
      let (cell, other) = (Int(deck.cell), Int(deck.cell) + (deck.isEast ? 1 : 60))
      #expect(!deck.isEast && town.holdsWater[cell] && town.holdsWater[other])
      #expect(abs(deck.soffit - (min(town.ground[cell], town.ground[other]) + 0.3)) < 0.02)
      #expect(abs(deck.top - deck.soffit - 0.8) < 1e-5 && deck.open == 0.9 && deck.slant == 1)
    }
    #expect(town.remarks.contains { $0.contains("1 bridges over channels") && $0.contains("assumed") })
    // A road on higher ground lies as high as that.
    let high = try Self.basin(Self.plain(road: 4))
    #expect(high.basin.bridges.allSatisfy { $0.top > 14 && $0.top < 14.5 })
    let slanting = try Self.basin(Self.plain(slanting: 60))
    #expect(slanting.basin.bridges.contains(where: \.isEast) && slanting.basin.bridges.contains { !$0.isEast })
    #expect(slanting.basin.bridges.allSatisfy { $0.slant > 0.7 && $0.slant < 0.8 })
    #expect(try Self.basin(Self.plain(structure: .ground)).basin.bridges.isEmpty)
    #expect(try Self.basin(Self.plain(width: 6)).basin.bridges.isEmpty, "narrower than a cell")
  }

  @Test("an open bridge lets a river pass, one choked by debris floods what lies above it; no water is lost")
  func choked() throws {
    func left(_ city: City, blockage: Double, engine: String? = nil, hours: Double = 1) throws -> (
      left: Double, outcome: Outcome
    ) {
      let outcome = try TownFloodTests.run(city) {
        try InflowChange(river: "w", rate: 90).apply(to: &$0, under: &$1, with: NoFiles())
        try FloodSettingsChange(hours: hours, members: 0, engine: engine).apply(to: &$0, under: &$1, with: NoFiles())
        $0.waterWorks.blockage = blockage
      }
      #expect(abs(Hand.number(outcome, "flood.balance.error")) < 1e-6)
      return (Hand.number(outcome, "flood.balance.surface"), outcome)
    }
    let none = try left(Self.plain(structure: .ground), blockage: 0)
    let open = try left(Self.plain(), blockage: 0)
    let choked = try left(Self.plain(), blockage: 0.9)
    #expect(open.left < 1.05 * none.left && open.left >= none.left, "\(none.left) \(open.left)")
    #expect(choked.left > 1.2 * open.left, "\(open.left) \(choked.left)")
    #expect(!choked.outcome.remarks.contains { $0.contains("unstable") })
    let reference = try left(Self.plain(), blockage: 0, engine: "reference", hours: 0.1).outcome
    #expect(reference.remarks.contains { $0.contains("lets water pass bridges freely") })
  }

  @Test("a made-up town's rivers run under its bridges: water is kept, and rubbish never lets more of it pass")
  func sandbox() throws {
    let city = SandboxCity(people: 400, seed: 3).make()
    func left(_ blockage: Double) throws -> Double {
      let outcome = try TownFloodTests.run(city) {
        try RainChange(depth: 100, duration: 0.5).apply(to: &$0, under: &$1, with: NoFiles())
        try FloodSettingsChange(cell: 14, hours: 1, members: 0).apply(to: &$0, under: &$1, with: NoFiles())
        $0.waterWorks.blockage = blockage
      }
      #expect(abs(Hand.number(outcome, "flood.balance.error")) < 1e-6)
      #expect(!outcome.remarks.contains { $0.contains("unstable") })
      #expect(outcome.remarks.contains { $0.contains("bridges over channels") })
      #expect(outcome.remarks.contains { $0.contains(blockage < 1 ? "to their outfalls" : "closed by rubbish") })
      return Hand.number(outcome, "flood.balance.surface")
    }
    let (open, choked) = (try left(0), try left(1))
    #expect(choked > open, "\(open) \(choked)")
  }
}
