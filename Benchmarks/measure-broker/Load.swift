import Foundation

/// What went wrong, in words.
struct Trouble: Error, CustomStringConvertible {
  var description: String
}

/// A connection of MQTT 3.1.1 by plain system calls, so that the load costs little beside the broker.
final class Socket {
  let descriptor: Int32
  /// What has come and is not read, from `start` on.
  var input: [UInt8] = []
  var start = 0

  init(port: Int, client: String, keepAlive: UInt16 = 0) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    // sockaddr_in for 127.0.0.1, byte by byte.
    let address: [UInt8] =
      [UInt8(AF_INET), 0, UInt8(port >> 8), UInt8(port & 255), 127, 0, 0, 1] + Array(repeating: 0, count: 8)
    let result = address.withUnsafeBytes { bytes in
      bytes.withMemoryRebound(to: sockaddr.self) { connect(descriptor, $0.baseAddress, socklen_t(bytes.count)) }
    }
    guard result == 0 else { throw Trouble(description: "nobody answers at port \(port)") }
    var yes: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    var packet: [UInt8] = [0, 4] + Array("MQTT".utf8) + [4, 2, UInt8(keepAlive >> 8), UInt8(keepAlive & 255)]
    packet += [0, UInt8(client.utf8.count)] + Array(client.utf8)
    try send([0x10, UInt8(packet.count)] + packet)
    while input.count < 4 { try receive() }
    guard input[3] == 0 else { throw Trouble(description: "the broker refused with \(input[3])") }
    start = 4
  }

  deinit { close(descriptor) }

  func send(_ bytes: [UInt8]) throws {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress?.advanced(by: sent), bytes.count - sent) }
      guard count > 0 else { throw Trouble(description: "the broker closed the connection") }
      sent += count
    }
  }

  /// Waits for more and appends it.
  func receive() throws {
    if start > 0 {
      input.removeFirst(start)
      start = 0
    }
    let old = input.count
    input.append(contentsOf: repeatElement(0, count: 65_536))
    let count = input.withUnsafeMutableBytes { read(descriptor, $0.baseAddress?.advanced(by: old), 65_536) }
    guard count > 0 else { throw Trouble(description: "the broker closed the connection") }
    input.removeLast(65_536 - count)
  }

  /// The next packet that has come whole: its first byte and its body.
  func next() -> (UInt8, Range<Int>)? {
    var place = start + 1
    var length = 0
    var shift = 0
    while place < input.count {
      let byte = Int(input[place])
      length |= (byte & 127) << shift
      shift += 7
      place += 1
      if byte < 128 {
        guard place + length <= input.count else { return nil }
        let kind = input[start]
        start = place + length
        return (kind, place..<place + length)
      }
    }
    return nil
  }
}

/// Messages from one publisher to one subscriber.
final class Load {
  private let publisher: Socket
  private let subscriber: Socket
  private let qos: Int
  private let count: Int
  private let bytes: Int
  private let window: Int
  private let rate: Int
  private let topic = Array("city/sensors/42/level".utf8)

  init(port: Int, qos: Int, count: Int, bytes: Int, window: Int, rate: Int) throws {
    let name = UInt32.random(in: .min ... .max)
    publisher = try Socket(port: port, client: "p\(name)")
    subscriber = try Socket(port: port, client: "s\(name)")
    (self.qos, self.count, self.bytes, self.window, self.rate) = (qos, count, bytes, window, rate)
    try subscriber.send([0x82, UInt8(5 + topic.count), 0, 1, 0, UInt8(topic.count)] + topic + [UInt8(qos)])
    while subscriber.next() == nil { try subscriber.receive() }
  }

  private func message(_ place: Int) -> [UInt8] {
    let id = place % 65_535 + 1
    let body =
      [0, UInt8(topic.count)] + topic + (qos == 0 ? [] : [UInt8(id >> 8), UInt8(id & 255)])
      + [UInt8](repeating: UInt8(ascii: "x"), count: bytes)
    let length = body.count < 128 ? [UInt8(body.count)] : [UInt8(body.count & 127 | 128), UInt8(body.count >> 7)]
    return [UInt8(0x30 | qos << 1)] + length + body
  }

  /// Sends all and waits until all have come; seconds it took.
  func run() throws -> Double {
    let began = DispatchTime.now().uptimeNanoseconds
    var sent = 0
    var acknowledged = 0
    var received = 0
    while received < count || qos > 0 && acknowledged < count {
      let underWay = sent - min(received, qos > 0 ? acknowledged : received)
      if rate > 0 {
        let due = Double(DispatchTime.now().uptimeNanoseconds - began) * 1e-9 * Double(rate)
        if sent < count, Double(sent) <= due {
          try publisher.send(message(sent))
          sent += 1
        }
      } else if sent < count, underWay <= window / 2 {
        // Refilled by half a window at a time, as a client with a buffer does.
        var chunk: [UInt8] = []
        for _ in 0..<min(window - underWay, count - sent) {
          chunk += message(sent)
          sent += 1
        }
        try publisher.send(chunk)
      }
      var ready = [
        pollfd(fd: publisher.descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: subscriber.descriptor, events: Int16(POLLIN), revents: 0),
      ]
      let wait = Int32(rate > 0 && sent < count ? 0 : 5000)
      if rate > 0, sent < count { usleep(20) }
      guard poll(&ready, 2, wait) > 0 || wait == 0 else { throw Trouble(description: "\(received) of \(count) came") }
      if ready[0].revents != 0 {
        try publisher.receive()
        while publisher.next() != nil { acknowledged += 1 }
      }
      if ready[1].revents != 0 {
        try subscriber.receive()
        var answers: [UInt8] = []
        while let (_, body) = subscriber.next() {
          received += 1
          if qos > 0 {
            let id = body.lowerBound + 2 + topic.count
            answers += [0x40, 2, subscriber.input[id], subscriber.input[id + 1]]
          }
        }
        if !answers.isEmpty { try subscriber.send(answers) }
      }
    }
    return Double(DispatchTime.now().uptimeNanoseconds - began) * 1e-9
  }
}
