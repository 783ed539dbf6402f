import Geography
import Modelling
import Replica
import Testing

@testable import Sandbox

/// A square town of rectangular blocks, terraces around shophouses, with what a plan sets aside.
private struct MadeTown {
  var blocks: [Block] = []
  var fabrics: [BlockFabric] = []
  let center: Point

  init(side: Int, seed: UInt64) {
    center = Point(x: 611_000 + Double(side) * 82, y: 431_000 + Double(side) * 31)
    let purposes: [BlockPurpose] = [
      .market, .civic, .primarySchool, .secondarySchool, .hospital, .police, .mosque, .temple, .park, .field,
      .primarySchool, .primarySchool, .busStation, .fireStation,
    ]
    for row in 0..<side {
      for column in 0..<side {
        let (x, y) = (611_000 + Double(column) * 164, 431_000 + Double(row) * 62)
        let ring = [(6.0, 6.0), (158, 6), (158, 56), (6, 56)].map { Point(x: x + $0.0, y: y + $0.1) }
        let ringNumber = max(abs(column - side / 2), abs(row - side / 2))
        let number = row * side + column
        let purpose = number % 7 == 3 && number / 7 < purposes.count ? purposes[number / 7] : nil
        let kind: QuarterKind =
          ringNumber < 1 ? .core : ringNumber < 2 ? .colonialGrid : number % 5 == 0 ? .kampung : .terraces
        let sides = ring.indices.map {
          BlockSide(streetClass: $0 == 0 && row % 3 == 0 ? .secondary : .residential, setback: 6)
        }
        blocks.append(
          Block(
            ring: ring, sides: sides, kind: kind, quarter: ringNumber, year: 1975,
            centrality: 1 - Double(ringNumber) / Double(side), purpose: purpose))
      }
    }
    for (number, block) in blocks.enumerated() {
      var random = SplitMix(seed: seed, topic: "made", number: number)
      fabrics.append(BlockFabric(filling: block, random: &random))
    }
  }
}

@Suite("What there is in a town besides homes")
struct TownPlacesTests {
  private static let people = 14_000

  private func made(_ seed: UInt64 = 1) -> (town: MadeTown, places: TownPlaces) {
    var town = MadeTown(side: 16, seed: seed)
    let places = TownPlaces(in: town.blocks, fabrics: &town.fabrics, people: Self.people, seed: seed)
    return (town, places)
  }

  @Test("Every kind is known, numbers run from 0, points lie in their blocks")
  func rows() {
    let (town, places) = made()
    var counts: [NamedPlace: Int] = [:]
    for row in places.rows {
      #expect(PlaceKind.known.contains(row.kind))
      #expect(row.number == counts[row.named, default: 0])
      counts[row.named, default: 0] += 1
      #expect(isInside(row.point, town.blocks[row.block].ring, by: 0), "\(row.named)")
      #expect(row.quarter == town.blocks[row.block].quarter)
    }
  }

  @Test("Each need is met exactly as published for so many people")
  func totals() {
    let (_, places) = made()
    for need in PlaceNeed.all {
      #expect(places.count(need.named) == need.count(in: Self.people), "\(need.named)")
    }
    #expect(PlaceNeed.all.allSatisfy { $0.count(in: 500) == $0.least || $0.people < 700 })
  }

  @Test("Blocks set aside become what they are for, with beds and pupils for everybody")
  func setAside() {
    let (_, places) = made()
    let schools = places.rows.filter { $0.kind.rawValue == "school" }
    #expect(Set(schools.map(\.named)).isSuperset(of: [.primarySchool, .secondarySchool, .chinesePrimarySchool]))
    let primary = schools.filter { $0.named != .secondarySchool }.reduce(0) { $0 + $1.capacity }
    #expect(abs(primary - Float(Self.people) * 0.11) < 3)
    let beds = places.rows.filter { $0.kind.rawValue == "hospital" }.reduce(0) { $0 + $1.capacity }
    #expect(beds == 28)
    for named in [NamedPlace.market, .townHall, .police, .fireStation, .mosque, .park, .field, .busStation] {
      #expect(places.count(named) == 1, "\(named)")
    }
  }

