internal import Foundation
internal import Modelling

/// The local inertial equations on a raster: floods of a town, live.
///
/// Momentum as in de Almeida & Bates (2013, doi:10.1002/wrcr.20366), without advection or with it (after Stelling & Duinmeijer
/// 2003, doi:10.1002/fld.537), single precision, sixteen cells at a time, dry ground passed over. Depths are whole multiples of
/// a grain between 0.06 and 60 µm that grows with the greatest depth, so every sum is exact and no water is made or lost at
/// all. The derivation, sources and measured errors are in `Docs/models/flood.md`; ``RangeReport`` says when the flow left
/// what the equations hold for.
///
/// A step costs about 3 ns a wet cell of one thread, a third more with advection; memory is 36 bytes a cell, 60 with buildings,
/// edges or crests, 8 more with advection. The same input gives the same bits for any number of threads.
public final class LiveEngine: WaterEngine {
  /// What it is called where a result says which engine made it.
  public var title: String { hasAdvection ? "live (local inertia with advection)" : "live (local inertia)" }
  /// Whether momentum is carried along by the flow.
  public let hasAdvection: Bool
  /// Metres of water beyond which the inertia of slow water grows with depth, so that its waves are no faster than on water of this depth and steps
  /// are longer; infinite where it does not. What is steady stays as it is.
  public let heavyDepth: Float
  /// The kernels in use.
  public let variant: KernelVariant
  /// Seconds from the start of the run.
  public private(set) var seconds = 0.0
  /// Steps made.
  public private(set) var steps = 0
  /// Cells gone through so far, in all steps: less than steps × cells where ground was dry.
  public private(set) var updates = 0

  static let gravity: Float = 9.80665
  /// Below this depth in m water does not flow.
  static let dryDepth: Float = 1e-3
  /// Share of a cell that a wave crosses in a step at most. Waves of two cells' length along both axes stay bounded up to √(θ ⁄ 2),
  /// which is 0.67: the customary 0.7 of Bates, Horritt & Fewtrell (2010) does not hold with θ = 0.9.
  private static let courant = 0.65
  /// Weight of a discharge's own past beside its neighbours' (de Almeida et al. 2012, doi:10.1029/2011WR011570: 0.8…0.9).
  private static let theta: Float = 0.9
  /// The greatest Froude number of a discharge.
  static let swiftest = 1.5
  /// Steps between two looks at what was greatest.
  private static let surveyEvery = 16
  /// Cells below which a second thread costs more than it brings.
  private static let cellsOfThread = 40_000

  let grid: LiveGrid
  private let kernels: RowKernels
  private let threads: Int
  private let skipsDry: Bool
  private var tiles: LiveTiles
  private var bands: [LiveBand]
  private var rims: LiveRims
  private var sources: LiveSources
  private var exchanges: [LiveExchange] = []
  private let survey: LiveSurvey
  private let bridges: LiveBridges
  private let openings: LiveOpenings
  private var ledger = WaterBalance()
  private var grain = LiveGrain.finest
  /// m of water in one cell that coarser grains left over.
  private var unplaced = 0.0
  /// The bed as it was given, for the levels of the first water.
  private var given: [Float]
  private let highest: WritableRow
  /// The greatest √(g h) + 1.25 (|u| + |v|) of the last step, in m/s; with advection.
  private var fastest: Float = 0
  /// The depth that counted for the last step, in m, where inertia grows: of a cell's four edges the mean h_w. At rest that beyond which it grows.
  private var waveDepth: Float

  /// An engine over dry ground; with `advection` the flow carries its momentum along, and `heavyDepth` has no meaning. Throws ``WaterFault`` when
  /// the basin or the forcing cannot be run, or the processor lacks `variant`. One that `seesDepthsOnly` keeps of its ``peaks`` the depths, the
  /// others are NaN, and of its ``range`` nothing.
  public convenience init(
    _ basin: Basin, _ forcing: Forcing, threads: Int, advection: Bool = false, heavyDepth: Float = .infinity,
    seesDepthsOnly: Bool = false, variant: KernelVariant? = nil
  ) throws {
    try self.init(
      basin, forcing, threads: threads, advection: advection, heavyDepth: heavyDepth, seesDepthsOnly: seesDepthsOnly,
      variant: variant, skipsDry: true)
  }

