internal import Geography
internal import Modelling
internal import Observations

extension FeatureService {
  static let openAPI = "application/vnd.oai.openapi+json;version=3.0"

  /// The landing page.
  func landing(_ request: FeatureRequest) -> Document {
    let root = request.root
    return .object([
      ("title", .text(title)),
      ("description", .text("The city's layers and its sensors with their latest values, as OGC API – Features.")),
      (
        "links",
        .list([
          Self.link(root + "/", "self", "application/json", "This page"),
          Self.link(root + "/api", "service-desc", Self.openAPI, "The API's description"),
          Self.link(root + "/conformance", "conformance", "application/json", "What it conforms to"),
          Self.link(root + "/collections", "data", "application/json", "The collections"),
        ])
      ),
    ])
  }

  /// What it conforms to.
  static let conformance: Document = .object([
    (
      "conformsTo",
      .list(
        ["core", "geojson", "oas30"].map { .text("http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/\($0)") })
    )
  ])

  /// The list of collections.
  func collections(_ request: FeatureRequest) throws(Refusal) -> Document {
    .object([
      (
        "links",
        .list([Self.link(request.root + "/collections", "self", "application/json", "The collections")])
      ),
      ("collections", .list(try tables(at: request.now).map { description(of: $0, request) })),
    ])
  }

  /// A collection.
  func description(of table: FeatureTable, _ request: FeatureRequest) -> Document {
    let address = address(of: table, request)
    var members: [(String, Document)] = [
      ("id", .text(table.id)), ("title", .text(table.title)), ("description", .text(table.summary)),
      ("itemType", "feature"), ("crs", .list([.text(ItemQuery.degrees)])),
      (
        "links",
        .list([
          Self.link(address, "self", "application/json", table.title),
          Self.link(address + "/items", "items", Self.geoJSON, "Its features"),
          Self.link(address + "/schema", "describedby", Self.jsonSchema, "What a feature of it is"),
          // Relations are the same in any case of letters (RFC 8288), but GDAL 3.6 knows only this one.
          Self.link(address + "/schema", "describedBy", Self.jsonSchema, "What a feature of it is"),
          Self.link(
            address + "/queryables", "http://www.opengis.net/def/rel/ogc/1.0/queryables", Self.jsonSchema,
            "What its features are asked by"),
        ])
      ),
    ]
    if !table.extent.isEmpty {
      let edges = [table.extent.minX, table.extent.minY, table.extent.maxX, table.extent.maxY]
      var extent: [(String, Document)] = [
        (
          "spatial",
          .object([("bbox", .list([.list(edges.map { .number($0 / 1e7) })])), ("crs", .text(ItemQuery.degrees))])
        )
      ]
      let times = (table.times ?? []).compactMap { $0 }
      if let first = times.map(\.start).min(), let last = times.map(\.end).max() {
        extent.append(
          (
            "temporal",
            .object([
              ("interval", .list([.list([.text(first.text()), .text(last.text())])])),
              ("trs", "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"),
            ])
          ))
      }
      members.append(("extent", .object(extent)))
    }
    return .object(members)
  }
}
