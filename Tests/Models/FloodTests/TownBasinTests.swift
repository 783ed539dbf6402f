import Flood
import Geography
import Modelling
import Replica
import ShallowWater
import Testing

@Suite("A town's ground for water") struct TownBasinTests {
  private static func basin(
    _ city: City, cell: Double? = nil, sea: Double = 0, _ settings: (inout FloodSettings) -> Void = { _ in }
  ) throws -> TownBasin {
    var how = FloodSettings()
    how.cell = cell
    settings(&how)
    let terrain = try #require(city.terrain)
    return try TownBasin(
      city, terrain: terrain, on: TownBasin.grid(of: city, terrain: terrain, settings: how), settings: how, sea: sea)
  }

  @Test("the terrain's own cells are kept; wider ones are their means")
  func cells() throws {
    let city = Hand.city(Hand.ground(8, 8) { x, _ in x })
    #expect(try Self.basin(city).basin.bed == city.terrain?.values)
    let wide = try Self.basin(city, cell: 20)
    #expect(wide.grid.columns == 4 && wide.basin.bed[0] == 10)
    let most = try Self.basin(city) { $0.mostCells = 16 }
    #expect(most.grid.count == 16)
  }

  @Test("a small hole is closed by what lies around, a large one stays outside the model and is told")
  func holes() throws {
    var ground = Hand.ground(20, 20) { x, _ in x }
    ground.values[5 * 20 + 5] = .nan
    for row in 10..<16 { for column in 10..<16 { ground.values[row * 20 + column] = .nan } }
    let town = try Self.basin(Hand.city(ground))
    #expect(abs(town.basin.bed[5 * 20 + 5] - 55) < 1e-3)
    #expect(town.basin.bed[12 * 20 + 12].isNaN)
    #expect(town.remarks.contains { $0.contains("36 cells") })
  }

  @Test("a sink within the terrain's error is filled, a deeper one stays")
  func sinks() throws {
    var ground = Hand.ground(12, 12) { x, _ in 10 + x * 0.01 }
    ground.values[5 * 12 + 3] -= 0.4
    ground.values[5 * 12 + 8] -= 2
    let town = try Self.basin(Hand.city(ground, error: 0.3))
    #expect(town.basin.bed[5 * 12 + 3] > 10.2)
    #expect(town.basin.bed[5 * 12 + 8] < 9)
    #expect(try Self.basin(Hand.city(ground)).basin.bed[5 * 12 + 3] < 10)
  }

  @Test("a channel is carved below its banks and never rises downstream, whichever way it is drawn")
  func channels() throws {
    for isTurned in [false, true] {
      var city = Hand.city(Hand.ground(20, 20) { x, y in 10 + y * 0.01 + (abs(y - 100) < 8 ? 3 : 0) })
      let line = [Point(x: 500_105, y: 400_195), Point(x: 500_105, y: 400_005)]
      city.waterways.append(
        key: FeatureKey("w"), kind: .river, name: "", line: isTurned ? line.reversed() : line, width: 10, depth: 1.5)
      let town = try Self.basin(city)
      let bed = (0..<19).map { town.basin.bed[$0 * 20 + 10] }
      #expect(zip(bed, bed.dropFirst()).allSatisfy { $0 >= $1 })
      #expect(abs(bed[2] - (11.75 - 1.5)) < 0.05)
      #expect(town.holdsWater[2 * 20 + 10] && !town.holdsWater[2 * 20 + 3])
      // Water that fills the channel is no flood.
      var depths = [Float](repeating: 0, count: 400)
      depths[2 * 20 + 10] = 1.4
      #expect(town.depthsAboveGround(depths)[2 * 20 + 10] == 0)
    }
  }

