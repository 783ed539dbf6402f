import Geography
import Measures
import Replica
import Testing

/// A town of squares whose measures are known beforehand.
private struct Chessboard {
  static let side = 21
  static let step = 100.0
  var city: City

  init() {
    city = City(
      profile: Profile(
        name: "Papan", country: "MY", timeZone: "UTC", languages: [], currency: "MYR", drivingSide: .left,
        projection: UTM(containing: Coordinate(longitude: 101, latitude: 3))))
    for row in 0..<Self.side {
      for column in 0..<Self.side {
        city.streets.nodes.append(
          key: FeatureKey("n/\(row)/\(column)"), at: Point(x: Double(column) * Self.step, y: Double(row) * Self.step))
      }
    }
    for row in 0..<Self.side {
      for column in 0..<Self.side {
        if column + 1 < Self.side { street(row * Self.side + column, row * Self.side + column + 1) }
        if row + 1 < Self.side { street(row * Self.side + column, (row + 1) * Self.side + column) }
      }
    }
  }

  mutating func street(_ from: Int, _ to: Int, isOneWay: Bool = false, through: [Point] = []) {
    let both = Link(access: .all, speed: 10, lanes: 1)
    let segment = Segment(
      streetClass: .residential, forward: both,
      backward: isOneWay ? Link(access: [.init(.foot)], speed: 10, lanes: 0) : both)
    let points = city.streets.nodes.points
    city.streets.append(
      segment, key: FeatureKey("s/\(from)-\(to)"), from: NodeID(from), to: NodeID(to),
      shape: [points[from]] + through + [points[to]])
  }

  mutating func node(_ x: Double, _ y: Double) -> Int {
    city.streets.nodes.append(key: FeatureKey("n/\(x)/\(y)"), at: Point(x: x, y: y)).index
  }

  mutating func house(_ name: String, _ ring: [(Double, Double)], on parcel: [(Double, Double)]? = nil) {
    func area(_ ring: [(Double, Double)]) -> MultiPolygon {
      MultiPolygon(polygons: [[ring.map { Point(x: $0, y: $1) }]])
    }
    city.buildings.append(Building(), key: FeatureKey(name), footprint: area(ring))
    if let parcel {
      city.parcels.append(key: FeatureKey("p/\(name)"), use: .residential, isFree: false, outline: area(parcel))
    }
  }
}

@Suite("Measures of a town")
struct MeasureTests {
  @Test("are those of a chessboard on a chessboard")
  func chessboard() {
    let measures = TownMeasures(Chessboard().city)
    #expect(abs(measures.streetDensity - 20) < 3 && abs(measures.junctionDensity - 100) < 20)
    #expect(measures.deadEnds == 0 && measures.fourWay > 0.75 && measures.threeWay < 0.25)
    #expect(measures.linkMedian == 100 && measures.blockMedian == 10_000 && abs(measures.linkCircuity - 1) < 0.01)
    // The four corners, where two streets meet, are taken out: four stretches run askew.
    #expect(abs(measures.orientationEntropy - 1.386) < 0.02)
    // The mean of (|cos| + |sin|) over directions is 4/π.
    #expect(abs(measures.detour - 1.27) < 0.1)
    #expect(measures.householdSize.isNaN && measures.treesPerKilometre.isNaN)
  }

  @Test("take out nodes where nothing meets, and count dead ends")
  func simplified() {
    var board = Chessboard()
    let first = board.node(1_050, 1_050)
    let second = board.node(1_050, 1_080)
    board.street(10 * Chessboard.side + 10, first)
    board.street(first, second)
    let graph = StreetGraph(board.city.streets)
    let stretch = graph.stretches.first { $0.line.contains(Point(x: 1_050, y: 1_050)) }
    #expect(stretch.map { abs($0.length - 100.71) < 0.01 } == true)
    #expect(graph.points.contains(Point(x: 1_050, y: 1_080)) && !graph.points.contains(Point(x: 1_050, y: 1_050)))
    #expect(TownMeasures(board.city).deadEnds > 0)
  }

  @Test("follow a ring road around the faces it encloses")
  func faces() {
    let faces = StreetGraph(Chessboard().city.streets).faces()
    #expect(faces.count == 400 && faces.allSatisfy { abs($0.area - 10_000) < 0.001 })
  }

  @Test("count trees beside streets only, and people by household")
  func treesAndPeople() {
    var board = Chessboard()
    for number in 0..<840 {
      board.city.assets.append(
        key: FeatureKey("t/\(number)"), kind: "tree", name: "", at: Point(x: Double(number) * 2, y: 105))
    }
    board.city.assets.append(key: FeatureKey("t/far"), kind: "tree", name: "", at: Point(x: 150, y: 150))
    var census = Census()
    census.households = 25
    board.city.zones.append(
      key: FeatureKey("z"), name: "", outline: MultiPolygon(rings: []), people: 100, jobs: 40, census: census)
    let measures = TownMeasures(board.city)
    #expect(abs(measures.treesPerKilometre - 10) < 0.001)
    #expect(measures.householdSize == 4 && measures.jobsPerHead == 0.4)
  }

