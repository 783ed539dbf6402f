import Geography
import Modelling
import Replica

/// A town's terrain on square cells: sampled, brought to one datum, its small holes closed, its spurious sinks filled.
struct TownGround {
  /// Where the cells lie.
  let grid: TownGrid
  /// Metres above the datum; NaN where there is no terrain.
  var heights: [Float]
  /// What a reader must know.
  var remarks: [String] = []

  /// The local values of `city.yaml` that bring a terrain to the datum of the sea: metres to add, and metres by which it lies too high.
  static let datumShift = "terrain-datum-shift", bias = "terrain-bias"

  /// A cell's side in metres of a terrain; exact for a north-up one in the city's own plane.
  static func cell(of terrain: Grid, in box: Box) -> Double {
    let middle = box.isEmpty ? Point(x: 0, y: 0) : box.center
    let a = terrain.placement.gridPosition(of: middle)
    let b = terrain.placement.gridPosition(of: Point(x: middle.x + 100, y: middle.y))
    let c = terrain.placement.gridPosition(of: Point(x: middle.x, y: middle.y + 100))
    let area = abs((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)) / 10_000
    return area > 0 ? 1 / area.squareRoot() : .nan
  }

  /// The box of a terrain in city metres; for a terrain in another plane the city's box and a kilometre, as it was read.
  static func box(of terrain: Grid, city: City) -> Box {
    if case .affine(let affine) = terrain.placement, affine.cy == 0, affine.rx == 0,
      let a = affine.position(column: 0, row: 0),
      let b = affine.position(column: Double(terrain.columns), row: Double(terrain.rows))
    {
      return Box([a, b])
    }
    return city.box.expanded(by: 1000)
  }

  /// Samples a city's terrain: the mean of the source's cells inside a cell where it is coarser, straight lines between them where finer.
  init(_ city: City, terrain: Grid, on grid: TownGrid, threads: Int) throws {
    self.grid = grid
    let source = Self.cell(of: terrain, in: Box([grid.center(0), grid.center(grid.count - 1)]))
    let parts = min(16, max(1, Int((grid.cell / source).rounded())))
    let isSame = parts == 1 && abs(grid.cell / source - 1) < 1e-6
    var heights = [Float](repeating: .nan, count: grid.count)
    try heights.withUnsafeMutableBufferPointer { heights in
      let column = SharedColumn(base: heights.baseAddress)
      try parallel(over: grid.rows, chunk: 16, threads: threads) { rows in
        for index in rows.lowerBound * grid.columns..<rows.upperBound * grid.columns {
          let center = grid.center(index)
          if isSame {
            column.base?[index] = terrain.value(at: center)
            continue
          }
          if parts == 1 {
            column.base?[index] = terrain.interpolatedValue(at: center)
            continue
          }
          var sum: Float = 0
          var found: Float = 0
          for v in 0..<parts {
            for u in 0..<parts {
              let point = Point(
                x: center.x + ((Double(u) + 0.5) / Double(parts) - 0.5) * grid.cell,
                y: center.y + ((Double(v) + 0.5) / Double(parts) - 0.5) * grid.cell)
              let value = terrain.value(at: point)
              if value.isFinite {
                sum += value
                found += 1
              }
            }
          }
          if found > 0 { column.base?[index] = sum / found }
        }
      }
    }
    for index in heights.indices where !heights[index].isFinite { heights[index] = .nan }
    self.heights = heights
    shift(city.profile)
  }

  /// Brings the heights to the sea's datum by what `city.yaml` knows.
  private mutating func shift(_ profile: Profile) {
    func local(_ name: String) -> Double? { profile.values.first { $0.name == name }?.value }
    let metres = (local(Self.datumShift) ?? 0) - (local(Self.bias) ?? 0)
    guard metres != 0, metres.isFinite else {
      if TerrainError(profile).mayLieHigh, local(Self.bias) == nil {
        remarks.append(
          "This terrain sees roofs and trees: beside lidar the same kind lay 0.75 m too high in Bangkok. A value "
            + "\(Self.bias) in city.yaml takes that off.")
      }
      return
    }
    for index in heights.indices { heights[index] += Float(metres) }
    remarks.append("The terrain was moved by \(Words.number(metres)) m to the sea's datum (city.yaml).")
  }

