public import NIOCore

extension Properties {
  /// The properties of a message as MQTT 5 writes them, for a store to keep: ``init(kept:)`` reads them.
  public var kept: ByteBuffer {
    var buffer = ByteBuffer()
    if !isEmpty { write(to: &buffer) }
    return buffer
  }

  /// The properties of a message as ``kept`` wrote them. Throws where the bytes are not that.
  public init(kept buffer: ByteBuffer) throws {
    self.init()
    if buffer.readableBytes == 0 { return }
    var buffer = buffer
    try self.init(from: &buffer, at: .publish)
  }
}
