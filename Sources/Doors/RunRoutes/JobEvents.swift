internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Scenarios

/// A job's states as server-sent events (WHATWG HTML §9.2).
///
/// While nothing happens a comment is sent every 15 seconds, so that proxies keep the connection and a page that went
/// away is noticed.
struct JobEvents {
  private let states: AsyncStream<Job>

  init(_ states: AsyncStream<Job>) { self.states = states }

  var response: Response {
    var response = Response(
      status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
      body: ResponseBody { [states] writer in
        let (parts, sender) = AsyncStream<ByteBuffer>.makeStream()
        let telling = Task {
          for await job in states { sender.yield(Self.event(job)) }
          sender.finish()
        }
        let beating = Task {
          while !Task.isCancelled {
            try await Task.sleep(for: .seconds(15))
            sender.yield(ByteBuffer(string: ": still here\n\n"))
          }
        }
        defer {
          telling.cancel()
          beating.cancel()
        }
        for await part in parts { try await writer.write(part) }
        try await writer.finish(nil)
      })
    if let name = HTTPField.Name("X-Accel-Buffering") { response.headers[name] = "no" }
    return response
  }

  private static func event(_ job: Job) -> ByteBuffer {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let data = (try? encoder.encode(job)) ?? Data("{}".utf8)
    return ByteBuffer(string: "event: job\ndata: \(String(decoding: data, as: UTF8.self))\n\n")
  }
}
