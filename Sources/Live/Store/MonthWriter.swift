internal import GRDB
internal import Modelling
internal import Observations

/// A month's file as the writer's thread changes it; rows, summaries and roll-ups in one transaction.
///
/// What streams of the month look like is kept in drafts; they are right as of the transaction that is open, and are forgotten when it is undone.
final class MonthWriter {
  let file: MonthFile
  let rows: MonthRows
  let connection: Connection
  private let utcOffset: Int
  private let summaries: Summaries
  var drafts: [Int64: Draft] = [:]
  private var touched: [Int64] = []
  private(set) var isOpen = false

  /// A stream of the month as the open transaction leaves it.
  struct Draft {
    var summary: MonthSummary
    var isTouched = false
    /// Whether the ends of what is counted must be looked for.
    var isShrunk = false
    var hour: Rollup?
    var day: Rollup?
    /// Hours and days to be summed up from the rows.
    var stale: Set<Int64> = []
  }

  init(_ file: MonthFile, utcOffset: Int, summaries: Summaries) throws(StorageFailure) {
    self.file = file
    self.utcOffset = utcOffset
    self.summaries = summaries
    connection = try Connection(path: file.path, cacheKilobytes: 32_768)
    rows = MonthRows(connection: connection, middle: file.middle)
  }

  // MARK: - The transaction

  /// Opens the transaction.
  func begin() throws {
    guard !isOpen else { return }
    try connection.use { try $0.beginTransaction(.immediate) }
    isOpen = true
  }

  /// Writes summaries and roll-ups.
  func flush() throws {
    for stream in touched {
      try sumUp(stream)
      try recount(stream)
      try write(stream)
    }
  }

  /// Notes which list of edits the transaction has its part of.
  func mark(redo number: Int64) throws {
    let statement = try connection.statement("UPDATE meta SET value = ?1 WHERE name = 'redo'")
    statement.bind(1, number)
    try statement.run()
  }

  /// The last list of edits the file has its part of.
  func redoNumber() throws -> Int64 {
    let statement = try connection.statement("SELECT value FROM meta WHERE name = 'redo'")
    defer { statement.reset() }
    return try statement.step() ? statement.integer(0) : 0
  }

  /// Writes all pages behind the log, so that a full disk is found before any month is committed.
  func spill() throws { try connection.flushCache() }

  /// Commits; answers the summaries that changed.
  func commit() throws -> [(stream: Int64, summary: MonthSummary)] {
    try connection.use { try $0.commit() }
    isOpen = false
    defer { touched = [] }
    return touched.compactMap { stream in
      guard var draft = drafts[stream] else { return nil }
      draft.isTouched = false
      drafts[stream] = draft.summary.isEmpty ? nil : draft
      return (stream, draft.summary)
    }
  }

  /// Undoes what is not committed.
  func rollback() {
    drafts = [:]
    touched = []
    guard isOpen else { return }
    isOpen = false
    try? connection.use { if $0.isInsideTransaction { try $0.rollback() } }
  }

  /// Forgets what it knows of a stream.
  func forget(_ stream: Int64) { drafts[stream] = nil }

  func close() {
    rollback()
    connection.close()
  }

  // MARK: - Rows

  /// What stands at a key, or nothing. O(1) behind the last row.
  func cell(_ stream: Int64, _ time: Int64, _ place: Int32) throws -> Cell? {
    let summary = try draft(stream).summary
    if place == 0 ? time > summary.top : summary.beside == 0 { return nil }
    return try rows.cell(stream, time, place)
  }

  /// All that stands at a moment, by place.
  func cells(_ stream: Int64, at time: Int64) throws -> [MonthRows.Row] {
    if try draft(stream).summary.beside == 0 {
      return try cell(stream, time, 0).map { [MonthRows.Row(time: time, place: 0, cell: $0)] } ?? []
    }
    return try rows.cells(stream, at: time)
  }

  /// Puts a cell at a key, or takes away what is there; `old` is what is there.
  func set(_ stream: Int64, _ time: Int64, _ place: Int32, from old: Cell?, to new: Cell?) throws {
    guard old != new else { return }
    try touch(stream)
    let isAlone = try place == 0 && draft(stream).summary.beside == 0
    let before = isAlone ? try old?.number() : try number(stream, at: time)
    try write(stream, time, place, from: old, to: new)
    let after = isAlone ? try new?.number() : try number(stream, at: time)
    try count(stream, time, place, from: old, to: new)
    if before != after { try follow(stream, time, isNew: before == nil, after) }
  }

  /// The number a series has at a moment: the first by place.
  private func number(_ stream: Int64, at time: Int64) throws -> Double? {
    for row in try rows.cells(stream, at: time) { if let number = try row.cell.number() { return number } }
    return nil
  }

