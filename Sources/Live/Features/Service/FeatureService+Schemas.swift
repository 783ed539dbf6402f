extension FeatureService {
  static let jsonSchema = "application/schema+json"
  private static let draft: Document = "https://json-schema.org/draft/2020-12/schema"

  /// What a feature of a collection is, as JSON Schema: GDAL takes the types of its fields from it. Any property may be null.
  func schema(of table: FeatureTable, _ request: FeatureRequest) -> Document {
    let kind =
      switch table.shapes.kind {
      case .points: "Point"
      case .lines: "LineString"
      case .areas: "MultiPolygon"
      }
    return .object([
      ("$schema", Self.draft), ("$id", .text(address(of: table, request) + "/schema")), ("title", .text(table.title)),
      ("type", "object"),
      (
        "properties",
        .object([
          ("type", .object([("type", "string")])), ("id", .object([("type", "string")])),
          ("geometry", .object([("$ref", .text("https://geojson.org/schema/\(kind).json"))])),
          (
            "properties",
            .object([("type", "object"), ("properties", .object(table.columns.map { ($0.name, Self.described($0)) }))])
          ),
        ])
      ),
    ])
  }

  /// The properties a collection's features may be asked by, as JSON Schema.
  func queryables(of table: FeatureTable, _ request: FeatureRequest) -> Document {
    .object([
      ("$schema", Self.draft), ("$id", .text(address(of: table, request) + "/queryables")),
      ("title", .text(table.title)), ("type", "object"),
      ("properties", .object(table.columns.map { ($0.name, Self.described($0)) })), ("additionalProperties", false),
    ])
  }

  /// The schema of a property with what it is.
  private static func described(_ column: Column) -> Document {
    guard case .object(let members) = column.schema else { return column.schema }
    return .object(members + [("title", .text(column.name)), ("description", .text(column.summary))])
  }
}
