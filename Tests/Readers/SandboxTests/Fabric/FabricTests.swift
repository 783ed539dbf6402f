import Geography
import Modelling
import Replica
import Testing

@testable import Sandbox

@Suite("What is built in a block")
struct FabricTests {
  private static let seeds = 0..<UInt64(200)

  /// Runs over every shape and kind with many seeds.
  private func everywhere(
    purposes: [BlockPurpose?] = [nil], seeds: Range<UInt64> = Self.seeds,
    _ check: (Block, BlockFabric, String) throws -> Void
  ) rethrows {
    for kind in QuarterKind.allCases {
      for shape in MadeBlock.allCases {
        for purpose in purposes {
          for seed in seeds {
            var random = SplitMix(seed: seed &* 1_000 &+ UInt64(kind.rawValue))
            let block = shape.block(kind, purpose, random: &random)
            let fabric = BlockFabric(filling: block, random: &random)
            try check(block, fabric, "\(kind) \(shape) \(purpose.map { "\($0)" } ?? "-") seed \(seed)")
          }
        }
      }
    }
  }

  @Test("Lots and open land lie in the block and take no more land than it has")
  func areas() {
    everywhere(seeds: 0..<50) { block, fabric, name in
      let whole = MultiPolygon.signedArea(of: block.ring)
      var taken = 0.0
      for ring in fabric.lots.map(\.ring) + fabric.open.map(\.ring) {
        let area = MultiPolygon.signedArea(of: ring)
        #expect(area > 0, "\(name)")
        taken += area
        #expect(ring.allSatisfy { isInside($0, block.ring, by: -0.02) }, "\(name)")
      }
      #expect(taken <= whole * 1.000_01 + 0.1, "\(name)")
    }
  }

  @Test("No two lots share ground")
  func lotsApart() {
    everywhere(seeds: 0..<16) { _, fabric, name in
      let rings = fabric.lots.map(\.ring) + fabric.open.map(\.ring)
      for first in rings.indices {
        for second in rings.indices where second > first {
          #expect(!overlaps(rings[first], rings[second]), "\(name) \(first) \(second)")
        }
      }
    }
  }

  @Test("Every lot has at least 3 m of street")
  func doors() {
    everywhere(purposes: [nil, .police], seeds: 0..<24) { block, fabric, name in
      for lot in fabric.lots {
        var metres = 0.0
        for index in lot.ring.indices {
          let (from, to) = (lot.ring[index], lot.ring[(index + 1) % lot.ring.count])
          for side in block.ring.indices where block.sides[side].isFrontage {
            let line = [block.ring[side], block.ring[(side + 1) % block.ring.count]]
            guard Lines.squaredDistance(from: from, to: line) < 1e-4, Lines.squaredDistance(from: to, to: line) < 1e-4
            else { continue }
            metres += from.distance(to: to)
            break
          }
        }
        #expect(metres >= 2.99, "\(name)")
        #expect(abs(metres - lot.frontage) < 0.05, "\(name)")
      }
    }
  }

  @Test("Every house stands in its lot, which is then not free, and no two share ground")
  func houses() {
    everywhere(purposes: [nil, .hospital], seeds: 0..<30) { _, fabric, name in
      for (number, house) in fabric.houses.enumerated() {
        #expect(MultiPolygon.signedArea(of: house.ring) >= house.form.leastFootprint, "\(name)")
        #expect(!fabric.lots[house.lot].isFree, "\(name)")
        let lot = fabric.lots[house.lot].ring
        #expect(house.ring.allSatisfy { isInside($0, lot, by: -1e-6) }, "\(name) \(house.form)")
        for other in fabric.houses[..<number] {
          #expect(!overlaps(house.ring, other.ring), "\(name) \(house.form)")
        }
      }
      let built = Set(fabric.houses.map(\.lot))
      #expect(fabric.lots.indices.allSatisfy { fabric.lots[$0].isFree != built.contains($0) }, "\(name)")
    }
  }

