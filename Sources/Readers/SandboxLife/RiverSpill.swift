package import Geography
import Modelling

/// Where a river's water stands that left its bed: a made-up flood's truth.
///
/// The river has a level along its way (``RiverProfile``). Water reaches what lies below the level of the nearest stretch of river and is joined
/// to it over wet ground, no higher than where it comes from; its level falls away from the river, by 1 m a kilometre at least and by so much more that no more water lies on the
/// plain than there is. That is the height above the nearest drainage (A. D. Nobre et al., Journal of Hydrology 404 (2011) 13–29,
/// doi:10.1016/j.jhydrol.2011.03.051) with a fall, held to a volume as rapid flood spreading is (B. Gouldby et al., Proc. ICE Water
/// Management 161 (2008) 169–180): no equation of motion over the plain — not the way a flood model comes to its depths.
package struct RiverSpill: Sendable {
  private let terrain: Grid
  private let profile: RiverProfile
  /// The stations looked at.
  private let reach: Range<Int>
  /// Cells of the terrain that are looked at.
  private let rows: Range<Int>, columns: Range<Int>
  /// The station nearest to each of those cells, and how many metres away it is; and whether the cell lies in the river's bed, or on its slopes.
  private let beside: [Int32]
  private let away: [Float]
  private let isBed: [Bool]
  /// Metres of a cell's side.
  private let cell: Double

  /// Metres along the river to either side of the gauge, and around it, that are looked at; least and greatest fall of the level away from
  /// it in m/m (assumed).
  static let length = 1_500.0, around = 1_000.0, falls = 0.001...0.06
  /// Metres beyond the banks that are no plain: the terrain's cells smear them (assumed).
  static let slopes = 15.0

  /// The land beside a river around a gauge; nothing where the terrain has none of it. O(stations × cells).
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
    let positions = points.map { terrain.placement.gridPosition(of: $0) }
    let count = rows.count * columns.count
    var beside = [Int32](repeating: 0, count: count)
    var away = [Float](repeating: 0, count: count)
    var place = 0
    for row in rows {
      for column in columns {
        var best = (square: Double.infinity, number: 0)
        for (number, position) in positions.enumerated() {
          let (x, y) = (Double(column) + 0.5 - position.x, Double(row) + 0.5 - position.y)
          let square = x * x + y * y
          if square < best.square { best = (square, number) }
        }
        beside[place] = Int32(best.number + first)
        away[place] = Float(best.square.squareRoot() * cell)
        place += 1
      }
    }
    (self.beside, self.away) = (beside, away)
    let half = Float(profile.width / 2 + Self.slopes)
    isBed = away.map { $0 <= half }
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

  /// Depths by cell of the window: each cell's level is the river's beside it less the fall, and no higher than that of the cell its water
  /// comes from, the highest first: up a side valley water does not rise with the river beside.
  private func spread(_ river: [Double], _ fall: Double) -> [Float] {
    let (height, side) = (rows.count, columns.count)
    func ground(_ place: Int) -> Float {
      let (row, column) = place.quotientAndRemainder(dividingBy: side)
      return terrain.values[(row + rows.lowerBound) * terrain.columns + column + columns.lowerBound]
    }
    /// The highest level that can stand there; nothing where it stays dry.
    func most(_ place: Int) -> Float? {
      // What lies beyond the reach's ends is not beside them.
      let number = Int(beside[place])
      guard number > reach.lowerBound, number < reach.upperBound - 1 else { return nil }
      let level = Float(river[number] - fall * Double(isBed[place] ? 0 : away[place]))
      return level - ground(place) > Self.film ? level : nil
    }
    let top = Float(river[reach].max() ?? 0)
    var levels = [Float](repeating: -.infinity, count: height * side)
    var waiting: [[Int]] = []
    func step(_ level: Float) -> Int { max(0, Int((top - level) / Self.layer)) }
    func wait(_ place: Int, _ level: Float) {
      levels[place] = level
      while waiting.count <= step(level) { waiting.append([]) }
      waiting[step(level)].append(place)
    }
    for place in isBed.indices where isBed[place] { if let level = most(place) { wait(place, level) } }
    var now = 0
    while now < waiting.count {
      guard let place = waiting[now].popLast() else {
        now += 1
        continue
      }
      // A higher one came by since.
      guard step(levels[place]) == now else { continue }
      let (row, column) = place.quotientAndRemainder(dividingBy: side)
      for (r, c) in [(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)]
      where r >= 0 && r < height && c >= 0 && c < side {
        let other = r * side + c
        guard let most = most(other), case let level = min(most, levels[place]),
          level > levels[other] + (levels[other].isFinite ? Self.layer : 0), level - ground(other) > Self.film
        else { continue }
        wait(other, level)
      }
    }
    return levels.indices.map { levels[$0].isFinite ? levels[$0] - ground($0) : 0 }
  }
  /// Metres of water that count as none; metres of level within which the order of cells does not matter.
  private static let film: Float = 0.01, layer: Float = 0.02
}
