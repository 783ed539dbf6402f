public import Modelling
public import Observations

extension MonthlyStore {
  /// The observation of a name, or nothing. O(log rows).
  public func observation(_ id: ObservationID) throws -> StoredObservation? {
    guard Observation.keptTimes.contains(id.time), let sequence = Int32(exactly: id.sequence),
      summaries.months(of: id.stream) != nil
    else { return nil }
    // One that moves just now is looked for again.
    for _ in 0..<5 {
      guard let cell = try cell(id.stream, id.time, sequence) else { return nil }
      guard let there = cell.destination else { return try found(cell, id, at: id.time, sequence) }
      let place = Int32(clamping: there.place)
      if let cell = try self.cell(id.stream, there.time, place), let stored = try found(cell, id, at: there.time, place)
      {
        return stored
      }
    }
    return nil
  }

  private func cell(_ stream: EntityID<Datastream>, _ time: Instant, _ place: Int32) throws -> Cell? {
    try read(Month(of: time, utcOffset: utcOffset)) {
      try $0.cell(stream.rawValue, time.milliseconds, place)
    } ?? nil
  }

  private func found(
    _ cell: Cell, _ id: ObservationID, at time: Instant, _ place: Int32
  ) throws -> StoredObservation? {
    let stored = try understood(time) { try cell.stored(id.stream, at: time, place: Int(place)) }
    return stored?.id == id ? stored : nil
  }

  /// What a row means; nothing where it is damaged, which is then complained about.
  private func understood<Answer>(_ time: Instant, _ read: () throws -> Answer?) throws -> Answer? {
    do {
      return try read()
    } catch let damage as Damage {
      let month = Month(of: time, utcOffset: utcOffset)
      files.complain(StorageFailure(damage, path: files.path(month)), month)
      return nil
    }
  }

  /// Hands on the observations of a stream within a time, in pieces: what is written meanwhile behind the last one handed on is seen.
  ///
  /// No file waits for `body`, which may take its time and ask the store.
  public func scan(
    _ stream: EntityID<Datastream>, in range: Range<Instant>, descending: Bool,
    _ body: (StoredObservation) throws -> Bool
  ) throws {
    try forEachRow(stream, in: range, descending: descending) { row in
      let moment = Instant(milliseconds: row.time)
      let stored = try understood(moment) { try row.cell.stored(stream, at: moment, place: Int(row.place)) }
      return try stored.map(body) ?? true
    }
  }

  /// What is known of a stream. O(its months), from memory.
  public func summary(of stream: EntityID<Datastream>) throws -> StreamSummary? {
    let months = try months(of: stream)
    guard let last = months.last(where: { $0.count > 0 }), let time = months.phenomenonTime else { return nil }
    let moment = Instant(milliseconds: last.last)
    let latest = try understood(moment) { try last.lastCell?.stored(stream, at: moment, place: Int(last.lastPlace)) }
    guard let latest else { return nil }
    return StreamSummary(
      count: Int(months.reduce(0) { $0 + $1.count }), phenomenonTime: time, resultTime: months.resultTime,
      latest: latest)
  }

  /// The last sample of a stream, from memory.
  public func latest(of stream: EntityID<Datastream>) throws -> Sample? { try summaries.latest(of: stream) }

  /// The last sample of every stream that has one, from memory. O(streams).
  public func latest() throws -> [Sample] { summaries.latest() }

  /// The samples of a stream within a time, at most so many. O(log rows + samples).
  public func series(of stream: EntityID<Datastream>, in range: Range<Instant>, limit: Int) throws -> Series {
    var series = Series(stream: stream)
    guard limit > 0 else { return series }
    try forEachRow(stream, in: range, descending: false) { row in
      let moment = Instant(milliseconds: row.time)
      guard moment != series.times.last, let number = try understood(moment, row.cell.number) else { return true }
      series.put(number, at: moment)
      return series.count < limit
    }
    return series
  }

  /// The observations of a stream within a time, at most so many.
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

  /// The hours or days of a stream that begin within a time. O(log rows + those).
  public func rollups(
    of stream: EntityID<Datastream>, in range: Range<Instant>, per period: RollupPeriod
  ) throws -> [Rollup] {
    var found: [Rollup] = []
    for summary in try months(of: stream) where summary.hasSample {
      let month = Month(number: Int(summary.month))
      let whole = month.range(utcOffset: utcOffset)
      let within = range.clamped(to: whole)
      guard !within.isEmpty else { continue }
      func place(_ bound: Instant) -> Int64 {
        (bound.milliseconds - whole.lowerBound.milliseconds + period.milliseconds - 1) / period.milliseconds
      }
      let places = place(within.lowerBound)..<place(within.upperBound)
      found += try read(month) { try $0.rollups(stream.rawValue, places, of: period, from: whole.lowerBound) } ?? []
    }
    return found
  }

  // MARK: - Months

  private func months(of stream: EntityID<Datastream>) throws(StoreError) -> [MonthSummary] {
    guard let months = summaries.months(of: stream) else { throw .unknownStream(stream) }
    return months
  }

  /// Asks a month's file; nothing where there is none, or where it is damaged, which is then complained about.
  private func read<Answer>(_ month: Month, _ body: (MonthRows) throws -> Answer) throws -> Answer? {
    do throws(StorageFailure) {
      guard let file = try files.file(month) else { return nil }
      return try file.read(body)
    } catch {
      guard error.isDamage else { throw error.storeError }
      files.complain(error, month)
      return nil
    }
  }

  /// Hands on the rows of a stream within a time, month by month, without holding a file meanwhile.
  private func forEachRow(
    _ stream: EntityID<Datastream>, in range: Range<Instant>, descending: Bool,
    _ body: (MonthRows.Row) throws -> Bool
  ) throws {
    let known = try months(of: stream)
    for summary in descending ? known.reversed() : known where summary.count > 0 {
      let month = Month(number: Int(summary.month))
      let within = range.clamped(to: month.range(utcOffset: utcOffset))
      guard !within.isEmpty, let file = try opened(month) else { continue }
      let (lower, upper) = (within.lowerBound.milliseconds, within.upperBound.milliseconds)
      var key: (time: Int64, place: Int64) = descending ? (upper - 1, .max) : (lower, -1)
      var limit = 16
      while true {
        let besides = file.besides
        let rows = try read(month) {
          try $0.next(
            stream.rawValue, after: key, until: descending ? lower : upper, descending: descending, limit: limit,
            besides: besides)
        }
        for row in rows ?? [] where try !body(row) { return }
        guard let rows, rows.count == limit, let last = rows.last else { break }
        key = (last.time, Int64(last.place))
        limit = min(limit * 4, 1_024)
      }
    }
  }

  private func opened(_ month: Month) throws -> MonthFile? {
    do throws(StorageFailure) {
      return try files.file(month)
    } catch {
      guard error.isDamage else { throw error.storeError }
      files.complain(error, month)
      return nil
    }
  }
}
