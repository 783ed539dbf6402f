internal import Foundation
public import Modelling

/// A store that lives in memory and goes with the process: for tests, for the sandbox, for a first look.
///
/// Sendable because every access to its variables holds `lock`.
public final class MemoryStore: ObservationStore, @unchecked Sendable {
  /// Seconds the city is east of UTC.
  public let utcOffset: Int
  private let lock = NSLock()
  private var tables = EntityTables()
  private var streams: [Int64: MemoryStream] = [:]

  /// An empty store for a city so many seconds east of UTC.
  public init(utcOffset: Int = 0) { self.utcOffset = utcOffset }

  // MARK: - Entities

  /// Puts an entity, in place of the one with its number.
  public func put<Kind: Entity>(_ entity: Kind) throws { try change(putting: [entity], removing: []) }

  /// Puts entities and takes others away, wholly or not at all. O(what it touches).
  public func change(putting entities: [any Entity], removing: [EntityReference]) throws {
    try lock.withLock {
      try tables.check(putting: entities, removing: removing)
      tables.apply(putting: entities, removing: removing)
      for gone in removing where gone.kind == .datastreams { streams[gone.id] = nil }
      for case let stream as Datastream in entities where streams[stream.id.rawValue] == nil {
        streams[stream.id.rawValue] = MemoryStream(stream: stream.id, utcOffset: utcOffset)
      }
    }
  }

  /// The entity with a number, or nothing. O(1), for streams O(observations that are more than a number).
  public func entity<Kind: Entity>(_ id: EntityID<Kind>) throws -> Kind? {
    lock.withLock { tables.entity(id).map(dated) }
  }

  /// All entities of a kind, by number.
  public func entities<Kind: Entity>(_ kind: Kind.Type) throws -> [Kind] {
    lock.withLock { tables.entities(kind).map(dated) }
  }

  /// Takes an entity away.
  @discardableResult
  public func remove<Kind: Entity>(_ id: EntityID<Kind>) throws -> Bool {
    let reference = EntityReference(Kind.kind, id.rawValue)
    guard lock.withLock({ tables.contains(reference) }) else { return false }
    try change(putting: [], removing: [reference])
    return true
  }

  // MARK: - Observations come

  /// Appends samples: O(1) each at the end of their stream, otherwise O(samples of the stream).
  @discardableResult
  public func append(_ samples: [Sample]) throws -> Appended {
    for sample in samples { try sample.check() }
    return try lock.withLock {
      for sample in samples { _ = try stream(sample.stream) }
      var appended = Appended()
      for sample in samples { put(Observation(sample), &appended) }
      return appended
    }
  }

  /// Records whole observations.
  @discardableResult
  public func record(_ observations: [Observation]) throws -> Appended {
    for observation in observations { try observation.check() }
    return try lock.withLock {
      for observation in observations { try check(observation) }
      var appended = Appended()
      for observation in observations { put(observation, &appended) }
      return appended
    }
  }

  /// Keeps new observations; `done` is called before this returns. Memory outlasts nothing: a loss of power loses all.
  public func create(
    _ observations: [Observation], _ done: @escaping @Sendable (Result<[Created], StoreError>) -> Void
  ) {
    let result = lock.withLock { () -> Result<[Created], StoreError> in
      do throws(StoreError) {
        for observation in observations {
          try observation.check()
          try check(observation)
        }
        return .success(observations.map(create))
      } catch {
        return .failure(error)
      }
    }
    done(result)
  }

  // MARK: - Observations change

  /// The observation of a name, or nothing.
  public func observation(_ id: ObservationID) throws -> StoredObservation? {
    lock.withLock { streams[id.stream.rawValue]?.place(of: id)?.stored }
  }

  /// Puts another observation in the place of one, which keeps its name.
  @discardableResult
  public func replace(_ id: ObservationID, with observation: Observation) throws -> Bool {
    try observation.check()
    return try lock.withLock {
      try check(observation)
      guard observation.datastream == id.stream else { throw StoreError.otherStream(id, observation.datastream) }
      guard let old = streams[id.stream.rawValue]?.place(of: id) else { return false }
      let stored = StoredObservation(id: id, observation: observation)
      let time = observation.time
      guard time != old.time else {
        set(.observation(stored), at: time, place: old.place, of: id)
        return true
      }
      set(nil, at: old.time, place: old.place, of: id)
      guard time != id.time else {
        set(.observation(stored), at: time, place: id.sequence, of: id)
        return true
      }
      let place = (streams[id.stream.rawValue]?.slots(at: time).keys.max() ?? 0) + 1
      set(.moved(time: time, place: place), at: id.time, place: id.sequence, of: id)
      set(.observation(stored), at: time, place: place, of: id)
      return true
    }
  }

