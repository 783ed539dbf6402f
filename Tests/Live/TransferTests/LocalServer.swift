import Foundation
import Testing

/// A server on this machine that answers each connection by a closure, until it goes.
final class LocalServer: Sendable {
  let port: Int
  private let listener: Int32
  private let lock = NSLock()
  private nonisolated(unsafe) var heard: [String] = []

  /// `talk` gets a connection, and answers what it heard.
  init(_ talk: @escaping @Sendable (Connection) -> String) throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, 16) == 0 && getsockname(listener, $0, &length) == 0
      }
    }
    try #require(bound)
    port = Int(UInt16(bigEndian: address.sin_port))
    Thread.detachNewThread { [self] in
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { return }
        Thread.detachNewThread { [self] in
          let text = talk(Connection(socket: connection))
          lock.withLock { heard.append(text) }
          close(connection)
        }
      }
    }
  }

  /// A server of HTTP: `answer` gets the whole request and gives the whole answer.
  static func http(_ answer: @escaping @Sendable (String) -> [UInt8]) throws -> LocalServer {
    try LocalServer { connection in
      let request = connection.request()
      connection.send(answer(request))
      return request
    }
  }

  var url: String { "http://127.0.0.1:\(port)" }

  /// What was heard, connection by connection, when there are so many or a second has passed: it is noted a moment after the answer went out.
  func requests(_ count: Int = 1) -> [String] {
    for _ in 0..<100 where lock.withLock({ heard.count < count }) { usleep(10_000) }
    return lock.withLock { heard }
  }

  /// Ends listening.
  func end() { shutdown(listener, Int32(SHUT_RDWR)) }

  deinit { close(listener) }
}

/// One connection to a server.
struct Connection: Sendable {
  let socket: Int32

  func send(_ bytes: [UInt8]) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        Foundation.send(socket, $0.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      sent += count
    }
  }

  func send(_ text: String) { send(Array(text.utf8)) }

  func line() -> String? {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while recv(socket, &byte, 1, 0) == 1 {
      if byte == 10 { return String(decoding: line.filter { $0 != 13 }, as: UTF8.self) }
      line.append(byte)
    }
    return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
  }

  /// A request of HTTP with its body.
  func request() -> String {
    var head: [String] = []
    while let line = line(), !line.isEmpty { head.append(line) }
    let length = head.first { $0.lowercased().hasPrefix("content-length:") }.flatMap {
      Int($0.dropFirst(15).drop { $0 == " " })
    }
    var body = [UInt8](repeating: 0, count: length ?? 0)
    var read = 0
    while read < body.count {
      let count = body.withUnsafeMutableBytes { recv(socket, $0.baseAddress.map { $0 + read }, $0.count - read, 0) }
      guard count > 0 else { break }
      read += count
    }
    return head.joined(separator: "\n") + "\n\n" + String(decoding: body, as: UTF8.self)
  }
}

/// An answer as it goes over the wire.
func answer(_ status: String, _ headers: [String] = [], _ body: [UInt8] = []) -> [UInt8] {
  let head = ["HTTP/1.1 \(status)"] + headers + ["Content-Length: \(body.count)", "Connection: close", "", ""]
  return Array(head.joined(separator: "\r\n").utf8) + body
}
