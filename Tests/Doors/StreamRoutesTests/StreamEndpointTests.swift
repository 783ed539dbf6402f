import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Serving
import StreamRoutes
import Testing

@Suite("The stream's answer")
struct StreamEndpointTests {
  private static func ask(_ topics: [StreamTopic], _ query: String) async throws -> Response {
    let endpoint = try #require(StreamEndpoints(topics) { 7 }.endpoints.first)
    let head = HTTPRequest(
      method: .get, scheme: "http", authority: "localhost", path: "/api/v1/stream\(query)", headerFields: [:])
    let context = BasicRequestContext(
      source: ApplicationRequestContextSource(channel: EmbeddedChannel(), logger: Logger(label: "test")))
    return try await endpoint.handle(Request(head: head, body: RequestBody(buffer: ByteBuffer())), context)
  }

  /// Reads a body until it has brought as many bytes, then goes away, as a page does.
  private struct Page: ResponseBodyWriter {
    struct Left: Error {}
    final class Read: @unchecked Sendable { var bytes: [UInt8] = [] }  // one task writes, and reads after it ended
    let read = Read()
    let most: Int
    mutating func write(_ buffer: ByteBuffer) async throws {
      read.bytes += buffer.readableBytesView
      if read.bytes.count >= most { throw Left() }
    }
    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
  }

  private static func topic(_ name: String, ended: AsyncStream<String>.Continuation) -> StreamTopic {
    StreamTopic(name) { ask, outbox in
      let payload = Array("\(name) \(ask.values["job"] ?? "-") \(Int(ask.since ?? -1))".utf8)
      return {
        outbox.put(StreamFrame(.events, time: 3, payload: payload))
        await withTaskCancellationHandler {
          try? await Task.sleep(for: .seconds(60))
        } onCancel: {
          ended.yield(name)
          ended.finish()
        }
      }
    }
  }

  @Test("frames of the topics that are asked for come as they are made, with what was asked; whoever leaves ends them")
  func frames() async throws {
    let (ended, end) = AsyncStream<String>.makeStream()
    let topics = [Self.topic("one", ended: end), Self.topic("two", ended: end)]
    let response = try await Self.ask(topics, "?topics=two&job=4f&since=12")
    #expect(response.status == .ok && response.headers[.contentType] == "application/octet-stream")
    #expect(response.headers[.cacheControl] == "no-store")
    #expect(response.headers[try #require(HTTPField.Name("X-Accel-Buffering"))] == "no", "no proxy gathers frames")
    let frame = StreamFrame(.events, time: 3, payload: Array("two 4f 12".utf8)).bytes
    let page = Page(most: frame.count)
    await #expect(throws: Page.Left.self) { try await response.body.write(page) }
    // A beat may come before it.
    let beat = StreamFrame(.beat, time: 7).bytes
    #expect(page.read.bytes == frame || page.read.bytes == beat + frame)
    var names: [String] = []
    for await name in ended { names.append(name) }
    #expect(names == ["two"])
  }

  @Test("an idle stream beats at once, so that a page knows it stands")
  func beats() async throws {
    let response = try await Self.ask([], "")
    let page = Page(most: 13)
    await #expect(throws: Page.Left.self) { try await response.body.write(page) }
    #expect(page.read.bytes == StreamFrame(.beat, time: 7).bytes)
  }

  @Test("a topic there is none of, and a time that is no number, are refused before anything is sent")
  func refused() async throws {
    let (_, end) = AsyncStream<String>.makeStream()
    for query in ["?topics=one,three", "?topics=one&since=noon"] {
      let problem = await #expect(throws: Problem.self) {
        _ = try await Self.ask([Self.topic("one", ended: end)], query)
      }
      #expect(problem?.status == .badRequest, "\(query)")
    }
  }
}
