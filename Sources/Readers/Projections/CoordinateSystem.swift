internal import CPROJ
public import Geography

/// A coordinate system that cannot be used: which, why, and how to mend it.
public struct ProjectionError: Error, Equatable, CustomStringConvertible {
  /// What is wrong and how to mend it, a sentence.
  public let reason: String

  /// An error in words.
  public init(reason: String) { self.reason = reason }

  /// The sentence for people.
  public var description: String { reason }
}

/// What an EPSG code, a WKT or a PROJ text describes: a geographic or a projected coordinate system.
public struct CoordinateSystem: Hashable, Sendable {
  /// The text it was made from; a bare number became an EPSG code.
  public let definition: String
  /// What its makers call it.
  public let name: String
  /// Whether its numbers are degrees of longitude and latitude.
  public let isGeographic: Bool
  /// Its registry code, such as `EPSG:23838`; empty when the text names none.
  public let code: String

  /// A coordinate system from `EPSG:23838` (or the number alone), a WKT or a PROJ text.
  ///
  /// Throws a ``ProjectionError`` when the text means nothing or means something that does not lie on a map. ~1 ms.
  public init(_ definition: String) throws {
    self.definition = Self.completed(definition)
    let context = try ProjectionContext()
    let object = try Self.object(self.definition, in: context)
    name = proj_get_name(object.handle).map { String(cString: $0) } ?? ""
    if let authority = proj_get_id_auth_name(object.handle, 0), let code = proj_get_id_code(object.handle, 0) {
      self.code = "\(String(cString: authority)):\(String(cString: code))"
    } else {
      code = ""
    }
    switch Self.kind(of: object) {
    case PJ_TYPE_GEOGRAPHIC_2D_CRS, PJ_TYPE_GEOGRAPHIC_3D_CRS: isGeographic = true
    case PJ_TYPE_PROJECTED_CRS: isGeographic = false
    default:
      throw ProjectionError(
        reason: """
          \u{201C}\(Self.shortened(definition))\u{201D} is no coordinate system of a map: give a geographic or \
          projected one, such as EPSG:4326.
          """)
    }
  }

  /// The coordinate system of a city's plane.
  public init(_ utm: UTM) {
    definition = "EPSG:\(utm.epsg)"
    name = "WGS 84 / UTM zone \(utm.zone)\(utm.isSouthern ? "S" : "N")"
    isGeographic = false
    code = definition
  }

  /// What people read: the name, and the code where there is one.
  public var title: String { code.isEmpty || code == name ? name : "\(name) (\(code))" }

  /// Where a position of this system lies on WGS 84; nothing when it lies nowhere. ~10 ms: for sentences, not for data.
  public func coordinate(of point: Point) -> Coordinate? {
    let world = Box(minX: -180, minY: -90, maxX: 180, maxY: 90)
    guard
      let context = try? ProjectionContext(),
      let way = try? Transformation(toDegreesFrom: definition, over: world, in: context),
      let landed = way.forward([point]).first, landed.x.isFinite
    else { return nil }
    return Coordinate(longitude: landed.x, latitude: landed.y)
  }

  static func object(_ definition: String, in context: ProjectionContext) throws -> ProjectionObject {
    // PROJ would also take a name, and guesses: "Jakarta" becomes the datum Segara.
    let isDefinition = definition.contains { ":[{+".contains($0) }
    guard
      isDefinition, let object = ProjectionObject(context, proj_create(context.handle, definition)),
      proj_is_crs(object.handle) != 0
    else {
      throw ProjectionError(
        reason: """
          \u{201C}\(shortened(definition))\u{201D} is not known as a coordinate system\(context.complaint): give an \
          EPSG code such as EPSG:4326, a WKT or a PROJ text.
          """)
    }
    return object
  }

  /// What the numbers of a plane are, whatever is wrapped around it.
  private static func kind(of object: ProjectionObject) -> PJ_TYPE {
    let type = proj_get_type(object.handle)
    let context = object.context
    let inner: ProjectionObject? =
      switch type {
      case PJ_TYPE_BOUND_CRS: ProjectionObject(context, proj_get_source_crs(context.handle, object.handle))
      case PJ_TYPE_COMPOUND_CRS: ProjectionObject(context, proj_crs_get_sub_crs(context.handle, object.handle, 0))
      default: nil
      }
    guard let inner else { return type }
    return kind(of: inner)
  }

  private static func completed(_ text: String) -> String {
    let trimmed = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    if !trimmed.isEmpty, trimmed.allSatisfy({ $0.isASCII && $0.isNumber }) { return "EPSG:\(trimmed)" }
    if trimmed.hasPrefix("+"), !trimmed.contains("type=crs") { return trimmed + " +type=crs" }
    return trimmed
  }

  private static func shortened(_ text: String) -> String {
    text.count > 80 ? text.prefix(77) + "…" : text
  }
}
