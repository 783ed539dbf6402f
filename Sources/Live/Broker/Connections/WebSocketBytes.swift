import NIOCore
import NIOWebSocket

/// Between WebSocket frames and the bytes they carry: packets may be cut into frames anyhow (OASIS MQTT 5.0, §6).
final class WebSocketBytes: ChannelDuplexHandler {
  typealias InboundIn = WebSocketFrame
  typealias InboundOut = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = WebSocketFrame

  private var isClosing = false

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = unwrapInboundIn(data)
    switch frame.opcode {
    case .binary, .continuation: context.fireChannelRead(wrapInboundOut(frame.unmaskedData))
    case .ping:
      let pong = WebSocketFrame(fin: true, opcode: .pong, data: frame.unmaskedData)
      context.writeAndFlush(wrapOutboundOut(pong), promise: nil)
    case .pong: break
    case .connectionClose: end(context, .normalClosure)
    default: end(context, .unacceptableData)
    }
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let frame = WebSocketFrame(fin: true, opcode: .binary, data: unwrapOutboundIn(data))
    context.write(wrapOutboundOut(frame), promise: promise)
  }

  func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
    sayClose(context, .normalClosure)
    context.close(mode: mode, promise: promise)
  }

  private func end(_ context: ChannelHandlerContext, _ code: WebSocketErrorCode) {
    sayClose(context, code)
    context.close(promise: nil)
  }

  private func sayClose(_ context: ChannelHandlerContext, _ code: WebSocketErrorCode) {
    if isClosing { return }
    isClosing = true
    var data = ByteBuffer()
    data.write(webSocketErrorCode: code)
    context.writeAndFlush(
      wrapOutboundOut(WebSocketFrame(fin: true, opcode: .connectionClose, data: data)), promise: nil)
  }
}
