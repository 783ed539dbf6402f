internal import Modelling
internal import Observations

// Roll-ups and summaries of a month, brought up to date before a commit.
extension MonthWriter {
  /// Sums up from the rows what was not simply added to.
  func sumUp(_ stream: Int64) throws {
    guard let draft = drafts[stream], !draft.stale.isEmpty else { return }
    if let hour = draft.hour { try write(stream, hour, .hour) }
    if let day = draft.day { try write(stream, day, .day) }
    drafts[stream]?.hour = nil
    drafts[stream]?.day = nil
    drafts[stream]?.stale = []
    for mark in draft.stale.sorted() {
      let period: RollupPeriod = mark & 1 == 1 ? .day : .hour
      let start = (mark - (mark & 1)) / 2
      var rollup: Rollup?
      try forEachNumber(stream, in: start..<start + period.milliseconds, descending: false) { _, value in
        if rollup == nil {
          rollup = Rollup(start: Instant(milliseconds: start), count: 1, minimum: value, maximum: value, sum: value)
        } else {
          rollup?.add(value)
        }
        return true
      }
      if let rollup {
        try write(stream, rollup, period)
      } else {
        let statement =
          period == .hour
          ? try connection.statement("DELETE FROM rollup_hour WHERE stream = ?1 AND start = ?2")
          : try connection.statement("DELETE FROM rollup_day WHERE stream = ?1 AND start = ?2")
        statement.bind(1, stream)
        statement.bind(2, (start - bounds.lowerBound) / period.milliseconds)
        try statement.run()
      }
    }
  }

  func kept(_ stream: Int64, _ start: Instant, _ period: RollupPeriod) throws -> Rollup? {
    let place = (start.milliseconds - bounds.lowerBound) / period.milliseconds
    return try rows.rollups(stream, place..<place + 1, of: period, from: file.range.lowerBound).first
  }

  func write(_ stream: Int64, _ rollup: Rollup, _ period: RollupPeriod) throws {
    let statement =
      period == .hour
      ? try connection.statement("INSERT OR REPLACE INTO rollup_hour VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
      : try connection.statement("INSERT OR REPLACE INTO rollup_day VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
    statement.bind(1, stream)
    statement.bind(2, (rollup.start.milliseconds - bounds.lowerBound) / period.milliseconds)
    statement.bind(3, Int64(rollup.count))
    statement.bind(4, rollup.minimum)
    statement.bind(5, rollup.maximum)
    statement.bind(6, rollup.sum)
    try statement.run()
  }

  /// Looks for the ends of what is counted: at the ends of the rows, or through all of them where some are about spans or tell result times.
  func recount(_ stream: Int64) throws {
    guard let draft = drafts[stream], draft.isShrunk else { return }
    var summary = draft.summary
    if summary.spans > 0 || summary.results > 0 {
      summary = try counted(stream)
      (summary.sampleTime, summary.sampleValue) = (draft.summary.sampleTime, draft.summary.sampleValue)
    } else if summary.count > 0 {
      for descending in [false, true] {
        try rows.forEach(stream, in: bounds, descending: descending, besides: file.besides) { row in
          guard row.cell.destination == nil else { return true }
          if descending {
            (summary.last, summary.lastPlace, summary.end) = (row.time, row.place, row.time)
            summary.lastCell = row.cell
          } else {
            summary.first = row.time
          }
          return false
        }
      }
    }
    drafts[stream]?.summary = summary
    drafts[stream]?.isShrunk = false
  }

  /// A stream's summary without its last sample, from all its rows. O(rows).
  func counted(_ stream: Int64) throws -> MonthSummary {
    var summary = MonthSummary(month: Int32(file.month.number))
    summary.beside = try beside(stream)
    try rows.forEach(stream, in: bounds, besides: file.besides) { row in
      if row.place == 0 { summary.top = max(summary.top, row.time) }
      if let facts = try CellFacts(row.cell, at: row.time) {
        summary.add(row.cell, facts, at: row.time, place: row.place)
      }
      return true
    }
    return summary
  }

  private func beside(_ stream: Int64) throws -> Int32 {
    let statement = try connection.statement("SELECT count(*) FROM beside WHERE stream = ?1")
    statement.bind(1, stream)
    defer { statement.reset() }
    return try statement.step() ? Int32(clamping: statement.integer(0)) : 0
  }

  private func bind(_ rollup: Rollup?, _ period: RollupPeriod, at first: Int32, of statement: Prepared) {
    guard let rollup else {
      for place in first..<first + 5 { statement.bind(place, nil) }
      return
    }
    statement.bind(first, (rollup.start.milliseconds - bounds.lowerBound) / period.milliseconds)
    statement.bind(first + 1, Int64(rollup.count))
    statement.bind(first + 2, rollup.minimum)
    statement.bind(first + 3, rollup.maximum)
    statement.bind(first + 4, rollup.sum)
  }

  /// Writes a stream's summary, with its last hour and day: they go to their tables when they are over, so that an observation touches two pages and not four.
  func write(_ stream: Int64) throws {
    guard let draft = drafts[stream] else { return }
    let summary = draft.summary
    guard !summary.isEmpty else {
      let statement = try connection.statement("DELETE FROM stream WHERE stream = ?1")
      statement.bind(1, stream)
      return try statement.run()
    }
    let statement = try connection.statement(
      """
      INSERT OR REPLACE INTO stream VALUES (
        ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15,
        ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25)
      """)
    let numbers = [
      stream, Int64(summary.beside), summary.count, summary.first, summary.last, Int64(summary.lastPlace),
      Int64(summary.spans), summary.end, summary.results, summary.firstResult, summary.lastResult,
    ]
    for (place, number) in numbers.enumerated() { statement.bind(Int32(place + 1), number) }
    statement.bind(12, summary.hasSample ? summary.sampleTime : nil)
    statement.bind(13, summary.sampleValue)
    statement.bind(14, summary.top == .min ? nil : summary.top)
    if let cell = summary.lastCell { statement.bind(15, cell) } else { statement.bind(15, nil) }
    bind(draft.hour, .hour, at: 16, of: statement)
    bind(draft.day, .day, at: 21, of: statement)
    try statement.run()
  }

  /// The hour or day that lies in the stream's own row.
  func open(_ stream: Int64, _ period: RollupPeriod) throws -> Rollup? {
    let statement =
      period == .hour
      ? try connection.statement(
        "SELECT hour, hour_count, hour_minimum, hour_maximum, hour_sum FROM stream WHERE stream = ?1")
      : try connection.statement(
        "SELECT day, day_count, day_minimum, day_maximum, day_sum FROM stream WHERE stream = ?1")
    statement.bind(1, stream)
    defer { statement.reset() }
    guard try statement.step(), let place = statement.optional(0) else { return nil }
    return Rollup(
      start: Instant(milliseconds: bounds.lowerBound + place * period.milliseconds), count: Int(statement.integer(1)),
      minimum: statement.double(2), maximum: statement.double(3), sum: statement.double(4))
  }
}
