internal import Foundation

/// The sides of cells at the rim of a live grid where something other than a wall stands.
struct LiveRims {
  /// A side of a cell beyond which the model ends.
  private struct Side {
    /// The cell, in the grid.
    let place: Int
    let rim: Int
    /// Discharge outward in m²/s.
    var discharge: Float = 0
    /// The cell's bed, n² and 1 ⁄ room: beside each other here, each in another line of the cache in the grid.
    let bed, squaredRoughness, inverseRoom: Float

    init(_ place: Int, rim: Int, _ grid: LiveGrid) {
      self.place = place
      self.rim = rim
      bed = grid.bed[place]
      squaredRoughness = grid.squaredRoughness(at: place)
      inverseRoom = grid.town?.inverseRoom[place] ?? 1
    }
  }
  private var sides: [Side] = []
  private let kinds: [Rim.Kind]

  /// A cell with several sides at the rim opens on those that most cells of its rim share: the end of a channel opens along the
  /// channel, not through its banks. A raster of one row or column has no rim along it.
  init(_ rims: [Rim], _ grid: LiveGrid) {
    kinds = rims.map(\.kind)
    for (number, rim) in rims.enumerated() {
      let open = rim.cells.map { cell in
        let k = grid.place(Int(cell))
        return [(1, grid.columns), (-1, grid.columns), (grid.stride, grid.rows), (-grid.stride, grid.rows)].map {
          $0.1 > 1 && grid.bed[k + $0.0] >= LiveGrid.wall
        }
      }
      let counts = (0..<4).map { side in open.count { $0[side] } }
      for (cell, open) in zip(rim.cells, open) {
        let most = (0..<4).filter { open[$0] }.map { counts[$0] }.max() ?? 0
        for side in 0..<4 where open[side] && counts[side] == most {
          sides.append(Side(grid.place(Int(cell)), rim: number, grid))
        }
      }
    }
  }

  var isEmpty: Bool { sides.isEmpty }

  /// The greatest depth that a level outside can cause, in m: what the step has to be short enough for.
  func deepest(_ grid: LiveGrid, from start: Double, to end: Double) -> Float {
    let levels = kinds.map { kind -> Double in
      guard case .level(let series) = kind else { return -.infinity }
      return max(series.value(at: start), series.value(at: end))
    }
    return sides.reduce(0) { max($0, Float(levels[$1.rim] - grid.datum) - $1.bed) }
  }

  /// Lets water come and go for a step; gives the m³.
  ///
  /// A level is met half a cell from the centre, by the momentum equation of the interior; no more water comes than brings the
  /// cell to the level, no more goes than brings it down to it. A slope lets water go as a uniform flow, q = h^(5/3) √S ⁄ n, at most critical.
  mutating func cross(
    _ grid: LiveGrid, _ tiles: inout LiveTiles, over step: Double, at seconds: Double, grain: Float,
    _ heavyDepth: Float
  ) -> (into: Double, out: Double) {
    let levels = kinds.map { kind -> Float in
      guard case .level(let series) = kind else { return 0 }
      return Float(series.value(at: seconds) - grid.datum)
    }
    var into = 0.0
    var out = 0.0
    let perStep = Float(step / grid.cell)
    for number in sides.indices {
      let side = sides[number]
      let k = side.place
      let h = grid.water[k] * side.inverseRoom
      let squared = side.squaredRoughness
      var wanted: Float
      switch kinds[side.rim] {
      case .level:
        let level = levels[side.rim]
        let fall = (side.bed - level) + h
        let deep = max(h, level - side.bed)
        guard deep > LiveEngine.dryDepth else {
          sides[number].discharge = 0
          continue
        }
        let speed = side.discharge / deep
        let share = min(1, max(heavyDepth, 4 / LiveEngine.gravity * speed * speed) / deep)
        let drive = 2 * LiveEngine.gravity * perStep * share * deep * fall
        let drag = LiveEngine.gravity * Float(step) * share * squared * abs(side.discharge) / (deep * deep * cbrt(deep))
        let free = (side.discharge * (1 + drag) + drive) / (1 + 2 * drag)
        let most = deep * (LiveEngine.gravity * deep).squareRoot()
        wanted = max(-most, min(most, free)) * perStep
        // Past the level the water would only come back.
        let whole = fall * Float(1 / Double(side.inverseRoom))
        wanted = fall > 0 ? min(wanted, whole) : max(wanted, whole)
      case .outflow(let slope):
        guard h > LiveEngine.dryDepth else { continue }
        wanted = Self.leaving(
          h, rate: Float(slope / Double(squared)).squareRoot() * perStep, perStep, side.inverseRoom,
          from: side.discharge * perStep)
      }
      let moved = min((wanted / grain).rounded() * grain, grid.water[k])
      sides[number].discharge = wanted / perStep
      let gained = grid.add(-moved, at: k)
      tiles.raise(grid, k)
      if gained < 0 { out -= gained } else { into += gained }
    }
    let area = grid.cell * grid.cell
    return (into * area, out * area)
  }

  /// Metres of water that a step takes over a slope out of a cell with the depth h, such that the discharge is that of the depth it leaves, by
  /// Newton's method from what the step before took: of the depth before, which has the inflow of a whole step in it, rivers would be drawn
  /// down before they leave.
  private static func leaving(
    _ h: Float, rate: Float, _ perStep: Float, _ inverseRoom: Float, from last: Float
  ) -> Float {
    var taken = last
    for _ in 0..<5 {
      let left = max(h - taken * inverseRoom, LiveEngine.dryDepth)
      let third = cbrt(left)
      let uniform = rate * left * third * third
      let critical = perStep * left * (LiveEngine.gravity * left).squareRoot()
      let (flow, power) = uniform < critical ? (uniform, Float(5) / 3) : (critical, 1.5)
      let change = (flow - taken) / (1 + power * flow / left * inverseRoom)
      taken += change
      // Every turn squares the error: after this one it is below 1e-6 of the depth.
      if abs(change) * inverseRoom < 1e-3 * left { break }
    }
    return max(0, taken)
  }
}

extension Basin {
  /// Throws ``WaterFault`` for a level at the rim that never reaches the ground of any of its cells.
  func checkLevels(_ forcing: Forcing) throws {
    for (number, rim) in forcing.rims.enumerated() {
      guard case .level(let series) = rim.kind, let highest = series.values.max() else { continue }
      let lowest = rim.cells.map { Double(bed[Int($0)]) }.min() ?? -.infinity
      guard lowest >= highest else { continue }
      throw WaterFault(
        "rim \(number + 1) lies on dry land: its lowest cell is at \(lowest) m, its level never rises above \(highest) m; "
          + "check the datum of the levels, or name cells where the water is")
    }
  }
}
