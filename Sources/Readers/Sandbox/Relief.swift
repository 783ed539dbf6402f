import Geography
import Modelling

/// The ground's height: a valley along the river, a flood plain beside it, hills farther away.
struct Relief: Sendable {
  /// Ground level in metres above the sea.
  let terrain: Grid
  /// Depth in metres of a made-up flood that stands 2.6 m over the river's usual level; 0 on dry ground.
  let flood: Grid

  private static let stage = 2.6

  init(bend: Bend, river: River, reach: Double, random: inout SplitMix) {
    let half = Self.halfSide(bend: bend, river: river, reach: reach)
    let cell = half <= 2_000 ? 10.0 : 20.0
    let side = Int((2 * half / cell).rounded(.up))
    let west = (bend.origin.x - half).rounded()
    let north = (bend.origin.y + half).rounded()
    let hills = Noise(period: 700, random: &random)
    let ripples = Noise(period: 130, random: &random)
    var heights = [Float](repeating: 0, count: side * side)
    var depths = [Float](repeating: 0, count: side * side)
    for row in 0..<side {
      for column in 0..<side {
        let ground = Point(x: west + (Double(column) + 0.5) * cell, y: north - (Double(row) + 0.5) * cell)
        let z = bend.board(ground)
        let water = 1.2 + 0.0007 * (z.x + reach)
        let distance = river.distance(to: z)
        let plain = 120 + reach * 0.03
        let above = Self.profile(distance - river.width / 2, plain: plain)
        let hilly = min(1, max(0, (distance - plain) / 900))
        let rough = hilly * 26 * hills.value(at: z) + (0.15 + 0.5 * hilly) * (ripples.value(at: z) - 0.5)
        let height = water + above + (distance > river.width / 2 ? max(0, rough) : 0)
        heights[row * side + column] = Float((height * 100).rounded() / 100)
        let depth = water + Self.stage - height
        // Beyond the plain the water has no way in, however low a dip may lie.
        if depth > 0.005, distance < river.width / 2 + plain * 1.5 {
          depths[row * side + column] = Float((depth * 100).rounded() / 100)
        }
      }
    }
    let placement = Placement.affine(AffinePlacement(west: west, north: north, cellWidth: cell, cellHeight: cell))
    terrain = Grid(columns: side, rows: side, values: heights, placement: placement)
    flood = Grid(columns: side, rows: side, values: depths, placement: placement)
  }

  /// Metres from the middle to the edge of a square on the ground that holds the ends of the roads and of the river.
  private static func halfSide(bend: Bend, river: River, reach: Double) -> Double {
    let ends = [-reach, reach].flatMap {
      [Point(x: $0, y: 0), Point(x: 0, y: $0), Point(x: $0, y: river.middle($0))]
    }
    return ends.map(bend.ground).reduce(0) { max($0, abs($1.x - bend.origin.x), abs($1.y - bend.origin.y)) } + 100
  }

  /// Metres above the river's usual level, by the distance from its bank; negative in the bed.
  private static func profile(_ fromBank: Double, plain: Double) -> Double {
    if fromBank <= 0 { return max(-2.5, fromBank * 0.6) }
    if fromBank <= 12 { return fromBank * 0.07 }
    if fromBank <= plain { return 0.84 + (fromBank - 12) / (plain - 12) * 1.9 }
    return 2.74 + (fromBank - plain) * 0.012
  }
}

/// Smooth numbers in 0…1 over the plane: random values on a lattice, blended with 3t² − 2t³.
struct Noise: Sendable {
  private let period: Double
  private let salt: UInt64

  init(period: Double, random: inout SplitMix) {
    self.period = period
    salt = random.next()
  }

  func value(at z: Point) -> Double {
    let x = (z.x / period).rounded(.down)
    let y = (z.y / period).rounded(.down)
    let s = Self.blend(z.x / period - x)
    let t = Self.blend(z.y / period - y)
    let south = corner(x, y) * (1 - s) + corner(x + 1, y) * s
    let north = corner(x, y + 1) * (1 - s) + corner(x + 1, y + 1) * s
    return south * (1 - t) + north * t
  }

  private static func blend(_ t: Double) -> Double { t * t * (3 - 2 * t) }

  private func corner(_ x: Double, _ y: Double) -> Double {
    let mixed = UInt64(bitPattern: Int64(x)) &* 0x9E37_79B9 ^ UInt64(bitPattern: Int64(y)) &* 0x85EB_CA6B_27D4
    var random = SplitMix(seed: salt ^ mixed)
    return random.unit()
  }
}
