internal import Checks
public import CityFolder
internal import Foundation
internal import Hummingbird
internal import Modelling
internal import Replica
internal import Reports
public import Scenarios
public import Serving

/// The council's page of a run: one sheet to print.
public struct ReportRoutes: Routes {
  public let name = "reports"
  private let folder: CityOnDisk
  private let runner: Runner
  private let queue: JobQueue

  /// Routes over a folder's runs; `runner` carries out the changes again, for the maps.
  public init(folder: CityOnDisk, runner: Runner, queue: JobQueue) {
    self.folder = folder
    self.runner = runner
    self.queue = queue
  }

  private typealias Answer = Endpoint.Answer

  public var endpoints: [Endpoint] {
    [
      Endpoint(
        .get, "/api/v1/runs/{id}/report", operation: "getReport",
        summary: "The council's page of a run: one A4 with maps, numbers, who gains and loses, and what is not known.",
        inputs: [
          .path("id", "The run's name: 64 hexadecimal digits."),
          .query(
            "lang", "The language: ms or en; without it the city's first, when it is one of the two.",
            schema: ["type": "string", "enum": .list(Language.allCases.map { .text($0.rawValue) })]),
          .query(
            "date", "The day on the page, as 2026-11-23; without it today in the city.",
            schema: ["type": "string", "format": "date"]),
        ],
        answers: [
          Answer(200, "A page that stands alone, without scripts.", type: "text/html"),
          .problem(400, "There is no such language or day."),
          .problem(404, "There is no such run, or it belongs to another state of the city."),
        ],
        handle: { request, context in try await report(request, context) })
    ]
  }

  private func report(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
    let id = try RunEndpoints.run(context)
    let language = try language(of: request)
    let date = try date(of: request)
    guard let run = try await queue.result(of: id), let scenario = try await queue.scenario(of: id) else {
      throw RunEndpoints.noRun(id)
    }
    // Fields of a city that was changed since would be drawn on the wrong streets.
    guard run.models.allSatisfy({ folder.runs.city(of: $0.run) == runner.digest }) else {
      throw Problem(
        .notFound,
        "The run \(id.text.prefix(12))… is of another state of the city, or its values were deleted: run it again.")
    }
    let html: String
    do {
      // Off the pool that answers requests: it reads fields and draws maps.
      html = try await withCheckedThrowingContinuation { (done: CheckedContinuation<String, any Error>) in
        DispatchQueue.global().async { [folder, runner] in
          done.resume(
            with: Result {
              let verdicts = runner.catalogue.verdicts(
                on: runner.city, digest: runner.digest, checked: TownCheck.kept(inRuns: folder.runs.path),
                counted: CountCheck.kept(inRuns: folder.runs.path))
              return try CouncilPage(
                run, of: scenario, by: runner, verdicts: verdicts, on: date, field: folder.runs.field
              ).html(in: language)
            })
        }
      }
    } catch let error as ChangeError {
      throw Problem(
        .notFound, "The run \(id.text.prefix(12))… cannot be drawn on the city as it is now (\(error)): run it again.")
    }
    var digest = Digest()
    digest.feed("report", text: html)
    var response = Response(Array(html.utf8), type: "text/html; charset=utf-8")
      .tagged("report-\(digest.text.prefix(32))", for: request)
    response.headers[.contentLanguage] = language.rawValue
    return response
  }

  private func language(of request: Request) throws -> Language {
    guard let text = request.uri.queryParameters.get("lang") else {
      return runner.city.profile.languages.lazy.compactMap { Language(rawValue: String($0.prefix(2))) }.first ?? .en
    }
    guard let language = Language(rawValue: text) else {
      throw Problem(.badRequest, "lang is \(text.prefix(40)): the council's page is written in ms or en.")
    }
    return language
  }

  private func date(of request: Request) throws -> Day {
    guard let text = request.uri.queryParameters.get("date") else {
      guard let today = Day(of: Date(), in: runner.city.profile.timeZone) else {
        throw Problem(.internalServerError, "This machine's clock tells no day: give date.")
      }
      return today
    }
    guard let day = Day(text) else {
      throw Problem(.badRequest, "date is \(text.prefix(40)): write a day as 2026-11-23.")
    }
    return day
  }
}
