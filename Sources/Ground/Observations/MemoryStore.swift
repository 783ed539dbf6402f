internal import Foundation
public import Modelling

/// A store that lives in memory and goes with the process: for tests, for the sandbox, for a first look.
///
/// Sendable because every access to its variables holds `lock`.
public final class MemoryStore: ObservationStore, @unchecked Sendable {
  /// Seconds the city is east of UTC.
  public let utcOffset: Int
  private let lock = NSLock()
  private var tables: [EntityKind: [Int64: any Entity]] = [:]
  private var streams: [Int64: Columns] = [:]

  /// What is kept of a stream.
  private struct Columns {
    var series: Series
    var rollups: [RollupPeriod: [Rollup]] = [:]
    /// Observations that are more than a number at a moment, by time; one that is a number has it in the series too.
    var extras: [Instant: Observation] = [:]
  }

  /// An empty store for a city so many seconds east of UTC.
  public init(utcOffset: Int = 0) { self.utcOffset = utcOffset }

  /// Puts an entity, in place of the one with its number. O(entities of the kind).
  public func put<Kind: Entity>(_ entity: Kind) throws {
    try lock.withLock {
      for (kind, id) in EntityReferences.of(entity) where tables[kind]?[id] == nil {
        throw StoreError.unknownReference(of: Kind.kind, to: kind, id: id)
      }
      if let key = entity.key,
        tables[Kind.kind]?.contains(where: { $0.key != entity.id.rawValue && $0.value.key == key }) == true
      {
        throw StoreError.keyTaken(Kind.kind, key: key)
      }
      tables[Kind.kind, default: [:]][entity.id.rawValue] = entity
      if let stream = entity as? Datastream, streams[stream.id.rawValue] == nil {
        streams[stream.id.rawValue] = Columns(series: Series(stream: stream.id))
      }
    }
  }

  /// The entity with a number, or nothing. O(1), for streams O(observations that are more than a number).
  public func entity<Kind: Entity>(_ id: EntityID<Kind>) throws -> Kind? {
    lock.withLock { dated(tables[Kind.kind]?[id.rawValue] as? Kind) }
  }

  /// All entities of a kind, by number.
  public func entities<Kind: Entity>(_ kind: Kind.Type) throws -> [Kind] {
    lock.withLock {
      (tables[Kind.kind] ?? [:]).values.compactMap { dated($0 as? Kind) }.sorted { $0.id < $1.id }
    }
  }

  /// Takes an entity away. O(entities).
  @discardableResult
  public func remove<Kind: Entity>(_ id: EntityID<Kind>) throws -> Bool {
    try lock.withLock {
      for (kind, table) in tables {
        for other in table.values where EntityReferences.of(other).contains(where: { $0 == (Kind.kind, id.rawValue) }) {
          throw StoreError.stillUsed(Kind.kind, id: id.rawValue, by: kind)
        }
      }
      if Kind.kind == .datastreams { streams[id.rawValue] = nil }
      return tables[Kind.kind]?.removeValue(forKey: id.rawValue) != nil
    }
  }

  /// Appends samples: O(1) each at the end of their stream, otherwise O(samples of the stream).
  @discardableResult
  public func append(_ samples: [Sample]) throws -> Appended {
    try lock.withLock {
      for sample in samples { try check(sample) }
      var appended = Appended()
      for sample in samples { put(sample, &appended) }
      return appended
    }
  }

  /// Records whole observations.
  @discardableResult
  public func record(_ observations: [Observation]) throws -> Appended {
    try lock.withLock {
      for observation in observations {
        guard streams[observation.datastream.rawValue] != nil else {
          throw StoreError.unknownStream(observation.datastream)
        }
        if let feature = observation.featureOfInterest, tables[.featuresOfInterest]?[feature.rawValue] == nil {
          throw StoreError.unknownReference(of: .datastreams, to: .featuresOfInterest, id: feature.rawValue)
        }
        if case .number(let value) = observation.result, !value.isFinite {
          throw StoreError.notFinite(stream: observation.datastream, time: observation.time)
        }
      }
      var appended = Appended()
      for observation in observations { put(observation, &appended) }
      return appended
    }
  }

  /// The last sample of a stream, or of every stream.
  public func latest(of stream: EntityID<Datastream>) throws -> Sample? {
    try lock.withLock { last(try columns(stream)) }
  }

  /// The last sample of a stream, or of every stream.
  public func latest() throws -> [Sample] {
    lock.withLock { streams.values.compactMap { last($0) }.sorted { $0.stream < $1.stream } }
  }

  /// The samples of a stream within a time.
  public func series(of stream: EntityID<Datastream>, in range: Range<Instant>, limit: Int) throws -> Series {
    try lock.withLock { try columns(stream).series[range].first(limit) }
  }

  /// The observations of a stream within a time.
  public func observations(
    of stream: EntityID<Datastream>, in range: Range<Instant>, limit: Int
  ) throws -> [Observation] {
    try lock.withLock {
      let columns = try columns(stream)
      let numbers = columns.series[range]
      var found = columns.extras.values.filter { range.contains($0.time) }
      for row in 0..<numbers.count where columns.extras[numbers.times[row]] == nil {
        found.append(Observation(Sample(stream: stream, time: numbers.times[row], value: numbers.values[row])))
      }
      return Array(found.sorted { $0.time < $1.time }.prefix(max(0, limit)))
    }
  }

