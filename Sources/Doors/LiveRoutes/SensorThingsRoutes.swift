internal import Devices
internal import Foundation
internal import Hummingbird
internal import Keys
internal import NIOCore
internal import SensorThings
public import Serving

/// The OGC SensorThings API 1.1 at `/v1.1`.
public struct SensorThingsRoutes: Routes {
  public let name = "sensorthings"
  /// The longest body that is read, in bytes.
  static let longestBody = 32 << 20

  private let desk: LiveDesk
  private let basePath: String

  /// Routes over a live desk, below a base path.
  public init(_ desk: LiveDesk, basePath: String) {
    self.desk = desk
    self.basePath = basePath
  }

  private typealias Answer = Endpoint.Answer

  public var endpoints: [Endpoint] {
    let path = Endpoint.Input.path("key", "What follows /v1.1: Things(1)/Datastreams.")
    let body = Endpoint.Body(["application/json"], "An entity, or a link to one.")
    let creation = Endpoint.Body(
      ["application/json", "multipart/mixed"],
      "An entity, observations for CreateObservations, or a $batch, in JSON or in parts.")
    let patch = Endpoint.Body(["application/json", "application/json-patch+json"], "What changes of an entity.")
    let options = [
      "$filter", "$expand", "$select", "$orderby", "$top", "$skip", "$count", "$resultFormat", "$skiptoken",
    ].map {
      Endpoint.Input.query($0, "As OGC 18-088 has it.")
    }
    let problems: [Answer] = [.problem(400, "What is wrong, in a sentence."), .problem(404, "There is nothing here.")]
    return [
      endpoint(
        .get, "/v1.1", "sensorThingsRoot", "The sets of the SensorThings API and what it conforms to.",
        [Answer(200, "The sets.")]),
      endpoint(
        .get, "/v1.1/{key}", "readSensorThings",
        "Entities, properties and counts of the SensorThings API (OGC 18-088).",
        [Answer(200, "What was asked for."), Answer(204, "The property has no value.", type: "")] + problems,
        inputs: [path] + options),
      endpoint(
        .post, "/v1.1/{key}", "createSensorThings",
        "Creates entities, observations or carries out a batch. Who may observe may add observations to streams; all else needs to operate.",
        [Answer(201, "What was created; its address is in Location."), Answer(200, "The answers of a batch.")]
          + problems,
        inputs: [path], body: creation, needs: .scopes(.observe)),
      endpoint(
        .patch, "/v1.1/{key}", "changeSensorThings", "Changes properties of an entity, also by JSON Patch.",
        [Answer(200, "It as it is now.")] + problems, inputs: [path], body: patch),
      endpoint(
        .put, "/v1.1/{key}", "replaceSensorThings", "Replaces an entity.", [Answer(200, "It as it is now.")] + problems,
        inputs: [path], body: body),
      endpoint(
        .delete, "/v1.1/{key}", "deleteSensorThings", "Deletes an entity and what depends on it.",
        [Answer(200, "It is gone.", type: "")] + problems,
        inputs: [path, .query("$filter", "What those have in common that go, where a set is addressed.")]),
    ]
  }

  private func endpoint(
    _ method: HTTPRequest.Method, _ path: String, _ operation: String, _ summary: String, _ answers: [Answer],
    inputs: [Endpoint.Input] = [], body: Endpoint.Body? = nil, needs: Endpoint.Needs = .byMethod
  ) -> Endpoint {
    Endpoint(
      method, path, operation: operation, summary: summary, inputs: inputs, body: body, answers: answers, needs: needs,
      handle: { request, _ in try await answer(request) })
  }

  private func answer(_ request: Request) async throws -> Response {
    guard let method = ServiceRequest.Method(rawValue: request.method == .head ? "GET" : request.method.rawValue) else {
      throw Problem(.methodNotAllowed, "The SensorThings API knows GET, POST, PATCH, PUT and DELETE.")
    }
    let start = basePath + "/v1.1"
    var path = request.uri.path
    guard path.hasPrefix(start) else { throw Problem(.notFound, "There is nothing at this address.") }
    path.removeFirst(start.count)
    var body: [UInt8] = []
    if method != .get && method != .delete {
      body = [UInt8](
        try await request.bytes(
          upTo: Self.longestBody,
          orElse: "The body is longer than \(Self.longestBody >> 20) MB: send observations in parts, 1,000 at a time."))
    }
    if method == .post { try check(path, body, request) }
    let type = request.headers[.contentType]?.prefix { $0 != ";" }.lowercased() ?? "application/json"
    let answer = await desk.service.answer(
      ServiceRequest(
        method, path, query: request.uri.query, root: request.server + start, body: body, contentType: type))
    var response =
      answer.body.isEmpty
      ? Response(status: HTTPResponse.Status(code: answer.status))
      : Response(answer.body, type: answer.type, status: HTTPResponse.Status(code: answer.status))
    if let location = answer.location { response.headers[.location] = location }
    response.headers[.cacheControl] = "no-store"
    return response
  }

  /// Throws where a caller that may only observe asks for anything else, and where a device names streams that are not its own.
  private func check(_ path: String, _ body: [UInt8], _ request: Request) throws {
    let caller = Caller.current
    guard !caller.may(.operate) else { return }
    guard let targets = ObservationTargets(path: path, body) else {
      throw Problem(
        .forbidden,
        "\(caller.name) may add observations to streams that are there, named by {\"@iot.id\": …} or by Datastreams(…)/Observations; all else needs the scope operate.",
        fields: [JSON.Field("missing", ["operate"])])
    }
    guard let binding = caller.binding else { return }
    guard case .thing(let thing) = binding, targets.are(of: thing, in: desk.service.registry) else {
      throw Problem(
        .forbidden, "The token of \(caller.name) is for its own streams alone, and one of these is not of them.")
    }
  }
}
