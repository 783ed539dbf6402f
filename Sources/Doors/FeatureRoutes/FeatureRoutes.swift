// FeatureRoutes: the city's layers and its sensors by OGC API – Features, so that QGIS, GDAL and other programs read the twin directly.

public import Features
internal import Foundation
internal import Hummingbird
public import Modelling
public import Serving

/// OGC API – Features Part 1 at `/ogc`.
public struct FeatureEndpoints: Routes {
  public let name = "features"
  private let basePath: String
  private let service: Task<FeatureService, Never>

  /// Routes over a city; its tables are made in the background, beginning now. `sensors` gives the streams with their latest values.
  public init(
    _ snapshot: CitySnapshot, basePath: String, sensors: (@Sendable (Instant) throws -> SensorCollection)?
  ) {
    self.basePath = basePath
    service = Task.detached(priority: .utility) { FeatureService(snapshot.city, sensors: sensors) }
  }

  private typealias Answer = Endpoint.Answer

  public var endpoints: [Endpoint] {
    let handle: Endpoint.Handler = { request, _ in try await answer(request) }
    return [
      Endpoint(
        .get, "/ogc", operation: "featuresLandingPage",
        summary: "The landing page of OGC API – Features; /ogc/api describes all there is below it.",
        answers: [Answer(200, "Links to conformance, collections and the description.")], handle: handle),
      Endpoint(
        .get, "/ogc/{key}", operation: "readFeatures",
        summary: "Collections of the city's layers and sensors, their items in pages, and single features by key.",
        inputs: [
          .path("key", "What follows /ogc: collections/streets/items."),
          .query("limit", "Features on a page."), .query("bbox", "West, south, east, north in WGS 84."),
          .query("datetime", "A moment or an interval, for sensors."),
        ],
        answers: [
          Answer(200, "GeoJSON, or a document about collections."), .problem(400, "What is wrong, in a sentence."),
          .problem(404, "There is nothing here."),
        ], handle: handle),
    ]
  }

  private func answer(_ request: Request) async throws -> Response {
    let start = basePath + "/ogc"
    var path = request.uri.path
    guard path.hasPrefix(start) else { throw Problem(.notFound, "There is nothing at this address.") }
    path.removeFirst(start.count)
    let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
    let answer = await service.value.answer(
      FeatureRequest(path, query: request.uri.query, root: request.server + start, now: now))
    return Response(answer.body, type: answer.type, status: HTTPResponse.Status(code: answer.status))
  }
}
