import Modelling

/// Makes a value for every chunk of `0..<count`, on up to `threads` threads, and gives them in the order of the chunks.
///
/// Chunks are cut by size, so that the values do not depend on the number of threads.
func inChunks<Value: Sendable>(
  of count: Int, chunk: Int, threads: Int, _ make: @Sendable (Range<Int>) -> Value
) -> [Value] {
  let chunks = (count + chunk - 1) / chunk
  var made = [Value?](repeating: nil, count: chunks)
  made.withUnsafeMutableBufferPointer { buffer in
    let slots = ChunkSlots(base: buffer.baseAddress)
    // Nothing in the body throws, so neither does the call.
    try? parallel(over: count, chunk: chunk, threads: threads) { range in
      slots.base?[range.lowerBound / chunk] = make(range)
    }
  }
  return made.compactMap { $0 }
}

/// Where chunks put what they made. Sendable because every chunk writes a slot of its own.
private struct ChunkSlots<Value>: @unchecked Sendable {
  let base: UnsafeMutablePointer<Value?>?
}
