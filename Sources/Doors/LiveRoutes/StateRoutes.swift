internal import Foundation
internal import Hummingbird
internal import Modelling
public import Observations
internal import SensorThings
public import Serving
internal import State

/// The state of the twin as a start of what-ifs: now, or at any past moment.
public struct StateRoutes: Routes {
  public let name = "state"
  private let desk: LiveDesk
  private let folder: String
  private let sources: [any ConditionSource.Type]

  /// Routes over a live desk; states are kept in the city's `states/` folder. `sources` say which values models start from.
  public init(_ desk: LiveDesk, folder: String, sources: [any ConditionSource.Type]) {
    self.desk = desk
    self.folder = folder
    self.sources = sources
  }

  private typealias Answer = Endpoint.Answer

  public var endpoints: [Endpoint] {
    let at = Endpoint.Input.query("at", "A past moment, such as 2026-01-31T16:00:00Z; now where it is left out.")
    return [
      Endpoint(
        .get, "/api/v1/live/state", operation: "getState",
        summary:
          "What models would start from: the newest usable value of each stream they read, and why others are left out.",
        inputs: [at],
        answers: [Answer(200, "The state, as a file of it would hold it."), .problem(400, "No moment.")],
        handle: { request, _ in
          let (state, left) = try await look(request)
          return Response([
            "file": .text(Self.path(of: state)), "state": .raw(Array(state.text.utf8)),
            "leftOut": .list(left.map(JSON.text)),
          ])
        }),
      Endpoint(
        .post, "/api/v1/live/state", operation: "keepState",
        summary: "Keeps that state as a file a scenario can start from, by \"supposing: [{state: {file: …}}]\".",
        inputs: [at], body: Endpoint.Body(["application/json"], "{}"),
        answers: [
          Answer(201, "The file, below the city's folder."), .problem(400, "No moment."),
          .problem(422, "Nothing is observed that a model starts from."),
        ],
        handle: { request, _ in
          let (state, _) = try await look(request)
          guard !state.values.isEmpty else {
            throw Problem(
              unprocessable:
                "No stream tells anything a model starts from: a sea level in m, or a rate of rain in mm/h.")
          }
          let path = Self.path(of: state)
          let address = URL(fileURLWithPath: folder + "/" + path)
          try FileManager.default.createDirectory(
            at: address.deletingLastPathComponent(), withIntermediateDirectories: true)
          try Data(state.text.utf8).write(to: address, options: .atomic)
          return Response(["file": .text(path), "values": .integer(state.values.count)], status: .created)
        }),
    ]
  }

  /// A state's file is named by its fingerprint: the same state is the same file, and the same run.
  private static func path(of state: ObservedState) -> String { "states/\(state.digest.prefix(16)).json" }

  private func look(_ request: Request) async throws -> (ObservedState, [String]) {
    var moment = SensorThingsService.now()
    if let text = request.uri.queryParameters.get("at") {
      guard let told = Instant(text: String(text)) else {
        throw Problem(.badRequest, "at=\(text) is no moment: write 2026-01-31T16:00:00Z, or with an offset.")
      }
      moment = told
    }
    let (store, sources, at) = (desk.store, sources, moment)
    return try await LiveEndpoints.off {
      let state = try LiveState(of: store, at: at, knowing: StreamDirectory(store))
      // What is replayed is no state of the city.
      let real = try ObservedState(state.snapshot(for: sources).values.filter { !$0.key.hasPrefix("replay/") })
      return (real, state.leftOut.map(\.sentence))
    }
  }
}
