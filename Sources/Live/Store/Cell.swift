internal import Foundation
internal import Modelling
internal import Observations

/// An observation as the value of a row.
///
/// A plain number is a bare number of SQLite: whole thousandths as INTEGER, what has more digits as REAL. A number, truth or text that is also
/// about a span, or has a time of its result, a time it may be used, a feature or flags of quality, is a BLOB of a few bytes (see ``Packing``).
/// Everything else is TEXT: JSON of the whole observation; before it, behind a blank, its name where it was moved here; or a note where an
/// observation went that was moved away.
enum Cell: Equatable {
  case number(Double)
  case packed([UInt8])
  case text(String)

  /// An observation under its own name.
  init(_ observation: Observation) {
    if let sample = observation.sample {
      self = .number(sample.value)
      return
    }
    self = Packing.pack(observation).map { .packed($0) } ?? .text(Self.json(observation))
  }

  /// An observation that was moved here and keeps its name.
  init(moved stored: StoredObservation) { self = .text(stored.id.text + " " + Self.json(stored.observation)) }

  /// The note where one went.
  init(movedTo time: Instant, place: Int) { self = .text(">\(time.milliseconds) \(place)") }

  /// Where the observation went that was here, or nothing.
  var destination: (time: Instant, place: Int)? {
    guard case .text(let text) = self, text.utf8.first == UInt8(ascii: ">") else { return nil }
    let parts = text.dropFirst().split(separator: " ")
    guard parts.count == 2, let time = Int64(parts[0]), let place = Int(parts[1]) else { return nil }
    return (Instant(milliseconds: time), place)
  }

  /// The observation in it, standing at a moment and place of a stream; nothing for a note.
  func stored(_ stream: EntityID<Datastream>, at time: Instant, place: Int) throws -> StoredObservation? {
    let own = ObservationID(stream: stream, time: time, sequence: place)
    switch self {
    case .number(let value):
      return StoredObservation(id: own, observation: Observation(Sample(stream: stream, time: time, value: value)))
    case .packed(let bytes):
      return StoredObservation(id: own, observation: try Packing.unpack(bytes, stream, time))
    case .text(let text):
      guard text.utf8.first != UInt8(ascii: ">") else { return nil }
      var json = text[...]
      var id = own
      if text.utf8.first != UInt8(ascii: "{") {
        guard let blank = text.firstIndex(of: " "), let name = ObservationID(text: text[..<blank]) else {
          throw Damage(what: "an observation")
        }
        id = name
        json = text[text.index(after: blank)...]
      }
      guard let whole = try? JSONDecoder().decode(Whole.self, from: Data(json.utf8)) else {
        throw Damage(what: "an observation")
      }
      return StoredObservation(id: id, observation: whole.observation(stream, time))
    }
  }

  /// The finite number in it, as a series has it, or nothing.
  func number() throws -> Double? {
    switch self {
    case .number(let value): return value
    case .packed(let bytes): return try Packing.number(bytes)
    case .text:
      let found = try stored(EntityID(0), at: Instant(milliseconds: 0), place: 0)
      guard case .number(let value) = found?.observation.result else { return nil }
      return value
    }
  }

  /// The same number in whole thousandths, where it is exactly that.
  static func thousandths(_ value: Double) -> Int64? {
    let scaled = (value * 1_000).rounded()
    guard scaled.magnitude < 9e15 else { return nil }
    let whole = Int64(scaled)
    return Double(whole) / 1_000 == value ? whole : nil
  }

  private static func json(_ observation: Observation) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Cannot fail: an observation that was checked has no number JSON does not know.
    return (try? encoder.encode(Whole(observation))).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
}

/// What lies in a file is not what was written there.
struct Damage: Error {
  let what: String
}