  /// An engine that may go through dry ground too: it gives the same bits, later.
  package init(
    _ basin: Basin, _ forcing: Forcing, threads: Int, advection: Bool = false, heavyDepth: Float = .infinity,
    seesDepthsOnly: Bool = false, variant: KernelVariant?, skipsDry: Bool
  ) throws {
    precondition(heavyDepth > 0, "inertia grows beyond some depth")
    try basin.check(forcing)
    try basin.checkLevels(forcing)
    self.variant = variant ?? .best
    guard self.variant.isSupported else {
      throw WaterFault("this processor cannot run the \(self.variant.rawValue) kernels; leave the variant out")
    }
    kernels = RowKernels(self.variant)
    hasAdvection = advection
    self.heavyDepth = advection ? .infinity : heavyDepth
    waveDepth = self.heavyDepth
    grid = LiveGrid(basin, advection: advection, isHeavy: self.heavyDepth < .infinity)
    given = basin.bed
    self.threads = max(1, threads)
    self.skipsDry = skipsDry
    tiles = LiveTiles(across: grid.tilesAcross, down: grid.tilesDown)
    bands = (0..<self.threads).map { [stride = grid.stride] _ in LiveBand(stride: stride) }
    rims = LiveRims(forcing.rims, grid)
    sources = LiveSources(basin, forcing, grid)
    survey = LiveSurvey(grid, seesDepthsOnly: seesDepthsOnly)
    bridges = LiveBridges(basin.bridges, grid)
    openings = LiveOpenings(grid, basin.bridges)
    highest = .allocate(capacity: grid.tilesAcross * grid.tilesDown * 16)
  }

  deinit {
    for band in bands { band.free() }
    highest.deallocate()
  }

  /// Puts water: depths in m, 0 or more, at the start; NaN counts as dry.
  public func fill(depths: [Float]) {
    precondition(depths.count == grid.columns * grid.rows, "a depth for every cell")
    precondition(steps == 0 && !given.isEmpty, "water is put at the start")
    var most: Float = 0
    for depth in depths where depth > most { most = depth }
    grain = LiveGrain.fit(most)
    for (i, depth) in depths.enumerated() {
      let k = grid.place(i)
      guard grid.bed[k] < LiveGrid.wall else { continue }
      // By the level, so that a lake that is level over the bed as given is level over the bed in whole grains.
      let above = Double(given[i]) + Double(depth) - grid.datum - Double(grid.bed[k])
      grid.water[k] = depth > 0 ? LiveGrain.whole(max(0, above) * grid.room(at: k), grain) : 0
      tiles.raise(grid, k)
    }
    ledger.initial = surface
  }

  /// Adds what takes and gives water; before the first step.
  public func add(_ exchange: any WaterExchange) {
    precondition(steps == 0, "exchanges are added before the first step")
    exchanges.append(LiveExchange(exchange, grid))
  }

  /// m³ on the surface. Whole grains add up exactly in `Double`.
  private var surface: Double {
    var sum = unplaced
    for row in 0..<grid.rows {
      for x in 0..<grid.columns { sum += Double(grid.water[grid.start(row) + x]) }
    }
    return sum * grid.cell * grid.cell
  }

  /// Where every cubic metre is. O(cells).
  public var balance: WaterBalance {
    var balance = ledger
    balance.surface = surface
    balance.within = exchanges.reduce(0) { $0 + $1.within }
    balance.drained = exchanges.reduce(0) { $0 + $1.left }
    return balance
  }

  /// What was greatest so far, cell by cell. Looked at every sixteenth step and at the end of each ``advance(to:)``.
  public var peaks: Peaks { survey.peaks(grid) }
  /// How far the flow has left the engine's range so far.
  public var range: RangeReport { survey.report(grid) }

  /// Depths in m, cell by cell; NaN outside the model.
  public func depths() -> [Float] {
    (0..<grid.columns * grid.rows).map { i in
      let k = grid.place(i)
      return grid.bed[k] < LiveGrid.wall ? grid.depth(at: k) : .nan
    }
  }

  /// Goes on until a moment, in steps it chooses itself. Throws ``Unstable`` and then keeps the state before the bad step.
  public func advance(to end: Double) throws {
    while seconds < end {
      let left = end - seconds
      let most = longestStep(atMost: left)
      let stop = most >= left ? end : seconds + min(most, left / 2)
      try take(until: stop, isLast: stop == end)
    }
    look()
  }

  private func longestStep(atMost left: Double) -> Double {
    var deepest = max(tiles.highest.max() ?? 0, 0.05)
    // Where buildings stand a cell's water is deeper than spread over the whole of it.
    if let town = grid.town, deepest < waveDepth {
      deepest = max(deepest, survey.deepest(grid, town, kernels, tiles))
    }
    if !rims.isEmpty, deepest < waveDepth {
      deepest = max(deepest, rims.deepest(grid, from: seconds, to: seconds + min(left, 60)))
    }
    let signal = max((Double(Self.gravity) * Double(min(deepest, waveDepth))).squareRoot(), Double(fastest))
    return Self.courant * grid.cell / signal
  }

