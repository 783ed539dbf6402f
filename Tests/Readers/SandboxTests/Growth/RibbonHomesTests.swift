import Geography
import Modelling
import Replica
import Testing

@testable import Sandbox

@Suite("Kampung houses along the country roads")
struct RibbonHomesTests {
  private func ribbon(_ town: GrownTown, along streets: Streets? = nil) -> RibbonHomes {
    RibbonHomes(
      along: streets ?? town.streets, around: town.growth, on: town.land, people: town.people, seed: town.seed)
  }

  @Test("stand outside every quarter, on dry and even land, in blocks that share no ground")
  func blocks() {
    var count = 0
    for town in GrownTown.all {
      let blocks = ribbon(town).rows.map(\.block)
      count += blocks.count
      for (number, block) in blocks.enumerated() {
        #expect(block.kind == .kampung && MultiPolygon.signedArea(of: block.ring) > 0)
        #expect(block.ring.allSatisfy { !town.isInTown($0) && town.land.clearance(at: $0) > 0 })
        #expect(block.ring.allSatisfy(town.land.box.contains))
        #expect(!blocks[..<number].contains { overlaps($0.ring, block.ring) })
      }
    }
    #expect(GrownTown.all.count == 4 && count > 20, "\(count) blocks")
  }

  @Test("have their front on a road on the ground, as far from its middle as its reserve is wide")
  func fronts() {
    for town in GrownTown.all {
      let segments = town.streets.segments
      for (_, block, _) in ribbon(town).rows {
        let front = block.ring[0].interpolated(to: block.ring[1], fraction: 0.5)
        let side = block.sides[0]
        #expect(block.sides.dropFirst().allSatisfy { !$0.isFrontage } && side.isFrontage)
        let roads = (0..<segments.count).filter {
          segments.classes[$0] == side.streetClass && segments.structures[$0] == .ground
        }
        let distance = roads.map { Lines.squaredDistance(from: front, to: segments.shapes[$0]).squareRoot() }.min()
        // A road that bows by a few metres along the front is a little nearer or farther there.
        #expect(abs((distance ?? .infinity) - side.setback) < 6)
      }
    }
  }

  @Test("belong to the nearest quarter; lots lie in their blocks and houses on their lots")
  func belonging() {
    for town in GrownTown.all {
      for (place, block, fabric) in ribbon(town).rows {
        #expect(block.quarter == town.quarters[place].number)
        let middle = block.ring[0].interpolated(to: block.ring[2], fraction: 0.5)
        let nearest = town.quarters.map { $0.center.distance(to: middle) }.min() ?? .infinity
        // The front decides; the middle of a block is at most half its diagonal from it.
        #expect(town.quarters[place].center.distance(to: middle) < nearest + 100)
        #expect(fabric.houses.contains { $0.dwellings > 0 })
        for lot in fabric.lots { #expect(lot.ring.allSatisfy { isInside($0, block.ring, by: -0.01) }) }
        for house in fabric.houses {
          #expect(house.ring.allSatisfy { isInside($0, fabric.lots[house.lot].ring, by: -0.01) })
        }
      }
    }
  }

  @Test("are a thirtieth of all homes at most, but for the last block, and the same for the same seed")
  func number() {
    for town in GrownTown.all {
      let rows = ribbon(town).rows
      let homes = rows.map { $0.fabric.houses.reduce(0) { $0 + $1.dwellings } }
      #expect(homes.dropLast().reduce(0, +) < max(1, Growth.homes(for: town.people) / 30))
      let again = ribbon(town).rows
      #expect(again.map(\.block.ring) == rows.map(\.block.ring) && again.map(\.place) == rows.map(\.place))
    }
    let town = GrownTown.all[2]
    let other = RibbonHomes(
      along: town.streets, around: town.growth, on: town.land, people: town.people, seed: town.seed + 1)
    #expect(other.rows.map(\.block.ring) != ribbon(town).rows.map(\.block.ring))
  }

  @Test("are none where there is no road, only lanes and bridges, or a road too short for a house")
  func noRoad() {
    let town = GrownTown.all[2]
    #expect(ribbon(town, along: Streets()).rows.isEmpty)
    let start = town.land.origin
    func road(_ streetClass: StreetClass, length: Double, _ structure: Structure) -> Streets {
      var streets = Streets()
      let shape = [start, Point(x: start.x + length, y: start.y)]
      for (number, point) in shape.enumerated() { streets.nodes.append(key: FeatureKey("n/\(number)"), at: point) }
      let link = Link(access: .all, speed: 10, lanes: 1)
      var segment = Segment(streetClass: streetClass, forward: link, backward: link)
      segment.structure = structure
      streets.append(segment, key: FeatureKey("s"), from: NodeID(0), to: NodeID(1), shape: shape)
      return streets
    }
    let wide = town.land.box.width
    #expect(ribbon(town, along: road(.residential, length: wide / 2 - 50, .ground)).rows.isEmpty)
    #expect(ribbon(town, along: road(.secondary, length: wide / 2 - 50, .bridge)).rows.isEmpty)
    #expect(ribbon(town, along: road(.secondary, length: 25, .ground)).rows.isEmpty)
    #expect(!ribbon(town, along: road(.secondary, length: wide / 2 - 50, .ground)).rows.isEmpty)
  }
}
