package import Geography
import Modelling

/// Where a river's water stands that left its bed: a made-up flood's truth.
///
/// The river has a level along its way (``RiverProfile``). Water reaches what lies below the level of the river beside it and is joined to it
/// over wet ground; its level falls away from the river, by 1 m a kilometre at least and by so much more that no more water lies on the plain
/// than there is. That is the height above the nearest drainage (A. D. Nobre et al., Journal of Hydrology 404 (2011) 13–29,
/// doi:10.1016/j.jhydrol.2011.03.051) with a fall, held to a volume as rapid flood spreading is (B. Gouldby et al., Proc. ICE Water
/// Management 161 (2008) 169–180): no equation of motion over the plain — not the way a flood model comes to its depths.
package struct RiverSpill: Sendable {
  private let terrain: Grid
  private let profile: RiverProfile
  /// The stations looked at.
  private let reach: Range<Int>
  /// Cells of the terrain that are looked at.
  private let rows: Range<Int>, columns: Range<Int>
  /// Whether a cell of those lies in the river's bed.
  private let isBed: [Bool]
  /// Metres of a cell's side.
  private let cell: Double

  /// Metres along the river to either side of the gauge, and around it, that are looked at; least and greatest fall of the level away from
  /// it in m/m (assumed).
  static let length = 1_500.0, around = 1_000.0, falls = 0.001...0.06

  /// The land beside a river around a gauge; nothing where the terrain has none of it. O(stations + cells).
  package init?(_ profile: RiverProfile, around gauge: Point, terrain: Grid) {
    self.terrain = terrain
    self.profile = profile
    let middle = profile.stations[profile.nearest(to: gauge)].along
    let near = profile.stations.indices.filter { abs(profile.stations[$0].along - middle) <= Self.length }
    guard let first = near.first, let last = near.last, last > first else { return nil }
    reach = first..<last + 1
    let points = profile.stations[reach].map(\.point)
    let box = Box(points).expanded(by: Self.around)
    let corners = [
      Point(x: box.minX, y: box.minY), Point(x: box.maxX, y: box.maxY), Point(x: box.minX, y: box.maxY),
      Point(x: box.maxX, y: box.minY),
    ].map { terrain.placement.gridPosition(of: $0) }
    func span(_ values: [Double], _ count: Int) -> Range<Int> {
      let low = max(0, min(Double(count), (values.min() ?? 0).rounded(.down)))
      let high = max(low, min(Double(count), (values.max() ?? 0).rounded(.up)))
      return Int(low)..<Int(high)
    }
    rows = span(corners.map(\.y), terrain.rows)
    columns = span(corners.map(\.x), terrain.columns)
    let a = terrain.placement.gridPosition(of: points[0])
    let b = terrain.placement.gridPosition(of: Point(x: points[0].x + 100, y: points[0].y))
    let cells = a.distance(to: b)
    guard !rows.isEmpty, !columns.isEmpty, cells > 0 else { return nil }
    cell = 100 / cells
    // Between the banks and over their slopes there is no plain.
    let half = (profile.width / 2 + 15) * cells / 100
    var isBed = [Bool](repeating: false, count: rows.count * columns.count)
    for point in points {
      let middle = terrain.placement.gridPosition(of: point)
      guard middle.x.isFinite, middle.y.isFinite else { continue }
      let window = Int(half) + 1
      for row in Int(middle.y) - window...Int(middle.y) + window where rows.contains(row) {
        for column in Int(middle.x) - window...Int(middle.x) + window where columns.contains(column) {
          let (x, y) = (Double(column) + 0.5 - middle.x, Double(row) + 0.5 - middle.y)
          if x * x + y * y <= half * half {
            isBed[(row - rows.lowerBound) * columns.count + column - columns.lowerBound] = true
          }
        }
      }
    }
    self.isBed = isBed
  }

  /// The level of the river in m above the datum beside a place, of its levels by station. O(stations).
  package func level(beside place: Point, _ levels: [Double]) -> Double {
    var best = (metres: Double.infinity, level: 0.0)
    for number in reach {
      let metres = profile.stations[number].point.distance(to: place)
      if metres < best.metres { best = (metres, levels[number]) }
    }
    return best.level
  }

  /// m³ on the plain when the river stands at some levels and the water's level falls so many metres a metre away from it. O(wet cells).
  package func volume(_ levels: [Double], fall: Double = falls.lowerBound) -> Double {
    let depths = spread(levels, fall)
    var sum = 0.0
    for place in depths.indices where !isBed[place] { sum += Double(depths[place]) }
    return sum * cell * cell
  }

  /// Metres of water over the ground when the river stands at some levels and has brought so many m³ to the plain; 0 where it is dry.
  /// O(cells), twelve times.
  package func depths(_ levels: [Double], bringing volume: Double) -> Grid {
    var fall = Self.falls.lowerBound
    if self.volume(levels, fall: fall) > volume {
      var (flat, steep) = (fall, Self.falls.upperBound)
      for _ in 0..<12 {
        let middle = (flat * steep).squareRoot()
        if self.volume(levels, fall: middle) > volume { flat = middle } else { steep = middle }
      }
      fall = steep
    }
    let found = spread(levels, fall)
    var depths = [Float](repeating: 0, count: terrain.values.count)
    for row in 0..<rows.count {
      for column in 0..<columns.count {
        depths[(row + rows.lowerBound) * terrain.columns + column + columns.lowerBound] =
          found[row * columns.count + column]
      }
    }
    return Grid(columns: terrain.columns, rows: terrain.rows, values: depths, placement: terrain.placement)
  }

  private func spread(_ riverLevels: [Double], _ fall: Double) -> [Float] {
    let (height, side) = (rows.count, columns.count)
    func ground(_ place: Int) -> Float {
      let (row, column) = place.quotientAndRemainder(dividingBy: side)
      return terrain.values[(row + rows.lowerBound) * terrain.columns + column + columns.lowerBound]
    }
    var levels = [Float](repeating: -.infinity, count: height * side)
    var depths = [Float](repeating: 0, count: height * side)
    var queue: [Int] = []
    for number in reach {
      guard let cell = terrain.cell(at: profile.stations[number].point), terrain.values[cell].isFinite,
        case let (row, column) = cell.quotientAndRemainder(dividingBy: terrain.columns), rows.contains(row),
        columns.contains(column)
      else { continue }
      let place = (row - rows.lowerBound) * side + column - columns.lowerBound
      if levels[place] == -.infinity { queue.append(place) }
      levels[place] = max(levels[place], Float(riverLevels[number]))
    }
    let step = Float(fall * cell)
    var next = 0
    while next < queue.count {
      let place = queue[next]
      next += 1
      let depth = levels[place] - ground(place)
      guard depth > 0.01 else { continue }
      depths[place] = depth
      let (row, column) = place.quotientAndRemainder(dividingBy: side)
      for (r, c) in [(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)]
      where r >= 0 && r < height && c >= 0 && c < side {
        let other = r * side + c
        guard levels[other] == -.infinity, ground(other).isFinite else { continue }
        levels[other] = levels[place] - (isBed[other] ? 0 : step)
        queue.append(other)
      }
    }
    return depths
  }
}
