import Geography
import Replica
import Testing

@testable import Sandbox

@Suite("Drains of a sandbox city")
struct DrainLayerTests {
  @Test("carry what Manning's formula says")
  func manning() {
    // A channel of 2 m by 1 m at 1:1000: A = 2, R = 0.5, Q = 2 × 0.62996 × 0.031623 / 0.015.
    #expect(abs(DrainSection(width: 2, depth: 1).capacity(slope: 0.001) - 2.6561) < 0.001)
    for number in [0, 1e-6, 0.3, 1, 8, 1000] {
      let root = DrainSection.cubeRoot(number)
      #expect(abs(root * root * root - number) <= 1e-12 * max(1, number))
    }
    #expect(DrainSection.carrying(0.01, slope: 0.01, depth: 0.6).width == 0.45)
    #expect(DrainSection.carrying(900, slope: 0.002, depth: 1).width == 10)
  }

  @Test("gather more from more land, though not in proportion")
  func runoff() {
    #expect(abs(Runoff.flow(10_000) - 0.7 * 0.15 / 3600 * 10_000) < 1e-9)
    #expect(Runoff.flow(1_000_000) > Runoff.flow(100_000) && Runoff.flow(1_000_000) < 10 * Runoff.flow(100_000))
  }

  @Test("never run uphill, lie below the ground, and lie along most streets")
  func fall() throws {
    for city in LayerTown.both {
      let network = try #require(DrainNetwork(city))
      #expect(Double(network.runs.count) > 0.5 * Double(city.streets.segments.count))
      for run in network.runs {
        let length = city.streets.segments.lengths[run.segment]
        #expect(run.top - run.bottom >= DrainNetwork.leastSlope * length - 1e-9)
        #expect(run.depth >= DrainNetwork.cover)
        // What runs on from its lower end begins no higher than it ends.
        let node = network.lowerEnd(of: run)
        let next = network.leaving[node]
        if next >= 0 {
          #expect(network.runs[next].top <= run.bottom + 1e-9 && network.runs[next].area > run.area)
        } else {
          let outfall = try #require(network.outfallAt[node])
          #expect(network.outfalls[outfall].top <= run.bottom + 1e-9)
          #expect(network.outfalls[outfall].bottom < network.outfalls[outfall].top)
        }
      }
    }
  }

  @Test("all lead to a river or the sea, by their lines alone")
  func leadToWater() {
    for bare in LayerTown.both {
      var city = bare
      let before = city.waterways.count
      DrainLayer.add(to: &city, seed: 1)
      let water = city.waterways
      let drains = before..<water.count
      #expect(drains.count > 100)
      var banks = Lines()
      for waterway in 0..<before { banks.append(water.lines[waterway]) }
      for area in 0..<city.land.count where city.land.uses[area].isWater {
        for ring in city.land.outlines.rings(of: area) {
          let open = Array(city.land.outlines.ring(ring))
          banks.append(open + [open[0]])
        }
      }
      var from: [Point: [Int]] = [:]
      for drain in drains { for point in water.lines[drain].prefix(1) { from[point, default: []].append(drain) } }
      var leads: [Int: Bool] = [:]
      for first in drains {
        var (path, at) = ([Int](), first)
        while leads[at] == nil, let end = water.lines[at].last, path.count < 5_000 {
          path.append(at)
          if (0..<banks.count).contains(where: { Lines.squaredDistance(from: end, to: banks[$0]) < 1 }) {
            leads[at] = true
          } else if let next = from[end]?.first {
            at = next
          } else {
            leads[at] = false
          }
        }
        for drain in path { leads[drain] = leads[at] }
        #expect(leads[first] == true, "\(water.keys[first].text)")
      }
    }
  }

  @Test("have widths, depths and capacities, culverts under streets, and keys of their own")
  func columns() {
    var city = LayerTown.town
    let before = city.waterways.count
    DrainLayer.add(to: &city, seed: 1)
    let water = city.waterways
    for drain in before..<water.count {
      #expect(water.kinds[drain] == .drain && water.widths[drain] >= 0.45 && water.capacities[drain] > 0)
      #expect((0.35...2.5).contains(water.depths[drain]))
    }
    #expect(water.areCovered.contains(true) && Set(water.keys).count == water.count)
    var again = LayerTown.town
    DrainLayer.add(to: &again, seed: 1)
    #expect(again.waterways.capacities[before...] == water.capacities[before...])
  }

  @Test("are none where there is no terrain, or no water")
  func nothing() {
    var city = LayerTown.small
    city.waterways = Waterways()
    city.land = Land()
    DrainLayer.add(to: &city, seed: 1)
    #expect(city.waterways.count == 0)
    city = LayerTown.small
    city.terrain = nil
    let before = city.waterways.count
    DrainLayer.add(to: &city, seed: 1)
    #expect(city.waterways.count == before)
  }

  @Test("dig through a ridge as far as they must, and leave a street in a pit without one")
  func ridge() throws {
    // A street of three nodes along a line; the river lies beyond the first.
    func city(heights: [Float]) throws -> City {
      var city = LayerTown.small
      city.streets = Streets()
      city.buildings = Buildings()
      city.land = Land()
      city.waterways = Waterways()
      for number in 0..<3 {
        city.streets.nodes.append(key: FeatureKey("n/\(number)"), at: Point(x: 100 + Double(number) * 100, y: 50))
      }
      let link = Link(access: .all, speed: 14, lanes: 1)
      for number in 0..<2 {
        city.streets.append(
          Segment(streetClass: .residential, forward: link, backward: link), key: FeatureKey("s/\(number)"),
          from: NodeID(number), to: NodeID(number + 1),
          shape: [city.streets.nodes.points[number], city.streets.nodes.points[number + 1]])
      }
      city.waterways.append(
        key: FeatureKey("r"), kind: .river, name: "", line: [Point(x: 40, y: 90), Point(x: 40, y: 10)], width: 10)
      city.terrain = Grid(
        columns: 5, rows: 1, values: heights,
        placement: .affine(AffinePlacement(west: -50, north: 100, cellWidth: 100, cellHeight: 100)))
      return city
    }
    let hill = try #require(DrainNetwork(try city(heights: [0, 2, 2.4, 2.1, 2.1])))
    #expect(hill.runs.map(\.segment) == [1, 0] && hill.runs.allSatisfy { $0.isBackward })
    let pit = try #require(DrainNetwork(try city(heights: [0, 2, 4, 0.5, 1])))
    #expect(pit.runs.map(\.segment) == [0])
  }
}
