internal import CPROJ
import Foundation
public import Geography

/// The coordinate systems that a file without one may be in.
public enum CandidateSystems {
  /// A coordinate system that would put the file on the town.
  public struct Candidate: Hashable, Sendable, CustomStringConvertible {
    /// The text to choose it by: `EPSG:23838`.
    public let definition: String
    /// What its makers call it.
    public let name: String
    /// Where the middle of the file would land.
    public let landing: Coordinate
    /// Metres from there to the middle of the town.
    public let distance: Double

    /// The line for people.
    public var description: String {
      let kilometres = distance < 10_000 ? "\((distance / 100).rounded() / 10)" : "\(Int((distance / 1000).rounded()))"
      let degrees = [landing.latitude, landing.longitude].map { "\(($0 * 10_000).rounded() / 10_000)" }
      return
        "\(definition)  \(name): lands at \(degrees.joined(separator: ", ")), \(kilometres) km from the town's middle"
    }
  }

  /// The systems in use around a town that put a file's numbers on it, the most plausible first.
  ///
  /// `box` holds the file's raw numbers, `town` degrees of longitude (x) and latitude (y); `country` is ISO 3166-1
  /// alpha-2. A system is a candidate when the file, read by it, meets the town. First come those whose file meets it
  /// around the same middle (by tenths of the town's size), then those on WGS 84, then those whose area of use names
  /// the country, then those made for the smaller area. Empty when none does. Some hundred milliseconds.
  public static func landing(box: Box, on town: Box, country: String) -> [Candidate] {
    guard !box.isEmpty, !town.isEmpty, let context = try? ProjectionContext() else { return [] }
    let countryName = Locale(identifier: "en_US").localizedString(forRegionCode: country) ?? country
    let center = Coordinate(longitude: town.center.x, latitude: town.center.y)
    let reach = max(1000, metres(from: center, to: Coordinate(longitude: town.maxX, latitude: town.maxY)))
    var found: [(candidate: Candidate, rank: [Double])] = []
    for system in systems(around: town, context) where system.isPublished && system.canHold(box) {
      guard
        let transformation = try? Transformation(toDegreesFrom: system.definition, over: town, in: context)
      else { continue }
      let landed = Box(transformation.forward(outline(of: box)))
      guard landed.minX.isFinite, landed.intersects(town) else { continue }
      guard let middle = transformation.forward([box.center]).first, middle.x.isFinite else { continue }
      let landing = Coordinate(longitude: middle.x, latitude: middle.y)
      let distance = metres(from: landing, to: center)
      found.append(
        (
          Candidate(definition: system.definition, name: system.name, landing: landing, distance: distance),
          [
            (distance / reach * 10).rounded(), system.name.hasPrefix("WGS 84") ? 0 : 1,
            system.area.contains(countryName) ? 0 : 1, system.extent,
          ]
        ))
    }
    return found.sorted {
      $0.rank == $1.rank
        ? $0.candidate.definition < $1.candidate.definition : $0.rank.lexicographicallyPrecedes($1.rank)
    }.map(\.candidate)
  }

  /// A line of the registry.
  private struct System {
    let definition, name, area: String
    let isGeographic: Bool
    /// Size of the area of use in square degrees.
    let extent: Double

    /// Of the systems of the whole world only the three that maps are published in; the others are for geodesists.
    var isPublished: Bool { extent < 20_000 || ["EPSG:4326", "EPSG:3857", "EPSG:3395"].contains(definition) }

    /// Degrees stay within the globe and metres of a town are hundreds at least; this spares most trials.
    func canHold(_ box: Box) -> Bool {
      let isDegrees = box.minX >= -180 && box.maxX <= 360 && box.minY >= -90 && box.maxY <= 90
      return isGeographic == isDegrees
    }
  }

  private static func systems(around town: Box, _ context: ProjectionContext) -> [System] {
    guard let parameters = proj_get_crs_list_parameters_create() else { return [] }
    defer { proj_get_crs_list_parameters_destroy(parameters) }
    let types = [PJ_TYPE_GEOGRAPHIC_2D_CRS, PJ_TYPE_PROJECTED_CRS]
    return types.withUnsafeBufferPointer { types in
      parameters.pointee.types = types.baseAddress
      parameters.pointee.typesCount = types.count
      parameters.pointee.bbox_valid = 1
      parameters.pointee.west_lon_degree = town.minX
      parameters.pointee.south_lat_degree = town.minY
      parameters.pointee.east_lon_degree = town.maxX
      parameters.pointee.north_lat_degree = town.maxY
      parameters.pointee.crs_area_of_use_contains_bbox = 0
      parameters.pointee.allow_deprecated = 0
      var count: Int32 = 0
      guard let list = proj_get_crs_info_list_from_database(context.handle, "EPSG", parameters, &count) else {
        return []
      }
      defer { proj_crs_info_list_destroy(list) }
      return (0..<Int(count)).compactMap { row in
        guard let info = list[row]?.pointee, let authority = info.auth_name, let code = info.code, let name = info.name
        else { return nil }
        let width = info.east_lon_degree - info.west_lon_degree
        return System(
          definition: "\(String(cString: authority)):\(String(cString: code))", name: String(cString: name),
          area: info.area_name.map { String(cString: $0) } ?? "",
          isGeographic: info.type == PJ_TYPE_GEOGRAPHIC_2D_CRS,
          extent: (width < 0 ? width + 360 : width) * (info.north_lat_degree - info.south_lat_degree))
      }
    }
  }

  /// Corners and middles of the edges: edges bend between coordinate systems.
  private static func outline(of box: Box) -> [Point] {
    [box.minX, box.center.x, box.maxX].flatMap { x in
      [box.minY, box.center.y, box.maxY].map { Point(x: x, y: $0) }
    }
  }

  /// Great-circle distance on the mean sphere by the haversine formula: enough to sort by.
  private static func metres(from a: Coordinate, to b: Coordinate) -> Double {
    let radians = Double.pi / 180
    let north = sin((b.latitude - a.latitude) * radians / 2)
    let east = sin((b.longitude - a.longitude) * radians / 2)
    let chord = north * north + cos(a.latitude * radians) * cos(b.latitude * radians) * east * east
    return 2 * 6_371_008.8 * asin(min(1, chord.squareRoot()))
  }
}
