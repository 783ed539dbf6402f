internal import Broker
internal import Devices
internal import Feeds
internal import Foundation
internal import Hummingbird
internal import Modelling
internal import Observations
internal import SensorThings
public import Serving

/// What the page and programs of a town ask of the live twin: the last value of everything, charts, the inbox, and what happens.
public struct LiveEndpoints: Routes {
  public let name = "live"
  private let desk: LiveDesk

  /// Routes over a live desk.
  public init(_ desk: LiveDesk) { self.desk = desk }

  private typealias Answer = Endpoint.Answer

  public var endpoints: [Endpoint] {
    [
      Endpoint(
        .get, "/api/v1/live/latest", operation: "getLatest",
        summary: "The last value of every stream, with its unit, its age and the place of its thing.",
        answers: [Answer(200, "The streams; latest is [stream, milliseconds since 1970, result, quality].")],
        handle: { _, _ in
          let desk = desk
          return Response(
            LatestDocument(desk.service, desk.store, now: SensorThingsService.now()).bytes, type: "application/json")
        }),
      Endpoint(
        .get, "/api/v1/live/streams/{id}/series", operation: "getSeries",
        summary: "A stream over a time for a chart: single values, or hours or days where they would be too many.",
        inputs: [
          .path("id", "The number of the Datastream.", schema: ["type": "integer"]),
          .query("from", "The first moment, such as 2026-01-01T00:00:00Z; a day before the end where it is left out."),
          .query("to", "The moment behind the last; now where it is left out."),
          .query(
            "points", "How many points the chart has room for; 800 where it is left out.", schema: ["type": "integer"]),
        ],
        answers: [
          Answer(200, "Columns: times and values, or times, count, min, mean and max per hour or day."),
          .problem(400, "A moment or number that cannot be read."), .problem(404, "No stream has the number."),
        ],
        handle: { request, context in try await series(request, context) }),
      Endpoint(
        .get, "/api/v1/live/events", operation: "getLiveEvents",
        summary: "What happens, as server-sent events: observed with the last values of streams, entities, inbox.",
        answers: [Answer(200, "The events, as long as the connection stands.", type: "text/event-stream")],
        handle: { _, _ in Response(events: desk.ticker.events()) }),
      Endpoint(
        .get, "/api/v1/live/inbox", operation: "listInbox",
        summary: "Devices that publish and belong to nothing yet, the last heard first.",
        inputs: [.query("dismissed", "true to see those that were dismissed too.")],
        answers: [Answer(200, "The entries, with what they may measure.")],
        handle: { request, _ in
          try Response(encoding: desk.inbox.all(dismissed: request.uri.queryParameters.get("dismissed") == "true"))
        }),
      Endpoint(
        .post, "/api/v1/live/inbox/{id}/accept", operation: "acceptInbox",
        summary: "Makes a thing with streams of an entry; {} agrees to all that is suggested.",
        inputs: [.path("id", "The entry's number.", schema: ["type": "integer"])],
        body: Endpoint.Body(
          ["application/json"], "name, longitude, latitude, thing, streams: what differs from the suggestion."),
        answers: [
          Answer(201, "The number of the thing."), .problem(404, "There is no such entry."),
          .problem(422, "What cannot be done, in a sentence."),
        ],
        handle: { request, context in try await accept(request, context) }),
      Endpoint(
        .delete, "/api/v1/live/inbox/{id}", operation: "dismissInbox",
        summary: "Hides an entry; its messages are no longer shown.",
        inputs: [.path("id", "The entry's number.", schema: ["type": "integer"])],
        answers: [Answer(204, "It is hidden.", type: ""), .problem(404, "There is no such entry.")],
        handle: { _, context in
          guard let id = Int(try context.parameters.require("id")), desk.inbox.dismiss(id) else {
            throw Problem(.notFound, "Nothing in the inbox has this number.")
          }
          return Response(status: .noContent)
        }),
      Endpoint(
        .get, "/api/v1/live/feeds", operation: "listFeeds",
        summary:
          "The feeds that are pulled: when they were heard last, what they brought, and what is wrong with them.",
        answers: [Answer(200, "The feeds.")],
        handle: { _, _ in try Response(encoding: desk.feeds?.loop.health() ?? []) }),
      Endpoint(
        .get, "/api/v1/live/status", operation: "getLiveStatus",
        summary: "How many streams there are, and what the MQTT broker holds and has done.",
        answers: [Answer(200, "The figures.")],
        handle: { _, _ in await status() }),
    ]
  }

  private func series(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
    let text = try context.parameters.require("id")
    guard let id = Int64(text), desk.service.registry.record(.datastream, id) != nil else {
      throw Problem(.notFound, "There is no Datastream \(text); /v1.1/Datastreams lists them.")
    }
    func moment(_ name: String) throws -> Instant? {
      guard let text = request.uri.queryParameters.get(name) else { return nil }
      guard let moment = Instant(text: text) else {
        throw Problem(.badRequest, "\(name)=\(text) is no moment: write 2026-01-31T16:00:00Z, or with an offset.")
      }
      return moment
    }
    let to = try moment("to") ?? Instant(milliseconds: SensorThingsService.now().milliseconds + 1)
    let from = try moment("from") ?? Instant(milliseconds: to.milliseconds - 86_400_000)
    guard from <= to else { throw Problem(.badRequest, "from lies after to.") }
    let points = request.uri.queryParameters.get("points") ?? "800"
    guard let points = Int(points), (2...10_000).contains(points) else {
      throw Problem(.badRequest, "points=\(points): a chart has 2 to 10,000 points.")
    }
    let store = desk.store
    let bytes = try await Self.off { try SeriesDocument(id, in: from..<to, points: points, of: store).bytes }
    var response = Response(bytes, type: "application/json")
    response.headers[.cacheControl] = "no-store"
    return response
  }

  /// Reads the disk on a thread of its own.
  static func off<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(with: Result { try work() }) }
    }
  }

  private func accept(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
    guard let id = Int(try context.parameters.require("id")) else {
      throw Problem(.notFound, "Nothing in the inbox has this number.")
    }
    let data = try await request.bytes(upTo: 65_536, orElse: "The decision is longer than 64 kB.")
    let decision: InboxDecision
    do {
      decision = try JSONDecoder().decode(InboxDecision.self, from: data.isEmpty ? Data("{}".utf8) : data)
    } catch {
      throw Problem(
        unprocessable:
          "The decision cannot be read: {} agrees to all, or name, longitude, latitude, thing and streams with field.")
    }
    do {
      let thing = try await desk.inbox.decide(id, decision, in: desk.service)
      desk.ticker.take("inbox")
      return Response(["thing": .integer(Int(thing))], status: .created)
    } catch let refusal as InboxRefusal {
      if refusal.isMissing { throw Problem(.notFound, refusal.description) }
      throw Problem(unprocessable: refusal.description)
    }
  }

  private func status() async -> Response {
    var fields = [JSON.Field("streams", .integer(desk.service.registry.ids(.datastream).count))]
    if let figures = await desk.brokerFigures() {
      fields.append(
        JSON.Field(
          "mqtt",
          [
            "port": desk.mqttPort.map(JSON.integer) ?? .null, "connections": .integer(figures.connections),
            "received": .integer(figures.received),
            "sent": .integer(figures.sent), "refused": .integer(figures.refused),
          ]))
    }
    return Response(JSON.object(fields))
  }
}
