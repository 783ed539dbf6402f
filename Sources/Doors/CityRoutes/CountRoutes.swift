internal import Checks
public import CityFolder
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Modelling
internal import Observations
internal import Replica
public import Scenarios
public import Serving

/// The endpoints of the town's vehicle counts: list, add, paste, take away; and the check that holds its demand against them.
///
/// A count is a street, a way, a time and vehicles; who counted is told as council, newspaper or resident, and no name is kept.
public struct CountRoutes: Routes {
  public let name = "counts"
  private let snapshot: CitySnapshot
  private let folder: CityOnDisk
  private let queue: JobQueue
  private let basePath: String

  /// Routes over the counts in a city's folder; checks wait in the queue of runs. `basePath` stands before every path.
  public init(_ snapshot: CitySnapshot, folder: CityOnDisk, queue: JobQueue, basePath: String) {
    self.snapshot = snapshot
    self.folder = folder
    self.queue = queue
    self.basePath = basePath
  }

  private typealias Answer = Endpoint.Answer
  /// Bytes of a count, and of a pasted sheet, at most.
  private static let greatestSize = 4096, greatestSheet = 512 * 1024
  private var sheet: CountSheet { CountSheet(city: folder.path) }

  public var endpoints: [Endpoint] {
    [
      Endpoint(
        .get, "/api/v1/counts", operation: "listCounts",
        summary:
          "The town's vehicle counts, a row each: street, way, time, vehicles by class; and the rows that cannot be used.",
        answers: [Answer(200, "The rows."), .problem(422, "The sheet of counts cannot be read.")],
        handle: { _, _ in try list() }),
      Endpoint(
        .post, "/api/v1/counts", operation: "addCount", summary: "Add a count to the sheet in the city's folder.",
        body: .init(
          ["application/json"],
          "A street (its key, or its name with a side road or a position), a way (both, north, towards Jalan Besar, forward), a day or none, "
            + "from when to when, and vehicles by class or in total.",
          schema: Self.schema),
        answers: [
          Answer(201, "The count, as it will be compared."),
          .problem(422, "There can be no such count: why, a sentence, and the field it concerns."),
        ],
        handle: { request, _ in try await add(request) }),
      Endpoint(
        .post, "/api/v1/counts/pasted", operation: "pasteCounts",
        summary: "Add counts as they are pasted out of a spreadsheet: all rows that can be used; the others are told.",
        body: .init(
          ["application/json"], "The text, headings first, and who counted.",
          schema: [
            "type": "object", "required": ["text"],
            "properties": ["text": ["type": "string"], "source": Self.sources],
          ]),
        answers: [
          Answer(200, "How many rows were added, how many stood there already, and what was left out and why."),
          .problem(422, "No row can be used: why, a sentence."),
        ],
        handle: { request, _ in try await paste(request) }),
      Endpoint(
        .delete, "/api/v1/counts/{id}", operation: "removeCount", summary: "Take a row off the sheet of counts.",
        inputs: [.path("id", "The row's name, from the list.")],
        answers: [Answer(204, "It is gone.", type: ""), .problem(404, "There is no such row.")],
        handle: { _, context in try remove(context) }),
      Endpoint(
        .get, "/api/v1/counts/check", operation: "getCountCheck",
        summary:
          "How the town's demand did beside its counts when they were last checked, and whether traffic follows them.",
        answers: [Answer(200, "The scores, street by street and hour too; {\"check\": null} before the first check.")],
        handle: { _, _ in
          guard let found = CountCheck.kept(inRuns: folder.runs.path) else { return Response(["check": .null]) }
          let use = found.use(cityNow: snapshot.digest, sheetNow: sheet.digest)
          return Response(["check": CountDocument(snapshot).check(found, use)])
        }),
      Endpoint(
        .post, "/api/v1/counts/check", operation: "checkCounts",
        summary: "Hold the town's demand against its counts, and fit it to them. A check that waits or runs is joined.",
        body: .init(["application/json"], "An empty object."),
        answers: [
          Answer(202, "The job; Location names it."), .problem(422, "There are no counts: what to do first."),
        ],
        handle: { _, _ in try await check() }),
    ]
  }

