import Foundation

/// A client of MQTT 3.1.1 that listens to one filter at QoS 2 as the standard has it (OASIS MQTT 3.1.1, §4.3.3), and comes back whenever its
/// connection ends: it takes a message when it comes and forgets its number when it is released.
///
/// Sendable because every access to its variables holds `lock`, but for `taken`, which only its thread touches.
final class ExactListener: @unchecked Sendable {
  private let name: String
  private let filter: String
  private let port: Int
  private let lock = NSLock()
  private var heard: [String] = []
  private var subscriptions = 0
  private var isStopping = false
  private var taken: Set<UInt16> = []
  private let stopped = DispatchSemaphore(value: 0)

  init(_ name: String, to filter: String, port: Int) {
    (self.name, self.filter, self.port) = (name, filter, port)
    Thread { [self] in
      while !lock.withLock({ isStopping }) {
        listen()
        usleep(20_000)
      }
      stopped.signal()
    }.start()
  }

  var texts: [String] { lock.withLock { heard } }
  var isSubscribed: Bool { lock.withLock { subscriptions > 0 } }

  func stop() {
    lock.withLock { isStopping = true }
    stopped.wait()
  }

  private func listen() {
    let link = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(link) }
    var patience = timeval(tv_sec: 0, tv_usec: 200_000)
    setsockopt(link, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port)).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let isThere = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(link, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isThere else { return }
    func say(_ head: UInt8, _ body: [UInt8]) {
      _ = send(link, [head, UInt8(body.count)] + body, body.count + 2, Int32(MSG_NOSIGNAL))
    }
    func text(_ text: String) -> [UInt8] { [0, UInt8(text.utf8.count)] + Array(text.utf8) }
    say(0x10, text("MQTT") + [4, 0, 0, 60] + text(name))
    say(0x82, [0, 1] + text(filter) + [2])
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 65_536)
    while !lock.withLock({ isStopping }) {
      let count = recv(link, &part, part.count, 0)
      if count < 0, errno == EAGAIN { continue }
      guard count > 0 else { return }
      bytes += part[..<count]
      // Packets of this test are shorter than 128 bytes.
      while bytes.count >= 2, bytes.count >= 2 + Int(bytes[1]) {
        let packet = Array(bytes[..<(2 + Int(bytes[1]))])
        bytes.removeFirst(packet.count)
        switch packet[0] & 0xF0 {
        case 0x90: lock.withLock { subscriptions += 1 }
        case 0x30:
          let topic = Int(packet[2]) << 8 | Int(packet[3])
          let number = Array(packet[(4 + topic)..<(6 + topic)])
          if taken.insert(UInt16(number[0]) << 8 | UInt16(number[1])).inserted {
            let words = String(decoding: packet[(6 + topic)...], as: UTF8.self)
            lock.withLock { heard.append(words) }
          }
          say(0x50, number)
        case 0x60:
          taken.remove(UInt16(packet[2]) << 8 | UInt16(packet[3]))
          say(0x70, [packet[2], packet[3]])
        default: break
        }
      }
    }
  }
}
