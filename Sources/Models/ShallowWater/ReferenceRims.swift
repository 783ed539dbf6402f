/// The edges at the rim of a model where something other than a wall stands.
struct ReferenceRims {
  /// An edge of a cell beyond which the model ends.
  private struct Edge {
    /// The cell and the edge, in the frame.
    var cell, edge: Int
    var alongX: Bool
    /// 1 where the outside is east or south, −1 where it is west or north.
    var outward: Double
    /// The number of the rim.
    var rim: Int
  }
  private var edges: [Edge] = []
  private let kinds: [Rim.Kind]

  /// An edge and the number of the inflow that enters there, and how many metres they share.
  private var mouths: [(edge: Edge, inflow: Int, width: Double)] = []
  /// Whether an inflow enters over the rim; else it wells up in its cells.
  let isRiver: [Bool]

  /// The rims, and the inflows of which every cell lies at the rim where nothing else does: they enter as rivers.
  init(_ rims: [Rim], _ inflows: [Inflow], _ p: ReferencePlanes) {
    kinds = rims.map(\.kind)
    for (number, rim) in rims.enumerated() { edges += Self.edges(of: rim.cells, number, p).joined() }
    let taken = Set(rims.flatMap(\.cells))
    var isRiver: [Bool] = []
    for (number, inflow) in inflows.enumerated() {
      let found = Self.edges(of: inflow.cells, number, p)
      let enters = found.allSatisfy { !$0.isEmpty } && taken.isDisjoint(with: inflow.cells)
      isRiver.append(enters)
      guard enters else { continue }
      let all = found.joined()
      mouths += all.map { ($0, number, Double(all.count) * p.cell) }
    }
    self.isRiver = isRiver
  }

  /// The open edges of each cell. A cell with several sides at the rim opens on those that most of the cells share: the end of a
  /// channel opens along the channel, not through its banks. A raster of one row or column has no rim along it.
  private static func edges(of cells: [Int32], _ number: Int, _ p: ReferencePlanes) -> [[Edge]] {
    let sides = cells.map { cell in
      let k = p.framed(Int(cell))
      return [
        p.columns > 1 && p.inside[k + 1] == 0, p.columns > 1 && p.inside[k - 1] == 0,
        p.rows > 1 && p.inside[k + p.stride] == 0, p.rows > 1 && p.inside[k - p.stride] == 0,
      ]
    }
    let counts = (0..<4).map { side in sides.count { $0[side] } }
    return zip(cells, sides).map { cell, open in
      let most = (0..<4).filter { open[$0] }.map { counts[$0] }.max() ?? 0
      let k = p.framed(Int(cell))
      return (0..<4).filter { open[$0] && counts[$0] == most }.map { side in
        Edge(
          cell: k, edge: [k, k - 1, k, k - p.stride][side], alongX: side < 2, outward: side % 2 == 0 ? 1 : -1,
          rim: number)
      }
    }
  }

  /// Writes what crosses the rim at a moment.
  func cross(_ state: ReferenceState, _ p: ReferencePlanes, at seconds: Double, entering: [Double]) {
    let levels = kinds.map { kind in
      if case .level(let series) = kind { series.value(at: seconds) } else { 0.0 }
    }
    for edge in edges {
      let k = edge.cell
      let (h, outward) = Self.within(edge, state)
      let along = edge.alongX ? state.v[k] : state.u[k]
      let (depth, speed) =
        switch kinds[edge.rim] {
        case .level: Self.beyond(h, outward, level: levels[edge.rim] - p.bed[k])
        case .outflow(let slope): Self.leaving(h, outward, slope: slope, drag: p.drag[k])
        }
      Self.put(depth, speed, along, edge, p)
    }
    for (edge, inflow, width) in mouths {
      let (h, outward) = Self.within(edge, state)
      let q = entering[inflow] / width
      let depth = Self.mouth(h, outward, q)
      Self.put(depth, depth > 0 ? -q / depth : 0, 0, edge, p)
    }
  }

