extension FeatureService {
  /// The description of the API by OpenAPI 3.0.
  func api(_ request: FeatureRequest) throws(Refusal) -> Document {
    var paths: [(String, Document)] = [
      ("/", Self.operation("getLandingPage", "The landing page.", "capabilities", "application/json")),
      ("/conformance", Self.operation("getConformance", "What it conforms to.", "capabilities", "application/json")),
      ("/collections", Self.operation("getCollections", "The collections.", "capabilities", "application/json")),
    ]
    for table in try tables(at: request.now) {
      let own = table.id.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
      let address = "/collections/\(table.id)"
      paths.append(
        (address, Self.operation("describe\(own)", "The collection \(table.title).", table.id, "application/json")))
      for part in ["schema", "queryables"] {
        paths.append(
          (
            "\(address)/\(part)",
            Self.operation("\(part)Of\(own)", "The \(part) of \(table.title).", table.id, Self.jsonSchema)
          ))
      }
      let shared: [Document] = ["limit", "offset", "bbox", "datetime"].map {
        .object([("$ref", .text("#/components/parameters/\($0)"))])
      }
      let filters = table.columns.map { column in
        Self.parameter(column.name, in: "query", column.summary, column.schema, isRequired: false)
      }
      paths.append(
        (
          address + "/items",
          Self.operation("get\(own)", table.summary, table.id, Self.geoJSON, parameters: shared + filters)
        ))
      paths.append(
        (
          address + "/items/{featureId}",
          Self.operation(
            "get\(own)Feature", "A feature by its key.", table.id, Self.geoJSON,
            parameters: [.object([("$ref", "#/components/parameters/featureId")])])
        ))
    }
    return .object([
      ("openapi", "3.0.3"),
      (
        "info",
        .object([
          ("title", .text("\(title): features")), ("version", "1.0.0"),
          ("description", "OGC API – Features Part 1: Core, with GeoJSON in degrees (CRS84)."),
        ])
      ),
      ("servers", .list([.object([("url", .text(request.root))])])), ("paths", .object(paths)),
      ("components", .object([("parameters", Self.parameters), ("responses", Self.problems)])),
    ])
  }

  private static func operation(
    _ id: String, _ summary: String, _ tag: String, _ type: String, parameters: [Document] = []
  ) -> Document {
    var members: [(String, Document)] = [
      ("operationId", .text(id)), ("summary", .text(summary)), ("tags", .list([.text(tag)])),
    ]
    if !parameters.isEmpty { members.append(("parameters", .list(parameters))) }
    func problem(_ name: String) -> Document { .object([("$ref", .text("#/components/responses/\(name)"))]) }
    members.append(
      (
        "responses",
        .object([
          (
            "200",
            .object([
              ("description", "It is answered."),
              ("content", .object([(type, .object([("schema", .object([("type", "object")]))]))])),
            ])
          ),
          ("400", problem("NotUnderstood")), ("404", problem("NotThere")),
        ])
      ))
    return .object([("get", .object(members))])
  }

  private static func parameter(
    _ name: String, in place: String, _ summary: String, _ schema: Document, isRequired: Bool
  ) -> Document {
    .object([
      ("name", .text(name)), ("in", .text(place)), ("description", .text(summary)), ("required", .truth(isRequired)),
      ("schema", schema), ("style", place == "path" ? "simple" : "form"), ("explode", false),
    ])
  }

  private static let parameters: Document = .object([
    (
      "limit",
      parameter(
        "limit", in: "query", "How many features at most; more are answered in pages.",
        .object([
          ("type", "integer"), ("minimum", 1), ("maximum", .integer(ItemQuery.greatestLimit)),
          ("default", .integer(ItemQuery.usualLimit)),
        ]), isRequired: false)
    ),
    (
      "offset",
      parameter(
        "offset", in: "query", "How many features to pass over.",
        .object([("type", "integer"), ("minimum", 0), ("default", 0)]), isRequired: false)
    ),
    (
      "bbox",
      parameter(
        "bbox", in: "query",
        "Only features that share a point with this box: west,south,east,north in degrees, or six numbers with heights, "
          + "which are passed over. Where west is greater than east it goes over the antimeridian.",
        .object([
          ("type", "array"),
          // Four or six numbers (OGC 17-069r4, requirement 23).
          (
            "oneOf",
            .list([
              .object([("minItems", 4), ("maxItems", 4)]), .object([("minItems", 6), ("maxItems", 6)]),
            ])
          ), ("items", .object([("type", "number")])),
        ]), isRequired: false)
    ),
    (
      "datetime",
      parameter(
        "datetime", in: "query",
        "Only features of this time: a moment, or an interval such as 2026-11-23T00:00:00Z/.. with an open side.",
        .object([("type", "string")]), isRequired: false)
    ),
    (
      "featureId",
      parameter("featureId", in: "path", "The key of a feature.", .object([("type", "string")]), isRequired: true)
    ),
  ])

  private static let problems: Document = .object(
    [
      ("NotUnderstood", "The question is not understood; a sentence says why."),
      ("NotThere", "There is no such thing."),
    ]
    .map { name, sentence in
      (
        name,
        .object([
          ("description", .text(sentence)),
          (
            "content",
            .object([
              ("application/problem+json", .object([("schema", .object([("type", "object")]))]))
            ])
          ),
        ])
      )
    })
}
