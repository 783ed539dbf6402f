// TileRoutes: the city as vector tiles, made when they are asked for.
//
// Its words: the *world* is the square of the Web Mercator projection, counted in 2³² steps from the north-western
// corner — a step is 9 mm at the equator. A *table* is one layer of the city in world steps, made once a city: its
// shapes, their boxes in an index, the lowest zoom at which each row shows, and what a row says of itself. A *tile* is
// one square of a zoom; its *units* are 4096 to the side. The id of a feature is its row in the city, so that fields of
// runs — values by row — colour geometry that a browser loaded once.
//
// An address holds the city's digest: what lies there never changes, and a browser may keep it for ever.

internal import Hummingbird
public import Serving

/// Serves the city as Mapbox Vector Tiles, version 2.1.
public struct TileEndpoints: Routes {
  public let name = "tiles"
  private let snapshot: CitySnapshot
  private let tables: Task<TileTables, Never>
  private let cache = TileCache(capacity: 64 << 20)

  /// Routes over a city. The tables are made in the background, beginning now.
  public init(_ snapshot: CitySnapshot) {
    self.snapshot = snapshot
    tables = Task.detached(priority: .userInitiated) { TileTables(snapshot.city) }
  }

  public var endpoints: [Endpoint] {
    [
      Endpoint(
        .get, "/tiles/{layers}/{digest}/{z}/{x}/{y}", operation: "getTile",
        summary: "A vector tile. Features are numbered by their row in the city of that digest.",
        inputs: [
          .path(
            "layers", "One layer's name, or all.",
            schema: ["type": "string", "enum": .list((["all"] + TileTables.names).map(JSON.text))]),
          .path("digest", "The city's digest, from /api/v1/city."),
          .path("z", "Zoom, 0 to \(TileAddress.greatestZoom).", schema: ["type": "integer"]),
          .path("x", "Column from the west.", schema: ["type": "integer"]),
          .path("y", "Row from the north, followed by .mvt."),
        ],
        answers: [
          Answer(200, "The tile; without a byte where nothing lies.", type: "application/vnd.mapbox-vector-tile"),
          .problem(400, "No tile has such an address."), .problem(404, "Another city is served now."),
        ],
        handle: { request, context in try await tile(request, context) })
    ]
  }

  private typealias Answer = Endpoint.Answer

  private func tile(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
    let layers = try context.parameters.require("layers")
    guard layers == "all" || TileTables.names.contains(layers) else {
      throw Problem(
        .badRequest, "There is no layer \(layers); there are all, \(TileTables.names.joined(separator: ", ")).")
    }
    guard try context.parameters.require("digest") == snapshot.digest else {
      throw Problem(.notFound, "The city has changed since this address was given: ask /api/v1/city for its digest.")
    }
    guard
      let address = TileAddress(
        zoom: context.parameters.get("z"), column: context.parameters.get("x"), row: context.parameters.get("y"))
    else {
      throw Problem(
        .badRequest, "A tile's address is zoom/column/row.mvt with a zoom up to \(TileAddress.greatestZoom).")
    }
    let key = "\(layers)/\(address)"
    let bytes: [UInt8]
    if let kept = await cache.bytes(of: key) {
      bytes = kept
    } else {
      bytes = await tables.value.tile(at: address, only: layers == "all" ? nil : layers)
      await cache.keep(bytes, for: key)
    }
    return .packed(
      bytes, type: "application/vnd.mapbox-vector-tile", tag: "\(snapshot.digest.prefix(16))/\(key)", for: request,
      lasting: true)
  }
}