  /// One step; the last before the water is looked at from outside leaves no rain waiting.
  private func take(until end: Double, isLast: Bool) throws {
    given = []
    let step = end - seconds
    let gains = try exchanges.map { try $0.ask(grid, from: seconds, over: step) }
    regrain()
    let rain = sources.rain(
      from: seconds, to: end, isLast: isLast, grid, kernels, &tiles, grain: grain, &ledger)
    bridges.set(grid)
    move(step, rain)
    let crossed = rims.cross(grid, &tiles, over: step, at: end, grain: grain, heavyDepth)
    ledger.rimIn += crossed.into
    ledger.rimOut += crossed.out
    sources.flowIn(from: seconds, to: end, grid, &tiles, grain: grain, &ledger)
    sources.take(from: seconds, to: end, grid, grain: grain, &ledger)
    for (exchange, gains) in zip(exchanges, gains) { exchange.give(gains, grid, &tiles, grain: grain) }
    seconds = end
    steps += 1
    if steps % Self.surveyEvery == 0 { look() }
  }

  /// A deeper water needs coarser grains, or the sums would not be exact any more.
  private func regrain() {
    let fitting = LiveGrain.fit(tiles.highest.max() ?? 0)
    guard fitting > grain else { return }
    grain = fitting
    unplaced = LiveGrain.round(grid, to: grain, carried: unplaced)
  }

  private func move(_ step: Double, _ rain: Float) {
    tiles.choose(all: rain > 0 || !skipsDry, dry: Self.dryDepth)
    fastest = 0
    guard tiles.active > 0 else { return }
    updates += tiles.active * LiveGrid.tileRows * LiveGrid.tileColumns
    let squared = grid.uniform.map { $0 * $0 } ?? 1
    let perStep = Float(step / grid.cell)
    let terms: [Float] = [
      Self.theta, (1 - Self.theta) / 2, -Self.gravity * perStep, Self.gravity * Float(step) * squared, Self.dryDepth,
      2 * grain, Float(Self.swiftest) * Self.gravity.squareRoot(), -perStep, Self.gravity.squareRoot(),
      heavyDepth,
    ]
    let count = max(1, min(threads, tiles.active * LiveGrid.tileRows * LiveGrid.tileColumns / Self.cellsOfThread))
    let shares = tiles.bands(count)
    let plain = grid.plain
    for (number, share) in shares.enumerated() { bands[number].take(share, of: plain) }
    highest.update(repeating: 0, count: tiles.highest.count * 16)
    terms.withUnsafeBufferPointer { terms in
      tiles.flat.withUnsafeBufferPointer { runs in
        tiles.starts.withUnsafeBufferPointer { starts in
          tiles.asNorth.withUnsafeBufferPointer { asNorth in
            guard let terms = terms.baseAddress, let runs = runs.baseAddress, let starts = starts.baseAddress,
              let asNorth = asNorth.baseAddress
            else { return }
            let step = LiveBand.Step(
              grid: plain, kernels: kernels, perStep: perStep, magic: 0x1.8p23 * grain, kept: 4 * grain, rain: rain,
              terms: terms, highest: highest, runs: runs, starts: starts, asNorth: asNorth,
              open: openings.marked, isHeavy: heavyDepth < .infinity)
            LiveBands(bands: Array(bands[..<shares.count]), step: step).run(threads: count)
          }
        }
      }
    }
    tiles.note(highest)
    if hasAdvection || heavyDepth < .infinity {
      let greatest: Float = bands[..<shares.count].reduce(0) { most, band in
        (0..<16).reduce(most) { max($0, band.fastest[$1]) }
      }
      if hasAdvection { fastest = greatest } else { waveDepth = max(heavyDepth, greatest) }
    }
  }

  /// Looks at what was greatest.
  private func look() { survey.look(grid, kernels, tiles, at: seconds, threads: threads) }

  /// Speeds in m/s toward east and toward north at the cells' centres; 0 where it is dry.
  public func velocities() -> (east: [Float], north: [Float]) { survey.velocities(grid) }
}

/// The bands of a step.
///
/// Sendable because each band writes only to its own rows, and the step does not change while they run.
private struct LiveBands: @unchecked Sendable {
  let bands: [LiveBand]
  let step: LiveBand.Step

  func run(threads: Int) {
    if bands.count == 1 { return bands[0].run(step) }
    // A band throws nothing.
    try? parallel(over: bands.count, chunk: 1, threads: threads) { range in
      for number in range { bands[number].run(step) }
    }
  }
}
