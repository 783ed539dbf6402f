internal import CZlib

/// Bytes in the gzip format (RFC 1952), fast rather than small unless a `level` up to 9 is asked for.
///
/// Nothing when the library has no memory left: the bytes are then sent as they are. About 5 ms a megabyte.
public func gzipped(_ bytes: [UInt8], level: Int32 = 2) -> [UInt8]? {
  var stream = z_stream()
  // 15 bits of window, and 16 for a gzip header instead of zlib's own; level 2 is where flood fields stop shrinking much.
  guard
    deflateInit2_(
      &stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
      == Z_OK
  else { return nil }
  defer { deflateEnd(&stream) }
  guard let most = Int(exactly: deflateBound(&stream, UInt(bytes.count))), let count = UInt32(exactly: bytes.count),
    let room = UInt32(exactly: most)
  else { return nil }
  var bytes = bytes
  var packed: [UInt8]?
  bytes.withUnsafeMutableBufferPointer { input in
    let made = [UInt8](unsafeUninitializedCapacity: most) { output, written in
      stream.next_in = input.baseAddress
      stream.avail_in = count
      stream.next_out = output.baseAddress
      stream.avail_out = room
      written = deflate(&stream, Z_FINISH) == Z_STREAM_END ? most - Int(stream.avail_out) : 0
    }
    packed = made.isEmpty ? nil : made
  }
  return packed
}
