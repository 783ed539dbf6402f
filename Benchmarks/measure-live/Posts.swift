import Foundation
import Measuring

/// Single observations posted by many clients at once, each over a connection of its own that waits for its answer: what a server can take, not what a
/// client written in a slower language can give.
struct Posts {
  let port: UInt16
  let clients: Int
  /// Of each client.
  let count: Int

  func run() throws {
    let group = DispatchGroup()
    let start = wallSeconds()
    for client in 0..<clients {
      group.enter()
      Thread {
        do {
          let door = try Door(port: port)
          for number in 0..<count {
            let body = "{\"result\": \(number)}"
            try door.ask(
              "POST /v1.1/Datastreams(\(1 + client))/Observations HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n" + body)
          }
          door.shut()
        } catch {
          // What is measured failed: there is no figure to print.
          FileHandle.standardError.write(Data("\(error)\n".utf8))
          exit(1)
        }
        group.leave()
      }.start()
    }
    group.wait()
    let seconds = wallSeconds() - start
    try Row(
      bar: "durable POST, \(clients) clients", case: "stored a second", unit: "per second",
      ours: Double(clients * count) / seconds, seconds: seconds
    ).print()
  }
}

/// A connection that asks and waits.
private final class Door {
  private let socket: Int32
  private var buffer = [UInt8](repeating: 0, count: 16_384)

  init(port: UInt16) throws {
    socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw Trouble(description: "port \(port) does not answer") }
    var yes: Int32 = 1
    setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
  }

  /// Sends a request and reads its answer; throws unless that is 201.
  func ask(_ request: String) throws {
    let bytes = Array(request.utf8)
    guard send(socket, bytes, bytes.count, 0) == bytes.count else { throw Trouble(description: "the server hung up") }
    var filled = 0
    while true {
      guard filled < buffer.count else { throw Trouble(description: "an answer is too long") }
      let room = buffer.count - filled
      let got = buffer.withUnsafeMutableBytes { recv(socket, $0.baseAddress! + filled, room, 0) }
      guard got > 0 else { throw Trouble(description: "the server hung up") }
      filled += got
      let text = String(decoding: buffer[..<filled], as: UTF8.self)
      guard let end = text.range(of: "\r\n\r\n") else { continue }
      guard text.hasPrefix("HTTP/1.1 201") else { throw Trouble(description: String(text.prefix(300))) }
      let head = text[..<end.lowerBound].lowercased()
      let length = head.components(separatedBy: "content-length: ").dropFirst().first
        .flatMap { Int($0.prefix { $0.isNumber }) }
      if text[end.upperBound...].utf8.count >= length ?? 0 { return }
    }
  }

  func shut() { close(socket) }
}
