public import Modelling

/// An observation's name for ever, which SensorThings calls its `@iot.id`: the stream, the moment it was first kept under, and which of the
/// observations of that moment it is.
///
/// As text `12-1763900000000`: the stream's number and milliseconds since 1970; behind a second hyphen the place among those of one moment, from 1 on.
public struct ObservationID: Hashable, Comparable, Sendable {
  /// The stream.
  public var stream: EntityID<Datastream>
  /// The moment it was first kept under.
  public var time: Instant
  /// Its place among those of one moment, from 0.
  public var sequence: Int

  /// A name from its parts.
  public init(stream: EntityID<Datastream>, time: Instant, sequence: Int = 0) {
    self.stream = stream
    self.time = time
    self.sequence = sequence
  }

  /// The name a text spells, or nothing.
  public init?(text: some StringProtocol) {
    let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let stream = Int64(parts[0]), stream > 0, !parts[0].hasPrefix("+") else { return nil }
    let isBefore1970 = parts[1].hasPrefix("-")
    let rest = (isBefore1970 ? parts[1].dropFirst() : parts[1]).split(separator: "-", omittingEmptySubsequences: false)
    guard (1...2).contains(rest.count), rest.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }),
      let time = Int64(rest[0]), let sequence = rest.count == 2 ? Int(rest[1]) : 0, rest.count == 1 || sequence > 0
    else { return nil }
    self.init(
      stream: EntityID(stream), time: Instant(milliseconds: isBefore1970 ? -time : time), sequence: sequence)
  }

  /// The text.
  public var text: String {
    "\(stream.rawValue)-\(time.milliseconds)" + (sequence > 0 ? "-\(sequence)" : "")
  }

  /// Orders by stream, then by moment, then by place.
  public static func < (left: Self, right: Self) -> Bool {
    (left.stream, left.time, left.sequence) < (right.stream, right.time, right.sequence)
  }
}

/// An observation as it lies in a store.
public struct StoredObservation: Hashable, Sendable {
  /// Its name.
  public var id: ObservationID
  /// The observation.
  public var observation: Observation

  /// An observation under its name.
  public init(id: ObservationID, observation: Observation) {
    self.id = id
    self.observation = observation
  }
}

/// What became of an observation that was to be created.
public struct Created: Hashable, Sendable {
  /// Its name.
  public var id: ObservationID
  /// Whether it is new; not so when the same, sent once more, stood there already.
  public var isNew: Bool

  /// What became of one.
  public init(id: ObservationID, isNew: Bool) {
    self.id = id
    self.isNew = isNew
  }
}

/// What a store knows of a stream without looking through it.
public struct StreamSummary: Hashable, Sendable {
  /// How many observations it has, above 0.
  public var count: Int
  /// From the first to the last moment they are about.
  public var phenomenonTime: TimeSpan
  /// From the first to the last time a result was made, where any tells it.
  public var resultTime: TimeSpan?
  /// The one that is about the last moment.
  public var latest: StoredObservation

  /// A summary.
  public init(count: Int, phenomenonTime: TimeSpan, resultTime: TimeSpan?, latest: StoredObservation) {
    self.count = count
    self.phenomenonTime = phenomenonTime
    self.resultTime = resultTime
    self.latest = latest
  }
}
