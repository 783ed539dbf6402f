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

/// The endpoints of what the town remembers: its flood marks, one more of them, and how a model did beside them.
///
/// A mark is a place, a day and a depth; who saw it is told as council, newspaper or resident, and no name is kept.
public struct MarkRoutes: Routes {
  public let name = "marks"
  private let snapshot: CitySnapshot
  private let folder: CityOnDisk
  private let catalogue: Catalogue

  /// Routes over the marks in a city's folder.
  public init(_ snapshot: CitySnapshot, folder: CityOnDisk, catalogue: Catalogue) {
    self.snapshot = snapshot
    self.folder = folder
    self.catalogue = catalogue
  }

  private typealias Answer = Endpoint.Answer
  /// Bytes of a mark at most.
  private static let greatestSize = 4096

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
        .get, "/api/v1/check", operation: "getCheck",
        summary: "How the model did on the town's own marks when kembar check was last run.",
        answers: [Answer(200, "The scores, mark by mark too; {\"check\": null} before the first check.")],
        handle: { _, _ in Response(check) }),
    ]
  }

  private func list() throws -> Response {
    let path = MarkSheet(city: folder.path).path
    guard FileManager.default.fileExists(atPath: path) else { return Response(["items": [], "skipped": []]) }
    let table: MarkTable
    do {
      table = try MarkTable(path, city: snapshot.city)
    } catch {
      throw Problem(.unprocessableContent, "\(error)")
    }
    return Response([
      "items": .list(table.marks.map(document)),
      "skipped": .list(table.skipped.map(\.document)),
    ])
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

  // MARK: How the model did

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
