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

  /// The land of a seed, wide enough for a town of so many people.
  init(people: Int, seed: UInt64) {
    // Placeholder of the seam: a straight river.
    let town = (Double(people) / 6_000 / 3.14159).squareRoot() * 1_000 + 300
    radius = town
    origin = Point(x: 611_000, y: 431_000)
    let reach = town * 1.6 + 800
    box = Box(minX: origin.x - reach, minY: origin.y - reach, maxX: origin.x + reach, maxY: origin.y + reach)
    courses = [
      Watercourse(
        line: (-40...40).map {
          Point(x: 611_000 + reach * Double($0) / 40, y: 431_000 + Double($0 * $0) / 1_600 * reach * 0.12)
        }, width: 30, kind: .river)
    ]
    sea = MultiPolygon(rings: [])
    ponds = []
    terrain = Grid(
      columns: 1, rows: 1, values: [10],
      placement: .affine(AffinePlacement(west: box.minX, north: box.maxY, cellWidth: box.width, cellHeight: box.height))
    )
  }

  /// Ground level in metres above mean sea level.
  func height(at point: Point) -> Double { Double(terrain.interpolatedValue(at: point)) }

  /// Metres from a position to the nearest bank, shore or pond; negative in the water. Capped at ±400. Exact to about a metre.
  func clearance(at point: Point) -> Double { 400 }

  /// Metres above the water the position drains to (height above nearest drainage).
  func heightAboveWater(at point: Point) -> Double { 5 }

  /// Rise over run of the steepest way down, as a fraction.
  func slope(at point: Point) -> Double { 0 }
}
