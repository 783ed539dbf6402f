internal import CPROJ
public import Geography

/// Carries positions from a coordinate system to a city's plane and back.
///
/// Holds a PROJ context of its own and so belongs to one thread at a time: make one a thread. Where several ways lead
/// between two datums, PROJ takes the most accurate for each position that needs no file from the network.
public final class Transformation {
  /// Whether the source is the city's own plane; positions then pass through untouched.
  public let isIdentity: Bool
  private let operation: ProjectionObject

  /// A way from a coordinate system to a city's plane. ~10 ms. Throws a ``ProjectionError``.
  public init(from source: CoordinateSystem, to city: UTM) throws {
    let west = city.centralMeridian - 3
    let area = city.isSouthern ? (south: -80.0, north: 0.0) : (south: 0.0, north: 84.0)
    operation = try Self.operation(
      from: source.definition, to: CoordinateSystem(city).definition,
      over: Box(minX: west, minY: area.south, maxX: west + 6, maxY: area.north), in: ProjectionContext())
    // Equal numbers are what "the same plane" means here, whatever the two are called.
    let probes = [Point(x: 300_000, y: 1_000_000), Point(x: 500_000, y: 5_000_000), Point(x: 700_000, y: 9_000_000)]
    isIdentity = zip(probes, Self.carried(probes, by: operation, PJ_FWD)).allSatisfy { $0.distance(to: $1) < 1e-4 }
  }

  /// A way to longitude and latitude on WGS 84, in degrees, over an area in degrees.
  init(toDegreesFrom definition: String, over area: Box, in context: ProjectionContext) throws {
    operation = try Self.operation(from: definition, to: "EPSG:4326", over: area, in: context)
    isIdentity = false
  }

  /// City metres of positions of the source (x east or longitude in degrees, y north or latitude).
  ///
  /// A position that cannot be carried becomes NaN. About 1 µs a point.
  public func forward(_ points: [Point]) -> [Point] {
    isIdentity ? points : Self.carried(points, by: operation, PJ_FWD)
  }

  /// Positions in the source of city metres.
  ///
  /// A position that cannot be carried becomes NaN. About 1 µs a point.
  public func inverse(_ points: [Point]) -> [Point] {
    isIdentity ? points : Self.carried(points, by: operation, PJ_INV)
  }

  private static func operation(
    from source: String, to target: String, over area: Box, in context: ProjectionContext
  ) throws -> ProjectionObject {
    let from = try CoordinateSystem.object(source, in: context)
    let to = try CoordinateSystem.object(target, in: context)
    let bounds = proj_area_create()
    defer { proj_area_destroy(bounds) }
    proj_area_set_bbox(bounds, area.minX, area.minY, area.maxX, area.maxY)
    guard
      let plain = ProjectionObject(
        context, proj_create_crs_to_crs_from_pj(context.handle, from.handle, to.handle, bounds, nil)),
      let operation = ProjectionObject(context, proj_normalize_for_visualization(context.handle, plain.handle))
    else {
      throw ProjectionError(reason: "No way is known from \(source) to \(target)\(context.complaint).")
    }
    return operation
  }

  private static func carried(_ points: [Point], by operation: ProjectionObject, _ way: PJ_DIRECTION) -> [Point] {
    var result = points
    let count = result.count
    guard count > 0 else { return result }
    result.withUnsafeMutableBufferPointer { buffer in
      guard let first = buffer.baseAddress else { return }
      let stride = MemoryLayout<Point>.stride
      UnsafeMutableRawPointer(first).withMemoryRebound(to: Double.self, capacity: count * 2) { numbers in
        _ = proj_trans_generic(
          operation.handle, way, numbers, stride, count, numbers + 1, stride, count, nil, 0, 0, nil, 0, 0)
      }
      for index in buffer.indices where !(buffer[index].x.isFinite && buffer[index].y.isFinite) {
        buffer[index] = Point(x: .nan, y: .nan)
      }
    }
    return result
  }
}
