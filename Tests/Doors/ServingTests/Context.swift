import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded

/// A request's context without a connection.
func context(logging lines: Lines? = nil) throws -> BasicRequestContext {
  let logger = lines.map { lines in Logger(label: "test") { _ in LineLog(lines: lines) } } ?? Logger(label: "test")
  return BasicRequestContext(source: ApplicationRequestContextSource(channel: EmbeddedChannel(), logger: logger))
}

/// Lines of text as they came. Sendable because every access to its variable holds `lock`.
final class Lines: @unchecked Sendable {
  private let lock = NSLock()
  private var kept: [String] = []
  var all: [String] { lock.withLock { kept } }
  func add(_ line: String) { lock.withLock { kept.append(line) } }
}

/// Keeps what is logged.
private struct LineLog: LogHandler {
  let lines: Lines
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.info
  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }
  func log(event: LogEvent) { lines.add("\(event.message)") }
}

/// Keeps what a body writes.
struct LineWriter: ResponseBodyWriter {
  let lines: Lines
  mutating func write(_ buffer: ByteBuffer) async throws { lines.add(String(buffer: buffer)) }
  consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
