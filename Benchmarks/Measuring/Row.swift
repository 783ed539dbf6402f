// Measuring: what the programs that measure rooms share — rows of a table, clocks, and a run that nobody watches.

import Foundation

/// A row of the table: what was measured, and its bar.
package struct Row: Encodable {
  /// What was measured.
  package var bar: String
  /// On what.
  package var `case`: String
  /// The unit of all its numbers.
  package var unit: String
  /// Our number.
  package var ours: Double
  /// What ours may be at most; nil states a figure without a bar.
  package var limit: Double?
  /// Whether the limit is the least ours may be.
  package var isLeast: Bool?
  /// CPU seconds it took.
  package var seconds: Double?
  /// The peer's number.
  package var peer: Double?
  /// Who the peer is.
  package var peerName: String?
  /// What else there is to say.
  package var note: String?

  /// A row from its parts.
  package init(
    bar: String, case: String, unit: String, ours: Double, limit: Double? = nil, isLeast: Bool? = nil,
    seconds: Double? = nil, peer: Double? = nil, peerName: String? = nil, note: String? = nil
  ) {
    self.bar = bar
    self.case = `case`
    self.unit = unit
    self.ours = ours
    self.limit = limit
    self.isLeast = isLeast
    self.seconds = seconds
    self.peer = peer
    self.peerName = peerName
    self.note = note
  }

  /// Prints it as one line of JSON.
  package func print() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    FileHandle.standardOutput.write(try encoder.encode(self) + Data("\n".utf8))
  }
}

/// What went wrong, in words.
package struct Trouble: Error, CustomStringConvertible {
  package var description: String

  /// A trouble in a sentence.
  package init(description: String) { self.description = description }
}
