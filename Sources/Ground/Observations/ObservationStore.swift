internal import Dispatch
public import Modelling

/// How long a roll-up is.
public enum RollupPeriod: String, CaseIterable, Sendable, Codable {
  case hour, day

  /// Its length in milliseconds.
  public var milliseconds: Int64 { self == .hour ? 3_600_000 : 86_400_000 }

  /// The beginning of the local hour or day a moment lies in, for a city so many seconds east of UTC.
  public func start(of time: Instant, utcOffset: Int) -> Instant {
    let offset = Int64(utcOffset) * 1_000
    let local = time.milliseconds + offset
    let below = local >= 0 ? local % milliseconds : (local % milliseconds + milliseconds) % milliseconds
    return Instant(milliseconds: local - below - offset)
  }
}

/// A stream's samples of an hour or a day, summed up.
public struct Rollup: Hashable, Sendable {
  /// When the hour or day begins.
  public var start: Instant
  /// How many samples lie in it, above 0.
  public var count: Int
  /// The least value.
  public var minimum: Double
  /// The greatest value.
  public var maximum: Double
  /// All values added, in order of time.
  public var sum: Double

  /// A roll-up.
  public init(start: Instant, count: Int, minimum: Double, maximum: Double, sum: Double) {
    self.start = start
    self.count = count
    self.minimum = minimum
    self.maximum = maximum
    self.sum = sum
  }

  /// The mean of the values.
  public var mean: Double { sum / Double(count) }
}

/// What became of a batch that was appended.
public struct Appended: Hashable, Sendable {
  /// Samples that are new.
  public var added = 0
  /// Samples that stood there already, the same.
  public var repeated = 0
  /// Samples that stood there with another value and were corrected.
  public var corrected = 0

  /// Nothing appended.
  public init() {}
}

/// Why a store did not do what it was asked; nothing of that request was done.
public enum StoreError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No stream has this number.
  case unknownStream(EntityID<Datastream>)
  /// An entity refers to another that is not there.
  case unknownReference(of: EntityKind, to: EntityKind, id: Int64)
  /// Another entity still refers to the one to be removed.
  case stillUsed(EntityKind, id: Int64, by: EntityKind)
  /// Another entity of the kind has this key.
  case keyTaken(EntityKind, key: String)
  /// A value is infinite or no number.
  case notFinite(stream: EntityID<Datastream>, time: Instant)
  /// A moment no store keeps: see `Observation.keptTimes`.
  case momentOutOfRange(stream: EntityID<Datastream>, time: Instant)
  /// An observation of another stream was to take the place of one.
  case otherStream(ObservationID, EntityID<Datastream>)
  /// The place where it keeps things failed: a sentence.
  case storage(String)

  /// The sentence for people.
  public var description: String {
    switch self {
    case .unknownStream(let id): "There is no Datastream \(id.rawValue): create it before sending observations."
    case .unknownReference(let kind, let target, let id):
      "One of the \(kind.rawValue) refers to number \(id) of the \(target.rawValue), which is not there: create that first."
    case .stillUsed(let kind, let id, let user):
      "Number \(id) of the \(kind.rawValue) is used by \(user.rawValue): remove those first."
    case .keyTaken(let kind, let key):
      "Another of the \(kind.rawValue) has the key \"\(key)\": keys name one thing for ever."
    case .notFinite(let stream, let time):
      "The value of Datastream \(stream.rawValue) at \(time.text()) is no finite number: leave it out."
    case .momentOutOfRange(let stream, let time):
      "The moment \(time.text()) of Datastream \(stream.rawValue) is out of range: observations are of the years 1900 to 2199; look at the device's clock."
    case .otherStream(let id, let stream):
      "Observation \(id.text) stays in its Datastream and cannot be one of Datastream \(stream.rawValue): make a new one there."
    case .storage(let sentence): sentence
    }
  }
}

/// Keeps entities and observations. Every call happens wholly or not at all, and has happened when it returns.
///
/// A sample's identity is its stream and time: sent again it changes nothing, sent with another value it corrects the one
/// that stands there; the roll-ups and the latest value are right as soon as the call returns. Calls may come from any
/// thread. Conformers pass `StoreChecks` (Tests/Ground/StoreConformance).
public protocol ObservationStore: AnyObject, Sendable {
  /// Seconds the city is east of UTC: where its days begin.
  var utcOffset: Int { get }