  @Test("the banks of a river stand between its water and the land, without a gap and never within the water")
  func banks() throws {
    var city = Hand.city(Hand.ground(20, 20) { _, y in 10 + y * 0.01 })
    let line = [Point(x: 500_030, y: 400_200), Point(x: 500_110, y: 400_110), Point(x: 500_125, y: 400_000)]
    city.waterways.append(key: FeatureKey("w"), kind: .river, name: "", line: line, width: 25, depth: 1.5)
    var conditions = Conditions()
    try BankChange(river: "w", height: 2).apply(to: &city, under: &conditions, with: NoFiles())
    let town = try Self.basin(city)
    var banks = 0
    for index in 0..<400 {
      let (column, row) = (index % 20, index / 20)
      for (isThere, beside, crests) in [
        (column < 19, index + 1, town.basin.eastCrests), (row < 19, index + 20, town.basin.southCrests),
      ] where isThere {
        let isBank = town.holdsWater[index] != town.holdsWater[beside]
        #expect((crests[index] > -.infinity) == isBank)
        if isBank { banks += 1 }
      }
    }
    #expect(banks > 30)
  }

  @Test("a river comes in between its banks, and none of it leaves by the edge where it enters")
  func entry() throws {
    var city = Hand.city(Hand.ground(60, 60) { _, y in 10 + y * 0.01 })
    city.waterways.append(
      key: FeatureKey("w"), kind: .river, name: "",
      line: [Point(x: 500_300, y: 400_600), Point(x: 500_300, y: 400_000)], width: 30, depth: 1.5)
    let free = try Self.basin(city).outflows.flatMap(\.cells)
    var conditions = Conditions()
    try InflowChange(river: "w", rate: 5).apply(to: &city, under: &conditions, with: NoFiles())
    let town = try Self.basin(city)
    let forcing = try #require(FloodForcing(conditions, settings: FloodSettings())).forcing(on: town)
    let cells = forcing.inflows[0].cells
    #expect(!cells.isEmpty && cells.allSatisfy { town.holdsWater[Int($0)] })
    let rims = Set(forcing.rims.flatMap(\.cells))
    #expect(rims.isDisjoint(with: cells) && !rims.isEmpty && rims.count < Set(free).count)
  }

  @Test("a deck that the terrain shows is lowered to the ground beside it")
  func bridges() throws {
    var city = Hand.city(Hand.ground(20, 20) { _, y in abs(y - 105) < 6 ? 8 : 4 })
    let ends = [Point(x: 500_040, y: 400_105), Point(x: 500_160, y: 400_105)]
    let nodes = ends.map { city.streets.nodes.append(key: FeatureKey("\($0.x)"), at: $0) }
    let link = Link(access: .all, speed: 10, lanes: 1)
    var segment = Segment(streetClass: .primary, forward: link, backward: link)
    segment.structure = .bridge
    city.streets.append(segment, key: FeatureKey("s"), from: nodes[0], to: nodes[1], shape: ends)
    let town = try Self.basin(city)
    #expect(town.basin.bed[9 * 20 + 10] == 4)
    #expect(town.basin.bed[9 * 20 + 1] == 8)
  }

  @Test("houses block at cells of 2 m and narrow wider ones; the water at a blocking house is that beside it")
  func houses() throws {
    var city = Hand.city(Hand.ground(20, 20) { _, _ in 5 })
    city.buildings.append(Building(), key: FeatureKey("b"), footprint: Hand.box(100, 100, 10, 10))
    let wide = try Self.basin(city)
    #expect(wide.basin.room[9 * 20 + 10] == 0.2 && wide.basin.room[0] == 1)
    #expect(abs(wide.basin.eastOpenings[9 * 20 + 10] - 0.5) < 1e-6)
    let fine = try Self.basin(city, cell: 2)
    let inside = try #require(fine.grid.index(at: Point(x: 500_105, y: 400_105)))
    #expect(fine.basin.bed[inside] == 10)
    #expect(fine.depthsAboveGround(fine.basin.bed.map { $0 == 5 ? 0.7 : 0 })[inside] == 0.7)
  }

