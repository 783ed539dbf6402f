public import Geography
import Modelling
public import Replica
import ShallowWater

/// What runs off a piece of ground before and after it is built on, by two formulas of handbooks instead of an engine: an estimate.
///
/// Losses are those of the flood model, the curve number of every cell by land use, roofs, streets and works (USDA, *Urban Hydrology for
/// Small Watersheds*, TR-55, 1986, equations 2-1 to 2-4): of P metres fallen (P − 0.2 S)² ⁄ (P + 0.8 S) have run off. The peak is that of the
/// rational method with these losses: what runs off, averaged over the time of concentration, times the area. The time is that of a
/// kinematic wave down the plane that fits the ground best (FHWA, *Urban Drainage Design Manual*, HEC-22, 3rd edition 2009, equation 3-3):
/// t = 6.92 (n L)^0.6 ⁄ (i^0.4 s^0.3) minutes, with Manning's n, L metres along the fall, i mm/h of runoff and the slope s, of which at
/// least ``leastSlope`` is taken. Nothing runs on from outside, houses are no obstacle, hollows hold nothing, and soil that Green and Ampt
/// describe is taken by its curve number.
public struct GroundRunoff: Sendable, Equatable {
  /// The least slope, m/m: water stands on flatter ground, and the formula does not hold (assumed).
  public static let leastSlope = 0.002
  /// Seconds of a step.
  static let step = 60.0
  /// Cells along the longer side of the ground's box.
  static let cellsAcross = 60.0

  /// What one state of the ground does.
  public struct State: Sendable, Equatable {
    /// m³ that run off.
    public var volume = 0.0
    /// Greatest m³/s that leave.
    public var peak = 0.0
    /// Curve number, as that of the mean retention, 0…100.
    public var curveNumber = 0.0
    /// Minutes from the farthest corner to the edge.
    public var minutes = 0.0
  }

  /// m² looked at.
  public let area: Double
  /// The ground before and after.
  public let before, after: State

  /// Compares one ground in two cities under a rain; nothing where the ground has no cell.
  public init?(on outline: MultiPolygon, before: City, after: City, rain: Rain, settings: FloodSettings = .init()) {
    let box = outline.box
    let cell = max(1, max(box.width, box.height) / Self.cellsAcross)
    let grid = TownGrid(over: box.expanded(by: cell), cell: cell)
    var inside: [Int] = []
    grid.grid([Float](repeating: 0, count: grid.count)).forEachCell(coveredBy: outline) { inside.append($0) }
    guard !inside.isEmpty else { return nil }
    area = outline.area
    let soils = SoilCells(settings, on: grid) { _ in true }
    let fall = Fall(of: inside, on: grid, terrain: before.terrain)
    let course = Self.fallen(rain)
    func state(_ city: City) -> State {
      let ground = Ground(city, on: grid, cells: inside, soils)
      return ground.state(course, area: outline.area, fall, city.waterWorks.tanks(within: outline))
    }
    self.before = state(before)
    self.after = state(after)
  }

  /// m³ more that run off along new streets and ways, where they cover soft ground.
  public static func volume(
    addedBy rows: [Int], before: City, after: City, rain: Rain, settings: FloodSettings = .init()
  ) -> Double {
    var box = Box.empty
    for row in rows { box.formUnion(after.streets.segments.shapes.box(of: row)) }
    guard !box.isEmpty else { return 0 }
    // No narrower than a street: what a street covers of a cell is at most all of it.
    let cell = max(15, max(box.width, box.height) / 200)
    let grid = TownGrid(over: box.expanded(by: cell), cell: cell)
    let soils = SoilCells(settings, on: grid) { _ in true }
    let depth = Self.fallen(rain).last ?? 0
    let (old, new) = (Ground(before, on: grid, soils), Ground(after, on: grid, soils))
    return (0..<grid.count).reduce(0) { sum, index in
      let (a, b) = (old.retentions[index], new.retentions[index])
      return a == b ? sum : sum + (excess(depth, b) - excess(depth, a)) * cell * cell
    }
  }

  /// Metres that have run off of `fallen` metres at a retention in metres.
  static func excess(_ fallen: Double, _ retention: Double) -> Double {
    let rest = fallen - 0.2 * retention
    return rest > 0 ? rest * rest / (fallen + 0.8 * retention) : 0
  }

  /// Metres fallen at the end of each step, as the mean of the gauges.
  static func fallen(_ rain: Rain) -> [Double] {
    let steps = max(1, Int((rain.end / step).rounded(.up)))
    var sums = [Double](repeating: 0, count: steps + 1)
    for gauge in rain.gauges {
      let (seconds, values) = (gauge.rates.seconds, gauge.rates.values)
      var (row, fallen) = (0, 0.0)
      for number in 1...steps {
        let end = Double(number) * step
        while row + 1 < seconds.count, seconds[row + 1] <= end {
          fallen += values[row] * (seconds[row + 1] - seconds[row])
          row += 1
        }
        let rest = row + 1 < seconds.count ? max(0, end - seconds[row]) * values[row] : 0
        sums[number] += (fallen + rest) / Double(rain.gauges.count)
      }
    }
    return sums
  }

  /// The plane that fits the ground best: how steep it is, and how long along its fall.
  struct Fall {
    var slope = GroundRunoff.leastSlope
    var length: Double

