import Foundation
import Geography
import Replica
import ShallowWater
import Testing

@testable import Drains

@Suite("The drains of a city")
struct DrainsOfCityTests {
  /// A plain that falls 1 m in 100 toward the east, with what drains the test draws.
  private func city(_ draw: (inout City) -> Void, slope: Double = 0.01, hasTerrain: Bool = true) throws -> City {
    var city = City(
      profile: Profile(
        name: "Tiny", country: "MY", timeZone: "Asia/Kuala_Lumpur", languages: ["ms"], currency: "MYR",
        drivingSide: .left, projection: try #require(UTM(zone: 48, isSouthern: false))))
    if hasTerrain {
      let values = Self.ground(slope).map { Float($0) }
      city.terrain = Grid(
        columns: 40, rows: 40, values: values,
        placement: .affine(AffinePlacement(west: 0, north: 400, cellWidth: 10, cellHeight: 10)))
    }
    draw(&city)
    return city
  }

  /// Levels of the plain, cell by cell.
  private static func ground(_ slope: Double) -> [Double] {
    (0..<1600).map { cell in
      let east = Double(cell % 40) + 0.5
      return 20 - slope * east * 10
    }
  }

  private func line(_ points: [(Double, Double)]) -> [Point] { points.map { Point(x: $0.0, y: $0.1) } }

  private func drawTwo(_ city: inout City) {
    city.waterways.append(
      key: FeatureKey("main"), kind: .drain, name: "", line: line([(20, 200), (300, 200)]), width: 1.2, depth: 1,
      capacity: 2)
    city.waterways.append(
      key: FeatureKey("side"), kind: .ditch, name: "", line: line([(100, 300), (150, 200.5)]))
    city.waterways.append(
      key: FeatureKey("culvert"), kind: .drain, name: "", line: line([(300, 200), (330, 200)]), width: 1.2, depth: 1,
      isCovered: true)
    city.waterways.append(key: FeatureKey("river"), kind: .river, name: "", line: line([(350, 0), (350, 400)]))
  }

  private func cell(_ point: Point) -> Int32? {
    guard point.x >= 0, point.y > 0, point.x < 400, point.y <= 400 else { return nil }
    return Int32(Int((400 - point.y) / 10) * 40 + Int(point.x / 10))
  }

  @Test("Lines join where they meet, fall, and end in one outfall")
  func network() throws {
    let drains = try DrainsOfCity(try city(drawTwo))
    let network = drains.network
    #expect(network.problems().isEmpty && network.remarks().filter { $0.what.contains("uphill") }.isEmpty)
    #expect(network.nodes.filter(\.isOutfall).count == 1)
    for link in network.links { #expect(network.nodes[link.from].invert > network.nodes[link.to].invert) }
    // The ditch ends on the drain: a node of three pieces lies there.
    let meeting = try #require(
      network.nodes.firstIndex { ($0.point?.distance(to: Point(x: 150, y: 200)) ?? 9) < 1.5 })
    #expect(network.links.filter { $0.from == meeting || $0.to == meeting }.count == 3)
    #expect(drains.remarks.contains { $0.contains("size of 1 drains is assumed") })
    #expect(drains.remarks.contains { $0.contains("capacity the map gives") })
    let covered = drains.pieces.filter(\.isCovered)
    #expect(covered.count == 1)
    guard case .conduit(let box) = network.links[covered[0].link].kind else { return }
    #expect(box.section == .box(height: Double(Float(1)), width: Double(Float(1.2))))
  }

  @Test("The drain carries the capacity the map gives, and less when blocked")
  func capacity() throws {
    let city = try city(drawTwo)
    func full(_ blockage: Double) throws -> Double {
      var assumptions = DrainsOfCity.Assumptions()
      assumptions.blockage = blockage
      let network = try DrainsOfCity(city, assuming: assumptions).network
      let link = try #require(network.links.first { $0.name.hasPrefix("main") })
      var tables = SectionTables()
      let solver = SolverLink(link, network, &tables)
      return solver.slope * tables.value(solver.table, solver.full, column: 3, at: solver.full)
    }
    #expect(abs(try full(0) - 2) < 0.05)
    #expect(try full(0.5) < 1)
  }

  @Test("Rain that stands beside the drain runs into it and out at the river, all of it")
  func drains() throws {
    let drains = try DrainsOfCity(try city(drawTwo))
    let inlets = drains.inlets(cell: 10) { cell($0) }
    #expect(Set(inlets.map(\.cell)).count > 30)
    #expect(inlets.filter { drains.network.nodes[$0.node].isOutfall }.count == 1)
    let edges = inlets.reduce(0) { $0 + $1.weirLength }
    #expect(abs(edges - 2 * (280 + 111)) < 15, "both edges of the open drains, few gullies")
    let flow = try DrainFlow(drains.network, inlets: inlets)
    var surface = StubSurface(
      beds: Self.ground(0.01), depths: Array(repeating: 0, count: 1600),
      area: 100)
    let mouth = try #require(cell(Point(x: 330, y: 200)))
    // Deep enough to hold all that comes: no cell of this surface runs into another.
    surface.beds[Int(mouth)] = 5
    for number in flow.cells { surface.depths[Int(number)] = 0.1 }
    let before = surface.volume
    for _ in 0..<1200 { surface.step(1.5, flow) }
    #expect(abs(surface.volume + flow.stored + flow.left - before) < 1e-6 * before)
    #expect(surface.depths[Int(mouth)] * 100 > 0.9 * before)
    #expect(flow.failure == nil && flow.unsolvedSteps == 0)
  }

  @Test("A drain drawn against the ground is lowered, and the remark says by how much")
  func uphill() throws {
    let drains = try DrainsOfCity(
      try city { city in
        city.waterways.append(
          key: FeatureKey("wrong"), kind: .drain, name: "", line: line([(300, 100), (100, 100)]), width: 1, depth: 1)
      })
    #expect(drains.remarks.contains { $0.contains("were lowered by up to 2.1 m") })
    for link in drains.network.links {
      #expect(drains.network.nodes[link.from].invert > drains.network.nodes[link.to].invert)
    }
  }

  @Test("A drain over a hill is left out and told; those beside it stay as they were")
  func overHill() throws {
    func drains(hill: Bool) throws -> DrainsOfCity {
      try DrainsOfCity(
        try city { city in
          city.waterways.append(
            key: FeatureKey("well"), kind: .drain, name: "", line: line([(100, 100), (300, 100)]), width: 1, depth: 1)
          if hill {
            city.terrain = city.terrain.map { terrain in
              var terrain = terrain
              for row in 0..<terrain.rows {
                let middle = terrain.rows / 2
                if row < middle { terrain.values[row * terrain.columns + terrain.columns / 2] += 30 }
              }
              return terrain
            }
            city.waterways.append(
              key: FeatureKey("over"), kind: .drain, name: "", line: line([(100, 350), (300, 350)]), width: 1, depth: 1)
          }
        })
    }
    let (plain, hill) = (try drains(hill: false), try drains(hill: true))
    #expect(hill.remarks.contains { $0.contains("1 drain is mapped over a hill") })
    #expect(hill.network.links.map(\.name) == plain.network.links.map(\.name))
    #expect(hill.network.nodes.map(\.invert) == plain.network.nodes.map(\.invert))
  }

  @Test("Without terrain or drains there is a sentence")
  func bad() throws {
    func sentence(_ city: City) -> String {
      do {
        _ = try DrainsOfCity(city)
        return ""
      } catch { return "\(error)" }
    }
    #expect(sentence(try city(drawTwo, hasTerrain: false)).contains("Without terrain"))
    #expect(sentence(try city { _ in }).contains("No drain, ditch or canal"))
    let outside = try city { city in
      city.waterways.append(key: FeatureKey("far"), kind: .drain, name: "", line: line([(900, 0), (990, 0)]))
    }
    #expect(sentence(outside).contains("No drain"))
  }
}
