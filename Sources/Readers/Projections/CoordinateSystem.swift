internal import CPROJ
public import Geography

/// A coordinate system that cannot be used: which, why, and how to mend it.
public struct ProjectionError: Error, Equatable, CustomStringConvertible {
  /// What is wrong and how to mend it, a sentence.
  public let reason: String
  public var description: String { reason }
}

/// What an EPSG code, a WKT or a PROJ text describes.
public struct CoordinateSystem: Hashable, Sendable {
  /// The text it was made from.
  public let definition: String
  /// What its makers call it.
  public let name: String
  /// Whether its numbers are degrees of longitude and latitude.
  public let isGeographic: Bool
  /// `EPSG:…` where the registry knows it; empty otherwise.
  public let code: String

  /// A coordinate system from `EPSG:23700`, a WKT or a PROJ text. Throws a ``ProjectionError``.
  public init(_ definition: String) throws {
    self.definition = definition
    name = ""
    isGeographic = false
    code = ""
  }

  /// The coordinate system of a city.
  public init(_ utm: UTM) {
    definition = "EPSG:\(utm.epsg)"
    name = "WGS 84 / UTM zone \(utm.zone)\(utm.isSouthern ? "S" : "N")"
    isGeographic = false
    code = definition
  }
}
