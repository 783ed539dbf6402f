internal import Dispatch
internal import Films
internal import HTTPTypes
internal import Hummingbird
internal import Modelling
public import Serving

/// The endpoints of single vehicles: what a model's run tells of them, and where they are.
public struct FilmEndpoints: Routes {
  public let name = "vehicles"
  private let shelf: FilmShelf

  /// Routes over the films of runs.
  public init(_ shelf: FilmShelf) { self.shelf = shelf }

  private typealias Answer = Endpoint.Answer
  private static let run = Endpoint.Input.path("id", "The name of the model's run, from the run's fields.")

  public var endpoints: [Endpoint] {
    [
      Endpoint(
        .get, "/api/v1/runs/{id}/film", operation: "getFilm",
        summary: "What a model's run tells of single vehicles: from when to when, and of every how many-th.",
        inputs: [Self.run],
        answers: [
          Answer(
            200,
            "begin and end in milliseconds as fields tell time, every, and passages by five minutes; {} where it tells of none."
          )
        ],
        handle: { request, context in
          let run = try RunEndpoints.run(context)
          guard let film = shelf.film(run) else { return Response([:] as JSON) }
          let end = film.file.begin + Int64(film.file.seconds * 1000)
          return Response(
            [
              "begin": .number(Double(film.file.begin)), "end": .number(Double(end)),
              "every": .number(Double(film.file.every)),
              "passages": .list(film.file.passages.map { .number(Double($0)) }),
            ]
          ).tagged("film-\(run.text.prefix(32))", for: request, lasting: true)
        }),
      Endpoint(
        .get, "/api/v1/runs/{id}/vehicles", operation: "getVehicles",
        summary: "Where the vehicles of a model's run are, frame by frame, as bytes (Docs/page.md).",
        inputs: [
          Self.run, .query("from", "The moment of the first frame, in milliseconds as fields tell time; required."),
          .query("step", "Seconds from frame to frame, 0.1 to 3600; 1 where it is left out."),
          .query("frames", "How many frames, at most \(FilmWindow.most); 31 where it is left out."),
          .query("bbox", "West, south, east and north in degrees: vehicles elsewhere are left out."),
        ],
        answers: [
          Answer(200, "The frames.", type: "application/octet-stream"),
          .problem(400, "A number that cannot be read."), .problem(404, "The run tells of no vehicles."),
        ],
        handle: { request, context in try await vehicles(request, RunEndpoints.run(context)) }),
    ]
  }

  /// Windows are made one after another, on no thread of the pool.
  private static let work = DispatchQueue(label: "kembar.films", qos: .userInitiated)

  private func vehicles(_ request: Request, _ run: RunID) async throws -> Response {
    let query = request.uri.queryParameters
    func numbers(_ name: String, _ count: Int, _ usual: [Double]?) throws -> [Double] {
      guard let text = query.get(name) else {
        guard let usual else { throw Problem(.badRequest, "\(name) is missing.") }
        return usual
      }
      let numbers = text.split(separator: ",").compactMap { Double($0) }.filter { abs($0) < 1e15 }
      guard numbers.count == count else {
        throw Problem(.badRequest, "\(name) is \(text.prefix(80)): it takes \(count) number\(count == 1 ? "" : "s").")
      }
      return numbers
    }
    let from = try numbers("from", 1, nil)[0]
    let step = try numbers("step", 1, [1])[0]
    let frames = try numbers("frames", 1, [31])[0]
    let box = try numbers("bbox", 4, [])
    guard (0.1...3600).contains(step), (1...Double(FilmWindow.most)).contains(frames) else {
      throw Problem(.badRequest, "step takes 0.1 to 3600 seconds, frames 1 to \(FilmWindow.most).")
    }
    let view = try box.isEmpty ? FilmView.all : FilmShelf.view(box)
    guard let film = shelf.film(run) else {
      throw Problem(.notFound, "The run \(run.text.prefix(12))… tells of no single vehicles.")
    }
    let bytes = await withCheckedContinuation { (done: CheckedContinuation<[UInt8], Never>) in
      Self.work.async {
        done.resume(
          returning: FilmWindow.bytes(
            film.file, on: film.plane, in: view, from: film.second(from), step: step, frames: Int(frames)))
      }
    }
    let tag = "vehicles-\(run.text.prefix(32))-\(from)-\(step)-\(frames)-\(box.map { "\($0)" }.joined(separator: "-"))"
    return .packed(bytes, type: "application/octet-stream", tag: tag, for: request, lasting: true)
  }
}