  /// Depth and outward speed of the cell at an edge.
  private static func within(_ edge: Edge, _ state: ReferenceState) -> (h: Double, outward: Double) {
    let h = state.h[edge.cell]
    guard h > ReferencePlanes.dry else { return (0, 0) }
    return (h, edge.outward * (edge.alongX ? state.u[edge.cell] : state.v[edge.cell]))
  }

  private static func put(
    _ depth: Double, _ speed: Double, _ along: Double, _ edge: Edge, _ p: ReferencePlanes
  ) {
    let fluxes = edge.alongX ? p.x : p.y
    let mass = depth * speed
    let push = mass * speed + 0.5 * ReferencePlanes.gravity * depth * depth
    fluxes.mass[edge.edge] = edge.outward * mass
    fluxes.before[edge.edge] = push
    fluxes.after[edge.edge] = push
    fluxes.side[edge.edge] = edge.outward * mass * (mass > 0 ? along : 0)
  }

  /// m³/s that leave and that come, over one metre of a cell's side each: to be multiplied by the side.
  func crossing(_ p: ReferencePlanes) -> (out: Double, into: Double) {
    var sums = (out: 0.0, into: 0.0)
    for edge in edges {
      let mass = edge.outward * (edge.alongX ? p.x : p.y).mass[edge.edge]
      if mass > 0 { sums.out += mass } else { sums.into -= mass }
    }
    return sums
  }

  /// The fastest wave that a level outside sends in, in m/s; 0 without such rims.
  func fastest(_ p: ReferencePlanes, at seconds: Double) -> Double {
    edges.reduce(0) { most, edge in
      guard case .level(let series) = kinds[edge.rim] else { return most }
      let depth = series.value(at: seconds) - p.bed[edge.cell]
      return depth > 0 ? max(most, 2 * (ReferencePlanes.gravity * depth).squareRoot()) : most
    }
  }

  /// Depth and outward speed at an edge beyond which a level (above the bed) is held: the invariant u + 2c comes from within.
  /// Water that runs out faster than its waves does not feel the level; water that would pass the critical depth on
  /// its way out falls freely from it; water that comes in is at most critical.
  private static func beyond(_ h: Double, _ u: Double, level: Double) -> (depth: Double, speed: Double) {
    let g = ReferencePlanes.gravity
    let c = (g * h).squareRoot()
    if h > 0 && u >= c { return (h, u) }
    let outside = (g * max(0, level)).squareRoot()
    let critical = max(0, (u + 2 * c) / 3)
    if outside <= critical { return (critical * critical / g, critical) }
    return (max(0, level), max(-outside, u + 2 * c - 2 * outside))
  }

  /// Depth and outward speed of a uniform flow down a slope, by Manning; faster water keeps its speed when it outruns its waves.
  private static func leaving(_ h: Double, _ u: Double, slope: Double, drag: Double) -> (depth: Double, speed: Double) {
    guard h > 0 else { return (0, 0) }
    if u * u >= ReferencePlanes.gravity * h && u > 0 { return (h, u) }
    return (h, ReferencePowers.uniformSpeed(h, slope: slope, drag: drag))
  }

  /// The depth at which a discharge per width q enters: the invariant u + 2c (outward) comes from within, 2c³ − (u + 2c) c² = g q in terms
  /// of the wave speed there, and no river enters faster than its waves. 0 where nothing enters a dry cell.
  private static func mouth(_ h: Double, _ u: Double, _ q: Double) -> Double {
    let g = ReferencePlanes.gravity
    let invariant = u + 2 * (g * h).squareRoot()
    guard q > 0 else {
      // A wall: the wave that comes is thrown back.
      let c = max(0, invariant / 2)
      return c * c / g
    }
    let critical = ReferencePowers.cubeRoot(g * q)
    var c = max(critical, invariant / 2) * 1.5
    for _ in 0..<20 {
      let next = c - (2 * c * c * c - invariant * c * c - g * q) / (6 * c * c - 2 * invariant * c)
      if abs(next - c) <= 1e-14 * c { break }
      c = next
    }
    c = max(c, critical)
    return c * c / g
  }
}
