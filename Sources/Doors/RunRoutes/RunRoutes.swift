// RunRoutes: what if — scenarios kept, runs asked for, watched and read.
//
// Its words: a *scenario* is kept in the city's folder under its file's name, as the text a person wrote. Asking for a
// *run* answers at once with a *job*; the job is followed by server-sent events, or asked for again, and ends with the
// name of a run. The values of a run's *fields* are sent as they lie on disk.

internal import CityFolder
internal import Foundation
internal import Hummingbird
internal import Modelling
public import Scenarios
public import Serving

/// The endpoints of jobs, runs and their fields.
public struct RunEndpoints: Routes {
  public let name = "runs"
  private let snapshot: CitySnapshot
  private let queue: JobQueue
  private let runs: any RunFields
  private let basePath: String

  /// Routes over a city, a queue of jobs and the place where runs are kept; `basePath` stands before every path.
  public init(_ snapshot: CitySnapshot, queue: JobQueue, runs: any RunFields, basePath: String) {
    self.snapshot = snapshot
    self.queue = queue
    self.runs = runs
    self.basePath = basePath
  }

  private typealias Answer = Endpoint.Answer
  private static let job = Endpoint.Input.path("id", "The job's name.")

  public var endpoints: [Endpoint] {
    [
      Endpoint(
        .post, "/api/v1/runs", operation: "askForRun",
        summary: "Ask for a scenario's run. The same run joins the job that is there already.",
        body: .init(ScenarioRoutes.types, "A scenario, as in its file."),
        answers: [
          Answer(202, "The job; Location names it."),
          .problem(422, "The scenario cannot be read: which line, and the nearest word."),
        ],
        handle: { request, _ in try await submit(request) }),
      Endpoint(
        .get, "/api/v1/jobs", operation: "listJobs", summary: "The latest jobs, the newest first, in pages.",
        inputs: Page.inputs(), answers: [Answer(200, "The jobs.")],
        handle: { request, _ in
          let page = try Page(of: request)
          let jobs = try await queue.jobs(limit: page.offset + page.limit)
          return try Response(encoding: Array(jobs.dropFirst(page.offset)))
        }),
      Endpoint(
        .get, "/api/v1/jobs/{id}", operation: "getJob", summary: "A job: state, progress, time left, run or error.",
        inputs: [Self.job], answers: [Answer(200, "The job."), .problem(404, "There is no such job.")],
        handle: { _, context in try Response(encoding: try await job(context)) }),
      Endpoint(
        .get, "/api/v1/jobs/{id}/events", operation: "followJob",
        summary: "A job's states as server-sent events, until it has ended.", inputs: [Self.job],
        answers: [
          Answer(200, "Events named job, each with the job as JSON.", type: "text/event-stream"),
          .problem(404, "There is no such job."),
        ],
        handle: { _, context in
          let job = try await job(context)
          return JobEvents(await queue.events(of: job.id)).response
        }),
      Endpoint(
        .delete, "/api/v1/jobs/{id}", operation: "cancelJob", summary: "Stop a job at its next step.",
        inputs: [Self.job], answers: [Answer(200, "The job as it is now."), .problem(404, "There is no such job.")],
        handle: { _, context in
          let job = try await job(context)
          return try Response(encoding: try await queue.cancel(job.id) ?? job)
        }),
      Endpoint(
        .get, "/api/v1/runs/{id}", operation: "getRun",
        summary: "What a scenario's run found: numbers beside the baseline's, and its fields.",
        inputs: [.path("id", "The run's name: 64 hexadecimal digits.")],
        answers: [Answer(200, "The run."), .problem(404, "There is no such run.")],
        handle: { request, context in
          let id = try Self.run(context)
          guard let run = try await queue.result(of: id) else { throw Self.noRun(id) }
          return try Response(encoding: run).tagged("run-\(id.text.prefix(32))", for: request)
        }),
      Endpoint(
        .get, "/api/v1/runs/{id}/fields/{name}", operation: "getField",
        summary:
          "A field of a model's run as it is stored: name.json describes it, with a grid's corners as positions, clockwise "
          + "from the first cell of its first row; name.bin holds its values.",
        inputs: [
          .path("id", "The name of the model's run, from the run's fields."),
          .path("name", "The field's name, followed by .json or .bin."),
          .query("frame", "Only the values of one moment, counted from 0.", schema: ["type": "integer", "minimum": 0]),
          .query(
            "row", "Only the values of one row or cell, at all moments.", schema: ["type": "integer", "minimum": 0]),
        ],
        answers: [
          Answer(200, "The bytes: JSON, or little-endian numbers, time-major.", type: "application/octet-stream"),
          .problem(400, "There is no such moment or row."), .problem(404, "There is no such field."),
        ],
        handle: { request, context in
          try FieldAnswer(run: Self.run(context), runs: runs, snapshot: snapshot)
            .response(to: request, file: context.parameters.require("name"))
        }),
    ]
  }

  private func submit(_ request: Request) async throws -> Response {
    let text = try await ScenarioRoutes.text(of: request)
    let job: Job
    do {
      job = try await queue.submit(text)
    } catch let error as ScenarioError {
      throw ScenarioRoutes.problem(error)
    } catch let error as ChangeError {
      throw Problem(.unprocessableContent, error.description)
    }
    var response = try Response(encoding: job, status: .accepted)
    response.headers[.location] = "\(basePath)/api/v1/jobs/\(job.id)"
    return response
  }

  private func job(_ context: BasicRequestContext) async throws -> Job {
    let id = try context.parameters.require("id")
    guard let job = try await queue.job(id) else {
      throw Problem(.notFound, "There is no job \(id); /api/v1/jobs lists the latest.")
    }
    return job
  }

  static func run(_ context: BasicRequestContext) throws -> RunID {
    let text = try context.parameters.require("id")
    guard text.count == 64, text.allSatisfy({ $0.isHexDigit && !$0.isUppercase }) else {
      throw Problem(.notFound, "A run's name has 64 hexadecimal digits; this is none: \(text.prefix(80)).")
    }
    return RunID(text: text)
  }

  static func noRun(_ id: RunID) -> Problem {
    Problem(.notFound, "The run \(id.text.prefix(12))… is not known here: ask for it again with POST /api/v1/runs.")
  }
}
