public import Geography
public import Modelling

/// A table of features as it was read, in city metres.
public struct VectorLayer: Sendable {
  /// The features, in the order of the file.
  public var features: [VectorFeature]
  /// The names of the attributes, in the order of the file.
  public var fields: [String]
  /// The coordinate system the numbers came in, as text that ``Projections/CoordinateSystem`` understands.
  public var crs: String
  /// What was left out or mended, and why.
  public var skipped: [Skipped]

  /// A layer from its parts.
  public init(features: [VectorFeature], fields: [String], crs: String, skipped: [Skipped]) {
    self.features = features
    self.fields = fields
    self.crs = crs
    self.skipped = skipped
  }
}

/// A row of a layer: its geometry and its attributes.
public struct VectorFeature: Hashable, Sendable {
  /// The file's own number of the row.
  public var id: Int64
  /// Its geometry in city metres.
  public var geometry: VectorGeometry
  /// Its attributes by name; those that are empty in the file are absent.
  public var attributes: [String: VectorValue]

  /// A feature from its parts.
  public init(id: Int64, geometry: VectorGeometry, attributes: [String: VectorValue]) {
    self.id = id
    self.geometry = geometry
    self.attributes = attributes
  }
}

/// The geometry of a feature in city metres.
public enum VectorGeometry: Hashable, Sendable {
  /// A position; several positions become several features with the same number.
  case point(Point)
  /// One or several lines.
  case line([[Point]])
  /// One or several polygons with holes.
  case area(MultiPolygon)
  /// A row without geometry.
  case none
}

/// The value of an attribute.
public enum VectorValue: Hashable, Sendable, CustomStringConvertible {
  /// Text, dates and times included.
  case text(String)
  /// A whole number; true and false as 1 and 0.
  case integer(Int64)
  /// A number.
  case real(Double)

  /// The value as text.
  public var text: String {
    switch self {
    case .text(let text): text
    case .integer(let number): "\(number)"
    case .real(let number): "\(number)"
    }
  }

  /// The value as a number, also from text that is one; nothing otherwise.
  public var number: Double? {
    switch self {
    case .text(let text): Double(text)
    case .integer(let number): Double(number)
    case .real(let number): number
    }
  }

  /// The value as text.
  public var description: String { text }
}
