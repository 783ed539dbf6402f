import Geography
import Modelling
import Replica
import ShallowWater

/// What is not known of a flood, drawn at random: rain, terrain, friction, what the ground takes in.
///
/// Rain (and inflows), roughness and infiltration are multiplied by log-normal factors of median 1; the ground gets a field of heights
/// correlated over ``correlation`` with the terrain's standard error. Standard deviations of the logarithms: rain 0.15, roughness 0.25,
/// infiltration 0.3 (all assumed; P. A. Johnson, J. Hydraulic Engineering 122 (1996) 112–114, collects 0.1–0.35 for Manning's n).
struct Perturbation: Sendable {
  /// Factors of rain and inflows, of Manning's n, and of what the ground takes in.
  let rain, roughness, infiltration: Double
  private let seed: UInt64
  private let member: Int

  /// Metres over which the terrain's error holds together (assumed; how it is fitted where lidar is at hand: L. Hawker et al., Frontiers in
  /// Earth Science 6 (2018) 233, doi:10.3389/feart.2018.00233).
  static let correlation = 200.0

  /// Member `member` of an ensemble; the same for the same seed, whatever the other members are.
  init(seed: UInt64, member: Int) {
    self.seed = seed
    self.member = member
    var random = SplitMix(seed: seed, topic: "flood member", number: member)
    rain = Portable.exp(0.15 * random.normal())
    roughness = Portable.exp(0.25 * random.normal())
    infiltration = Portable.exp(0.3 * random.normal())
  }

  /// A basin as it may be instead; `error` is the terrain's standard error in metres.
  func applied(to basin: Basin, error: Double, grid: TownGrid) -> Basin {
    var basin = basin
    let n = Float(roughness)
    for index in basin.roughness.indices { basin.roughness[index] *= n }
    let taken = Float(infiltration)
    switch basin.soil {
    case .sealed: break
    case .constant(let rate): basin.soil = .constant(rate: rate.map { $0 * taken })
    case .greenAmpt(let conductivity, let suction):
      basin.soil = .greenAmpt(conductivity: conductivity.map { $0 * taken }, suctionDeficit: suction)
    case .curveNumber(let retention): basin.soil = .curveNumber(retention: retention.map { $0 * taken })
    }
    if error > 0 {
      let field = heights(on: grid)
      let size = Float(error)
      for index in basin.bed.indices { basin.bed[index] += size * field[index] }
      // A deck lies as high above the ground as before.
      for number in basin.bridges.indices {
        let rise = size * field[Int(basin.bridges[number].cell)]
        basin.bridges[number].soffit += rise
        basin.bridges[number].top += rise
      }
    }
    return basin
  }

  /// A field of mean 0 and standard deviation 1: independent normal numbers at the nodes of a lattice, bilinear between them, divided by the
  /// root of the sum of the squared weights so that the variance is 1 everywhere.
  func heights(on grid: TownGrid) -> [Float] {
    let spacing = max(Self.correlation, grid.cell)
    let wide = Int(Double(grid.columns) * grid.cell / spacing) + 2
    let high = Int(Double(grid.rows) * grid.cell / spacing) + 2
    var random = SplitMix(seed: seed, topic: "flood terrain", number: member)
    let nodes = (0..<wide * high).map { _ in Float(random.normal()) }
    let step = Float(grid.cell / spacing)
    var field = [Float](repeating: 0, count: grid.count)
    for row in 0..<grid.rows {
      let y = (Float(row) + 0.5) * step
      let j = min(high - 2, Int(y))
      let t = y - Float(j)
      for column in 0..<grid.columns {
        let x = (Float(column) + 0.5) * step
        let i = min(wide - 2, Int(x))
        let s = x - Float(i)
        let first = j * wide + i
        let weights = ((1 - s) * (1 - t), s * (1 - t), (1 - s) * t, s * t)
        let squares =
          weights.0 * weights.0 + weights.1 * weights.1 + weights.2 * weights.2 + weights.3 * weights.3
        let sum =
          weights.0 * nodes[first] + weights.1 * nodes[first + 1] + weights.2 * nodes[first + wide]
          + weights.3 * nodes[first + wide + 1]
        field[row * grid.columns + column] = sum / squares.squareRoot()
      }
    }
    return field
  }
}

/// Greatest depths of a coarser run, carried to finer cells.
struct Carried {
  private let fine: TownBasin
  private let coarse: TownBasin
  /// By fine cell: the coarse one under it; -1 where there is none.
  private let under: [Int32]
  private let isSame: Bool

  init(from coarse: TownBasin, to fine: TownBasin) {
    self.fine = fine
    self.coarse = coarse
    isSame = coarse.grid == fine.grid
    under = isSame ? [] : (0..<fine.grid.count).map { Int32(coarse.grid.index(at: fine.grid.center($0)) ?? -1) }
  }

  /// What the fine run would have found: its own peak, changed by how much a coarse run's differs from the undisturbed coarse one's. Where
  /// the fine cell is dry, no more than the coarse water's level lies above its ground.
  func peak(_ member: [Float], beside control: [Float], on peak: [Float]) -> [Float] {
    if isSame { return member }
    var carried = peak
    for index in peak.indices where under[index] >= 0 && !peak[index].isNaN {
      let cell = Int(under[index])
      let change = member[cell] - control[cell]
      guard change.isFinite else { continue }
      if change <= 0 || peak[index] >= 0.05 {
        carried[index] = max(0, peak[index] + change)
      } else {
        let above = coarse.ground[cell] + member[cell] - fine.ground[index]
        carried[index] = min(peak[index] + change, max(peak[index], above))
      }
    }
    return carried
  }
}
