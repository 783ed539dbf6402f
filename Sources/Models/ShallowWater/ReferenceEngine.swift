internal import Modelling

/// The full shallow-water equations by finite volumes: for dam breaks, steep and supercritical flow, and to judge the live engine.
///
/// HLLC fluxes over a hydrostatic reconstruction, first order, or second order by limited slopes and Heun's method; numbers in
/// `Double`. Water at rest stays at rest, depths stay at 0 or more, and what leaves one cell enters its neighbour: mass is exact but
/// for rounding. The derivation, sources and measured errors are in `Docs/models/flood-reference.md`.
///
/// A step costs some 0.1 µs (first order) to 0.2 µs (second) a wet cell of one thread; memory is 290 bytes a cell. The same
/// input gives the same bits for any number of threads.
public final class ReferenceEngine: WaterEngine {
  /// How finely the water within a cell is seen.
  public enum Order: Int, Sendable {
    /// One value a cell, Euler's step.
    case first = 1
    /// Limited slopes in a cell, Heun's two stages.
    case second = 2
  }

  /// What it is called where a result says which engine made it.
  public let title = "reference (finite volume)"

  /// Seconds from the start of the run.
  public private(set) var seconds = 0.0
  /// Steps made.
  public private(set) var steps = 0

  let store: ReferenceStore
  let planes: ReferencePlanes
  private let rims: ReferenceRims
  private let threads: Int
  private var sources: ReferenceSources
  private let record: ReferenceRecord
  private var ledger = WaterBalance()
  private var exchanges: [any WaterExchange] = []
  /// The sum over the directions of the fastest wave in a cell, in m/s, at this moment.
  private var fastest = 0.0

  /// Rows of a chunk; by size and not by threads, for equal bits.
  private static let chunk = 8

  /// An engine over dry ground. Throws ``WaterFault`` when the basin or the forcing cannot be run.
  public init(_ basin: Basin, _ forcing: Forcing = Forcing(), order: Order = .second, threads: Int = 1) throws {
    try basin.check(forcing)
    store = ReferenceStore(basin, order: order)
    planes = store.planes
    rims = ReferenceRims(forcing.rims, forcing.inflows, planes)
    sources = ReferenceSources(basin, forcing, planes, isRiver: rims.isRiver)
    record = ReferenceRecord(basin)
    self.threads = threads
  }

  /// Puts water: depths in m, 0 or more, at the start.
  public func fill(depths: [Float]) {
    precondition(depths.count == planes.columns * planes.rows, "a depth for every cell")
    precondition(steps == 0, "water is put at the start")
    fill { Double(depths[$0]) }
  }

  /// Puts water that already moves: depth in m and discharge in m²/s toward east and north of a cell; for cases whose start is
  /// known more exactly than `Float` says.
  package func fill(
    _ depth: (Int) -> Double, moving discharge: (Int) -> (east: Double, north: Double) = { _ in (0, 0) }
  ) {
    let now = store.now
    for i in 0..<planes.columns * planes.rows {
      let k = planes.framed(i)
      guard planes.inside[k] == 1 else { continue }
      let h = max(0, depth(i))
      let moving = h > ReferencePlanes.dry
      let q = discharge(i)
      now.h[k] = h
      now.qx[k] = moving ? q.east : 0
      now.qy[k] = moving ? -q.north : 0
      now.u[k] = moving ? now.qx[k] / h : 0
      now.v[k] = moving ? now.qy[k] / h : 0
    }
    ledger.initial = sources.volume(of: now, planes)
    fastest = record.survey(now, planes, at: seconds, threads: threads)
  }

  /// Adds what takes and gives water; before the first step.
  public func add(_ exchange: any WaterExchange) {
    precondition(steps == 0, "exchanges are added before the first step")
    exchanges.append(exchange)
  }

  /// Goes on until a moment, in steps it chooses itself. Throws ``Unstable`` and then keeps the state before the bad step.
  public func advance(to end: Double) throws {
    while seconds < end {
      let left = end - seconds
      let most = longestStep()
      // Two even steps instead of one and a splinter.
      let step = most >= left ? left : min(most, left / 2)
      try take(step, until: most >= left ? end : seconds + step)
    }
  }

  /// The longest stable step: no wave crosses more than a part of a cell, no more water falls than moves on.
  private func longestStep() -> Double {
    // With limited slopes a depth stays at 0 or more up to half the step of first order.
    let courant = planes.order == .first ? 0.9 : 0.45
    let speed = max(fastest, rims.fastest(planes, at: seconds))
    var step = speed > 0 ? courant * planes.cell / speed : 60
    let rate = sources.greatestGain(from: seconds)
    if rate > 0 {
      // A depth r Δt moves at √(g r Δt).
      step = min(step, ReferencePowers.cubeRoot(courant * courant * planes.cell * planes.cell / (9.81 * rate)))
    }
    return min(step, 60)
  }

