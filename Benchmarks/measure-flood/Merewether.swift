import Foundation
import Measuring
import ShallowWater

/// The flood of Merewether, Newcastle, Australia, on 8 June 2007: 1 m of lidar, 59 houses, the highest levels at five points.
///
/// Ground, houses, road and levels: the Water Research Laboratory of UNSW, as ANUGA and SWALS hold them. What enters, friction
/// and rims as in both: 19.7 m³/s steadily within 10 m of a point, n = 0.02 on the road and 0.04 elsewhere, walls in the west and
/// south, free outflow in the north and east. Observed levels and TUFLOW's at 1 m: G. Smith and C. Wasko, *Australian Rainfall and
/// Runoff, Revision Project 15*, Engineers Australia 2012, table 9.
enum Merewether {
  private struct Mark {
    var x, y, observed, tuflow: Double
  }
  private static let marks = [
    Mark(x: 382373.5145, y: 6354387.8371, observed: 23.01, tuflow: 22.79),
    Mark(x: 382354.6103, y: 6354365.2083, observed: 23.14, tuflow: 23.10),
    Mark(x: 382424.3999, y: 6354478.3335, observed: 19.98, tuflow: 20.09),
    Mark(x: 382509.7137, y: 6354548.2208, observed: 18.38, tuflow: 18.34),
    Mark(x: 382339.4160, y: 6354297.8367, observed: 23.36, tuflow: 23.57),
  ]
  private static let inlet = (x: 382265.0, y: 6354280.0, radius: 10.0)
  /// m/m down which the water leaves: the ground's own slope toward the northern and eastern rim is 1–3 %. Assumed.
  private static let slope = 0.02

  static func run(_ words: [String]) throws {
    guard words.count >= 2 else {
      throw Trouble(
        description: "give the folder of the case, the terrain as .asc, then an engine, and a cell in m")
    }
    let site = try Site(folder: words[0], terrain: words[1], cell: words.count > 3 ? Int(words[3]) ?? 1 : 1)
    let which = words.count > 2 ? words[2] : "reference"
    let threads = words.count > 4 ? Int(words[4]) ?? 2 : 2
    if which == "beside" { return try beside(site, threads) }
    let began = processorSeconds()
    let engine = try engine(which, site, threads)
    try engine.advance(to: 1000)
    let seconds = processorSeconds() - began
    let name = "\(engine.title), \(Int(site.basin.cell.rounded())) m"
    let depths = engine.peaks.depth
    for (number, mark) in marks.enumerated() {
      let level = site.level(depths, x: mark.x, y: mark.y)
      try Row(
        bar: "Merewether, point \(number + 1)", case: name, unit: "m", ours: abs(level - mark.observed), limit: 0.3,
        seconds: seconds, peer: abs(mark.tuflow - mark.observed), peerName: "TUFLOW 1 m",
        note: String(format: "%.2f m, observed %.2f m", level, mark.observed)
      ).print()
    }
    try Row(
      bar: "Merewether, mass", case: name, unit: "share", ours: abs(engine.balance.relativeError), limit: 1e-6,
      note: "steps \(engine.steps), \(engine.range)"
    ).print()
  }

  /// How far the live engine's greatest depths are from the reference engine's, over all cells that either wets by 0.05 m.
  private static func beside(_ site: Site, _ threads: Int) throws {
    func peaks(_ name: String) throws -> (depth: [Float], seconds: Double) {
      let began = processorSeconds()
      let engine = try engine(name, site, threads)
      try engine.advance(to: 1000)
      return (engine.peaks.depth, processorSeconds() - began)
    }
    let reference = try peaks("reference").depth
    for (name, form) in zip(["live", "live-advection"], LiveForm.allCases) {
      let (depth, seconds) = try peaks(name)
      let pairs = zip(depth, reference).filter { max($0.0, $0.1) > 0.05 }
      let squares = pairs.reduce(0.0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }
      try Row(
        bar: "Merewether, greatest depths beside the reference, \(form.name)",
        case: "\(Int(site.basin.cell.rounded())) m, \(pairs.count) cells", unit: "m (root of the mean square)",
        ours: (squares / Double(pairs.count)).squareRoot(), seconds: seconds
      ).print()
    }
  }

  private static func engine(_ name: String, _ site: Site, _ threads: Int) throws -> any WaterEngine {
    switch name {
    case "reference": try ReferenceEngine(site.basin, site.forcing, threads: threads)
    case "reference1": try ReferenceEngine(site.basin, site.forcing, order: .first, threads: threads)
    case "live": try LiveForm.live.engine(site.basin, site.forcing, threads: threads)
    case "live-advection": try LiveForm.advection.engine(site.basin, site.forcing, threads: threads)
    default:
      throw Trouble(
        description: "there is no engine \(name); there are reference, reference1, live and live-advection")
    }
  }

  /// The ground and what moves the water.
  struct Site {
    var basin: Basin
    var forcing = Forcing()
    private var west: Double
    private var northEdge: Double

