public import Foundation
public import Hummingbird
internal import NIOCore

extension Request {
  /// The bytes of its body; a problem with the given sentence where there are more of them than `size`.
  public func bytes(upTo size: Int, orElse sentence: String) async throws -> Data {
    let buffer: ByteBuffer
    do { buffer = try await body.collect(upTo: size) } catch { throw Problem(.contentTooLarge, sentence) }
    return Data(buffer.readableBytesView)
  }
}