  private static let sources: JSON = ["type": "string", "enum": .list(MarkSheet.sources.map(JSON.text))]
  private static let schema: JSON = [
    "type": "object", "required": ["from", "to", "vehicles"],
    "properties": [
      "street": ["type": "string"], "side": ["type": "string"], "longitude": ["type": "number"],
      "latitude": ["type": "number"], "direction": ["type": "string"], "date": ["type": "string"],
      "from": ["type": "string"], "to": ["type": "string"], "source": sources,
      "vehicles": [
        "type": "object",
        "properties": .object(CountSheet.classes.map { JSON.Field($0, ["type": ["string", "number"]]) }),
      ],
    ],
  ]

  private func list() throws -> Response {
    do {
      let rows = try sheet.rows(in: snapshot.city)
      let documents = CountDocument(snapshot)
      return Response([
        "items": .list(rows.filter { $0.wrong == nil }.map(documents.row)),
        "skipped": .list(rows.filter { $0.wrong != nil }.map(documents.row)),
      ])
    } catch {
      throw Problem(.unprocessableContent, error.description)
    }
  }

  // MARK: Adding and taking away

  /// A number of vehicles, as a number or as it was typed.
  private struct Typed: Decodable {
    var text: String
    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        text = number == number.rounded() && abs(number) < 1e9 ? "\(Int(number))" : "\(number)"
      } else {
        text = try container.decode(String.self)
      }
    }
  }

  private func add(_ request: Request) async throws -> Response {
    struct Sent: Decodable {
      var street, side, direction, date, from, to, source: String?
      var longitude, latitude: Double?
      var vehicles: [String: Typed]?
    }
    let sent: Sent = try await Self.sent(
      request, upTo: Self.greatestSize,
      tooLarge: "A count is a street, a time and some numbers: at most \(Self.greatestSize) bytes.",
      otherwise: "A count is an object with street, direction, from, to and vehicles by class.")
    let typed = TypedCount(
      date: sent.date ?? "", from: sent.from ?? "", to: sent.to ?? "", street: sent.street ?? "", side: sent.side ?? "",
      longitude: sent.longitude, latitude: sent.latitude, direction: sent.direction ?? "",
      vehicles: (sent.vehicles ?? [:]).mapValues(\.text), source: sent.source ?? "resident")
    do {
      let counts = try sheet.add(typed, to: snapshot.city, today: snapshot.today)
      return Response(CountDocument(snapshot).counts(counts), status: .created)
    } catch {
      throw Problem(unprocessable: error.description, field: error.field?.rawValue)
    }
  }

  private func paste(_ request: Request) async throws -> Response {
    struct Sent: Decodable {
      var text: String
      var source: String?
    }
    let sent: Sent = try await Self.sent(
      request, upTo: Self.greatestSheet,
      tooLarge: "At most \(Self.greatestSheet / 1024) kB can be pasted at once: paste the sheet in parts.",
      otherwise: "What is pasted is an object with text.")
    do {
      let pasted = try sheet.paste(
        sent.text, to: snapshot.city, today: snapshot.today, source: sent.source ?? "council")
      return Response([
        "rows": .integer(pasted.table.rows), "added": .integer(pasted.added), "known": .integer(pasted.known),
        "skipped": .list(pasted.table.skipped.map(\.document)),
      ])
    } catch {
      throw Problem(unprocessable: error.description, field: "pasted")
    }
  }

  private static func sent<Sent: Decodable>(
    _ request: Request, upTo size: Int, tooLarge: String, otherwise: String
  ) async throws -> Sent {
    let bytes = try await request.bytes(upTo: size, orElse: tooLarge)
    guard let sent = try? JSONDecoder().decode(Sent.self, from: bytes) else { throw Problem(unprocessable: otherwise) }
    return sent
  }

  private func remove(_ context: BasicRequestContext) throws -> Response {
    let id = try context.parameters.require("id")
    guard try sheet.remove(id) else {
      throw Problem(.notFound, "There is no count \(id.prefix(40)) in the sheet (any more); /api/v1/counts lists them.")
    }
    return Response(status: .noContent)
  }

  // MARK: The check

  private func check() async throws -> Response {
    let job: Job
    do { job = try await queue.submitCountCheck() } catch let error as CheckError {
      throw Problem(unprocessable: error.description)
    }
    var response = try Response(encoding: job, status: .accepted)
    response.headers[.location] = "\(basePath)/api/v1/jobs/\(job.id)"
    return response
  }
}