  /// One step.
  private func take(_ step: Double, until end: Double) throws {
    var ledger = ledger
    sources.prepare(from: seconds, to: end, step, planes, &ledger)
    let weight = planes.order == .first ? 1.0 : 0.5
    stage(store.now, by: step, to: store.first, at: seconds, weight, &ledger)
    if planes.order == .second {
      stage(store.first, by: step, to: store.second, at: end, weight, &ledger)
      mean(store.now, store.second, into: store.first)
    }
    sources.take(from: store.first, over: step, from: seconds, planes, threads, &ledger)
    if let (cell, what) = record.fault(store.first, planes, threads: threads) {
      sources.forget()
      throw Unstable(seconds: seconds, cell: cell, what: what)
    }
    do {
      try exchange(over: step)
    } catch {
      sources.forget()
      throw error
    }
    sources.keep()
    swap(&store.now, &store.first)
    seconds = end
    steps += 1
    self.ledger = ledger
    fastest = record.survey(store.now, planes, at: seconds, threads: threads)
  }

  /// One of Euler's steps, from a state to another.
  private func stage(
    _ from: ReferenceState, by step: Double, to: ReferenceState, at moment: Double, _ weight: Double,
    _ ledger: inout WaterBalance
  ) {
    let p = planes
    rows { p.fluxes(of: from, rows: $0) }
    rims.cross(from, p, at: moment, entering: sources.entering)
    rows { p.advance(from, by: step, to: to, rows: $0) }
    if (1...p.rows).contains(where: { p.rowSums[$0] < 0 }) {
      rows { p.shares(from, by: step, rows: $0) }
      rows { p.limit(rows: $0) }
      rows { p.advance(from, by: step, to: to, rows: $0) }
    }
    let crossed = rims.crossing(p)
    ledger.rimOut += crossed.out * weight * step * p.cell
    ledger.rimIn += crossed.into * weight * step * p.cell
  }

  /// The mean of two states: Heun's last word.
  private func mean(_ a: ReferenceState, _ b: ReferenceState, into c: ReferenceState) {
    let p = planes
    rows { p.mean(a, b, into: c, rows: $0) }
  }

  /// Lets what takes and gives water do so.
  private func exchange(over step: Double) throws {
    for exchange in exchanges { try sources.ask(exchange, store.first, planes, from: seconds, over: step) }
  }

  /// Works on all rows of the frame but its first and last.
  private func rows(_ work: @Sendable (Range<Int>) -> Void) {
    inRows(planes.rows, chunk: Self.chunk, threads: threads, work)
  }

  /// Where every cubic metre is. O(cells).
  public var balance: WaterBalance {
    var result = ledger
    result.surface = sources.volume(of: store.now, planes)
    result.within = exchanges.reduce(0) { $0 + $1.stored }
    result.drained = exchanges.reduce(0) { $0 + $1.left }
    return result
  }

  /// What was greatest so far, cell by cell.
  public var peaks: Peaks { record.peaks }

  /// How far the flow has left the live engine's range so far.
  public var range: RangeReport { record.range }

  /// Depths in m, cell by cell; NaN outside the model.
  public func depths() -> [Float] { cells { $0.h[$1] }.map { Float($0) } }

  /// Depths in m as the engine holds them; NaN outside the model.
  package func exactDepths() -> [Double] { cells { $0.h[$1] } }

  /// Discharge per width in m²/s toward east; NaN outside the model.
  package func exactDischarges() -> [Double] { cells { $0.qx[$1] } }

  /// Speeds in m/s toward east and toward north at the cells' centres; 0 where it is dry.
  public func velocities() -> (east: [Float], north: [Float]) {
    (cells { $0.u[$1] }.map { $0.isNaN ? 0 : Float($0) }, cells { $0.v[$1] }.map { $0.isNaN ? 0 : Float(-$0) })
  }

  private func cells(_ value: (ReferenceState, Int) -> Double) -> [Double] {
    (0..<planes.columns * planes.rows).map { i in
      let k = planes.framed(i)
      return planes.inside[k] == 1 ? value(store.now, k) : .nan
    }
  }
}

/// Works on the rows 1…count of a frame in chunks.
func inRows(_ count: Int, chunk: Int, threads: Int, _ work: @Sendable (Range<Int>) -> Void) {
  // The work throws nothing, so neither does the loop.
  try? parallel(over: count, chunk: chunk, threads: threads) { work($0.lowerBound + 1..<$0.upperBound + 1) }
}