    init(folder: String, terrain: String, cell factor: Int) throws {
      let fine = try Grid(terrain)
      let columns = fine.columns / factor
      let rows = fine.rows / factor
      let cell = fine.cell * Double(factor)
      west = fine.west
      northEdge = fine.north
      let road = try Self.polygon(folder + "/Road/RoadPolygon.csv")
      let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/houses").sorted()
      let houses = try names.filter { $0.hasSuffix(".csv") }.map { try Self.polygon(folder + "/houses/" + $0) }
      var bed: [Float] = []
      var roughness: [Float] = []
      for row in 0..<rows {
        for column in 0..<columns {
          let x = west + (Double(column) + 0.5) * cell
          let y = northEdge - (Double(row) + 0.5) * cell
          let level = fine.mean(column * factor..<(column + 1) * factor, row * factor..<(row + 1) * factor)
          bed.append(houses.contains { Self.contains($0, x, y) } ? .nan : Float(level))
          roughness.append(Self.contains(road, x, y) ? 0.02 : 0.04)
        }
      }
      basin = Basin(columns: columns, rows: rows, cell: cell, bed: bed, roughness: roughness)
      let inlet = Merewether.inlet
      let cells = (0..<columns * rows).filter { i in
        let (x, y) = (west + (Double(i % columns) + 0.5) * cell, northEdge - (Double(i / columns) + 0.5) * cell)
        return !bed[i].isNaN
          && (x - inlet.x) * (x - inlet.x) + (y - inlet.y) * (y - inlet.y) <= inlet.radius * inlet.radius
      }
      forcing.inflows = [Inflow(cells: cells.map { Int32($0) }, rate: Series(constant: 19.7))]
      let north = (0..<columns).filter { !bed[$0].isNaN }
      let east = (1..<rows).map { $0 * columns + columns - 1 }.filter { !bed[$0].isNaN }
      forcing.rims = [
        Rim(cells: north.map { Int32($0) }, kind: .outflow(slope: Merewether.slope)),
        Rim(cells: east.map { Int32($0) }, kind: .outflow(slope: Merewether.slope)),
      ]
    }

    /// The level of water at a point: of its cell, or of the nearest within 5 m that was wet, where a house stands on the cell.
    func level(_ depths: [Float], x: Double, y: Double) -> Double {
      var best = (distance: 5.0, level: Double.nan)
      for row in 0..<basin.rows {
        for column in 0..<basin.columns {
          let i = row * basin.columns + column
          let dx = west + (Double(column) + 0.5) * basin.cell - x
          let dy = northEdge - (Double(row) + 0.5) * basin.cell - y
          let distance = (dx * dx + dy * dy).squareRoot()
          if depths[i] > 0.01, distance < best.distance {
            best = (distance, Double(basin.bed[i]) + Double(depths[i]))
          }
        }
      }
      return best.level
    }

    private static func polygon(_ path: String) throws -> [(x: Double, y: Double)] {
      try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline).compactMap { line in
        let numbers = line.split(separator: ",").compactMap { Double($0.trimmingCharacters(in: .whitespaces)) }
        return numbers.count >= 2 ? (numbers[0], numbers[1]) : nil
      }
    }

    private static func contains(_ polygon: [(x: Double, y: Double)], _ x: Double, _ y: Double) -> Bool {
      var inside = false
      var last = polygon[polygon.count - 1]
      for next in polygon {
        if (next.y > y) != (last.y > y), x < (last.x - next.x) * (y - next.y) / (last.y - next.y) + next.x {
          inside.toggle()
        }
        last = next
      }
      return inside
    }
  }

  /// An ASCII grid of ESRI's.
  private struct Grid {
    var columns = 0
    var rows = 0
    var cell = 1.0
    var west = 0.0
    var north = 0.0
    private var values: [Double] = []

    init(_ path: String) throws {
      let words = try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isWhitespace)
      guard words.count > 12 else { throw Trouble(description: "\(path) is no grid") }
      var heads: [String: Double] = [:]
      for k in 0..<6 { heads[words[2 * k].lowercased()] = Double(words[2 * k + 1]) }
      columns = Int(heads["ncols"] ?? 0)
      rows = Int(heads["nrows"] ?? 0)
      cell = heads["cellsize"] ?? 1
      west = heads["xllcorner"] ?? 0
      north = (heads["yllcorner"] ?? 0) + Double(rows) * cell
      let none = heads["nodata_value"]
      values = words.dropFirst(12).compactMap { Double($0) }.map { $0 == none ? .nan : $0 }
      guard values.count == columns * rows else { throw Trouble(description: "\(path) lacks cells") }
    }

    /// The mean of those cells of a block that have a level; NaN where none has.
    func mean(_ columns: Range<Int>, _ rows: Range<Int>) -> Double {
      let found = rows.flatMap { row in columns.map { values[row * self.columns + $0] } }.filter { !$0.isNaN }
      return found.isEmpty ? .nan : found.reduce(0, +) / Double(found.count)
    }
  }
}