    init(of cells: [Int], on grid: TownGrid, terrain: Grid?) {
      let points = cells.map { grid.center($0) }
      let count = Double(points.count)
      let middle = Point(x: points.reduce(0) { $0 + $1.x } / count, y: points.reduce(0) { $0 + $1.y } / count)
      length = (count * grid.cell * grid.cell).squareRoot()
      guard let terrain else { return }
      var (xx, xy, yy, xz, yz) = (0.0, 0.0, 0.0, 0.0, 0.0)
      for point in points {
        let z = Double(terrain.interpolatedValue(at: point))
        guard z.isFinite else { continue }
        let (x, y) = (point.x - middle.x, point.y - middle.y)
        xx += x * x
        xy += x * y
        yy += y * y
        xz += x * z
        yz += y * z
      }
      let determinant = xx * yy - xy * xy
      guard determinant > 1e-6 else { return }
      let (east, north) = ((xz * yy - yz * xy) / determinant, (yz * xx - xz * xy) / determinant)
      let steep = (east * east + north * north).squareRoot()
      guard steep > 1e-9 else { return }
      slope = max(GroundRunoff.leastSlope, steep)
      let along = points.map { ($0.x * east + $0.y * north) / steep }
      length = max(grid.cell, (along.max() ?? 0) - (along.min() ?? 0) + grid.cell)
    }
  }

  /// Retention and friction of some cells.
  struct Ground {
    /// Metres, by cell of the grid or in the order of the cells given.
    let retentions: [Double]
    let roughness: Double

    init(_ city: City, on grid: TownGrid, cells: [Int]? = nil, _ soils: SoilCells) {
      var cover = LandCover(city, on: grid)
      cover.add(city.waterWorks.surfaces, on: grid)
      let cells = cells ?? Array(0..<grid.count)
      retentions = cells.map { index in
        let number = Double(min(100, max(1, cover.number(index, soils.groups[index]))))
        return max(0, 25.4 / number - 0.254) + Double(cover.storage[index]) / 1.2
      }
      roughness = cells.isEmpty ? 0.05 : cells.reduce(0) { $0 + Double(cover.roughness[$1]) } / Double(cells.count)
    }

    func state(_ fallen: [Double], area: Double, _ fall: Fall, _ tanks: [WaterWorks.Detention]) -> State {
      // Cells of one retention run off alike: each is computed once, to a tenth of a millimetre.
      var counts: [Int: Int] = [:]
      for retention in retentions { counts[Int((retention * 10_000).rounded()), default: 0] += 1 }
      var rates = [Double](repeating: 0, count: max(0, fallen.count - 1))
      for (key, count) in counts.sorted(by: { $0.key < $1.key }) {
        let share = Double(count) / Double(retentions.count)
        var last = 0.0
        for number in rates.indices {
          let now = GroundRunoff.excess(fallen[number + 1], Double(key) / 10_000)
          rates[number] += share * (now - last) / GroundRunoff.step
          last = now
        }
      }
      var state = State()
      state.volume = rates.reduce(0) { $0 + $1 * GroundRunoff.step } * area
      let mean = retentions.reduce(0, +) / Double(max(1, retentions.count))
      state.curveNumber = 25.4 / (mean + 0.254)
      let (minutes, flow) = concentrated(rates, fall)
      state.minutes = minutes
      let leaving = flow.map { $0 * area }
      state.peak = (tanks.isEmpty ? leaving : Self.held(leaving, tanks)).max() ?? 0
      return state
    }

    /// m/s that leave at the end of each step, and the minutes over which what falls is averaged. The time and the rate it is for are found
    /// in turn.
    private func concentrated(_ rates: [Double], _ fall: Fall) -> (minutes: Double, flow: [Double]) {
      guard let most = rates.max(), most > 0 else { return (0, rates.map { _ in 0 }) }
      var sums = [0.0]
      for rate in rates { sums.append(sums[sums.count - 1] + rate * GroundRunoff.step) }
      /// The mean over some seconds until each step's end, and a while beyond the rain.
      func flow(_ seconds: Double) -> [Double] {
        let steps = rates.count + Int((seconds / GroundRunoff.step).rounded(.up))
        func sum(at time: Double) -> Double {
          let place = max(0, min(Double(rates.count), time / GroundRunoff.step))
          let low = min(rates.count, Int(place))
          let high = min(rates.count, low + 1)
          return sums[low] + (sums[high] - sums[low]) * (place - Double(low))
        }
        return (1...max(1, steps)).map { number in
          let end = Double(number) * GroundRunoff.step
          return (sum(at: end) - sum(at: end - seconds)) / seconds
        }
      }
      var rate = most
      var minutes = 0.0
      for _ in 0..<8 {
        let hourly = max(0.1, rate * 3_600_000)
        minutes =
          6.92 * Portable.pow(roughness * fall.length, 0.6)
          / (Portable.pow(hourly, 0.4) * Portable.pow(fall.slope, 0.3))
        rate = flow(max(GroundRunoff.step, minutes * 60)).max() ?? 0
      }
      return (minutes, flow(max(GroundRunoff.step, minutes * 60)))
    }

    /// What leaves tanks that take all of some m³/s and let go at most their release until they are full.
    private static func held(_ flow: [Double], _ tanks: [WaterWorks.Detention]) -> [Double] {
      let room = tanks.reduce(0) { $0 + $1.volume }
      let release = tanks.reduce(0) { $0 + $1.release }
      var stored = 0.0
      return flow.map { rate in
        let free = min(rate + stored / GroundRunoff.step, release)
        stored += (rate - free) * GroundRunoff.step
        let over = max(0, stored - room)
        stored -= over
        return free + over / GroundRunoff.step
      }
    }
  }
}

extension WaterWorks {
  /// The tanks whose area has its middle in a ground.
  func tanks(within outline: MultiPolygon) -> [Detention] {
    detentions.filter { outline.contains($0.outline.centroid) }
  }
}
