/// What rain, inflows, air and soil give and take; and the ledger of it.
struct ReferenceSources {
  private let rain: RainField?
  private let evaporation: Series?
  private let inflows: [Inflow]
  private let soil: Soil
  private let columns: Int
  /// m² of a cell.
  private let area: Double
  /// The rates in `gain`, so that they are laid out again only when they change.
  private var laid: [Double]?
  /// m the soil has taken (Green and Ampt) or the rain has brought (curve number) so far; and after the step at hand.
  private var soaked: [Double]
  private var soaking: [Double]
  private let inside: Int
  /// Whether an inflow enters over the rim, and m³/s that each brings in the step at hand.
  private let isRiver: [Bool]
  private(set) var entering: [Double] = []

  init(_ basin: Basin, _ forcing: Forcing, _ p: ReferencePlanes, isRiver: [Bool]) {
    self.isRiver = isRiver
    rain = forcing.rain
    evaporation = forcing.evaporation
    inflows = forcing.inflows
    soil = basin.soil
    columns = basin.columns
    area = basin.cell * basin.cell
    inside = basin.bed.count { !$0.isNaN }
    switch basin.soil {
    case .sealed, .constant: soaked = []
    case .greenAmpt, .curveNumber: soaked = Array(repeating: 0, count: basin.count)
    }
    soaking = soaked
  }

  /// m³ on the surface: rows summed one by one, then their sums, so that the order never changes.
  func volume(of state: ReferenceState, _ p: ReferencePlanes) -> Double {
    var sum = 0.0
    for row in 1...p.rows {
      var inRow = 0.0
      for k in row * p.stride + 1...row * p.stride + p.columns where p.inside[k] == 1 {
        inRow += state.h[k] / p.crowding[k]
      }
      sum += inRow
    }
    return sum * area
  }

  /// The fastest rise in m/s that rain and inflows may cause soon.
  func greatestGain(from seconds: Double) -> Double {
    let falling = rain?.rates.reduce(0) { max($0, $1.value(at: seconds)) } ?? 0
    let entering = inflows.reduce(0) { max($0, $1.rate.value(at: seconds) / (Double($1.cells.count) * area)) }
    return falling + entering
  }

  /// Lays out what each cell gains within a step, in m/s, and writes it down.
  ///
  /// Rain on a cell that is partly built over runs off the roofs into its open part. The curve number takes its share out of the
  /// rain: Q = (P − 0.2 S)² ⁄ (P + 0.8 S) once P > 0.2 S (USDA, National Engineering Handbook 630, chapter 10).
  mutating func prepare(
    from start: Double, to end: Double, _ step: Double, _ p: ReferencePlanes,
    _ ledger: inout WaterBalance
  ) {
    let falling = (rain?.rates ?? []).map { $0.integral(from: start, to: end) / step }
    entering = inflows.map { max(0, $0.rate.integral(from: start, to: end) / step) }
    ledger.inflow += entering.reduce(0, +) * step
    if let rain, rain.patches.isEmpty { ledger.rain += falling[0] * step * area * Double(inside) }
    let rates = falling + zip(entering, isRiver).map { $1 ? 0 : $0 }
    if case .curveNumber = soil {} else if rates == laid, rain?.patches.isEmpty ?? true { return }
    laid = rates
    let brought = rain?.patches.isEmpty == false
    for i in 0..<p.columns * p.rows {
      let k = p.framed(i)
      guard p.inside[k] == 1, let rain else {
        p.gain[k] = 0
        continue
      }
      let rate = falling[brought ? Int(rain.patches[i]) : 0]
      if brought { ledger.rain += rate * step * area }
      var rest = rate
      if case .curveNumber(let retention) = soil {
        let s = Double(retention[i])
        soaking[i] = soaked[i] + rate * step
        let taken = rate * step - (Self.runoff(soaking[i], s) - Self.runoff(soaked[i], s))
        rest = max(0, rate - taken / step)
        ledger.infiltrated += (rate - rest) * step * area
      }
      p.gain[k] = rest * p.crowding[k]
    }
    for (number, inflow) in inflows.enumerated() where entering[number] > 0 && !isRiver[number] {
      let rate = entering[number]
      let each = rate / (Double(inflow.cells.count) * area)
      for cell in inflow.cells {
        let k = p.framed(Int(cell))
        p.gain[k] += each * p.crowding[k]
      }
    }
  }

  private static func runoff(_ rain: Double, _ retention: Double) -> Double {
    let above = rain - 0.2 * retention
    return above > 0 ? above * above / (rain + 0.8 * retention) : 0
  }

