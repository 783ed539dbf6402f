import Geography
import Replica

/// What a model says of the water at a mark: the level of its cell over the ground at the mark itself.
///
/// A model's cell is wider than a doorstep. Its water is level, so that its level — depth over the mean ground of the cell — less
/// the terrain at the mark is the depth there. Beside a river a cell's depth is counted from the banks and its mean ground lies in the bed:
/// there the level of the nearest wet cell around that no river touches is taken, and the cell's own depth where there is none.
struct MarkDepth {
  private let city: City
  private let peak: Grid
  /// Metres of a cell's side.
  private let cell: Double

  /// Depths of water that counts as wet, in m.
  static let wet: Float = 0.01

  init(_ peak: Grid, on city: City) {
    (self.peak, self.city) = (peak, city)
    if case .affine(let affine) = peak.placement, let a = affine.position(column: 0, row: 0),
      let b = affine.position(column: 1, row: 0)
    {
      cell = a.distance(to: b)
    } else {
      cell = 0
    }
  }

  /// Metres over the ground at a place; NaN outside the model. O(points of the rivers).
  func depth(at place: Point) -> Double {
    let own = Double(peak.value(at: place))
    guard own >= Double(Self.wet), cell > 0, let terrain = city.terrain,
      case let ground = Double(terrain.interpolatedValue(at: place)), ground.isFinite,
      case .affine(let affine) = peak.placement, let index = peak.cell(at: place)
    else { return own }
    let (row, column) = index.quotientAndRemainder(dividingBy: peak.columns)
    var best: (metres: Double, level: Double)?
    for (v, u) in [(0, 0), (-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (-1, 1), (1, -1), (1, 1)] {
      guard row + v >= 0, row + v < peak.rows, column + u >= 0, column + u < peak.columns,
        let center = affine.position(column: Double(column + u) + 0.5, row: Double(row + v) + 0.5)
      else { continue }
      let depth = peak.values[(row + v) * peak.columns + column + u]
      guard depth >= Self.wet, !isBesideRiver(center), let mean = mean(of: terrain, around: center) else { continue }
      let metres = u == 0 && v == 0 ? 0 : center.distance(to: place)
      if best.map({ metres < $0.metres }) ?? true { best = (metres, mean + Double(depth)) }
    }
    return best.map { max(0, $0.level - ground) } ?? own
  }

  private func mean(of terrain: Grid, around center: Point) -> Double? {
    var (sum, count) = (0.0, 0)
    for v in -2...2 {
      for u in -2...2 {
        let value = Double(
          terrain.interpolatedValue(at: Point(x: center.x + Double(u) * cell / 5, y: center.y + Double(v) * cell / 5)))
        if value.isFinite { (sum, count) = (sum + value, count + 1) }
      }
    }
    return count > 12 ? sum / Double(count) : nil
  }

  private func isBesideRiver(_ center: Point) -> Bool {
    let ways = city.waterways
    for row in 0..<ways.count where !ways.areCovered[row] {
      let width = ways.widths[row].isFinite ? Double(ways.widths[row]) : 20
      let near = width / 2 + 0.75 * cell
      // Streets' drains are no rivers, and lie in many cells.
      guard width >= cell / 4 else { continue }
      let line = ways.lines[row]
      for (a, b) in zip(line, line.dropFirst()) where center.distance(to: center.nearest(from: a, to: b)) < near {
        return true
      }
    }
    return false
  }
}
