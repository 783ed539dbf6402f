import Foundation
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import Testing

@testable import Broker

/// A client that does what a test tells it and nothing by itself.
final class TestClient: Sendable {
  struct Silence: Error, CustomStringConvertible {
    var description: String
  }

  struct Inbox {
    var packets: CircularBuffer<Packet> = []
    var isClosed = false
  }

  let channel: any Channel
  let version: ProtocolVersion
  let inbox: NIOLockedValueBox<Inbox>

  init(port: Int, _ version: ProtocolVersion) async throws {
    let box = NIOLockedValueBox(Inbox())
    self.version = version
    inbox = box
    channel = try await ClientBootstrap(group: testLoops)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Postman(version, box))
        }
      }
      .connect(host: "127.0.0.1", port: port).get()
  }

  deinit { channel.close(promise: nil) }

  /// The end of a client's pipeline: packets go into its inbox.
  final class Postman: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    private var decoder: PacketDecoder
    private var rest = ByteBuffer()
    private let inbox: NIOLockedValueBox<Inbox>

    init(_ version: ProtocolVersion, _ inbox: NIOLockedValueBox<Inbox>) {
      decoder = PacketDecoder(version: version, maximumPacketSize: 1 << 26)
      self.inbox = inbox
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      var buffer = unwrapInboundIn(data)
      rest.writeBuffer(&buffer)
      do {
        while let packet = try decoder.next(from: &rest) { inbox.withLockedValue { $0.packets.append(packet) } }
      } catch {
        Issue.record("the broker sent a malformed packet: \(error)")
      }
    }

    func channelInactive(context: ChannelHandlerContext) { inbox.withLockedValue { $0.isClosed = true } }
    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
  }

  // MARK: Sending

  func send(_ packet: Packet) async throws {
    var buffer = ByteBuffer()
    packet.write(to: &buffer, version)
    try await channel.writeAndFlush(buffer).get()
  }

  func send(bytes: [UInt8]) async throws { try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get() }

  @discardableResult
  func connect(_ packet: ConnectPacket) async throws -> ConnackPacket {
    try await send(.connect(packet))
    guard case .connack(let answer) = try await next() else { throw Silence(description: "no CONNACK") }
    lastAnswer.withLockedValue { $0 = answer }
    return answer
  }

  private let lastAnswer = NIOLockedValueBox<ConnackPacket?>(nil)
  /// The CONNACK.
  var answer: ConnackPacket? { lastAnswer.withLockedValue { $0 } }

  func publish(
    _ topic: String, _ text: String, qos: QoS = .atMostOnce, id: UInt16 = 0, retain: Bool = false,
    duplicate: Bool = false, properties: Properties = []
  ) async throws {
    try await send(
      .publish(
        PublishPacket(
          isDuplicate: duplicate, qos: qos, isRetained: retain, topic: topic, packetID: id, properties: properties,
          payload: ByteBuffer(string: text))))
  }

  /// Subscribes and gives the codes.
  @discardableResult
  func subscribe(
    _ filter: String, _ options: SubscriptionOptions = .init(qos: .exactlyOnce), properties: Properties = []
  )
    async throws -> [UInt8]
  {
    try await send(
      .subscribe(
        SubscribePacket(packetID: 77, properties: properties, requests: [.init(filter: filter, options: options)])))
    guard case .suback(let answer) = try await next() else { throw Silence(description: "no SUBACK") }
    return answer.codes
  }

  // MARK: Receiving

  /// The next packet, within half a minute.
  func next() async throws -> Packet {
    for _ in 0..<15_000 {
      let (packet, isClosed) = inbox.withLockedValue { ($0.packets.popFirst(), $0.isClosed) }
      if let packet { return packet }
      if isClosed { throw Silence(description: "the connection is closed") }
      try await Task.sleep(nanoseconds: 2_000_000)
    }
    throw Silence(description: "nothing came")
  }

  /// The next packet, which is a message.
  func message(sourceLocation: SourceLocation = #_sourceLocation) async throws -> PublishPacket {
    let packet = try await next()
    guard case .publish(let message) = packet else {
      Issue.record("a message was expected, and \(packet) came", sourceLocation: sourceLocation)
      throw Silence(description: "no message")
    }
    return message
  }

  /// Whether nothing comes before the answer to a ping.
  func hearsNothing() async throws -> Bool {
    try await send(.pingreq)
    return try await next() == .pingresp
  }

  /// The reason the broker closes with; nil when it closes without a word.
  func farewell() async throws -> ReasonCode? {
    var reason: ReasonCode?
    do {
      while true { if case .disconnect(let packet) = try await next() { reason = packet.reason } }
    } catch is Silence {
      try await eventually("the broker closes the connection") { inbox.withLockedValue { $0.isClosed } }
      return reason
    }
  }

  /// Breaks the connection without a farewell.
  func vanish() async throws {
    try await channel.close().get()
  }

  /// Says farewell.
  func leave(_ reason: ReasonCode = .success, _ properties: Properties = []) async throws {
    try await send(.disconnect(ReasonPacket(reason: reason, properties: properties)))
    _ = try await farewell()
  }
}

extension PublishPacket {
  var text: String { String(buffer: payload) }
}