  @Test("have quartiles of nothing that are no numbers, and of one value that value")
  func quartiles() {
    #expect(TownMeasures.quartiles([]).0.isNaN)
    #expect(TownMeasures.quartiles([3]) == (3, 3, 3))
    #expect(TownMeasures.quartiles([4, 1, 2, 3, 5]) == (2, 3, 4))
  }
}

@Suite("What no made-up city may break")
struct HardPropertyTests {
  @Test("is told of a building beside its parcel, of two that overlap, not of a shared wall")
  func buildings() {
    var board = Chessboard()
    board.house("good", [(20, 20), (30, 20), (30, 30), (20, 30)], on: [(10, 10), (30, 10), (30, 40), (10, 40)])
    board.house("wall", [(30, 20), (40, 20), (40, 30), (30, 30)], on: [(30, 10), (50, 10), (50, 40), (30, 40)])
    #expect(HardProperties(board.city).overlappingBuildings.isEmpty)
    // An L whose inner corner lies on the parcel's own.
    board.house(
      "corner", [(110, 110), (130, 110), (130, 120), (120, 120), (120, 130), (110, 130)],
      on: [(110, 110), (130, 110), (130, 120), (120, 120), (120, 130), (110, 130)])
    board.house("over", [(38, 22), (60, 22), (60, 28), (38, 28)])
    board.house("inside", [(22, 22), (25, 22), (25, 25), (22, 25)])
    let properties = HardProperties(board.city)
    #expect(properties.buildingsOffParcels.map(\.text) == ["over"])
    let pairs = properties.overlappingBuildings.map { "\($0.0.text) \($0.1.text)" }
    #expect(pairs.sorted() == ["good inside", "wall over"])
  }

  @Test("is told of a parcel far from every street")
  func parcels() {
    var board = Chessboard()
    board.house("near", [(20, 20), (30, 20), (30, 30), (20, 30)], on: [(10, 10), (30, 10), (30, 40), (10, 40)])
    board.house("far", [(145, 145), (150, 145), (150, 150), (145, 150)], on: [(140, 140), (155, 140), (155, 155)])
    #expect(HardProperties(board.city).parcelsOffStreets().map(\.text) == ["p/far"])
  }

  @Test("is told of a street through the river, not of a bridge")
  func rivers() {
    var board = Chessboard()
    board.city.waterways.append(
      key: FeatureKey("w"), kind: .river, name: "", line: [Point(x: 50, y: -10), Point(x: 50, y: 30)], width: 10)
    #expect(HardProperties(board.city).streetsInWater.map(\.text) == ["s/0-1"])
    board.city.streets.segments.structures[0] = .bridge
    #expect(HardProperties(board.city).streetsInWater.isEmpty)
    board.city.land.append(
      key: FeatureKey("l"), use: .water, name: "",
      outline: MultiPolygon(Box(minX: 140, minY: -5, maxX: 160, maxY: 5)))
    #expect(HardProperties(board.city).streetsInWater.map(\.text) == ["s/1-2"])
    board.house("wet", [(145, -2), (150, -2), (150, 2), (145, 2)])
    #expect(HardProperties(board.city).buildingsInWater.map(\.text) == ["wet"])
  }

  @Test("is told of streets one cannot leave, or reach")
  func connection() {
    var board = Chessboard()
    let whole = Connection(board.city.streets, for: .car)
    #expect(whole.cutOff == 0 && whole.links == 1680)
    let away = board.node(-50, 0)
    let further = board.node(-50, 50)
    board.street(0, away, isOneWay: true)
    board.street(away, further, isOneWay: true)
    #expect(Connection(board.city.streets, for: .car).cutOff == 2)
    #expect(Connection(board.city.streets, for: .foot).cutOff == 0)
  }

  @Test("is told of a street a ban cuts off from those who drive")
  func bans() {
    var board = Chessboard()
    let away = board.node(-50, 0)
    board.street(0, away)
    let last = SegmentID(board.city.streets.segments.count - 1)
    board.city.streets.turnBans = [SegmentID(0).backward, SegmentID(1).backward].map {
      TurnBan(from: $0, to: last.forward)
    }
    #expect(Connection(board.city.streets, for: .car).cutOff == 2)
    #expect(Connection(board.city.streets, for: .foot).cutOff == 0)
  }
}
