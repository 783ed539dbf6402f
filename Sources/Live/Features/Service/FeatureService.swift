public import Modelling
public import Replica

/// Answers OGC API – Features Part 1 (Core, GeoJSON, OpenAPI 3.0) for a city and its sensors.
///
/// Made once for a city: that costs about a tenth of a microsecond a point and an index a layer. It holds no state beside its tables and
/// may be asked from any thread.
public struct FeatureService: Sendable {
  /// Bytes of path and query that are read at most.
  static let longestAddress = 16_384

  let title: String
  private let layers: [FeatureTable]
  private let sensors: (@Sendable (Instant) throws -> SensorCollection)?

  /// A service for a city. `sensors` gives the streams with their latest values at a moment.
  public init(_ city: City, sensors: (@Sendable (Instant) throws -> SensorCollection)? = nil) {
    title = city.profile.name
    layers = CityTables(city).tables
    self.sensors = sensors
  }

  /// The names of the collections, in their order.
  public var collections: [String] { (sensors == nil ? [] : ["sensors"]) + layers.map(\.id) }

  /// The answer to a request; whatever is wrong with it is answered with a sentence.
  public func answer(_ request: FeatureRequest) -> FeatureAnswer {
    do throws(Refusal) {
      return try route(request)
    } catch {
      return FeatureAnswer(error)
    }
  }

  private func route(_ request: FeatureRequest) throws(Refusal) -> FeatureAnswer {
    guard request.method == "GET" || request.method == "HEAD" else {
      throw Refusal(405, "Features are read here: ask by GET.")
    }
    guard request.path.utf8.count + (request.query?.utf8.count ?? 0) <= Self.longestAddress else {
      throw Refusal(414, "The address has more than \(Self.longestAddress) bytes: ask for less at once.")
    }
    let parameters = try QueryParameters(request.query)
    let parts = request.path.split(separator: "/", maxSplits: 3).map { $0 }
    try Self.checkForm(parameters["f"])
    guard parts.count >= 3, parts[0] == "collections", parts[2] == "items" else {
      try parameters.check(known: ["f"])
      switch (parts.first, parts.count) {
      case (nil, _): return FeatureAnswer(landing(request))
      case ("conformance", 1): return FeatureAnswer(Self.conformance)
      case ("api", 1): return FeatureAnswer(try api(request), type: Self.openAPI)
      case ("collections", 1): return FeatureAnswer(try collections(request))
      case ("collections", 2): return FeatureAnswer(description(of: try table(parts[1], request), request))
      case ("collections", 3) where parts[2] == "schema":
        return FeatureAnswer(schema(of: try table(parts[1], request), request), type: Self.jsonSchema)
      case ("collections", 3) where parts[2] == "queryables":
        return FeatureAnswer(queryables(of: try table(parts[1], request), request), type: Self.jsonSchema)
      default: throw Refusal(404, "There is nothing at this address: begin at \(request.root)/.")
      }
    }
    let table = try table(parts[1], request)
    // A key holds slashes: clients write them as they are or as %2F, and one at the end is none of it.
    var key = parts.count > 3 ? parts[3] : ""
    while key.hasSuffix("/") { key = key.dropLast() }
    guard key.isEmpty else { return try item(key, of: table, parameters, request) }
    return items(of: table, try ItemQuery(parameters, of: table), request)
  }

  private static func checkForm(_ form: String?) throws(Refusal) {
    guard let form, !["json", "geojson", "application/json", "application/geo+json"].contains(form) else { return }
    throw Refusal(400, "\"\(form.prefix(40))\" is no form there is here: leave f out, or ask for f=json.")
  }

  /// All tables of a moment.
  func tables(at moment: Instant) throws(Refusal) -> [FeatureTable] {
    guard let sensors else { return layers }
    return [try Self.table(of: sensors, at: moment)] + layers
  }

  private static func table(
    of sensors: @Sendable (Instant) throws -> SensorCollection, at moment: Instant
  ) throws(Refusal) -> FeatureTable {
    do { return try sensors(moment).table } catch {
      throw Refusal(503, "The sensors cannot be read now: \(error)")
    }
  }

  private func table(_ part: Substring, _ request: FeatureRequest) throws(Refusal) -> FeatureTable {
    let name = QueryParameters.decoded(part.utf8, plusIsSpace: false) ?? ""
    if name == "sensors", let sensors { return try Self.table(of: sensors, at: request.now) }
    if let table = layers.first(where: { $0.id == name }) { return table }
    let meant = NearestName.question(String(name.prefix(40)), among: collections)
    throw Refusal(404, "There is no collection \"\(name.prefix(40))\".\(meant)")
  }
}
