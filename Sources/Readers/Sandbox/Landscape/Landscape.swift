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

  private let waterLevels: Grid
  private let waterDistance: WaterDistance

  /// The land of a seed, wide enough for a town of so many people.
  init(people: Int, seed: UInt64) {
    let sizes = LandSizes(people: people, seed: seed)
    let shore = sizes.shore.map { Shoreline(sizes, shore: $0, seed: seed) }
    var net = RiverNet(sizes, shoreline: shore, seed: seed)
    let shoreline = net.shoreline
    let shape = LandShape(sizes, shoreline: shoreline, river: net.courses[0].line, seed: seed)
    net.level(hilliness: shape.hilliness)
    let ground = GroundMaker(sizes: sizes, shoreline: shoreline, courses: net.courses, shape: shape).make()
    let placement = Placement.affine(
      AffinePlacement(west: sizes.box.minX, north: sizes.box.maxY, cellWidth: sizes.cell, cellHeight: sizes.cell))
    origin = LandSizes.origin
    box = sizes.box
    radius = sizes.radius
    terrain = Grid(columns: sizes.cells, rows: sizes.cells, values: ground.heights, placement: placement)
    waterLevels = Grid(columns: sizes.cells, rows: sizes.cells, values: ground.waterLevels, placement: placement)
    courses = net.courses.map { Watercourse(line: $0.line, width: $0.width, kind: $0.kind) }
    sea = shoreline?.sea(in: sizes.box) ?? MultiPolygon(rings: [])
    ponds = []
    waterDistance = WaterDistance(
      box: sizes.box, cell: sizes.cell, courses: net.courses, shoreline: shoreline, ponds: ponds)
  }

  /// Ground level in metres above mean sea level.
  func height(at point: Point) -> Double { Double(terrain.interpolatedValue(at: point)) }

  /// Metres from a position to the nearest bank, shore or pond; negative in the water. Capped at ±400. Exact to about a metre.
  func clearance(at point: Point) -> Double { waterDistance(point) }

  /// Metres above the usual level of the water the position drains to (height above nearest drainage).
  func heightAboveWater(at point: Point) -> Double { height(at: point) - Double(waterLevels.value(at: point)) }

  /// Rise over run of the steepest way down, as a fraction.
  func slope(at point: Point) -> Double {
    let step = 10.0
    let east = height(at: Point(x: point.x + step, y: point.y)) - height(at: Point(x: point.x - step, y: point.y))
    let north = height(at: Point(x: point.x, y: point.y + step)) - height(at: Point(x: point.x, y: point.y - step))
    return (east * east + north * north).squareRoot() / (2 * step)
  }
}