  /// Takes what the air, the soil and negative inflows take at the end of a step.
  mutating func take(
    from state: ReferenceState, over step: Double, from start: Double, _ p: ReferencePlanes, _ threads: Int,
    _ ledger: inout WaterBalance
  ) {
    for inflow in inflows {
      let asked = -min(0, inflow.rate.integral(from: start, to: start + step)) / (Double(inflow.cells.count) * area)
      guard asked > 0 else { continue }
      for cell in inflow.cells {
        let k = p.framed(Int(cell))
        ledger.inflow -= lower(state, k, by: asked * p.crowding[k], p)
      }
    }
    if let drying = evaporation?.integral(from: start, to: start + step), drying > 0 {
      ledger.evaporated += sum(p) { k, _ in lower(state, k, by: drying, p) }
    }
    switch soil {
    case .sealed, .curveNumber: break
    case .constant(let rate):
      ledger.infiltrated += sum(p) { k, i in lower(state, k, by: Double(rate[i]) * step, p) }
    case .greenAmpt(let conductivity, let suctionDeficit):
      var next = soaking
      ledger.infiltrated += sum(p) { k, i in
        guard state.h[k] > 0 else { return 0 }
        let most = Self.greenAmpt(soaked[i], Double(conductivity[i]) * step, Double(suctionDeficit[i]))
        let taken = lower(state, k, by: most, p)
        next[i] = soaked[i] + taken / area * p.crowding[k]
        return taken
      }
      soaking = next
    }
  }

  /// What the soil would take within a step, in m: F₁ − F₀ = KΔt (1 + ψΔθ ⁄ F₁), implicit, so that dry soil takes a finite depth.
  private static func greenAmpt(_ soaked: Double, _ seeping: Double, _ suction: Double) -> Double {
    let b = soaked + seeping
    return max(0, 0.5 * (b + (b * b + 4 * seeping * suction).squareRoot()) - soaked)
  }

  /// Lowers the water of a cell as far as there is any, at its speed; gives the m³.
  private func lower(_ state: ReferenceState, _ k: Int, by depth: Double, _ p: ReferencePlanes) -> Double {
    let taken = min(depth, state.h[k])
    state.h[k] -= taken
    settle(state, k)
    return taken * area / p.crowding[k]
  }

  /// Discharge after the depth changed and the speed stayed.
  private func settle(_ state: ReferenceState, _ k: Int) {
    if state.h[k] <= ReferencePlanes.dry {
      state.u[k] = 0
      state.v[k] = 0
    }
    state.qx[k] = state.u[k] * state.h[k]
    state.qy[k] = state.v[k] * state.h[k]
  }

  private func sum(_ p: ReferencePlanes, _ value: (Int, Int) -> Double) -> Double {
    var sum = 0.0
    for row in 1...p.rows {
      var inRow = 0.0
      for column in 0..<p.columns {
        let k = row * p.stride + column + 1
        if p.inside[k] == 1 { inRow += value(k, (row - 1) * columns + column) }
      }
      sum += inRow
    }
    return sum
  }

  /// The step is good: what the soil took is taken.
  mutating func keep() {
    switch soil {
    case .sealed, .constant: break
    case .greenAmpt, .curveNumber: soaked = soaking
    }
  }

  /// The step was bad: the rates are laid out anew.
  mutating func forget() {
    soaking = soaked
    laid = nil
  }

  /// Asks an exchange what it takes and gives, and does so. Levels and depths are rounded down, so that no cell is asked for more than it
  /// has. Throws ``Unstable`` when it gives what is no number, takes what is not there, or gives a kilometre of water.
  func ask(
    _ exchange: any WaterExchange, _ state: ReferenceState, _ p: ReferencePlanes, from seconds: Double,
    over step: Double
  ) throws {
    let cells = exchange.cells.map { p.framed(Int($0)) }
    let depths = cells.map { Self.down(state.h[$0]) }
    let levels = cells.map { Float(p.bed[$0] + state.h[$0]) }
    let areas = cells.map { Self.down(area / p.crowding[$0]) }
    var gains = Array(repeating: 0.0, count: cells.count)
    exchange.exchange(from: seconds, over: step, levels: levels, depths: depths, areas: areas, gains: &gains)
    for (number, gain) in gains.enumerated() where gain != 0 {
      let k = cells[number]
      let before = state.h[k]
      let there = before * area / p.crowding[k]
      if !gain.isFinite || gain < -there * (1 + 1e-6) - 1e-9 || gain > 1000 * area {
        throw Unstable(
          seconds: seconds, cell: Int(exchange.cells[number]),
          what: "an exchange gives \(gain) m³ where \(there) m³ stand")
      }
      state.h[k] = max(0, before + gain * p.crowding[k] / area)
      // What comes out of a drain brings no momentum; what goes takes its own.
      if gain > 0 && before > ReferencePlanes.dry {
        state.u[k] *= before / state.h[k]
        state.v[k] *= before / state.h[k]
      }
      settle(state, k)
    }
  }

  private static func down(_ x: Double) -> Float {
    let near = Float(x)
    return Double(near) > x ? near.nextDown : near
  }
}
