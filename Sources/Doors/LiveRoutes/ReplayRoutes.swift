internal import Foundation
internal import Hummingbird
internal import Modelling
internal import Observations
internal import Replay
internal import SensorThings
public import Serving

/// Replays: any period at any speed through the same doors, for training, testing and trying rules.
public struct ReplayRoutes: Routes {
  public let name = "replay"
  private let desk: ReplayDesk

  /// Routes over a live desk.
  public init(_ desk: LiveDesk) { self.desk = ReplayDesk(desk.service, desk.store) }

  private typealias Answer = Endpoint.Answer

  private struct Order: Decodable {
    var name: String
    var from: String
    var to: String
    var speed: Double?
    var streams: [Int64]?
    var shifted: Bool?
  }

  public var endpoints: [Endpoint] {
    [
      Endpoint(
        .post, "/api/v1/live/replays", operation: "beginReplay",
        summary: "Replays a period into streams of its own, whose keys begin with replay/ and the name.",
        body: Endpoint.Body(
          ["application/json"],
          "name, from, to; speed: seconds a second, 0 as fast as possible; streams: numbers, all where left out; shifted: as if it began now."
        ),
        answers: [Answer(201, "The replay."), .problem(422, "What cannot be done, in a sentence.")],
        handle: { request, _ in try await begin(request) }),
      Endpoint(
        .get, "/api/v1/live/replays", operation: "listReplays", summary: "The replays, and how far they are.",
        answers: [Answer(200, "The replays.")],
        handle: { _, _ in
          var all: [JSON] = []
          for entry in await desk.entries.values.sorted(by: { $0.name < $1.name }) { all.append(await document(entry)) }
          return Response(JSON.list(all))
        }),
      Endpoint(
        .delete, "/api/v1/live/replays/{id}", operation: "endReplay",
        summary: "Ends a replay and takes its streams and their observations away.",
        inputs: [.path("id", "Its name.")],
        answers: [Answer(204, "It is gone.", type: ""), .problem(404, "There is none of this name.")],
        handle: { _, context in
          guard try await desk.end(context.parameters.require("id")) else {
            throw Problem(.notFound, "There is no replay of this name.")
          }
          return Response(status: .noContent)
        }),
    ]
  }

  private func begin(_ request: Request) async throws -> Response {
    let data = try await request.bytes(upTo: 1 << 20, orElse: "The order is longer than a megabyte.")
    guard let order = try? JSONDecoder().decode(Order.self, from: data) else {
      throw Problem(unprocessable: "A replay has name, from and to; speed, streams and shifted may stand beside them.")
    }
    guard let from = Instant(text: order.from), let to = Instant(text: order.to), from < to else {
      throw Problem(unprocessable: "from and to are moments such as 2026-01-31T16:00:00Z, the first before the second.")
    }
    do {
      let entry = try await desk.begin(
        order.name, of: order.streams ?? [], during: from..<to, speed: order.speed ?? 1,
        isShifted: order.shifted ?? false)
      return Response(await document(entry), status: .created)
    } catch let fault as ReplayDesk.Fault {
      throw Problem(unprocessable: fault.description)
    } catch let fault as ReplayFault {
      throw Problem(unprocessable: "\(fault)")
    } catch let error as StoreError {
      throw Problem(unprocessable: error.description)
    }
  }

  private func document(_ entry: ReplayDesk.Entry) async -> JSON {
    let progress = await entry.run.progress
    return [
      "name": .text(entry.name), "streams": .integer(entry.streams), "handedOn": .integer(progress.count),
      "reached": progress.reached.map { .integer(Int($0.milliseconds)) } ?? .null, "isAtEnd": .flag(progress.isAtEnd),
      "fault": entry.fault.map(JSON.text) ?? .null,
    ]
  }
}
