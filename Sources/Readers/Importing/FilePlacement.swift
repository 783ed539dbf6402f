public import Geography
import OpenStreetMap
import Projections
import Rasters
import Vectors

/// Where a file would lie on Earth if its numbers were of a coordinate system.
public struct FilePlacement: Sendable {
  /// The text to choose the system by, such as `EPSG:3168`.
  public let system: String
  /// What its makers call it.
  public let title: String
  /// Metres from the middle of the file to that of the town; NaN where no town is known.
  public let distance: Double
  /// Its coarse shapes: kind, and parts of longitude (x) and latitude (y).
  public let shapes: [(kind: String, parts: [[Point]])]

  /// The systems in use around a town that put a file on it, the most plausible first; `town` in degrees, `country` ISO 3166-1 alpha-2.
  ///
  /// Some hundred milliseconds. Each has `most` shapes at most.
  public static func candidates(
    for file: Recognition, on town: Box, country: String, most: Int = 8, shapes count: Int = 250
  ) -> [FilePlacement] {
    CandidateSystems.landing(box: file.box, on: town, country: country).prefix(most).compactMap {
      candidate -> FilePlacement? in
      guard let shapes = try? placed(file, by: candidate.definition, around: town, count) else { return nil }
      return FilePlacement(
        system: candidate.definition, title: candidate.name, distance: candidate.distance, shapes: shapes)
    }
  }

  private init(system: String, title: String, distance: Double, shapes: [(kind: String, parts: [[Point]])]) {
    (self.system, self.title, self.distance, self.shapes) = (system, title, distance, shapes)
  }

  /// Where a file lies by a system that was named. Throws `ProjectionError` where the text names none.
  public init(of file: Recognition, by system: String, on town: Box?) throws {
    let known = try CoordinateSystem(system)
    shapes = try Self.placed(file, by: system, around: town, 500)
    self.system = system
    title = known.title
    let box = Self.degrees(of: file, by: system)
    distance = Self.metres(from: box, to: town)
  }

  /// The box of a file in degrees by a system; nothing where it lies nowhere.
  public static func degrees(of file: Recognition, by system: String) -> Box? {
    guard !file.box.isEmpty, let known = try? CoordinateSystem(system) else { return nil }
    let box = file.box
    let outline = [box.minX, box.center.x, box.maxX].flatMap { x in
      [box.minY, box.center.y, box.maxY].map { Point(x: x, y: $0) }
    }
    guard let points = try? known.degrees(of: outline), points.allSatisfy(\.x.isFinite) else { return nil }
    return Box(points)
  }

  /// Metres between the middles of two boxes in degrees, about.
  static func metres(from box: Box?, to town: Box?) -> Double {
    guard let box, let town, !box.isEmpty, !town.isEmpty else { return .nan }
    let from = Coordinate(longitude: box.center.x, latitude: box.center.y)
    let plane = UTM(containing: Coordinate(longitude: town.center.x, latitude: town.center.y))
    return plane.project(from).distance(
      to: plane.project(Coordinate(longitude: town.center.x, latitude: town.center.y)))
  }

  private static func placed(
    _ file: Recognition, by system: String, around town: Box?, _ most: Int
  ) throws -> [(kind: String, parts: [[Point]])] {
    let raw: [(String, [[Point]])]
    switch file.content {
    case .map(let map): raw = [("area", [ring(of: map.box)])]
    case .raster(let raster): raw = [("area", [raster.corners + raster.corners.prefix(1)])]
    case .features(let features):
      let step = max(1, (features.shapes.count + most - 1) / most)
      raw = stride(from: 0, to: features.shapes.count, by: step).map {
        (features.shapes[$0].kind.rawValue, features.shapes[$0].parts)
      }
    }
    let points = raw.flatMap { $0.1.flatMap { $0 } }
    let carried = try CoordinateSystem(system).degrees(of: points, around: town)
    var next = 0
    return raw.map { kind, parts in
      let moved = parts.map { part -> [Point] in
        defer { next += part.count }
        return carried[next..<next + part.count].filter(\.x.isFinite)
      }
      return (kind, moved.filter { !$0.isEmpty })
    }.filter { !$0.1.isEmpty }
  }

  private static func ring(of box: Box) -> [Point] {
    [
      Point(x: box.minX, y: box.minY), Point(x: box.maxX, y: box.minY), Point(x: box.maxX, y: box.maxY),
      Point(x: box.minX, y: box.maxY), Point(x: box.minX, y: box.minY),
    ]
  }
}