  /// Puts an entity, in place of the one with its number. Everything it refers to must be there.
  func put<Kind: Entity>(_ entity: Kind) throws
  /// Puts entities and takes others away, wholly or not at all: those put may refer to each other in any order, and those taken away may be
  /// used by each other. With a stream go its observations.
  func change(putting entities: [any Entity], removing: [EntityReference]) throws
  /// The entity with a number, or nothing.
  func entity<Kind: Entity>(_ id: EntityID<Kind>) throws -> Kind?
  /// All entities of a kind, by number. Datastreams come with their phenomenonTime.
  func entities<Kind: Entity>(_ kind: Kind.Type) throws -> [Kind]
  /// Takes an entity away; with a stream go its observations. Answers whether it was there.
  @discardableResult
  func remove<Kind: Entity>(_ id: EntityID<Kind>) throws -> Bool

  /// Appends samples, of any streams and in any order. O(samples) when they come in order of time.
  @discardableResult
  func append(_ samples: [Sample]) throws -> Appended
  /// Records observations with everything on them; a plain number at a moment is stored as a sample is.
  @discardableResult
  func record(_ observations: [Observation]) throws -> Appended

  /// Keeps new observations, each one of its own, and hands `done` what became of each, in their order, when it will outlast a loss of power.
  ///
  /// One at a moment at which others stand comes beside them; the same in everything as one that stands there is that one, sent again by a device
  /// that heard no answer. All or none of a call are kept. `done` is called once, on any thread, and must not wait for the store.
  func create(
    _ observations: [Observation], _ done: @escaping @Sendable (Result<[Created], StoreError>) -> Void)
  /// The observation of a name, or nothing.
  func observation(_ id: ObservationID) throws -> StoredObservation?
  /// Puts another observation of the same stream in the place of one, which keeps its name even where its moment changes. Answers whether it was there.
  @discardableResult
  func replace(_ id: ObservationID, with observation: Observation) throws -> Bool
  /// Takes an observation away. Answers whether it was there.
  @discardableResult
  func remove(_ id: ObservationID) throws -> Bool
  /// Hands the observations of a stream that begin within a time to `body`, by moment and place, until it answers no. O(those handed on).
  func scan(
    _ stream: EntityID<Datastream>, in range: Range<Instant>, descending: Bool,
    _ body: (StoredObservation) throws -> Bool) throws
  /// What is known of a stream without looking through it; nothing for one without observations. O(1).
  func summary(of stream: EntityID<Datastream>) throws -> StreamSummary?

  /// The last sample of a stream, or nothing.
  func latest(of stream: EntityID<Datastream>) throws -> Sample?
  /// The last sample of every stream that has one, by stream.
  func latest() throws -> [Sample]
  /// The samples of a stream within a time, at most so many: the first of them.
  func series(of stream: EntityID<Datastream>, in range: Range<Instant>, limit: Int) throws -> Series
  /// The observations of a stream within a time, plain samples among them, at most so many: the first of them.
  func observations(of stream: EntityID<Datastream>, in range: Range<Instant>, limit: Int) throws -> [Observation]
  /// The hours or days of a stream that begin within a time and have samples, in order.
  func rollups(of stream: EntityID<Datastream>, in range: Range<Instant>, per period: RollupPeriod) throws -> [Rollup]
}

/// An entity by its kind and number.
public struct EntityReference: Hashable, Sendable {
  /// The kind.
  public var kind: EntityKind
  /// The number.
  public var id: Int64

  /// A reference.
  public init(_ kind: EntityKind, _ id: Int64) {
    self.kind = kind
    self.id = id
  }
}

extension ObservationStore {
  /// Keeps new observations and waits until they are kept. Not for a thread that others wait for.
  public func create(_ observations: [Observation]) throws(StoreError) -> [Created] {
    let isDone = DispatchSemaphore(value: 0)
    nonisolated(unsafe) var result: Result<[Created], StoreError> = .success([])
    create(observations) {
      result = $0
      isDone.signal()
    }
    isDone.wait()
    return try result.get()
  }

  /// The samples of a stream within a time, all of them.
  public func series(of stream: EntityID<Datastream>, in range: Range<Instant>) throws -> Series {
    try series(of: stream, in: range, limit: .max)
  }
}
