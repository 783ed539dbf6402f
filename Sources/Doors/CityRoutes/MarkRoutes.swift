internal import Checks
public import CityFolder
internal import Foundation
internal import Geography
internal import HTTPTypes
internal import Hummingbird
internal import Modelling
internal import Observations
internal import Replica
public import Scenarios
public import Serving

/// The endpoints of what the town remembers: its flood marks, more of them, the rain of their days, and how a model did beside them.
///
/// A mark is a place, a day and a depth; who saw it is told as council, newspaper or resident, and no name is kept.
public struct MarkRoutes: Routes {
  public let name = "marks"
  private let snapshot: CitySnapshot
  private let folder: CityOnDisk
  private let catalogue: Catalogue
  private let queue: JobQueue
  private let basePath: String

  /// Routes over the marks in a city's folder; checks wait in the queue of runs. `basePath` stands before every path.
  public init(
    _ snapshot: CitySnapshot, folder: CityOnDisk, catalogue: Catalogue, queue: JobQueue, basePath: String
  ) {
    self.snapshot = snapshot
    self.folder = folder
    self.catalogue = catalogue
    self.queue = queue
    self.basePath = basePath
  }

  private typealias Answer = Endpoint.Answer
  /// Bytes of a mark, and of a pasted sheet, at most.
  private static let greatestSize = 4096, greatestSheet = 512 * 1024

  public var endpoints: [Endpoint] {
    [
      Endpoint(
        .get, "/api/v1/marks", operation: "listMarks",
        summary: "The town's flood marks: where, on which day, how deep; and the rows that cannot be read.",
        answers: [Answer(200, "The marks."), .problem(422, "The sheet of marks cannot be read.")],
        handle: { _, _ in try list() }),
      Endpoint(
        .post, "/api/v1/marks", operation: "addMark",
        summary: "Add a flood mark to the sheet in the city's folder.",
        body: .init(
          ["application/json"], "A day, a depth (0.4, 40 cm, dry), a place in degrees, and who tells it.",
          schema: [
            "type": "object", "required": ["date", "depth", "longitude", "latitude"],
            "properties": [
              "date": ["type": "string"], "depth": ["type": "string"], "longitude": ["type": "number"],
              "latitude": ["type": "number"],
              "source": ["type": "string", "enum": .list(MarkSheet.sources.map(JSON.text))],
            ],
          ]),
        answers: [
          Answer(201, "The mark, as it will be compared."),
          .problem(422, "There can be no such mark: why, a sentence, and the field it concerns."),
        ],
        handle: { request, _ in try await add(request) }),
      Endpoint(
        .post, "/api/v1/marks/pasted", operation: "pasteMarks",
        summary:
          "Add flood marks as they are pasted out of a spreadsheet: all rows that can be used; the others are told.",
        body: .init(
          ["application/json"], "The text, headings first, and who tells it.",
          schema: [
            "type": "object", "required": ["text"],
            "properties": [
              "text": ["type": "string"],
              "source": ["type": "string", "enum": .list(MarkSheet.sources.map(JSON.text))],
            ],
          ]),
        answers: [
          Answer(200, "How many rows were added, how many stood there already, and what was left out and why."),
          .problem(422, "No row can be used: why, a sentence."),
        ],
        handle: { request, _ in try await paste(request) }),
      Endpoint(
        .put, "/api/v1/marks/rain", operation: "putMarkRain",
        summary:
          "Tell the rain of days that have marks, for a town without a gauge; a day that was told before is told anew.",
        body: .init(
          ["application/json"], "Lines of date,mm or date,time,mm.",
          schema: ["type": "object", "required": ["text"], "properties": ["text": ["type": "string"]]]),
        answers: [
          Answer(200, "The days with their rain."), .problem(422, "There can be no such rain: why, a sentence."),
        ],
        handle: { request, _ in try await rain(request) }),
      Endpoint(
        .get, "/api/v1/check", operation: "getCheck",
        summary: "How the model did on the town's own marks when they were last checked.",
        answers: [Answer(200, "The scores, mark by mark too; {\"check\": null} before the first check.")],
        handle: { _, _ in Response(check) }),
      Endpoint(
        .post, "/api/v1/check", operation: "checkMarks",
        summary: "Replay the days of the town's marks and compare. A check that waits or runs is joined.",
        body: .init(["application/json"], "An empty object."),
        answers: [
          Answer(202, "The job; Location names it."), .problem(422, "There are no marks: what to do first."),
        ],
        handle: { _, _ in try await submit() }),
    ]
  }

  private func list() throws -> Response {
    let path = MarkSheet(city: folder.path).path
    // A sheet of rain that cannot be read is told where it is used.
    let rain = document((try? RainSheet(city: folder.path).days()) ?? [:])
    guard FileManager.default.fileExists(atPath: path) else {
      return Response(["items": [], "skipped": [], "rain": rain])
    }
    let table: MarkTable
    do {
      table = try MarkTable(path, city: snapshot.city)
    } catch {
      throw Problem(.unprocessableContent, "\(error)")
    }
    return Response([
      "items": .list(table.marks.map(document)),
      "skipped": .list(table.skipped.map(\.document)), "rain": rain,
    ])
  }

