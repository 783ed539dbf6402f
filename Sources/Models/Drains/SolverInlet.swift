/// An inlet during a step: what the surface offers.
struct SolverInlet {
  let node: Int
  /// Level of the node's bottom: below it there is nothing to give.
  let invert: Double
  /// Its cell's place among the exchange's cells.
  let place: Int
  /// m^1.5⁄s over its edge, m^2.5⁄s through its opening: discharges by √h³ and by √h.
  let weir: Double, orifice: Double
  /// How many inlets share the cell: each may take its part.
  let sharers: Double
  /// Level of the ground, of the water over it, m² of the cell that are its own.
  var bed = 0.0, level = 0.0, cellArea = 0.0
  /// m³ the cell gained so far.
  var gain = 0.0
  /// m³/s at the head looked at last.
  var newFlow = 0.0
  /// m³/s that fall in at the most during the step, and that would level a metre in it.
  private var most = 0.0, levelling = 0.0

  /// An inlet of an edge in m and an opening in m².
  init(node: Int, invert: Double, place: Int, edge: Double, area: Double, sharers: Double) {
    self.node = node
    self.invert = invert
    self.place = place
    self.sharers = sharers
    weir = DrainInlet.weirCoefficient * edge
    orifice = DrainInlet.orificeCoefficient * area * (2 * SectionTable.gravity).squareRoot()
  }

  mutating func offer(level: Double, depth: Double, area: Double) {
    bed = level - depth
    self.level = level
    cellArea = area / sharers
    gain = 0
  }

  /// What holds throughout a step: no more than the cell holds falls in.
  mutating func ready(over seconds: Double) {
    levelling = cellArea / seconds
    let depth = level - bed
    guard depth > 0 else {
      most = 0
      return
    }
    most = min(weir * depth * depth.squareRoot(), orifice * DrainSolver.smoothRoot(depth), depth * levelling)
  }

  /// m³/s into a node whose head stands at a level, and how fast that falls as it rises.
  @inline(__always)
  func flow(into head: Double) -> (flow: Double, slope: Double) {
    if head > level {
      let drop = head - max(level, invert)
      guard drop > 0 else { return (0, 0) }
      let (flow, slope) = through(drop)
      return flow <= drop * levelling ? (-flow, slope) : (-drop * levelling, levelling)
    }
    guard most > 0, head > bed else { return (most, 0) }
    let drop = level - head
    let (flow, slope) = through(drop)
    let all = drop * levelling
    if most <= flow, most <= all { return (most, 0) }
    // At equal levels both are nothing: the slope of the lesser beyond.
    if flow == all { return (flow, min(slope, levelling)) }
    return flow < all ? (flow, slope) : (all, levelling)
  }

  @inline(__always)
  private func through(_ drop: Double) -> (flow: Double, slope: Double) {
    guard drop > 0.01 else { return (orifice * drop * 10, orifice * 10) }
    let root = drop.squareRoot()
    return (orifice * root, orifice * 0.5 / root)
  }

  /// The cell has given this much, in m³.
  mutating func take(_ volume: Double) {
    gain -= volume
    level = max(bed, level - volume / max(cellArea, 1e-9))
  }
}
