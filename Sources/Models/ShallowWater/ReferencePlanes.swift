/// Depth, discharge per width and speed of every cell, at one moment. x runs east, y runs south, as the rows do.
///
/// Sendable for the reason that ``ReferencePlanes`` is.
struct ReferenceState: @unchecked Sendable {
  /// m; m²/s toward east and south; m/s toward east and south.
  var h, qx, qy, u, v: UnsafeMutablePointer<Double>
}

/// What crosses the edges in one direction, per metre of width, already multiplied by the share that is open.
struct ReferenceFluxes {
  /// m²/s of water, positive toward the higher index.
  var mass: UnsafeMutablePointer<Double>
  /// m³/s² of momentum across the edge as the cell before and the cell after it feel it: they differ by the push of the bed
  /// and of what stands between.
  var before, after: UnsafeMutablePointer<Double>
  /// m³/s² of momentum along the edge.
  var side: UnsafeMutablePointer<Double>
}

/// The columns of numbers a reference engine works on: the basin within a frame of cells outside the model, so that every cell
/// has four neighbours. The edge with the index of a cell is its eastern or its southern one.
///
/// Sendable because it only holds addresses: in a pass every chunk writes to its own rows and reads what no chunk of the same
/// pass writes. ``ReferenceStore`` owns the memory.
struct ReferencePlanes: @unchecked Sendable {
  let columns, rows, stride, count: Int
  let cell: Double
  let order: ReferenceEngine.Order
  /// Level of the bed; g n²; 1 ⁄ share water can fill.
  var bed, drag, crowding: UnsafeMutablePointer<Double>
  /// 1 inside the model; 1 where slopes may be taken along x and along y.
  var inside, smoothX, smoothY: UnsafeMutablePointer<UInt8>
  /// Open share of the eastern and southern edge, 0 beside the outside; crest upon it, -infinity for none.
  var openX, openY, crestX, crestY: UnsafeMutablePointer<Double>
  /// Depth that rain and inflows add, in m/s.
  var gain: UnsafeMutablePointer<Double>
  var x, y: ReferenceFluxes
  /// Share of its outgoing water a cell can give.
  var share: UnsafeMutablePointer<Double>
  /// What a row has to say after a pass.
  var rowSums: UnsafeMutablePointer<Double>

  /// m/s².
  static let gravity = 9.81
  /// A film thinner than this (m) stands still: assumed; it holds a litre on a thousand m².
  static let dry = 1e-6

  /// The index of a cell of the basin, in the frame.
  func framed(_ cell: Int) -> Int { (cell / columns + 1) * stride + cell % columns + 1 }
}

/// Owns the memory of ``ReferencePlanes``: one allocation, zeros at first.
final class ReferenceStore {
  private let doubles: UnsafeMutablePointer<Double>
  private let bytes: UnsafeMutablePointer<UInt8>
  /// The columns.
  let planes: ReferencePlanes
  /// The state now, and two for the stages of a step.
  var now, first, second: ReferenceState

  private static let planesOfDoubles = 33

  init(_ basin: Basin, order: ReferenceEngine.Order) {
    let stride = basin.columns + 2
    let size = stride * (basin.rows + 2)
    let memory = UnsafeMutablePointer<Double>.allocate(capacity: size * Self.planesOfDoubles)
    memory.initialize(repeating: 0, count: size * Self.planesOfDoubles)
    let flags = UnsafeMutablePointer<UInt8>.allocate(capacity: size * 3)
    flags.initialize(repeating: 0, count: size * 3)
    doubles = memory
    bytes = flags
    var used = 0
    func plane() -> UnsafeMutablePointer<Double> {
      defer { used += 1 }
      return memory + used * size
    }
    func fluxes() -> ReferenceFluxes {
      ReferenceFluxes(mass: plane(), before: plane(), after: plane(), side: plane())
    }
    func state() -> ReferenceState { ReferenceState(h: plane(), qx: plane(), qy: plane(), u: plane(), v: plane()) }
    planes = ReferencePlanes(
      columns: basin.columns, rows: basin.rows, stride: stride, count: size, cell: basin.cell, order: order,
      bed: plane(), drag: plane(), crowding: plane(), inside: flags, smoothX: flags + size, smoothY: flags + 2 * size,
      openX: plane(), openY: plane(), crestX: plane(), crestY: plane(), gain: plane(), x: fluxes(), y: fluxes(),
      share: plane(), rowSums: plane())
    now = state()
    first = state()
    second = state()
    precondition(used == Self.planesOfDoubles, "as much memory as planes")
    lay(basin)
  }

  deinit {
    doubles.deallocate()
    bytes.deallocate()
  }

  /// Writes the ground into the planes.
  private func lay(_ basin: Basin) {
    let p = planes
    p.crestX.update(repeating: -.infinity, count: p.count)
    p.crestY.update(repeating: -.infinity, count: p.count)
    p.crowding.update(repeating: 1, count: p.count)
    for i in 0..<basin.count where !basin.bed[i].isNaN {
      let k = p.framed(i)
      p.inside[k] = 1
      p.bed[k] = Double(basin.bed[i])
      let n = Double(basin.roughness[i])
      p.drag[k] = ReferencePlanes.gravity * n * n
      if !basin.room.isEmpty { p.crowding[k] = 1 / Double(basin.room[i]) }
    }
    for i in 0..<basin.count where !basin.bed[i].isNaN {
      let k = p.framed(i)
      if p.inside[k + 1] == 1 {
        p.openX[k] = basin.eastOpenings.isEmpty ? 1 : Double(basin.eastOpenings[i])
        if !basin.eastCrests.isEmpty { p.crestX[k] = Double(basin.eastCrests[i]) }
      }
      if p.inside[k + p.stride] == 1 {
        p.openY[k] = basin.southOpenings.isEmpty ? 1 : Double(basin.southOpenings[i])
        if !basin.southCrests.isEmpty { p.crestY[k] = Double(basin.southCrests[i]) }
      }
    }
    guard p.order == .second else { return }
    for i in 0..<basin.count where !basin.bed[i].isNaN {
      let k = p.framed(i)
      guard p.crowding[k] == 1 else { continue }
      let free = { (open: UnsafeMutablePointer<Double>, crest: UnsafeMutablePointer<Double>, edge: Int) in
        open[edge] == 1 && crest[edge] == -.infinity
      }
      p.smoothX[k] = free(p.openX, p.crestX, k) && free(p.openX, p.crestX, k - 1) ? 1 : 0
      p.smoothY[k] = free(p.openY, p.crestY, k) && free(p.openY, p.crestY, k - p.stride) ? 1 : 0
    }
  }
}
