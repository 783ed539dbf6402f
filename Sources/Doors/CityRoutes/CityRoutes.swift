// CityRoutes: what the city is — to read, to search, and to look up piece by piece.
//
// Its words: the *facts* of the city are its profile, counts, sources and what is missing, with a verdict for every
// question a model answers. A *row* is asked for together with the digest of the city it is a row of: a map's feature
// carries its row, and its details and its key are looked up by it. *Search* answers at every keystroke from an index
// of names made once.

internal import Checks
public import CityFolder
internal import Geography
internal import Hummingbird
internal import Modelling
internal import Replica
public import Scenarios
public import Serving

/// The endpoints that describe the city.
public struct CityEndpoints: Routes {
  public let name = "city"
  private let snapshot: CitySnapshot
  private let catalogue: Catalogue
  private let folder: CityOnDisk
  private let facts: Task<[JSON.Field], Never>
  private let names: Task<NameIndex, Never>

  /// Routes over a city; `remarks` are what its loading had to say; what the town's own marks and counts say of the models is read from its `folder`. What must be
  /// worked out is, in the background.
  public init(_ snapshot: CitySnapshot, catalogue: Catalogue, remarks: [String], folder: CityOnDisk) {
    self.snapshot = snapshot
    self.catalogue = catalogue
    self.folder = folder
    facts = Task.detached { CityFacts(snapshot, catalogue: catalogue, remarks: remarks).fields }
    names = Task.detached { NameIndex(snapshot.city) }
  }

  private typealias Answer = Endpoint.Answer

  public var endpoints: [Endpoint] {
    [
      Endpoint(
        .get, "/api/v1/city", operation: "getCity",
        summary: "The city: profile, counts, box, digest, sources with licence, verdicts, and what is missing.",
        answers: [Answer(200, "The facts."), Answer(304, "Unchanged.", type: "")],
        handle: { request, _ in await city(request) }),
      Endpoint(
        .get, "/api/v1/catalogue", operation: "getCatalogue",
        summary: "The changes a scenario may hold, with their parameters, and the cards of the models.",
        answers: [Answer(200, "The catalogue.")],
        handle: { _, _ in
          Response(CatalogueDocument(catalogue, digest: snapshot.digest, checked: checked, counted: counted).document)
        }),
      Endpoint(
        .get, "/api/v1/search", operation: "search",
        summary: "Streets, places and zones by name; the nearest names when none fits.",
        inputs: [.query("q", "What to look for.")] + Page.inputs(),
        answers: [Answer(200, "What was found, the best first."), .problem(400, "A number out of its range.")],
        handle: { request, _ in
          let page = try Page(of: request, limit: 12)
          let text = request.uri.queryParameters.get("q") ?? ""
          guard text.count <= 200 else {
            throw Problem(.badRequest, "A name of \(text.count) letters is none: search for at most 200.")
          }
          return Response(page.part(of: await names.value.search(text).map { $0.document(snapshot) }))
        }),
      Endpoint(
        .get, "/api/v1/streets", operation: "listStreets",
        summary: "The pieces of the streets of one name, as GeoJSON in pages.",
        inputs: [.query("named", "The name on the sign.")] + Page.inputs(),
        answers: [Answer(200, "The pieces, with their lines."), .problem(404, "No street has this name.")],
        handle: { request, _ in try await streets(request) }),
      Endpoint(
        .get, "/api/v1/streets/{key}", operation: "getStreet",
        summary: "One piece of street: name, class, lanes, speed, who may use it, and what of this was assumed.",
        inputs: [.path("key", "Its key, such as osm/way/128/53-77; slashes stay as they are.")],
        answers: [Answer(200, "The piece, as a GeoJSON feature."), .problem(404, "There is none of this key.")],
        handle: { request, context in
          let key = context.parameters.getCatchAll().joined(separator: "/")
          guard let row = await names.value.segment(of: key) else {
            throw Problem(.notFound, "There is no street of the key \(key); /api/v1/search finds it by name.")
          }
          return Response(FeatureDocument(snapshot).street(SegmentID(row))).tagged(
            "street-\(snapshot.digest.prefix(16))-\(row)", for: request)
        }),
      Endpoint(
        .get, "/api/v1/street-lengths", operation: "listStreetLengths",
        summary: "The length of every piece of street in m, by its row in the city of a digest.",
        inputs: [.query("city", "The digest of the city the rows are of; required.")],
        answers: [Answer(200, "The lengths, in order."), .problem(409, "Another city is served now.")],
        handle: { request, _ in
          try requireCity(request)
          let metres = snapshot.city.streets.segments.lengths.map { JSON.number(($0 * 10).rounded() / 10) }
          return Response(["metres": .list(metres)]).tagged("lengths-\(snapshot.digest.prefix(16))", for: request)
        }),
      Endpoint(
        .get, "/api/v1/rows/{table}/{row}", operation: "getRow",
        summary: "What a feature of a map is, by its row in the city of a digest.",
        inputs: [
          .path(
            "table", "The table.",
            schema: ["type": "string", "enum": .list(FeatureDocument.tables.map(JSON.text))]),
          .path("row", "The row: the feature's id in the tiles.", schema: ["type": "integer"]),
          .query("city", "The digest of the city the row is of; required."),
        ],
        answers: [
          Answer(200, "The feature, with its key."), .problem(404, "There is no such row."),
          .problem(409, "Another city is served now."),
        ],
        handle: { request, context in try row(request, context) }),
      Endpoint(
        .get, "/api/v1/city/here", operation: "findHere",
        summary:
          "What lies at a position: the nearest place and the nearest street within reach, the building and the zone around.",
        inputs: [
          .query("position", "Longitude and latitude in degrees, such as 101.08,4.6; required."),
          .query("within", "Metres that places and streets may be away, at most 1000; 20 without it."),
        ],
        answers: [
          Answer(200, "Items with table and row, in this order; none where nothing lies."),
          .problem(400, "A number out of its range."),
        ],
        handle: { request, _ in try here(request) }),
      Endpoint(
        .get, "/api/v1/zones", operation: "listZones",
        summary: "The zones in pages: key, name, people and position of each.",
        inputs: Page.inputs(most: 5000), answers: [Answer(200, "The zones.")],
        handle: { request, _ in
          let page = try Page(of: request, limit: 200, most: 5000)
          let documents = FeatureDocument(snapshot)
          return Response(page.part(of: (0..<snapshot.city.zones.count).map(documents.zoneEntry)))
        }),
      Endpoint(
        .get, "/api/v1/places", operation: "listPlaces",
        summary: "The places in pages: key, name, kind and position of each.",
        inputs: [.query("kind", "Only places of this kind.")] + Page.inputs(most: 5000),
        answers: [Answer(200, "The places.")], handle: { request, _ in try places(request) }),
    ]
  }