  /// The pieces of connected cells without terrain of which `isIn` holds.
  private func holes(where isIn: (Int) -> Bool) -> [[Int]] {
    var holes: [[Int]] = []
    var seen = [Bool](repeating: false, count: grid.count)
    for start in heights.indices where heights[start].isNaN && isIn(start) && !seen[start] {
      var hole = [start]
      seen[start] = true
      var next = 0
      while next < hole.count {
        grid.forEachNeighbour(of: hole[next]) { other in
          if heights[other].isNaN, isIn(other), !seen[other] {
            seen[other] = true
            hole.append(other)
          }
        }
        next += 1
      }
      holes.append(hole)
    }
    return holes
  }

  /// Metres above the mean sea up to which the lowest ground beside water is a shore (assumed).
  private static let shore: Float = 2

  /// Gives mapped water without terrain a bed 3 m below the sea's mean (assumed), where the terrain beside it is as low as a shore: a
  /// terrain often ends there. A river that leaves the terrain higher up is no sea.
  mutating func fillSea(where isWater: [Bool], level: Float) {
    for water in holes(where: { isWater[$0] }) {
      var lowest = Float.infinity
      for index in water {
        grid.forEachNeighbour(of: index) { if !heights[$0].isNaN { lowest = min(lowest, heights[$0]) } }
      }
      guard lowest <= level + Self.shore else { continue }
      for index in water { heights[index] = level - 3 }
    }
  }

  /// Closes holes of up to so many cells that lie inside the terrain, ring by ring, by the mean of what lies around.
  mutating func closeHoles(upTo most: Int = 25) {
    var closed = 0
    var left = 0
    for hole in holes(where: { _ in true }) where !hole.contains(where: grid.isAtEdge) {
      guard hole.count <= most else {
        left += hole.count
        continue
      }
      closed += hole.count
      while hole.contains(where: { heights[$0].isNaN }) {
        var values: [(Int, Float)] = []
        for index in hole where heights[index].isNaN {
          var sum: Float = 0
          var count: Float = 0
          grid.forEachNeighbour(of: index) { other in
            if !heights[other].isNaN {
              sum += heights[other]
              count += 1
            }
          }
          if count > 0 { values.append((index, sum / count)) }
        }
        for (index, value) in values { heights[index] = value }
      }
    }
    if closed > 0 {
      remarks.append("The terrain has holes: \(closed) cells were closed by the mean of what lies around.")
    }
    if left > 0 {
      remarks.append(
        "The terrain has holes of \(left) cells in all that were too large to close; no water flows there.")
    }
  }
}

/// How wrong a city's terrain is.
struct TerrainError {
  /// Metres of standard error; NaN when not known.
  let standard: Double
  /// Whether it is a surface that sees roofs and trees, by the name of its maker.
  let mayLieHigh: Bool

  init(_ profile: Profile) {
    let source = profile.source(of: "terrain")
    standard = source?.standardError ?? .nan
    let words = ((source?.attribution ?? "") + " " + (source?.file ?? "")).lowercased()
    mayLieHigh = ["glo-30", "glo30", "copernicus dem", "srtm", "aster gdem", "alos world 3d"].contains {
      words.contains($0)
    }
  }

  /// The error, or the 1 m that global terrain has at best where it is not known (assumed).
  var orAssumed: Double { standard.isFinite && standard >= 0 ? standard : 1 }
}

/// A column that several threads write, each to rows of its own.
///
/// Sendable because `parallel` gives no row to two threads.
struct SharedColumn<Value>: @unchecked Sendable {
  let base: UnsafeMutablePointer<Value>?
}
