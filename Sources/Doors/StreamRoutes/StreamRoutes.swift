internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
public import Serving

/// The one stream of a page.
public struct StreamEndpoints: Routes {
  public let name = "stream"
  private let topics: [StreamTopic]
  private let now: @Sendable () -> Double

  /// A stream of some topics; `now` is the time in milliseconds since 1970.
  public init(_ topics: [StreamTopic], now: @escaping @Sendable () -> Double) {
    (self.topics, self.now) = (topics, now)
  }

  private typealias Answer = Endpoint.Answer

  public var endpoints: [Endpoint] {
    [
      Endpoint(
        .get, "/api/v1/stream", operation: "follow",
        summary:
          "Everything live for one page over one connection: frames with length, kind, time and payload (Docs/page.md).",
        inputs: [
          .query(
            "topics",
            "Which of \(topics.map(\.name).joined(separator: ", ")), separated by commas; all where it is left out."),
          .query(
            "since", "The time of the last frame one has read, in milliseconds since 1970: what came after it is told."),
          .query("job", "The job that is followed."),
          .query("run", "The model's run whose vehicles are shown."),
          .query("bbox", "West, south, east and north in degrees: vehicles elsewhere are left out."),
          .query("at", "The moment vehicles begin at, in milliseconds as fields tell time."),
          .query("speed", "Seconds of the run that pass in a second; 1 where it is left out."),
        ],
        answers: [
          Answer(200, "Frames, as long as the connection stands.", type: "application/octet-stream"),
          .problem(400, "A topic or number that cannot be read."),
        ],
        handle: { request, _ in try await response(request) })
    ]
  }

  private func response(_ request: Request) async throws -> Response {
    let parameters = request.uri.queryParameters
    let values = parameters.reduce(into: [String: String]()) { $0[String($1.key)] = String($1.value) }
    let asked = values["topics"]?.split(separator: ",").map(String.init)
    for name in asked ?? [] where !topics.contains(where: { $0.name == name }) {
      throw Problem(
        .badRequest, "There is no topic \(name.prefix(40)); there are \(topics.map(\.name).joined(separator: ", ")).")
    }
    let ask = StreamAsk(values: values, since: try StreamAsk(values: values, since: nil).numbers("since", 1)?[0])
    let outbox = Outbox()
    var parts: [@Sendable () async -> Void] = []
    for topic in topics where asked?.contains(topic.name) ?? true { parts.append(try await topic.follow(ask, outbox)) }
    let (now, still) = (now, Doorkeeper.stillGood)
    let work = parts
    var response = Response(
      status: .ok, headers: [.contentType: "application/octet-stream", .cacheControl: "no-store"],
      body: ResponseBody { writer in
        let tasks = work.map { part in Task { await part() } }
        let beating = Task {
          while !Task.isCancelled, still() {
            outbox.put(StreamFrame(.beat, time: now()))
            try? await Task.sleep(for: .seconds(5))
          }
          outbox.close()
        }
        defer { for task in tasks + [beating] { task.cancel() } }
        try await outbox.forEach { frames in try await writer.write(ByteBuffer(bytes: frames.flatMap(\.bytes))) }
        try await writer.finish(nil)
      })
    if let name = HTTPField.Name("X-Accel-Buffering") { response.headers[name] = "no" }
    return response
  }
}
