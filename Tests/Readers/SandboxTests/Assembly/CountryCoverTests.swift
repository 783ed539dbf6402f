import Geography
import Modelling
import Replica
import Testing

@testable import Sandbox

@Suite("Fields and forests around the town")
struct CountryCoverTests {
  private static let covers = GrownTown.all.map { ($0, CountryCover(of: $0.land, around: $0.quarters)) }

  private func outline(_ rings: [[Point]]) -> MultiPolygon { MultiPolygon(polygons: [rings]) }

  @Test("Every area is an outline and its holes, of at least three cells, of what grows in the country")
  func shapes() {
    for (town, cover) in Self.covers {
      #expect(cover.areas.count > 5)
      let cell = town.land.box.width / Double(max(60, min(240, Int(town.land.box.width / 32))))
      for (use, rings) in cover.areas {
        #expect([.farmland, .forest, .grass, .wetland].contains(use))
        let areas = rings.map(MultiPolygon.signedArea(of:))
        #expect((areas.first ?? 0) > 0 && areas.dropFirst().allSatisfy { $0 < 0 })
        // Smoothing draws the corners of a small area in.
        #expect(areas.reduce(0, +) > 0.5 * cell * cell, "\(use) \(areas)")
        #expect(rings.joined().allSatisfy(town.land.box.contains))
      }
    }
  }

  @Test("No place lies in two areas, and none of the town's quarters in one")
  func apart() {
    for (town, cover) in Self.covers {
      let outlines = cover.areas.map { outline($0.rings) }
      let boxes = outlines.map(\.box)
      var random = SplitMix(seed: town.seed)
      let box = town.land.box
      var covered = 0
      for _ in 0..<8_000 {
        let point = Point(x: random.uniform(box.minX..<box.maxX), y: random.uniform(box.minY..<box.maxY))
        let count = outlines.indices.count { boxes[$0].contains(point) && outlines[$0].contains(point) }
        #expect(count < 2)
        covered += count
      }
      #expect(covered > 2_000)
      for quarter in town.quarters {
        #expect(!outlines.contains { $0.contains(quarter.center) })
      }
    }
  }

  @Test("The country is covered: away from town, shore and the map's edge hardly a place is bare")
  func noGaps() {
    for (town, cover) in Self.covers {
      let outlines = cover.areas.map { outline($0.rings) }
      var random = SplitMix(seed: town.seed + 1)
      let box = town.land.box.expanded(by: -100)
      var (asked, bare) = (0, 0)
      while asked < 2_000 {
        let point = Point(x: random.uniform(box.minX..<box.maxX), y: random.uniform(box.minY..<box.maxY))
        guard town.land.clearance(at: point) > 150, !town.isInTown(point, by: -100) else { continue }
        asked += 1
        if !outlines.contains(where: { $0.contains(point) }) { bare += 1 }
      }
      #expect(bare < asked / 50, "\(bare) of \(asked)")
    }
  }

  @Test("Land without a town is covered up to the bridge, and the same land is covered the same")
  func withoutTown() {
    let town = GrownTown.all[1]
    let empty = CountryCover(of: town.land, around: [])
    let around = CountryCover(of: town.land, around: town.quarters)
    func size(_ cover: CountryCover) -> Double { cover.areas.reduce(0) { $0 + outline($1.rings).area } }
    #expect(size(empty) > size(around) + 0.3 * town.quarters.reduce(0) { $0 + $1.area })
    #expect(around.areas.map(\.rings) == Self.covers[1].1.areas.map(\.rings))
  }
}
