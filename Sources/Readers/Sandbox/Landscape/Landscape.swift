import Geography
import Modelling
import Replica

/// A river or a stream as a line in the direction of flow.
struct Watercourse: Sendable {
  /// Downstream, in city metres; smooth: no bend tighter than four times the width.
  var line: [Point]
  /// Metres from bank to bank.
  var width: Double
  /// River for the main one and its large tributaries, stream for the rest.
  var kind: WaterwayKind
}

/// The land before the town: relief, water, soil.
struct Landscape: Sendable {
  /// The middle of the river where the old bridge stands: where the town begins.
  let origin: Point
  /// Everything that is mapped.
  let box: Box
  /// Metres from the origin to the edge of a town of this size, roughly.
  let radius: Double
  /// Heights in metres above mean sea level, north up, square cells.
  let terrain: Grid
  /// The main river first, from one edge of the box (or its spring) to the sea or another edge; then its tributaries, each
  /// ending on the line of the one it joins.
  let courses: [Watercourse]
  /// The sea inside the box; empty when the town lies inland.
  let sea: MultiPolygon
  /// Ponds and lakes.
  let ponds: [MultiPolygon]

  /// The sea's tide at the river's mouth; it goes unheard in a town without a sea.
  let tide: Tide
  /// The soil of each cell of the terrain, as the raw value of ``Soil``.
  let soils: Grid
  /// What grows on each cell of the terrain, as a class number of ESA WorldCover.
  let landCover: Grid
  /// Metres above the sea of the land beside the main river, at each point of its line.
  let banks: [Double]

  private let waterLevels: Grid
  private let waterDistance: WaterDistance

  /// The land of a seed, wide enough for a town of so many people (100–10,000,000; numbers beyond count as these).
  ///
  /// The same bits for any number of threads. About 2 s of one core at 100,000 people, 5 s at 1,000,000.
  init(people: Int, seed: UInt64, threads: Int = 1) {
    let sizes = LandSizes(people: people, seed: seed)
    let shore = sizes.shore.map { Shoreline(sizes, shore: $0, seed: seed) }
    var net = RiverNet(sizes, shoreline: shore, seed: seed)
    let shoreline = net.shoreline
    let shape = LandShape(sizes, shoreline: shoreline, river: net.courses[0].line, seed: seed)
    net.level(hilliness: shape.hilliness)
    var coarse = GroundMaker(net, sizes: sizes, shape: shape, threads: threads)
    let beginning = coarse.begin()
    let maker = coarse
    let courses = maker.net.courses
    let (ground, (ponds, water)) = sideBySide(threads: threads) {
      maker.finish(beginning)
    } _: {
      func distances(_ ponds: [MultiPolygon]) -> WaterDistance {
        WaterDistance(box: sizes.box, cell: sizes.cell, courses: courses, shoreline: shoreline, ponds: ponds)
      }
      let open = distances([])
      let ponds = Ponds.placed(sizes, shape: shape, water: open, seed: seed)
      return (ponds, ponds.isEmpty ? open : distances(ponds))
    }
    let placement = Placement.affine(
      AffinePlacement(west: sizes.box.minX, north: sizes.box.maxY, cellWidth: sizes.cell, cellHeight: sizes.cell))
    func grid(_ values: [Float]) -> Grid {
      Grid(columns: sizes.cells, rows: sizes.cells, values: values, placement: placement)
    }
    var terrain = grid(ground.heights)
    for pond in ponds { Ponds.sink(pond, into: &terrain) }
    let soils = grid(
      SoilRules(sizes: sizes, shoreline: shoreline, seed: seed).soils(
        heights: ground.heights, aboveWater: zip(ground.heights, ground.waterLevels).map { $0 - $1 },
        hilliness: ground.hilliness, threads: threads))
    let tide = Tide(seed: seed)
    let rules = CoverRules(sizes, tide: tide, seed: seed)
    origin = LandSizes.origin
    box = sizes.box
    radius = sizes.radius
    self.terrain = terrain
    self.tide = tide
    self.soils = soils
    self.ponds = ponds
    landCover = grid(
      rules.classes(
        soils: soils.values, heights: terrain.values, hilliness: ground.hilliness, water: water, threads: threads))
    banks = courses[0].banks
    waterLevels = grid(ground.waterLevels)
    self.courses = courses.map { Watercourse(line: $0.line, width: $0.width, kind: $0.kind) }
    sea = shoreline?.sea(in: sizes.box) ?? MultiPolygon(rings: [])
    waterDistance = water
  }

  /// The soil under a position; nothing outside the map.
  func soil(at point: Point) -> Soil {
    guard let cell = soils.cell(at: point) else { return .none }
    return Soil(rawValue: UInt8(soils.values[cell])) ?? .none
  }

  /// Ground level in metres above mean sea level.
  func height(at point: Point) -> Double { Double(terrain.interpolatedValue(at: point)) }

  /// Metres from a position to the nearest bank, shore or pond; negative in the water. Capped at ±400; exact to a metre.
  /// O(1), about 0.1 µs.
  func clearance(at point: Point) -> Double { waterDistance(point) }

  /// Metres above the usual level of the water the position drains to (height above nearest drainage).
  func heightAboveWater(at point: Point) -> Double { height(at: point) - Double(waterLevels.value(at: point)) }

  /// Whether along no course the ground rises by more than 1.5 m above ground the water has passed. O(length of the courses).
  var hasStreamsDownhill: Bool {
    courses.allSatisfy { course in
      var lowest = Float.infinity
      return zip(course.line, course.line.dropFirst()).allSatisfy { a, b in
        let parts = max(1, Int(a.distance(to: b) / 5))
        return (0...parts).allSatisfy { part in
          let height = terrain.value(at: a.interpolated(to: b, fraction: Double(part) / Double(parts)))
          if height.isNaN { return true }
          lowest = min(lowest, height)
          return height <= lowest + 1.5
        }
      }
    }
  }

  /// Rise over run of the steepest way down, as a fraction.
  func slope(at point: Point) -> Double {
    let step = 10.0
    let east = height(at: Point(x: point.x + step, y: point.y)) - height(at: Point(x: point.x - step, y: point.y))
    let north = height(at: Point(x: point.x, y: point.y + step)) - height(at: Point(x: point.x, y: point.y - step))
    return (east * east + north * north).squareRoot() / (2 * step)
  }
}