  /// How models did on the town's own marks and counts when they were last checked.
  private var checked: TownCheck? { TownCheck.kept(inRuns: folder.runs.path) }
  private var counted: CountCheck? { CountCheck.kept(inRuns: folder.runs.path) }

  private func city(_ request: Request) async -> Response {
    let own = catalogue.ownVerdicts(digest: snapshot.digest, checked: checked, counted: counted)
    var tag = Digest()
    tag.feed("city", texts: [snapshot.digest] + own.map { $0.verdict.level.rawValue + $0.verdict.because })
    return Response(CityFacts.document(of: await facts.value, own: own)).tagged("city-\(tag.text)", for: request)
  }

  private func streets(_ request: Request) async throws -> Response {
    let page = try Page(of: request, limit: 500)
    guard let name = request.uri.queryParameters.get("named"), !name.isEmpty else {
      throw Problem(.badRequest, "Name a street: /api/v1/streets?named=Jalan%20Pasar.")
    }
    let rows = await names.value.segments(named: name)
    guard !rows.isEmpty else {
      let nearest = await names.value.search(name).first { $0.kind == .street }
      let hint = nearest.map { " The nearest name is \($0.name)." } ?? ""
      throw Problem(
        .notFound, "There is no street named \(name) in \(snapshot.city.profile.name).\(hint)",
        fields: nearest.map { [JSON.Field("nearest", .text($0.name))] } ?? [])
    }
    let documents = FeatureDocument(snapshot)
    let items = rows.dropFirst(page.offset).prefix(page.limit).map { documents.street(SegmentID($0)) }
    return Response([
      "type": "FeatureCollection", "total": .integer(rows.count), "offset": .integer(page.offset),
      "features": .list(Array(items)),
    ])
  }

  private func row(_ request: Request, _ context: BasicRequestContext) throws -> Response {
    let table = try context.parameters.require("table")
    try requireCity(request)
    guard
      let row = Int(try context.parameters.require("row")),
      let document = FeatureDocument(snapshot).row(row, of: table)
    else { throw Problem(.notFound, "There is no such row of \(table) in this city.") }
    return Response(document).tagged("row-\(snapshot.digest.prefix(16))-\(table)-\(row)", for: request)
  }

  private func here(_ request: Request) throws -> Response {
    let query = request.uri.queryParameters
    let degrees = (query.get("position") ?? "").split(separator: ",").compactMap { Double($0) }
    guard degrees.count == 2, abs(degrees[0]) <= 180, abs(degrees[1]) <= 85 else {
      throw Problem(.badRequest, "position takes longitude and latitude in degrees, such as 101.08,4.6.")
    }
    guard let metres = Double(query.get("within") ?? "20"), (0...1000).contains(metres) else {
      throw Problem(.badRequest, "within takes 0 to 1000 metres.")
    }
    let coordinate = Coordinate(longitude: degrees[0], latitude: degrees[1])
    let found = snapshot.city.rows(at: snapshot.city.profile.projection.project(coordinate), within: metres)
    return Response([
      "city": .text(snapshot.digest),
      "items": .list(found.map { ["table": .text($0.table), "row": .integer($0.row)] }),
    ])
  }

  /// Rows mean something only together with the digest of the city they are rows of.
  private func requireCity(_ request: Request) throws {
    guard request.uri.queryParameters.get("city") == snapshot.digest else {
      throw Problem(
        .conflict, "A row belongs to one state of the city: give its digest in city=…; /api/v1/city tells it.")
    }
  }

  private func places(_ request: Request) throws -> Response {
    let page = try Page(of: request, limit: 200, most: 5000)
    let kind = request.uri.queryParameters.get("kind")
    let places = snapshot.city.places
    let rows = (0..<places.count).filter {
      !places.areRemoved[$0] && (kind == nil || places.kinds[$0].rawValue == kind)
    }
    return Response(page.part(of: rows.map(FeatureDocument(snapshot).placeEntry)))
  }
}