  @Test(
    "beyond a beach at the edge stands the sea, not a fall that drains it; behind a dike and inland a slope takes what comes"
  )
  func shore() throws {
    var city = Hand.city(Hand.ground(30, 20) { x, _ in x < 100 ? -2 : x < 250 ? 0.3 : x < 260 ? 3 : 0.4 })
    city.land.append(key: FeatureKey("sea"), use: .water, name: "", outline: Hand.box(0, 0, 100, 200))
    let town = try Self.basin(city)
    var conditions = Conditions()
    try SeaLevelChange(range: 2).apply(to: &city, under: &conditions, with: NoFiles())
    let forcing = try #require(FloodForcing(conditions, settings: FloodSettings())).forcing(on: town)
    func columns(_ isLevel: Bool) -> Set<Int32> {
      let rims = forcing.rims.filter { if case .level = $0.kind { isLevel } else { !isLevel } }
      return Set(rims.flatMap(\.cells).map { $0 % 30 })
    }
    #expect(columns(true) == Set(0..<25) && columns(false) == Set(25..<30))
    // The tide begins at its highest: all that the run brings in is what its waves do.
    let engine = try LiveEngine(town.basin, forcing, threads: 1)
    engine.fill(depths: town.start(seaLevel: 1))
    try engine.advance(to: 3600)
    #expect(engine.balance.rimIn < 0.01 * engine.balance.rimOut && engine.balance.rimOut > 0)
  }

  @Test("a wall stands on the edges it crosses, and the sea behind it does not reach the land")
  func walls() throws {
    var city = Hand.city(Hand.ground(20, 20) { x, _ in x < 50 ? -2 : 0.5 })
    city.land.append(key: FeatureKey("sea"), use: .water, name: "", outline: Hand.box(0, 0, 50, 200))
    let open = try Self.basin(city)
    #expect(open.seaRim.count == 28)
    #expect(open.start(seaLevel: 1).filter { $0 > 0 }.count == 400)
    city.waterWorks.walls.append(
      .init(line: [Point(x: 500_100, y: 399_900), Point(x: 500_100, y: 400_300)], crest: .level(2)))
    let walled = try Self.basin(city)
    #expect(walled.basin.eastCrests.count { $0 == 2 } == 20)
    #expect(walled.start(seaLevel: 1).filter { $0 > 0 }.count == 200)
    #expect(walled.start(seaLevel: 3).filter { $0 > 0 }.count == 400)
  }

  @Test("paving takes the curve number to 98, a green roof adds what it stores")
  func soils() throws {
    func retention(_ change: (inout City) -> Void) throws -> Float {
      var city = Hand.city(Hand.ground(4, 4) { _, _ in 5 })
      city.land.append(key: FeatureKey("l"), use: .park, name: "", outline: Hand.box(0, 0, 40, 40))
      change(&city)
      guard case .curveNumber(let retention) = try Self.basin(city).basin.soil else { return .nan }
      return retention[5]
    }
    let all = Hand.box(0, 0, 40, 40)
    // TR-55: open space in good condition on soil C, CN 74; 25.4 ⁄ 74 − 0.254 m.
    #expect(abs(try retention { _ in } - 0.08924) < 1e-4)
    #expect(
      abs(try retention { $0.waterWorks.surfaces.append(.init(outline: all, pavedShare: 1)) } - 0.00518) < 1e-4)
    #expect(
      abs(
        try retention { $0.waterWorks.surfaces.append(.init(outline: all, pavedShare: 1, storage: 0.012)) }
          - 0.01518) < 1e-4)
  }

  @Test("cut, filled and raised ground lies where it was asked for, later works on top")
  func works() throws {
    var city = Hand.city(Hand.ground(20, 20) { _, _ in 5 })
    city.waterWorks.ground = [
      .init(outline: Hand.box(0, 0, 100, 100), height: .above(-2)),
      .init(outline: Hand.box(50, 50, 50, 50), height: .level(7)),
    ]
    let town = try Self.basin(city)
    #expect(town.basin.bed[19 * 20] == 3 && town.basin.bed[12 * 20 + 7] == 7 && town.basin.bed[0] == 5)
  }
}
