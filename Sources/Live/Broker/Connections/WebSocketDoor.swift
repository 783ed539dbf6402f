import NIOCore
import NIOHTTP1
import NIOWebSocket

/// An HTTP server that upgrades one path to a WebSocket with the subprotocol `mqtt` and answers everything else with an error.
struct WebSocketDoor {
  var path: String
  var core: BrokerCore
  var isSecured: Bool

  func configure(_ channel: any Channel) throws {
    let path = path
    let core = core
    let isSecured = isSecured
    let upgrader = NIOWebSocketServerUpgrader(
      maxFrameSize: core.limits.packetSize + 1024,
      shouldUpgrade: { channel, head in
        let offered = head.headers[canonicalForm: "Sec-WebSocket-Protocol"]
        let isOurs = head.uri.split(separator: "?").first.map(String.init) == path && offered.contains("mqtt")
        return channel.eventLoop.makeSucceededFuture(isOurs ? ["Sec-WebSocket-Protocol": "mqtt"] : nil)
      },
      upgradePipelineHandler: { channel, _ in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandlers([
            WebSocketBytes(), PacketReader(core: core, isSecured: isSecured),
          ])
        }
      })
    let refusal = NotUpgraded(path: path, within: core.limits.connectWithin)
    let pipeline = channel.pipeline.syncOperations
    let bound = NIOLoopBound(refusal, eventLoop: channel.eventLoop)
    try pipeline.configureHTTPServerPipeline(
      withPipeliningAssistance: false,
      withServerUpgrade: (
        upgraders: [upgrader],
        completionHandler: { context in context.pipeline.syncOperations.removeHandler(bound.value, promise: nil) }
      ))
    try pipeline.addHandler(refusal)
  }
}

/// Answers a request that did not become a WebSocket, and ends connections on which none comes in time.
private final class NotUpgraded: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let path: String
  private let time: TimeAmount
  private var timeout: Scheduled<Void>?

  init(path: String, within time: TimeAmount) {
    self.path = path
    self.time = time
  }

  func handlerAdded(context: ChannelHandlerContext) {
    let channel = context.channel
    timeout = context.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
  }

  func handlerRemoved(context: ChannelHandlerContext) { timeout?.cancel() }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .end = unwrapInboundIn(data) else { return }
    let text = "This is an MQTT broker: open a WebSocket at \(path) with the subprotocol mqtt.\n"
    var head = HTTPResponseHead(version: .http1_1, status: .upgradeRequired)
    head.headers = [
      "Content-Type": "text/plain; charset=utf-8", "Content-Length": "\(text.utf8.count)", "Connection": "close",
      "Upgrade": "websocket",
    ]
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
    let channel = context.channel
    context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in channel.close(promise: nil) }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // An upgrade that was refused goes on as a request and is answered.
    if error is NIOWebSocketUpgradeError { return }
    context.close(promise: nil)
  }
}
