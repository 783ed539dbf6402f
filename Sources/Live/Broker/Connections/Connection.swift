import NIOCore

/// A client's connection as the broker sees it: what has come, what goes out, and how much of both is allowed.
/// Touched on the broker's event loop only, whatever loop its channel is on; that makes sending it there sound.
final class Connection: @unchecked Sendable {
  enum State {
    /// CONNECT has not come.
    case fresh
    /// The host is asked whether the client may connect.
    case deciding
    case open
    case closed
  }

  /// Why a connection is not read for the moment.
  struct Pause: OptionSet {
    let rawValue: UInt8

    static let deciding = Self(rawValue: 1)
    static let underWay = Self(rawValue: 2)
    static let rate = Self(rawValue: 4)
  }

  let channel: any Channel
  unowned let core: BrokerCore
  let address: String
  /// The address without the port: whose connections are counted.
  let origin: String
  let isSecured: Bool
  let opened = NIODeadline.now()

  var state = State.fresh
  var version = ProtocolVersion.v3
  var session: Session?
  /// Packets that came while the host decides.
  var waiting: [Packet] = []
  /// Seconds between two packets of the client; 0: any.
  var keepAlive: UInt16 = 0
  var lastHeard: NIODeadline
  /// Messages of QoS 1 and 2 it takes at once.
  var window = 0
  /// The longest packet it takes.
  var longestPacket = Int.max
  var wantsReasons = true
  /// What the topic aliases of the client stand for.
  var aliases: [UInt16: String] = [:]
  /// The aliases it was told, and how many it takes.
  var aliasesTold: [String: UInt16] = [:]
  var aliasesTaken: UInt16 = 0
  /// Messages at the host or waiting for one before them.
  var underWay = 0
  /// Messages it may publish now; below 0 it waits.
  var tokens: Double
  var tokensAt: NIODeadline
  var pauses: Pause = []

  // What goes out.
  private var out: ByteBuffer
  private var outs: [ByteBuffer] = []
  private var pendingBytes = 0
  private var isMarked = false
  /// Bytes that wait for a store.
  var heldBytes = 0
  /// Since when the client has left what was written unread.
  var slowSince: NIODeadline?

  init(channel: any Channel, core: BrokerCore, isSecured: Bool) {
    self.channel = channel
    self.core = core
    self.isSecured = isSecured
    let remote = channel.remoteAddress
    origin = remote?.ipAddress ?? "local"
    address = remote.map { "\($0.ipAddress ?? "local"):\($0.port ?? 0)" } ?? "local"
    lastHeard = opened
    tokens = core.limits.messageBurst
    tokensAt = opened
    out = ByteBuffer()
  }

  /// Whether the client reads what it is sent.
  var canSend: Bool {
    guard state == .open else { return false }
    if pendingBytes + heldBytes < core.limits.unreadBytes { return channel.isWritable }
    if core.mayWriteAtOnce { flush() }
    return pendingBytes + heldBytes < core.limits.unreadBytes && channel.isWritable
  }

  private func mark() {
    if isMarked { return }
    isMarked = true
    core.marked.append(self)
  }

  /// Puts a packet among what goes out with the batch.
  func send(_ packet: Packet) {
    guard state != .closed else { return }
    let before = out.writerIndex
    packet.write(to: &out, version)
    pendingBytes += out.writerIndex - before
    mark()
  }

  /// Acknowledges a packet, with words where the client wants them.
  func acknowledge(
    _ make: (Acknowledgement) -> Packet, _ id: UInt16, _ reason: ReasonCode = .success, _ sentence: String? = nil
  ) {
    var packet = Acknowledgement(packetID: id, reason: reason)
    if version == .v5, wantsReasons, let sentence { packet.properties = [.reasonString(sentence)] }
    send(make(packet))
  }