  /// The hours or days of a stream that begin within a time.
  public func rollups(
    of stream: EntityID<Datastream>, in range: Range<Instant>, per period: RollupPeriod
  ) throws -> [Rollup] {
    try lock.withLock { (try columns(stream).rollups[period] ?? []).filter { range.contains($0.start) } }
  }

  // MARK: - With the lock held

  private func columns(_ stream: EntityID<Datastream>) throws -> Columns {
    guard let columns = streams[stream.rawValue] else { throw StoreError.unknownStream(stream) }
    return columns
  }

  private func check(_ sample: Sample) throws {
    guard streams[sample.stream.rawValue] != nil else { throw StoreError.unknownStream(sample.stream) }
    guard sample.value.isFinite else { throw StoreError.notFinite(stream: sample.stream, time: sample.time) }
  }

  private func last(_ columns: Columns) -> Sample? {
    guard let time = columns.series.times.last, let value = columns.series.values.last else { return nil }
    return Sample(stream: columns.series.stream, time: time, value: value)
  }

  private func put(_ sample: Sample, _ appended: inout Appended) {
    let wasExtra = streams[sample.stream.rawValue]?.extras.removeValue(forKey: sample.time) != nil
    let before = streams[sample.stream.rawValue]?.series.put(sample.value, at: sample.time)
    if wasExtra || before != nil && before != sample.value {
      appended.corrected += 1
    } else if before != nil {
      appended.repeated += 1
      return
    } else {
      appended.added += 1
    }
    rollUp(sample, isNew: before == nil)
  }

  private func put(_ observation: Observation, _ appended: inout Appended) {
    if let sample = observation.sample { return put(sample, &appended) }
    let stream = observation.datastream.rawValue
    guard let columns = streams[stream] else { return }
    let before = columns.extras[observation.time]
    let number = columns.series.value(at: observation.time)
    if before == observation {
      appended.repeated += 1
      return
    }
    if before == nil, number == nil { appended.added += 1 } else { appended.corrected += 1 }
    streams[stream]?.extras[observation.time] = observation
    if case .number(let value) = observation.result {
      streams[stream]?.series.put(value, at: observation.time)
      rollUp(Sample(stream: observation.datastream, time: observation.time, value: value), isNew: number == nil)
    } else if number != nil {
      streams[stream]?.series.remove(at: observation.time)
      rollUp(Sample(stream: observation.datastream, time: observation.time, value: 0), isNew: false)
    }
  }

  /// Brings the roll-ups around a sample up to date: by adding a new one at the end, otherwise from the samples.
  private func rollUp(_ sample: Sample, isNew: Bool) {
    let stream = sample.stream.rawValue
    guard let columns = streams[stream] else { return }
    for period in RollupPeriod.allCases {
      let start = period.start(of: sample.time, utcOffset: utcOffset)
      var rollups = columns.rollups[period] ?? []
      streams[stream]?.rollups[period] = nil
      let isLast = isNew && columns.series.times.last == sample.time
      if isLast, let end = rollups.indices.last, rollups[end].start == start {
        rollups[end].count += 1
        rollups[end].minimum = min(rollups[end].minimum, sample.value)
        rollups[end].maximum = max(rollups[end].maximum, sample.value)
        rollups[end].sum += sample.value
      } else {
        let whole = columns.series[start..<Instant(milliseconds: start.milliseconds + period.milliseconds)]
        let place = rollups.firstIndex { $0.start >= start } ?? rollups.count
        if place < rollups.count, rollups[place].start == start { rollups.remove(at: place) }
        if let least = whole.values.min(), let most = whole.values.max() {
          rollups.insert(
            Rollup(
              start: start, count: whole.count, minimum: least, maximum: most, sum: whole.values.reduce(0, +)),
            at: place)
        }
      }
      streams[stream]?.rollups[period] = rollups
    }
  }

  /// A stream with the times of what it has.
  private func dated<Kind: Entity>(_ entity: Kind?) -> Kind? {
    guard var stream = entity as? Datastream, let columns = streams[stream.id.rawValue] else { return entity }
    var times: [Instant] = []
    if let first = columns.series.times.first, let last = columns.series.times.last { times = [first, last] }
    for extra in columns.extras.values { times += [extra.phenomenonTime.start, extra.phenomenonTime.end] }
    if let first = times.min(), let last = times.max() { stream.phenomenonTime = TimeSpan(first, last) }
    return stream as? Kind
  }
}

/// What entities refer to.
enum EntityReferences {
  /// The kinds and numbers an entity refers to.
  static func of(_ entity: any Entity) -> [(EntityKind, Int64)] {
    switch entity {
    case let thing as Thing: thing.locations.map { (.locations, $0.rawValue) }
    case let past as HistoricalLocation:
      [(.things, past.thing.rawValue)] + past.locations.map { (.locations, $0.rawValue) }
    case let stream as Datastream:
      [
        (.things, stream.thing.rawValue), (.sensors, stream.sensor.rawValue),
        (.observedProperties, stream.observedProperty.rawValue),
      ]
    default: []
    }
  }
}
