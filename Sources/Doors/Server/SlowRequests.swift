package import NIOCore
package import NIOHTTPTypes

/// Ends connections whose request comes more slowly than any network makes it: who sends a byte a second holds a connection for no more than
/// 40 seconds.
///
/// A body must have come at ``leastRate`` on the average but for the first ``grace``. Heads are the server's own affair: a connection that has
/// not brought a whole one in ``idle`` is closed.
package final class SlowRequests: ChannelInboundHandler, RemovableChannelHandler {
  package typealias InboundIn = HTTPRequestPart
  package typealias InboundOut = HTTPRequestPart

  /// How long a connection may do nothing, or take for a head.
  package static let idle = TimeAmount.seconds(30)
  /// How long a body may come as it likes.
  package static let grace = TimeAmount.seconds(20)
  /// Bytes a second a body comes at least, after that.
  package static let leastRate = 1_024.0

  private let grace: TimeAmount
  private var began = NIODeadline.uptimeNanoseconds(0)
  private var bytes = 0
  private var looking: Scheduled<Void>?

  /// Judges by a grace of its own.
  package init(grace: TimeAmount = SlowRequests.grace) { self.grace = grace }

  package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head:
      began = context.eventLoop.now
      bytes = 0
      look(context)
    case .body(let buffer): bytes += buffer.readableBytes
    case .end: stop()
    }
    context.fireChannelRead(data)
  }

  package func channelInactive(context: ChannelHandlerContext) {
    stop()
    context.fireChannelInactive()
  }

  package func handlerRemoved(context: ChannelHandlerContext) { stop() }

  private func stop() {
    looking?.cancel()
    looking = nil
  }

  private func look(_ context: ChannelHandlerContext) {
    looking?.cancel()
    looking = context.eventLoop.assumeIsolated().scheduleTask(in: grace) { [self] in
      looking = nil
      let late = Double((context.eventLoop.now - began - grace).nanoseconds) / 1e9
      // Whole turns of grace have passed: the first asks for nothing yet but that something came.
      if bytes == 0 || Double(bytes) < late * Self.leastRate { context.close(promise: nil) } else { look(context) }
    }
  }
}
