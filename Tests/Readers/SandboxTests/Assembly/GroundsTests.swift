import Geography
import Modelling
import Replica
import Testing

@testable import Sandbox

@Suite("Fields and ponds")
struct GroundsTests {
  private func rectangle(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> [Point] {
    let corner = Point(x: 611_000 + x, y: 431_000 + y)
    return [
      corner, Point(x: corner.x + width, y: corner.y), Point(x: corner.x + width, y: corner.y + height),
      Point(x: corner.x, y: corner.y + height),
    ]
  }

  private func fabric(_ lot: [Point], houses: [[Point]] = []) -> BlockFabric {
    BlockFabric(
      lots: [Lot(ring: lot, use: .civic, isFree: false, frontage: 30, street: .residential, plotRatio: 1)],
      houses: houses.map {
        House(
          ring: $0, lot: 0, use: .civic, levels: 2, dwellings: 0, jobs: 20, year: 1970, material: .concrete,
          form: .school, hasShop: false)
      })
  }

  private func sides(_ ring: [Point]) -> [Double] {
    [ring[0].distance(to: ring[1]), ring[1].distance(to: ring[2])].sorted()
  }

  @Test("A school has the largest usual field that its lot has room for, 4 m from edges and houses")
  func sizes() throws {
    let wide = try #require(Grounds.field(of: fabric(rectangle(0, 0, 160, 110)), lot: 0))
    #expect(abs(sides(wide)[0] - 64) < 1e-6 && abs(sides(wide)[1] - 100) < 1e-6)
    let narrow = try #require(Grounds.field(of: fabric(rectangle(0, 0, 110, 60)), lot: 0))
    #expect(abs(sides(narrow)[0] - 50) < 1e-6)
    // A school along the middle leaves a strip on either side.
    let school = rectangle(5, 45, 150, 20)
    let beside = try #require(Grounds.field(of: fabric(rectangle(0, 0, 160, 110), houses: [school]), lot: 0))
    #expect(abs(sides(beside)[0] - 26) < 1e-6 && !overlaps(beside, school))
    #expect(Grounds.field(of: fabric(rectangle(0, 0, 45, 30)), lot: 0) == nil)
    #expect(Grounds.field(of: fabric(rectangle(0, 0, 160, 110), houses: [rectangle(5, 5, 150, 100)]), lot: 0) == nil)
  }

  @Test("Fields lie in the lot and off its houses on blocks of any shape", arguments: 1...40 as ClosedRange<UInt64>)
  func fieldsAnywhere(seed: UInt64) {
    for shape in MadeBlock.allCases {
      var random = SplitMix(seed: seed)
      let block = shape.block(.newTown, .primarySchool, random: &random)
      let made = BlockFabric(filling: block, random: &random)
      for lot in made.lots.indices {
        guard let field = Grounds.field(of: made, lot: lot) else { continue }
        #expect(field.allSatisfy { isInside($0, made.lots[lot].ring, by: 3.5) })
        #expect(MultiPolygon.signedArea(of: field) > 1_000)
        for house in made.houses where house.lot == lot { #expect(!overlaps(field, house.ring)) }
      }
    }
  }

  @Test("A pond lies in its park and covers less than half of it; a small park has none")
  func ponds() {
    var found = 0
    for seed in 1...40 as ClosedRange<UInt64> {
      for shape in MadeBlock.allCases {
        var random = SplitMix(seed: seed)
        let ring = shape.block(.green, .park, random: &random).ring
        let area = MultiPolygon.signedArea(of: ring)
        guard let pond = Grounds.pond(in: ring, beside: [], random: &random) else { continue }
        found += 1
        #expect(area > 12_000)
        #expect(pond.count == 20 && pond.allSatisfy { isInside($0, ring, by: 3.5) })
        let water = MultiPolygon.signedArea(of: pond)
        #expect(water > 500 && water < area / 2)
      }
    }
    #expect(found > 40)
    var random = SplitMix(seed: 1)
    #expect(Grounds.pond(in: rectangle(0, 0, 120, 99), beside: [], random: &random) == nil)
    #expect(Grounds.pond(in: rectangle(0, 0, 120, 101), beside: [], random: &random) != nil)
    // Long and large, but nowhere wide enough.
    #expect(Grounds.pond(in: rectangle(0, 0, 900, 20), beside: [], random: &random) == nil)
  }
}