  private func write(_ stream: Int64, _ time: Int64, _ place: Int32, from old: Cell?, to new: Cell?) throws {
    let statement: Prepared
    switch (place == 0, old != nil, new) {
    case (true, false, _):
      statement = try connection.statement("INSERT INTO observation (stream, time, value) VALUES (?1, ?2, ?4)")
    case (true, true, .some):
      statement = try connection.statement("UPDATE observation SET value = ?4 WHERE stream = ?1 AND time = ?2")
    case (true, true, nil):
      statement = try connection.statement("DELETE FROM observation WHERE stream = ?1 AND time = ?2")
    case (false, false, _):
      file.hasBesides()
      statement = try connection.statement("INSERT INTO beside (stream, time, place, value) VALUES (?1, ?2, ?3, ?4)")
    case (false, true, .some):
      statement = try connection.statement(
        "UPDATE beside SET value = ?4 WHERE stream = ?1 AND time = ?2 AND place = ?3")
    case (false, true, nil):
      statement = try connection.statement("DELETE FROM beside WHERE stream = ?1 AND time = ?2 AND place = ?3")
    }
    statement.bind(1, stream)
    statement.bind(2, time - rows.middle)
    if place != 0 { statement.bind(3, Int64(place)) }
    if let new { statement.bind(4, new) }
    try statement.run()
  }

  // MARK: - Drafts

  private func draft(_ stream: Int64) throws -> Draft {
    if let draft = drafts[stream] { return draft }
    // A stream without a summary has at most notes of observations that moved away.
    var draft = Draft(summary: try summaries.summary(stream, in: file.month) ?? counted(stream))
    if draft.summary.count > 0 {
      draft.hour = try open(stream, .hour)
      draft.day = try open(stream, .day)
    }
    drafts[stream] = draft
    return draft
  }

  private func touch(_ stream: Int64) throws {
    guard try !draft(stream).isTouched else { return }
    drafts[stream]?.isTouched = true
    touched.append(stream)
  }

  private func count(_ stream: Int64, _ time: Int64, _ place: Int32, from old: Cell?, to new: Cell?) throws {
    let oldFacts = try old.flatMap { try CellFacts($0, at: time) }
    let newFacts = try new.flatMap { try CellFacts($0, at: time) }
    guard var draft = drafts[stream] else { return }
    drafts[stream] = nil
    if let new, let newFacts, newFacts == oldFacts {
      if (time, place) == (draft.summary.last, draft.summary.lastPlace) { draft.summary.lastCell = new }
    } else {
      if let oldFacts, draft.summary.take(oldFacts, at: time, place: place) { draft.isShrunk = true }
      if let new, let newFacts { draft.summary.add(new, newFacts, at: time, place: place) }
    }
    if place == 0 {
      draft.summary.top = max(draft.summary.top, time)
    } else {
      draft.summary.beside += (new == nil ? 0 : 1) - (old == nil ? 0 : 1)
    }
    drafts[stream] = draft
  }

  /// Brings roll-ups and the last sample to a number that came, changed or went.
  private func follow(_ stream: Int64, _ time: Int64, isNew: Bool, _ value: Double?) throws {
    guard var draft = drafts[stream] else { return }
    drafts[stream] = nil
    defer { drafts[stream] = draft }
    let isLast = isNew && time > draft.summary.sampleTime
    for period in RollupPeriod.allCases {
      let start = period.start(of: Instant(milliseconds: time), utcOffset: utcOffset)
      let mark = start.milliseconds * 2 + (period == .day ? 1 : 0)
      guard isLast, let value, !draft.stale.contains(mark) else {
        draft.stale.insert(mark)
        continue
      }
      var rollup = period == .hour ? draft.hour : draft.day
      if rollup?.start != start {
        if let rollup { try write(stream, rollup, period) }
        let isSame =
          draft.summary.hasSample
          && period.start(of: Instant(milliseconds: draft.summary.sampleTime), utcOffset: utcOffset) == start
        rollup = isSame ? try kept(stream, start, period) : nil
      }
      if rollup == nil {
        rollup = Rollup(start: start, count: 1, minimum: value, maximum: value, sum: value)
      } else {
        rollup?.add(value)
      }
      if period == .hour { draft.hour = rollup } else { draft.day = rollup }
    }
    if let value, time >= draft.summary.sampleTime {
      (draft.summary.sampleTime, draft.summary.sampleValue) = (time, value)
    } else if time == draft.summary.sampleTime {
      draft.summary.sampleTime = .min
      try forEachNumber(stream, in: bounds, descending: true) { last, value in
        (draft.summary.sampleTime, draft.summary.sampleValue) = (last, value)
        return false
      }
    }
  }

  var bounds: Range<Int64> { file.range.lowerBound.milliseconds..<file.range.upperBound.milliseconds }

  /// Hands on the numbers of a stream's series.
  func forEachNumber(
    _ stream: Int64, in range: Range<Int64>, descending: Bool, _ body: (Int64, Double) throws -> Bool
  ) throws {
    let besides = file.besides
    var last: Int64?
    try rows.forEach(stream, in: range, descending: descending, besides: besides) { row in
      guard row.time != last else { return true }
      let number = descending && besides ? try self.number(stream, at: row.time) : try row.cell.number()
      guard let number else { return true }
      last = row.time
      return try body(row.time, number)
    }
  }
}
