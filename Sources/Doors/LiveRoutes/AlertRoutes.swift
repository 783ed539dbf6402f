internal import Foundation
internal import Geography
internal import Hummingbird
internal import Keys
internal import Modelling
internal import Observations
public import Serving
internal import Watch

/// Alerts: what is the matter now, what was, who has taken note.
public struct AlertRoutes: Routes {
  public let name = "alerts"
  private let desk: AlertDesk

  /// Routes over a watch.
  public init(_ desk: AlertDesk) { self.desk = desk }

  private typealias Answer = Endpoint.Answer

  /// What is sent with an acknowledgement.
  private struct Note: Decodable {
    var note: String?
    var by: String?
  }

  public var endpoints: [Endpoint] {
    let inputs: [Endpoint.Input] = [.path("id", "The alert's name.")]
    let body = Endpoint.Body(
      ["application/json"], "note: what is to be remembered; by: who, where nobody is signed in.")
    let answers: [Answer] = [
      Answer(200, "The alert as it is now."), .problem(404, "No open alert has this name."),
      .problem(422, "What cannot be done, in a sentence."),
    ]
    return [
      Endpoint(
        .get, "/api/v1/live/alerts", operation: "listAlerts",
        summary: "Alerts that are not over, the first raised first; with past=50 also those that changed last.",
        inputs: [
          .query("past", "How many that changed last, over ones among them.", schema: ["type": "integer"]),
          .query("lang", "The language of the words: en, ms, zh or ta."),
        ],
        answers: [Answer(200, "The alerts, each with what it knew.")],
        handle: { request, _ in
          let language = request.uri.queryParameters.get("lang") ?? "en"
          if let past = request.uri.queryParameters.get("past") {
            guard let past = Int(past), (1...1_000).contains(past) else {
              throw Problem(.badRequest, "past=\(past): a number from 1 to 1,000.")
            }
            return Response(JSON.list(desk.past(past).map { document($0, language) }))
          }
          return Response(JSON.list(desk.all().alerts.map { document($0, language) }))
        }),
      Endpoint(
        .get, "/api/v1/live/watch", operation: "getWatch",
        summary:
          "How many rules watch, what is wrong with them, in sentences, and the values at which they warn, by stream.",
        answers: [
          Answer(
            200,
            "The number of rules, remarks, and limits: each a rule, its event, a stream's number, a value in the stream's unit, isBelow and "
              + "severity.")
        ],
        handle: { _, _ in
          let all = desk.all()
          return Response([
            "rules": .integer(all.rules), "remarks": .list(all.remarks.map(JSON.text)),
            "limits": .list(desk.limits().map(Self.limit)),
          ])
        }),
      Endpoint(
        .post, "/api/v1/live/alerts/{id}/acknowledge", operation: "acknowledgeAlert",
        summary: "Somebody has taken note; the alert goes on to rise and fall.", inputs: inputs, body: body,
        answers: answers,
        handle: { request, context in try await change(request, context, desk.acknowledge) }),
      Endpoint(
        .post, "/api/v1/live/alerts/{id}/clear", operation: "clearAlert",
        summary: "Somebody ends an alert whose device is silent or mistaken.", inputs: inputs, body: body,
        answers: answers,
        handle: { request, context in try await change(request, context, desk.clear) }),
    ]
  }

  private func change(
    _ request: Request, _ context: BasicRequestContext, _ act: (String, String, String) throws -> Alert
  ) async throws -> Response {
    let id = try context.parameters.require("id")
    let data = try await request.bytes(upTo: 8_192, orElse: "The note is longer than 8 kB.")
    guard let note = try? JSONDecoder().decode(Note.self, from: data.isEmpty ? Data("{}".utf8) : data) else {
      throw Problem(unprocessable: "The body cannot be read: an object of JSON with note.")
    }
    do {
      let caller = Caller.current
      let isKnown = caller.identity != .thisMachine && caller.identity != .anyone
      let by = isKnown ? caller.name : note.by ?? "operator"
      return Response(document(try act(id, by, note.note ?? ""), "en"))
    } catch let error as AlertError {
      if case .unknown = error { throw Problem(.notFound, error.description) }
      throw Problem(unprocessable: error.description)
    }
  }

  private func document(_ alert: Alert, _ language: String) -> JSON {
    let words = desk.words(of: alert, in: language)
    var fields: [JSON.Field] = [
      JSON.Field("id", .text(alert.id)), JSON.Field("rule", .text(alert.cause.rule)),
      JSON.Field("headline", .text(words.headline)), JSON.Field("description", .text(words.description)),
      JSON.Field("severity", .text(alert.severity.rawValue)), JSON.Field("state", .text(alert.status.rawValue)),
      JSON.Field("since", .integer(Int(alert.raised.milliseconds))),
      JSON.Field("updated", .integer(Int(alert.changed.milliseconds))),
      JSON.Field("level", .text(alert.level.name)), JSON.Field("value", .number(alert.value)),
      JSON.Field("peak", .number(alert.peak)), JSON.Field("unit", .text(alert.unit)),
      JSON.Field("isOld", .flag(alert.isOld)),
      JSON.Field(
        "knew",
        .list(
          alert.known.observations.map { used in
            [
              "stream": .integer(Int(used.stream.rawValue)), "name": .text(used.name),
              "time": .integer(Int(used.time.milliseconds)), "value": used.value.map(JSON.number) ?? .null,
              "unit": .text(used.unit), "age": .integer(Int(used.age)),
            ]
          })),
    ]
    if let place = Self.place(of: alert) {
      fields.append(JSON.Field("place", [.number(place.longitude), .number(place.latitude)]))
    }
    if let cleared = alert.cleared { fields.append(JSON.Field("cleared", .integer(Int(cleared.milliseconds)))) }
    if let note = alert.acknowledgement {
      fields.append(
        JSON.Field(
          "acknowledged",
          ["by": .text(note.by), "at": .integer(Int(note.at.milliseconds)), "note": .text(note.note)]))
    }
    return .object(fields)
  }

  private static func limit(_ one: StreamLimit) -> JSON {
    [
      "rule": .text(one.rule), "event": .text(one.event), "stream": .integer(Int(one.stream.rawValue)),
      "limit": .number(one.limit), "isBelow": .flag(one.isBelow), "severity": .text(one.severity.rawValue),
    ]
  }

  /// Where an alert is shown: the middle of its first area.
  private static func place(of alert: Alert) -> Coordinate? {
    switch alert.subject.areas.first {
    case .circle(let middle, _): return middle
    case .polygon(let ring):
      guard !ring.isEmpty else { return nil }
      let count = Double(ring.count)
      return Coordinate(
        longitude: ring.map(\.longitude).reduce(0, +) / count, latitude: ring.map(\.latitude).reduce(0, +) / count)
    case nil: return nil
    }
  }
}
