import Flood
import Geography
import Modelling
import Replica
import ShallowWater
import Testing

/// Small towns made by hand, and what a run needs.
enum Hand {
  static func city(_ terrain: Grid? = nil, error: Double = 0) -> City {
    var profile = Profile(
      name: "Tiny", country: "MY", timeZone: "Asia/Kuala_Lumpur", languages: ["ms"], currency: "MYR",
      drivingSide: .left, projection: UTM(zone: 47, isSouthern: false)!)
    profile.sources = [LayerSource(layer: "terrain", file: "hand.tif", standardError: error)]
    var city = City(profile: profile)
    city.terrain = terrain
    return city
  }

  /// North-up ground, its south-west corner at (500,000, 400,000).
  static func ground(_ columns: Int, _ rows: Int, cell: Double = 10, _ height: (Double, Double) -> Double) -> Grid {
    var values: [Float] = []
    for row in 0..<rows {
      for column in 0..<columns {
        values.append(Float(height((Double(column) + 0.5) * cell, (Double(rows - row) - 0.5) * cell)))
      }
    }
    return Grid(
      columns: columns, rows: rows, values: values,
      placement: .affine(
        AffinePlacement(
          west: 500_000, north: 400_000 + Double(rows) * cell, cellWidth: cell, cellHeight: cell)))
  }

  static func box(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> MultiPolygon {
    MultiPolygon(
      Box(minX: 500_000 + x, minY: 400_000 + y, maxX: 500_000 + x + width, maxY: 400_000 + y + height))
  }

  static func number(_ outcome: Outcome, _ id: String) -> Double {
    outcome.indicators.first { $0.id == id }?.value.number ?? .nan
  }

  static func field(_ outcome: Outcome, _ name: String) -> Field? { outcome.fields.first { $0.name == name } }
}

struct NoFiles: Files {
  var texts: [String: String] = [:]
  var rasters: [String: GridSeries] = [:]
  func grid(_ path: String) throws -> Grid { throw ChangeError("test", "no grid \(path)") }
  func series(_ path: String) throws -> GridSeries {
    guard let found = rasters[path] else { throw ChangeError("test", "no raster \(path)") }
    return found
  }
  func text(_ path: String) throws -> String { texts[path] ?? "" }
  func digest(_ path: String) throws -> String { path }
}

struct TestContext: RunContext {
  var seed: UInt64 = 1
  var threads = 2
  func advance(to fraction: Double, _ phase: String) throws {}
  func prepared<P: Sendable>(_ name: String, _ make: () throws -> P) throws -> P { try make() }
}
