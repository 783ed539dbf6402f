import NIOCore

/// The last handler of a client's channel: bytes come in, packets go to the broker. Where the channel is on the broker's own event
/// loop they go one by one and without a hop, else in batches, and nothing more is read until the broker has taken a batch.
final class PacketReader: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let core: BrokerCore
  private let isSecured: Bool
  private var connection: Connection?
  private var decoder: PacketDecoder
  private var rest: ByteBuffer?
  private var batch: [Packet] = []
  private var isBroken = false
  private var isLocal = true
  /// Batches the broker has not taken yet, and whether a read waits for that.
  private var underWay = 0
  private var readWaits = false

  init(core: BrokerCore, isSecured: Bool) {
    self.core = core
    self.isSecured = isSecured
    decoder = PacketDecoder(maximumPacketSize: core.limits.packetSize)
  }

  func handlerAdded(context: ChannelHandlerContext) {
    if context.channel.isActive { begin(context) }
  }

  func channelActive(context: ChannelHandlerContext) {
    begin(context)
    context.fireChannelActive()
  }

  private func begin(_ context: ChannelHandlerContext) {
    guard connection == nil else { return }
    let connection = Connection(channel: context.channel, core: core, isSecured: isSecured)
    self.connection = connection
    isLocal = context.eventLoop === core.loop
    onCore { $0.opened(connection) }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isBroken, let connection else { return }
    var buffer = unwrapInboundIn(data)
    if var rest {
      self.rest = nil
      rest.writeBuffer(&buffer)
      buffer = rest
    }
    let start = buffer.readerIndex
    if isLocal { connection.heard() }
    do throws(MalformedPacket) {
      while let packet = try decoder.next(from: &buffer) {
        if isLocal { connection.take(packet) } else { batch.append(packet) }
      }
    } catch {
      isBroken = true
      deliverBatch()
      onCore { _ in connection.broke(error) }
      return
    }
    guard buffer.readableBytes > 0 else { return }
    // What is left of a chunk that others keep slices of is copied once; after that it grows in place.
    rest = buffer.readerIndex == start ? buffer : ByteBuffer(bytes: buffer.readableBytesView)
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    deliverBatch()
    if isLocal { core.settle() }
    context.fireChannelReadComplete()
  }

  private func deliverBatch() {
    guard !batch.isEmpty, let connection else { return }
    let packets = batch
    batch = []
    underWay += 1
    let loop = connection.channel.eventLoop
    let reader = NIOLoopBound(self, eventLoop: loop)
    onCore { _ in
      connection.heard()
      for packet in packets { connection.take(packet) }
      loop.execute { reader.value.taken(on: connection.channel) }
    }
  }

  func read(context: ChannelHandlerContext) {
    if underWay > 0 { readWaits = true } else { context.read() }
  }

  /// The broker has taken a batch: what waited is read, unless it wants no more for now.
  private func taken(on channel: any Channel) {
    underWay -= 1
    guard underWay == 0, readWaits else { return }
    readWaits = false
    // A broker that paused the connection has said so before; its going on reads by itself.
    if let isReading = try? channel.syncOptions?.getOption(.autoRead), isReading { channel.read() }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if let connection { onCore { _ in connection.writabilityChanged() } }
    context.fireChannelWritabilityChanged()
  }

  func channelInactive(context: ChannelHandlerContext) {
    deliverBatch()
    if let connection { onCore { _ in connection.ended() } }
    connection = nil
    rest = nil
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // What the network did to the connection; its end is told by channelInactive.
    context.close(promise: nil)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case ChannelEvent.inputClosed? = event as? ChannelEvent { context.close(promise: nil) }
    context.fireUserInboundEventTriggered(event)
  }

  private func onCore(_ work: @escaping @Sendable (BrokerCore) -> Void) {
    let core = core
    if isLocal {
      work(core)
      core.settle()
    } else {
      core.loop.execute {
        work(core)
        core.settle()
      }
    }
  }
}
