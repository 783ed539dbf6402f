internal import Modelling

/// What a store in memory keeps of a stream.
///
/// Plain numbers that stand alone at their moment are in the series only. Every other moment lies in `moments` with all that stands there, by
/// place; the first number among them is in the series too.
struct MemoryStream {
  /// What has a place at a moment.
  enum Slot: Equatable {
    case observation(StoredObservation)
    /// The observation of this name was moved.
    case moved(time: Instant, place: Int)
  }

  let stream: EntityID<Datastream>
  let utcOffset: Int
  private(set) var series: Series
  private(set) var rollups: [RollupPeriod: [Rollup]] = [:]
  private var moments: [Instant: [Int: Slot]] = [:]

  init(stream: EntityID<Datastream>, utcOffset: Int) {
    self.stream = stream
    self.utcOffset = utcOffset
    series = Series(stream: stream)
  }

  /// All that stands at a moment, by place.
  func slots(at time: Instant) -> [Int: Slot] {
    if let slots = moments[time] { return slots }
    guard let value = series.value(at: time) else { return [:] }
    return [0: .observation(stored(Sample(stream: stream, time: time, value: value)))]
  }

  /// The observations at a moment, by place.
  func observations(at time: Instant) -> [StoredObservation] {
    slots(at: time).sorted { $0.key < $1.key }.compactMap {
      if case .observation(let stored) = $0.value { stored } else { nil }
    }
  }

  /// Where the observation of a name stands, or nothing.
  func place(of id: ObservationID) -> (time: Instant, place: Int, stored: StoredObservation)? {
    var (time, place) = (id.time, id.sequence)
    if case .moved(let to, let there) = slots(at: time)[place] { (time, place) = (to, there) }
    guard case .observation(let stored) = slots(at: time)[place], stored.id == id else { return nil }
    return (time, place, stored)
  }

  /// The place a new observation gets at a moment.
  func freePlace(at time: Instant) -> Int {
    let slots = slots(at: time)
    return slots[0] == nil ? 0 : (slots.keys.max() ?? 0) + 1
  }

  /// Puts something at a place, or takes away what is there, and brings series and roll-ups up to date.
  mutating func set(_ slot: Slot?, at time: Instant, place: Int) {
    if moments[time] == nil, place == 0, case .observation(let stored) = slot, let sample = stored.observation.sample,
      stored == self.stored(sample)
    {
      let before = series.put(sample.value, at: time)
      return rollUp(sample, isNew: before == nil)
    }
    var slots = slots(at: time)
    slots[place] = slot
    var isPlain = slots.isEmpty
    if slots.count == 1, case .observation(let stored) = slots[0], let sample = stored.observation.sample,
      stored == self.stored(sample)
    {
      isPlain = true
    }
    let before = series.value(at: time)
    let numbers = slots.sorted { $0.key < $1.key }.lazy.compactMap { (_, slot) -> Double? in
      guard case .observation(let stored) = slot, case .number(let value) = stored.observation.result else {
        return nil
      }
      return value
    }
    moments[time] = isPlain ? nil : slots
    if let number = numbers.first {
      series.put(number, at: time)
      rollUp(Sample(stream: stream, time: time, value: number), isNew: before == nil)
    } else if before != nil {
      series.remove(at: time)
      rollUp(Sample(stream: stream, time: time, value: 0), isNew: false)
    }
  }

  /// Hands on the observations within a time by moment and place until `body` answers no.
  func scan(in range: Range<Instant>, descending: Bool, _ body: (StoredObservation) throws -> Bool) rethrows {
    let rows = series.rows(in: range)
    var plain = Array(series.times[rows])
    if !moments.isEmpty {
      plain.removeAll { moments[$0] != nil }
      plain = (plain + moments.keys.filter { range.contains($0) }).sorted()
    }
    if descending { plain.reverse() }
    for time in plain {
      let there = observations(at: time)
      for stored in descending ? there.reversed() : there where try !body(stored) { return }
    }
  }

  /// What is known of the stream. O(observations that are more than a number).
  var summary: StreamSummary? {
    var count = series.count
    var spans: [Instant] = []
    var results: [Instant] = []
    if let first = series.times.first, let last = series.times.last { spans = [first, last] }
    for (time, slots) in moments {
      if series.value(at: time) != nil { count -= 1 }
      for case .observation(let stored) in slots.values {
        count += 1
        spans += [stored.observation.phenomenonTime.start, stored.observation.phenomenonTime.end]
        if let result = stored.observation.resultTime { results.append(result) }
      }
    }
    var latest: StoredObservation?
    let ever = Instant(milliseconds: .min)..<Instant(milliseconds: .max)
    scan(in: ever, descending: true) {
      latest = $0
      return false
    }
    guard let latest, let first = spans.min(), let last = spans.max() else { return nil }
    var resultTime: TimeSpan?
    if let first = results.min(), let last = results.max() { resultTime = TimeSpan(first, last) }
    return StreamSummary(count: count, phenomenonTime: TimeSpan(first, last), resultTime: resultTime, latest: latest)
  }

  private func stored(_ sample: Sample) -> StoredObservation {
    StoredObservation(id: ObservationID(stream: stream, time: sample.time), observation: Observation(sample))
  }

  /// Brings the roll-ups around a sample up to date: by adding a new one at the end, otherwise from the samples.
  private mutating func rollUp(_ sample: Sample, isNew: Bool) {
    for period in RollupPeriod.allCases {
      let start = period.start(of: sample.time, utcOffset: utcOffset)
      var rollups = rollups[period] ?? []
      self.rollups[period] = nil
      if isNew, series.times.last == sample.time, let end = rollups.indices.last, rollups[end].start == start {
        rollups[end].add(sample.value)
      } else {
        let whole = series[start..<Instant(milliseconds: start.milliseconds + period.milliseconds)]
        let place = rollups.firstIndex { $0.start >= start } ?? rollups.count
        if place < rollups.count, rollups[place].start == start { rollups.remove(at: place) }
        if let first = whole.values.first {
          var rollup = Rollup(start: start, count: 1, minimum: first, maximum: first, sum: first)
          for value in whole.values.dropFirst() { rollup.add(value) }
          rollups.insert(rollup, at: place)
        }
      }
      self.rollups[period] = rollups
    }
  }
}

extension Rollup {
  /// Adds the next value in order of time.
  @inlinable
  package mutating func add(_ value: Double) {
    count += 1
    minimum = min(minimum, value)
    maximum = max(maximum, value)
    sum += value
  }
}