  @Test("Houses have storeys, a year between their quarter's and this one, and a use that fits their numbers")
  func numbers() {
    everywhere(purposes: [nil, .mall]) { block, fabric, name in
      for house in fabric.houses {
        #expect((1...25).contains(house.levels), "\(name)")
        #expect((block.year...HouseBuilder.thisYear).contains(house.year), "\(name) \(house.form)")
        #expect(house.dwellings >= 0 && house.jobs >= 0 && house.dwellings + house.jobs > 0, "\(name) \(house.form)")
        #expect(house.material != .unknown, "\(name)")
        if house.use == .residential { #expect(house.dwellings > 0, "\(name) \(house.form)") }
      }
    }
  }

  @Test("A usual block of every kind but green is built up, whatever its shape")
  func counts() {
    for kind in QuarterKind.allCases {
      var built = 0
      for seed in Self.seeds {
        var random = SplitMix(seed: seed)
        let block = MadeBlock.rectangle.block(kind, random: &random, streets: 1)
        let fabric = BlockFabric(filling: block, random: &random)
        if !fabric.houses.isEmpty { built += 1 }
        if kind == .green { #expect(fabric.lots.isEmpty && !fabric.open.isEmpty) }
      }
      #expect(kind == .green ? built == 0 : built > 190, "\(kind): \(built)")
    }
  }

  @Test("What a block is set aside for stands there, or the land is kept open for it", arguments: BlockPurpose.allCases)
  func purposes(purpose: BlockPurpose) {
    for seed in Self.seeds {
      var random = SplitMix(seed: seed)
      let block = MadeBlock.rectangle.block(.terraces, purpose, random: &random, streets: 1)
      let fabric = BlockFabric(filling: block, random: &random)
      if let form = purpose.form {
        #expect(fabric.houses.contains { $0.form == form }, "seed \(seed)")
      } else {
        #expect(fabric.lots.isEmpty && fabric.open.map(\.use) == [purpose.openLand], "seed \(seed)")
      }
    }
  }

  @Test("The same block and generator give the same fabric, another generator another")
  func sameSeed() {
    var random = SplitMix(seed: 5)
    let block = MadeBlock.rectangle.block(.kampung, random: &random)
    let rings = [1, 1, 2].map { (seed: UInt64) in
      var random = SplitMix(seed: seed)
      return BlockFabric(filling: block, random: &random).houses.map(\.ring)
    }
    #expect(rings[0] == rings[1])
    #expect(rings[0] != rings[2])
  }

  @Test("A block too small for a lot or without an area stays empty")
  func nothing() {
    for ring in [
      [Point(x: 0, y: 0), Point(x: 2, y: 0), Point(x: 2, y: 2)],
      [Point(x: 0, y: 0), Point(x: 0, y: 0), Point(x: 0, y: 0)],
      [Point(x: 0, y: 0), Point(x: 50, y: 0), Point(x: 100, y: 0)],
    ] {
      var random = SplitMix(seed: 1)
      let block = Block(
        ring: ring, sides: ring.map { _ in BlockSide(streetClass: .residential, setback: 6) }, kind: .terraces,
        quarter: 0, year: 1970, centrality: 0.5, purpose: nil)
      let fabric = BlockFabric(filling: block, random: &random)
      #expect(fabric.lots.isEmpty && fabric.houses.isEmpty)
    }
  }
}

@Suite("What is built in a grown town")
struct GrownFabricTests {
  @Test("Lots lie in their blocks and have streets, houses stand in their lots and apart", arguments: [1, 2, 3])
  func grown(seed: UInt64) throws {
    let people = 9_000
    let growth = try Growth(on: Landscape(people: people, seed: seed), people: people, seed: seed, threads: 1)
    var lots = 0
    for quarter in growth.quarters {
      for (block, fabric) in zip(quarter.layout.blocks, quarter.fabrics) {
        lots += fabric.lots.count
        let land = (fabric.lots.map(\.ring) + fabric.open.map(\.ring)).reduce(0) { $0 + $1.area }
        #expect(land <= block.ring.area + 0.1, "quarter \(quarter.quarter.number)")
        for lot in fabric.lots {
          #expect(lot.frontage >= 3)
          #expect(lot.ring.allSatisfy { isInside($0, block.ring, by: -0.02) })
        }
        for (number, house) in fabric.houses.enumerated() {
          let ring = fabric.lots[house.lot].ring
          #expect(house.ring.allSatisfy { isInside($0, ring, by: -1e-6) }, "\(house.form)")
          for other in fabric.houses[..<number] { #expect(!overlaps(house.ring, other.ring), "\(house.form)") }
        }
      }
    }
    #expect(lots > 1_000)
  }
}

@Suite("Densities are those of real towns")
struct FabricDensityTests {
  /// A block two lots deep, 150 m long, with streets on all sides, and half of those streets' reserve.
  private func block(_ kind: QuarterKind, depth: Double) -> Block {
    let ring = [(0.0, 0.0), (150, 0), (150, depth), (0, depth)].map { Point(x: 611_000 + $0.0, y: 431_000 + $0.1) }
    return Block(
      ring: ring, sides: ring.map { _ in BlockSide(streetClass: .residential, setback: 6) }, kind: kind, quarter: 1,
      year: 1978, centrality: 0.5, purpose: nil)
  }

  /// Homes per hectare, gross of half the streets around; and floor area over land, by form.
  private func mean(_ kind: QuarterKind, _ form: HouseForm, depth: Double) -> (homes: Double, ratio: Double) {
    let block = block(kind, depth: depth)
    var (homes, floors, land) = (0.0, 0.0, 0.0)
    for seed in 0..<UInt64(100) {
      var random = SplitMix(seed: seed)
      let fabric = BlockFabric(filling: block, random: &random)
      guard fabric.houses.contains(where: { $0.form == form }) else { continue }
      land += (150 + 12) * (depth + 12) / 10_000
      for house in fabric.houses {
        homes += Double(house.dwellings)
        floors += MultiPolygon.signedArea(of: house.ring) * Double(house.levels) / 10_000
      }
    }
    return (homes / land, floors / land)
  }

  @Test("Terraces: 35 to 60 homes a hectare with the streets around them")
  func terraces() { #expect((35...60).contains(mean(.terraces, .terrace, depth: 48).homes)) }

  @Test("Semi-detached houses: 15 to 30 homes a hectare")
  func semiDetached() { #expect((15...30).contains(mean(.postwarEstate, .semiDetached, depth: 58).homes)) }

  @Test("Kampung: 5 to 20 homes a hectare")
  func kampung() { #expect((5...20).contains(mean(.kampung, .kampungHouse, depth: 75).homes)) }

  @Test("Shophouses of the core: 1 to 2.2 m² of floor a m² of land with the streets around them")
  func shophouses() { #expect((1...2.2).contains(mean(.core, .shophouse, depth: 60).ratio)) }

  @Test("Works: 0.25 to 0.8 m² of floor a m² of land")
  func works() { #expect((0.25...0.8).contains(mean(.industrial, .factory, depth: 120).ratio)) }
}