  /// The days of the sheet of rain; `isSpread` where only the sum of a day is known.
  private func document(_ days: [CalendarDate: DayRain]) -> JSON {
    .list(
      days.sorted { $0.key < $1.key }.map { day, rain in
        [
          "date": .text(day.text), "millimetres": .number((rain.millimetres * 10).rounded() / 10),
          "isSpread": .flag(rain.isSpread),
        ]
      })
  }

  private func document(_ mark: Mark) -> JSON {
    ["date": .text(mark.date.text), "position": snapshot.position(of: mark.place), "depth": .number(mark.depth)]
  }

  private func add(_ request: Request) async throws -> Response {
    struct Sent: Decodable {
      var date, depth: String?
      var longitude, latitude: Double?
      var source: String?
    }
    let bytes = try await request.bytes(
      upTo: Self.greatestSize,
      orElse: "A mark is a place, a day and a depth: at most \(Self.greatestSize) bytes.")
    guard let sent = try? JSONDecoder().decode(Sent.self, from: bytes)
    else { throw Problem(unprocessable: "A mark is an object with date, depth, longitude and latitude.") }
    guard let longitude = sent.longitude, let latitude = sent.latitude else {
      throw Problem(
        unprocessable: "A mark needs a place: longitude and latitude in degrees.",
        field: CheckError.Field.place.rawValue)
    }
    let typed = TypedMark(
      date: sent.date ?? "", depth: sent.depth ?? "", longitude: longitude, latitude: latitude,
      source: sent.source ?? "resident")
    do {
      let mark = try MarkSheet(city: folder.path).add(typed, to: snapshot.city, today: snapshot.today)
      return Response(document(mark), status: .created)
    } catch {
      throw Problem(unprocessable: error.description, field: error.field?.rawValue)
    }
  }

  // MARK: Pasted

  private struct Pasted: Decodable {
    var text: String
    var source: String?

    static func sent(_ request: Request) async throws -> Pasted {
      let bytes = try await request.bytes(
        upTo: MarkRoutes.greatestSheet,
        orElse: "At most \(MarkRoutes.greatestSheet / 1024) kB can be pasted at once: paste the sheet in parts.")
      guard let sent = try? JSONDecoder().decode(Pasted.self, from: bytes)
      else { throw Problem(unprocessable: "What is pasted is an object with text.") }
      return sent
    }
  }

  private func paste(_ request: Request) async throws -> Response {
    let sent = try await Pasted.sent(request)
    do {
      let pasted = try MarkSheet(city: folder.path).paste(
        sent.text, to: snapshot.city, today: snapshot.today, source: sent.source ?? "council")
      return Response([
        "added": .integer(pasted.added), "known": .integer(pasted.known),
        "skipped": .list(pasted.skipped.map(\.document)),
      ])
    } catch {
      throw Problem(unprocessable: error.description, field: "pasted")
    }
  }

  private func rain(_ request: Request) async throws -> Response {
    let sent = try await Pasted.sent(request)
    do {
      let days = try RainSheet(city: folder.path).paste(sent.text, today: snapshot.today)
      return Response(["rain": document(days)])
    } catch {
      throw Problem(unprocessable: error.description, field: "rain")
    }
  }

  // MARK: How the model did

  private func submit() async throws -> Response {
    let job: Job
    do { job = try await queue.submitMarkCheck() } catch let error as CheckError {
      throw Problem(unprocessable: error.description)
    }
    var response = try Response(encoding: job, status: .accepted)
    response.headers[.location] = "\(basePath)/api/v1/jobs/\(job.id)"
    return response
  }

  private var check: JSON {
    guard let found = TownCheck.kept(inRuns: folder.runs.path) else { return ["check": .null] }
    let version = catalogue.model(found.model)?.card.version
    let verdict = found.verdict(cityNow: snapshot.digest, versionNow: version)
    let scores = found.scores
    return [
      "check": [
        "model": .text(found.model), "isOld": .flag(found.city != snapshot.digest || version != found.version),
        "level": .text(verdict.level.rawValue), "because": .text(verdict.because),
        "askFor": verdict.askFor.map(JSON.text) ?? .null,
        "marks": .integer(scores.marks), "left": .integer(found.left.reduce(0) { $0 + $1.count }),
        "hits": .integer(scores.hits), "misses": .integer(scores.misses),
        "falseAlarms": .integer(scores.falseAlarms), "dry": .integer(scores.dry),
        "error": .number(scores.rootError), "guess": .number(scores.guessRootError), "bias": .number(scores.bias),
        "shuffledAsGood": .number(scores.shuffledAsGood),
        "pairs": .list(
          found.pairs.map { pair in
            [
              "date": .text(pair.date), "position": snapshot.position(of: Point(x: pair.x, y: pair.y)),
              "told": .number(pair.told), "modelled": .number(pair.modelled),
            ]
          }),
      ]
    ]
  }
}
