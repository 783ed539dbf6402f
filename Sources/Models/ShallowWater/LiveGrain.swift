/// The grain of a live grid: the depth of which all depths are whole multiples.
///
/// It is such that 2²² of them are at least the greatest depth: a sum of depths then fits into the 24 bits of a `Float` and is exact.
enum LiveGrain {
  /// 0.06 µm, good to a depth of 0.25 m.
  static let finest: Float = 0x1p-24

  /// The grain for a greatest depth.
  static func fit(_ deepest: Float) -> Float {
    var grain = finest
    while grain * 0x1p22 < deepest { grain *= 2 }
    return grain
  }

  /// A depth in whole grains, the nearest.
  static func whole(_ depth: Double, _ grain: Float) -> Float { Float((depth / Double(grain)).rounded()) * grain }

  /// Rounds the water of every cell to a coarser grain: what one loses the next gets. Gives what is left of `carried` and all of it in
  /// the end, less than one grain in one cell.
  static func round(_ grid: LiveGrid, to grain: Float, carried: Double) -> Double {
    var carried = carried
    for row in 0..<grid.rows {
      for k in grid.start(row)..<grid.start(row) + grid.columns where grid.water[k] > 0 {
        let wanted = Double(grid.water[k]) + carried
        let kept = max(0, whole(wanted, grain))
        carried = wanted - Double(kept)
        grid.water[k] = kept
      }
    }
    return carried
  }
}
