import Foundation

/// A row of the table: what was measured, and its bar.
struct Row: Encodable {
  var bar: String
  var `case`: String
  var unit: String
  var ours: Double
  /// What ours may be at most; nil states a figure without a bar.
  var limit: Double?
  /// CPU seconds it took on this thread and those it started.
  var seconds: Double?
  /// The peer's number.
  var peer: Double?
  /// Who the peer is.
  var peerName: String?
  /// What else there is to say.
  var note: String?

  /// Prints it as one line of JSON.
  func print() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    FileHandle.standardOutput.write(try encoder.encode(self) + Data("\n".utf8))
  }
}

/// The processor's seconds of this process so far.
func processorSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// What went wrong, in words.
struct Trouble: Error, CustomStringConvertible {
  var description: String
}
