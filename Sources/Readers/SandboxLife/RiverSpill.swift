import Geography
import Modelling

/// Where a river's water stands that left its bed: a made-up flood's truth, by the height of the ground above the river alone.
///
/// The level follows the fall of the river's banks up and down from a gauge. Water reaches what lies below the level of the river beside
/// it and is joined to it over wet ground; its level falls by 1 m a kilometre away from the river, for a flood is too short to fill the
/// farthest hollows (assumed). It is the height above the nearest drainage (A. D. Nobre et al., Journal of Hydrology 404 (2011) 13–29,
/// doi:10.1016/j.jhydrol.2011.03.051) with a fall: no equation of motion, no volume, no roughness — not the way a flood model comes to its
/// depths.
struct RiverSpill: Sendable {
  private let terrain: Grid
  /// Stations along the river near the gauge and the level of its banks there.
  private let stations: [(point: Point, bank: Double)]

  /// Metres along the river to either side of the gauge that are looked at, and metres a metre the level falls away from it.
  static let reach = 1_500.0, fall = 0.001

  /// A river through a gauge whose banks there stand at `bank` m. The banks fall evenly along the line: their mean fall, by least squares.
  init?(along line: [Point], at gauge: Point, bank: Double, width: Double, terrain: Grid) {
    self.terrain = terrain
    var raw: [(point: Point, along: Double, bank: Double)] = []
    var along = 0.0
    var middle = (metres: Double.infinity, along: 0.0)
    for (a, b) in zip(line, line.dropFirst()) {
      let length = a.distance(to: b)
      guard length > 0 else { continue }
      let aside = Point(x: -(b.y - a.y) / length, y: (b.x - a.x) / length)
      for metres in stride(from: 0, to: length, by: 10) {
        let point = a.interpolated(to: b, fraction: metres / length)
        let away = width / 2 + 22
        let sides = [away, -away].map {
          Double(terrain.interpolatedValue(at: Point(x: point.x + aside.x * $0, y: point.y + aside.y * $0)))
        }.filter(\.isFinite)
        guard let low = sides.min() else { continue }
        raw.append((point, along + metres, low))
        let distance = point.distance(to: gauge)
        if distance < middle.metres { middle = (distance, along + metres) }
      }
      along += length
    }
    raw.removeAll { abs($0.along - middle.along) > Self.reach }
    guard raw.count > 5 else { return nil }
    let count = Double(raw.count)
    let mean = (raw.reduce(0) { $0 + $1.along } / count, raw.reduce(0) { $0 + $1.bank } / count)
    let product = raw.reduce(0) { $0 + ($1.along - mean.0) * ($1.bank - mean.1) }
    let square = raw.reduce(0) { $0 + ($1.along - mean.0) * ($1.along - mean.0) }
    let slope = square > 0 ? min(0, product / square) : 0
    stations = raw.map { ($0.point, bank + slope * ($0.along - middle.along)) }
  }

  /// The level in m above the datum beside the nearest station when the water stands so much above the banks at the gauge.
  func level(beside place: Point, rise: Double) -> Double {
    var best = (metres: Double.infinity, bank: 0.0)
    for station in stations {
      let metres = station.point.distance(to: place)
      if metres < best.metres { best = (metres, station.bank) }
    }
    return best.bank + rise
  }

  /// Metres of water over the ground; 0 where it is dry. O(cells of the terrain).
  func depths(rise: Double) -> Grid {
    var levels = [Float](repeating: -.infinity, count: terrain.values.count)
    var depths = [Float](repeating: 0, count: terrain.values.count)
    var queue: [Int] = []
    for station in stations {
      guard let cell = terrain.cell(at: station.point), terrain.values[cell].isFinite else { continue }
      let level = Float(station.bank + rise)
      if levels[cell] == -.infinity { queue.append(cell) }
      levels[cell] = max(levels[cell], level)
    }
    let side = terrain.columns
    var step: Float = 0.1
    if let first = stations.first {
      let a = terrain.placement.gridPosition(of: first.point)
      let b = terrain.placement.gridPosition(of: Point(x: first.point.x + 100, y: first.point.y))
      let cells = ((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y)).squareRoot()
      if cells > 0 { step = Float(Self.fall * 100 / cells) }
    }
    var next = 0
    while next < queue.count {
      let cell = queue[next]
      next += 1
      let depth = levels[cell] - terrain.values[cell]
      guard depth > 0.01 else { continue }
      depths[cell] = depth
      let (row, column) = cell.quotientAndRemainder(dividingBy: side)
      for (r, c) in [(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)]
      where r >= 0 && r < terrain.rows && c >= 0 && c < side {
        let other = r * side + c
        guard levels[other] == -.infinity, terrain.values[other].isFinite else { continue }
        levels[other] = levels[cell] - step
        queue.append(other)
      }
    }
    return Grid(columns: side, rows: terrain.rows, values: depths, placement: terrain.placement)
  }
}
