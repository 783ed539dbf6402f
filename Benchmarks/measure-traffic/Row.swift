import Foundation

/// A row of the table: what was measured, and its bar.
struct Row: Encodable {
  var bar: String
  var `case`: String
  var unit: String
  var ours: Double
  /// What ours may be at most; nil states a figure without a bar.
  var limit: Double?
  /// Whether the limit is the least ours may be.
  var isLeast: Bool?

  /// Prints it as one line of JSON.
  func print() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    FileHandle.standardOutput.write(try encoder.encode(self) + Data("\n".utf8))
  }
}

/// The processor's seconds of this thread so far.
func threadSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// The middle of what `work` takes on this thread, in seconds, over some rounds.
func median(of rounds: Int, _ work: () throws -> Void) rethrows -> Double {
  var seconds: [Double] = []
  for _ in 0..<rounds {
    let start = threadSeconds()
    try work()
    seconds.append(threadSeconds() - start)
  }
  return seconds.sorted()[rounds / 2]
}

/// What went wrong, in words.
struct Trouble: Error, CustomStringConvertible {
  var description: String
}