  @Test("No two places share a house, and what was a home is none after it became something else")
  func houses() {
    let (town, places) = made()
    // A shelter is a school or a hall when the river rises.
    let rows = places.rows.filter { $0.named != .shelter }
    let houses = rows.compactMap { row in row.house.map { [row.block, $0] } }
    #expect(Set(houses).count == houses.count)
    for row in places.rows where [.surau, .kindergarten, .communityHall].contains(row.named) {
      guard let number = row.house else { continue }
      let house = town.fabrics[row.block].houses[number]
      #expect(house.dwellings == 0 && house.use != .residential && house.jobs > 0, "\(row.named)")
    }
    for fabric in town.fabrics {
      let built = Set(fabric.houses.map(\.lot))
      #expect(fabric.lots.indices.allSatisfy { fabric.lots[$0].isFree != built.contains($0) })
      for house in fabric.houses {
        #expect(house.ring.allSatisfy { isInside($0, fabric.lots[house.lot].ring, by: -1e-6) })
      }
    }
  }

  @Test("What is alike lies apart: half the surau are nearer to nobody's than chance would put them")
  func apart() {
    let (town, places) = made()
    let surau = places.rows.filter { $0.named == .surau }.map(\.point)
    let box = Box(town.blocks.flatMap(\.ring))
    let nearest = surau.map { one in surau.filter { $0 != one }.map(one.distance).min() ?? 0 }.sorted()
    // Points thrown at random lie half of √(area ÷ number) from the nearest (P. J. Clark and F. C. Evans, 1954).
    let chance = 0.5 * (box.width * box.height / Double(surau.count)).squareRoot()
    #expect(nearest[nearest.count / 2] > chance)
  }

  @Test("The same town and seed give the same places, another seed others")
  func sameSeed() {
    let points = [UInt64(1), 1, 2].map { seed in
      var town = MadeTown(side: 9, seed: 4)
      return TownPlaces(in: town.blocks, fabrics: &town.fabrics, people: 5_000, seed: seed).rows.map(\.point)
    }
    #expect(points[0] == points[1])
    #expect(points[0] != points[2])
  }

  @Test("A town without blocks or without a shop gets what it can have")
  func poor() {
    var none: [BlockFabric] = []
    #expect(TownPlaces(in: [], fabrics: &none, people: 1_000, seed: 1).rows.isEmpty)
    var town = MadeTown(side: 1, seed: 1)
    town.blocks[0].kind = .kampung
    var random = SplitMix(seed: 2)
    town.fabrics = [BlockFabric(filling: town.blocks[0], random: &random)]
    let places = TownPlaces(in: town.blocks, fabrics: &town.fabrics, people: 50_000, seed: 1)
    #expect(places.count(.bank) == 0)
    #expect(places.rows.allSatisfy { $0.block == 0 })
  }
}

@Suite("Land values")
struct LandValueTests {
  private let town = MadeTown(side: 16, seed: 3)

  private func values(stops: [Point] = [], markets: [Point] = [], people: Int = 50_000) -> [Float] {
    LandValues(
      of: town.blocks, fabrics: town.fabrics, people: people, center: town.center, markets: markets, stops: stops,
      seed: 1
    ).values
  }

  @Test("One for each lot, in range, falling from the core to the edge")
  func gradient() {
    let values = values()
    #expect(values.count == town.fabrics.reduce(0) { $0 + $1.lots.count })
    #expect(values.allSatisfy(LandValues.range.contains))
    var (inner, outer) = ((0.0, 0.0), (0.0, 0.0))
    var place = 0
    for fabric in town.fabrics {
      for lot in fabric.lots {
        if lot.use == .residential {
          let near = lot.ring[0].distance(to: town.center) < 500
          if near {
            inner = (inner.0 + Double(values[place]), inner.1 + 1)
          } else {
            outer = (outer.0 + Double(values[place]), outer.1 + 1)
          }
        }
        place += 1
      }
    }
    #expect(inner.0 / inner.1 > 1.15 * outer.0 / outer.1)
  }

  @Test("A stop, a market and a larger town raise them, nothing lowers them by it")
  func access() {
    let plain = values()
    let middle = town.blocks[40].ring[0]
    for better in [values(stops: [middle]), values(markets: [middle]), values(people: 500_000)] {
      #expect(zip(plain, better).allSatisfy { $0 <= $1 })
      #expect(plain != better)
    }
  }
}
