/// A client broke the standard: what it did and with which code it is told so before the connection is closed.
struct MalformedPacket: Error, CustomStringConvertible {
  /// The code for DISCONNECT or CONNACK.
  var reason: ReasonCode
  /// What was wrong, in a sentence for the log and the client.
  var sentence: String

  /// A breach with its code.
  init(_ reason: ReasonCode = .malformedPacket, _ sentence: String) {
    self.reason = reason
    self.sentence = sentence
  }

  var description: String { sentence }
}