  /// Puts a message among what goes out; false when it is longer than the client takes.
  @discardableResult
  func send(_ outgoing: Outgoing, packetID: UInt16, isDuplicate: Bool = false) -> Bool {
    let message = outgoing.message
    var packet = PublishPacket(
      isDuplicate: isDuplicate, qos: outgoing.qos, isRetained: outgoing.isRetained, topic: message.topic,
      packetID: packetID, payload: message.payload)
    if version == .v5 { packet.properties = properties(of: outgoing) }
    if longestPacket != .max {
      let length = packet.wireLength(version)
      guard 1 + variableIntegerLength(length) + length <= longestPacket else {
        core.host.remark(
          "A message on \(message.topic) was not sent: it is longer than \(longestPacket) bytes, the most the client takes."
        )
        return false
      }
      if version == .v5 { useAlias(&packet) }
    } else if aliasesTaken > 0 {
      useAlias(&packet)
    }
    let before = out.writerIndex
    packet.writeHead(to: &out, version)
    let count = message.payload.readableBytes
    if count < 4096 {
      out.writeImmutableBuffer(message.payload)
      pendingBytes += out.writerIndex - before
    } else {
      // A long payload goes out from where it lies.
      pendingBytes += out.writerIndex - before + count
      outs.append(out)
      outs.append(message.payload)
      out = ByteBuffer()
    }
    core.counts.sent += 1
    mark()
    return true
  }

  private func properties(of outgoing: Outgoing) -> Properties {
    var properties = outgoing.message.properties
    if outgoing.message.expires != nil, let left = Session.remaining(outgoing.message, at: core.clock.now) {
      properties.all.append(.messageExpiry(left))
    }
    for identifier in outgoing.identifiers { properties.all.append(.subscriptionIdentifier(identifier)) }
    return properties
  }

  /// Gives the first topics an alias each, as many as the client takes.
  private func useAlias(_ packet: inout PublishPacket) {
    guard aliasesTaken > 0 else { return }
    if let alias = aliasesTold[packet.topic] {
      packet.topic = ""
      packet.properties.all.append(.topicAlias(alias))
    } else if aliasesTold.count < Int(aliasesTaken) {
      let alias = UInt16(aliasesTold.count + 1)
      aliasesTold[packet.topic] = alias
      packet.properties.all.append(.topicAlias(alias))
    }
  }

  /// Takes what goes out, for a store to be waited for.
  func takeOut() -> [ByteBuffer] {
    isMarked = false
    var all = outs
    outs = []
    if out.readableBytes > 0 {
      all.append(out)
      out = ByteBuffer()
    }
    pendingBytes = 0
    return all
  }

  /// Writes what goes out.
  func flush() {
    isMarked = false
    if outs.isEmpty {
      guard out.readableBytes > 0 else { return }
      channel.writeAndFlush(out, promise: nil)
      out = ByteBuffer()
      pendingBytes = 0
      return
    }
    write(takeOut())
  }

  func write(_ buffers: [ByteBuffer]) {
    for buffer in buffers { channel.write(buffer, promise: nil) }
    channel.flush()
  }

  /// Stops or goes on reading from the client.
  func pause(_ pause: Pause, _ isOn: Bool) {
    let before = pauses.isEmpty
    if isOn { pauses.insert(pause) } else { pauses.remove(pause) }
    guard pauses.isEmpty != before else { return }
    if pauses.isEmpty { lastHeard = .now() }
    channel.setOption(.autoRead, value: pauses.isEmpty).whenFailure { _ in }
  }

  /// Counts a message against the client's rate, and stops reading when it has used it up.
  func countMessage() {
    tokens -= 1
    guard tokens < 0, !pauses.contains(.rate) else { return }
    refill()
    guard tokens < 0 else { return }
    let wait = TimeAmount.nanoseconds(Int64(1e9 * (1 - tokens) / core.limits.messagesPerSecond))
    pause(.rate, true)
    core.loop.scheduleTask(in: wait) { [weak self] in
      guard let self else { return }
      refill()
      pause(.rate, false)
    }
  }

  private func refill() {
    let now = NIODeadline.now()
    let seconds = Double((now - tokensAt).nanoseconds) / 1e9
    tokens = min(tokens + seconds * core.limits.messagesPerSecond, core.limits.messageBurst)
    tokensAt = now
  }
}