  /// Takes an observation away.
  @discardableResult
  public func remove(_ id: ObservationID) throws -> Bool {
    lock.withLock {
      guard let old = streams[id.stream.rawValue]?.place(of: id) else { return false }
      set(nil, at: old.time, place: old.place, of: id)
      if old.time != id.time { set(nil, at: id.time, place: id.sequence, of: id) }
      return true
    }
  }

  // MARK: - Questions

  /// Hands on the observations of a stream within a time, as they are when it begins.
  public func scan(
    _ stream: EntityID<Datastream>, in range: Range<Instant>, descending: Bool,
    _ body: (StoredObservation) throws -> Bool
  ) throws {
    try lock.withLock { try self.stream(stream) }.scan(in: range, descending: descending, body)
  }

  /// What is known of a stream. O(observations that are more than a number).
  public func summary(of stream: EntityID<Datastream>) throws -> StreamSummary? {
    try lock.withLock { try self.stream(stream).summary }
  }

  /// The last sample of a stream, or nothing.
  public func latest(of stream: EntityID<Datastream>) throws -> Sample? {
    try lock.withLock { last(try self.stream(stream)) }
  }

  /// The last sample of every stream that has one.
  public func latest() throws -> [Sample] {
    lock.withLock { streams.values.compactMap { last($0) }.sorted { $0.stream < $1.stream } }
  }

  /// The samples of a stream within a time.
  public func series(of stream: EntityID<Datastream>, in range: Range<Instant>, limit: Int) throws -> Series {
    try lock.withLock { try self.stream(stream).series[range].first(limit) }
  }

  /// The observations of a stream within a time.
  public func observations(
    of stream: EntityID<Datastream>, in range: Range<Instant>, limit: Int
  ) throws -> [Observation] {
    var found: [Observation] = []
    guard limit > 0 else { return found }
    try scan(stream, in: range, descending: false) {
      found.append($0.observation)
      return found.count < limit
    }
    return found
  }

  /// The hours or days of a stream that begin within a time.
  public func rollups(
    of stream: EntityID<Datastream>, in range: Range<Instant>, per period: RollupPeriod
  ) throws -> [Rollup] {
    try lock.withLock { (try self.stream(stream).rollups[period] ?? []).filter { range.contains($0.start) } }
  }

  // MARK: - With the lock held

  private func stream(_ id: EntityID<Datastream>) throws(StoreError) -> MemoryStream {
    guard let stream = streams[id.rawValue] else { throw .unknownStream(id) }
    return stream
  }

  private func check(_ observation: Observation) throws(StoreError) {
    _ = try stream(observation.datastream)
    if let feature = observation.featureOfInterest,
      !tables.contains(EntityReference(.featuresOfInterest, feature.rawValue))
    {
      throw .unknownReference(of: .datastreams, to: .featuresOfInterest, id: feature.rawValue)
    }
  }

  private func last(_ stream: MemoryStream) -> Sample? {
    guard let time = stream.series.times.last, let value = stream.series.values.last else { return nil }
    return Sample(stream: stream.stream, time: time, value: value)
  }

  private func set(_ slot: MemoryStream.Slot?, at time: Instant, place: Int, of id: ObservationID) {
    streams[id.stream.rawValue]?.set(slot, at: time, place: place)
  }

  /// Puts an observation at the first place of its moment; where that one was moved away, beside the others.
  private func put(_ observation: Observation, _ appended: inout Appended) {
    let id = ObservationID(stream: observation.datastream, time: observation.time)
    switch streams[id.stream.rawValue]?.slots(at: id.time)[0] {
    case .moved: if create(observation).isNew { appended.added += 1 } else { appended.repeated += 1 }
    case .observation(let stored) where stored.observation == observation: appended.repeated += 1
    case let before:
      if before == nil { appended.added += 1 } else { appended.corrected += 1 }
      set(.observation(StoredObservation(id: id, observation: observation)), at: id.time, place: 0, of: id)
    }
  }

  private func create(_ observation: Observation) -> Created {
    let stream = streams[observation.datastream.rawValue]
    let there = stream?.observations(at: observation.time) ?? []
    if let same = there.first(where: { $0.observation == observation }) { return Created(id: same.id, isNew: false) }
    let place = stream?.freePlace(at: observation.time) ?? 0
    let id = ObservationID(stream: observation.datastream, time: observation.time, sequence: place)
    set(.observation(StoredObservation(id: id, observation: observation)), at: id.time, place: place, of: id)
    return Created(id: id, isNew: true)
  }

  /// A stream with the times of what it has.
  private func dated<Kind: Entity>(_ entity: Kind) -> Kind {
    guard var stream = entity as? Datastream else { return entity }
    let summary = streams[stream.id.rawValue]?.summary
    stream.phenomenonTime = summary?.phenomenonTime
    stream.resultTime = summary?.resultTime
    return stream as? Kind ?? entity
  }
}
