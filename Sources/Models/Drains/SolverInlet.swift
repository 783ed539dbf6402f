/// An inlet during a step: what the surface offers.
struct SolverInlet {
  let node: Int
  /// Level of the node's bottom: below it there is nothing to give.
  let invert: Double
  /// Its cell's place among the exchange's cells.
  let place: Int
  /// Metres of open edge, m² open.
  let edge: Double, area: Double
  /// How many inlets share the cell: each may take its part.
  let sharers: Double
  /// Level of the ground, of the water over it, m² of the cell that are its own.
  var bed = 0.0, level = 0.0, cellArea = 0.0
  /// m³ the cell gained so far.
  var gain = 0.0

  mutating func offer(level: Double, depth: Double, area: Double) {
    bed = level - depth
    self.level = level
    cellArea = area / sharers
    gain = 0
  }

  /// m³/s into a node whose head stands at a level; falling as it rises.
  func flow(into head: Double, over seconds: Double) -> Double {
    let depth = level - bed
    let most = cellArea / seconds
    let orifice = DrainInlet.orificeCoefficient * area * (2 * SectionTable.gravity).squareRoot()
    if head > level {
      let drop = max(0, head - max(level, invert))
      return -min(orifice * DrainSolver.smoothRoot(drop), drop * most)
    }
    guard depth > 0 else { return 0 }
    var flow = min(
      DrainInlet.weirCoefficient * edge * depth * depth.squareRoot(), orifice * DrainSolver.smoothRoot(depth))
    flow = min(flow, depth * most)
    if head > bed {
      let drop = level - head
      flow = min(flow, orifice * DrainSolver.smoothRoot(drop), drop * most)
    }
    return flow
  }

  /// The cell has given this much, in m³.
  mutating func take(_ volume: Double) {
    gain -= volume
    level = max(bed, level - volume / max(cellArea, 1e-9))
  }
}
