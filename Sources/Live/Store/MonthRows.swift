internal import Modelling
internal import Observations

/// The rows of a month's file as one connection sees them.
struct MonthRows {
  let connection: Connection
  /// What moments in the file are told from.
  let middle: Int64

  /// A row with its key.
  struct Row {
    var time: Int64
    var place: Int32
    var cell: Cell
  }

  /// What stands at a moment and place of a stream, or nothing. O(log rows).
  func cell(_ stream: Int64, _ time: Int64, _ place: Int32) throws -> Cell? {
    let statement =
      place == 0
      ? try connection.statement("SELECT value FROM observation WHERE stream = ?1 AND time = ?2")
      : try connection.statement("SELECT value FROM beside WHERE stream = ?1 AND time = ?2 AND place = ?3")
    statement.bind(1, stream)
    statement.bind(2, time - middle)
    if place != 0 { statement.bind(3, Int64(place)) }
    defer { statement.reset() }
    return try statement.step() ? try statement.cell(0) : nil
  }

  /// All that stands at a moment of a stream, by place.
  func cells(_ stream: Int64, at time: Int64) throws -> [Row] {
    var found: [Row] = []
    if let cell = try cell(stream, time, 0) { found.append(Row(time: time, place: 0, cell: cell)) }
    let statement = try connection.statement(
      "SELECT place, value FROM beside WHERE stream = ?1 AND time = ?2 ORDER BY place")
    statement.bind(1, stream)
    statement.bind(2, time - middle)
    defer { statement.reset() }
    while try statement.step() {
      found.append(Row(time: time, place: Int32(clamping: statement.integer(0)), cell: try statement.cell(1)))
    }
    return found
  }

  /// The next rows of a stream behind a key, at most so many, notes of those moved away among them. O(log rows + limit).
  func next(
    _ stream: Int64, after key: (time: Int64, place: Int64), until bound: Int64, descending: Bool, limit: Int,
    besides: Bool
  ) throws -> [Row] {
    var found: [Row] = []
    let first = Int64.max / 4
    let time = min(max(key.time, -first), first) - middle
    let end = min(max(bound, -first), first) - middle
    let main =
      descending
      ? try connection.statement(
        """
        SELECT time, 0, value FROM observation
        WHERE stream = ?1 AND time <= ?2 AND (time < ?2 OR ?3 > 0) AND time >= ?4 ORDER BY time DESC LIMIT ?5
        """)
      : try connection.statement(
        """
        SELECT time, 0, value FROM observation
        WHERE stream = ?1 AND time >= ?2 AND (time > ?2 OR ?3 < 0) AND time < ?4 ORDER BY time LIMIT ?5
        """)
    try fetch(main, stream, time, key.place, end, limit, &found)
    guard besides else { return found }
    let side =
      descending
      ? try connection.statement(
        """
        SELECT time, place, value FROM beside
        WHERE stream = ?1 AND time <= ?2 AND (time < ?2 OR place < ?3) AND time >= ?4
        ORDER BY time DESC, place DESC LIMIT ?5
        """)
      : try connection.statement(
        """
        SELECT time, place, value FROM beside
        WHERE stream = ?1 AND time >= ?2 AND (time > ?2 OR place > ?3) AND time < ?4 ORDER BY time, place LIMIT ?5
        """)
    let count = found.count
    try fetch(side, stream, time, key.place, end, limit, &found)
    guard found.count > count else { return found }
    found.sort { descending ? ($0.time, $0.place) > ($1.time, $1.place) : ($0.time, $0.place) < ($1.time, $1.place) }
    return Array(found.prefix(limit))
  }

  private func fetch(
    _ statement: Prepared, _ stream: Int64, _ time: Int64, _ place: Int64, _ end: Int64, _ limit: Int,
    _ found: inout [Row]
  ) throws {
    statement.bind(1, stream)
    statement.bind(2, time)
    statement.bind(3, place)
    statement.bind(4, end)
    statement.bind(5, Int64(limit))
    defer { statement.reset() }
    while try statement.step() {
      found.append(
        Row(
          time: statement.integer(0) + middle, place: Int32(clamping: statement.integer(1)),
          cell: try statement.cell(2)))
    }
  }

  /// Hands on all rows of a stream in a time by key, in chunks, until `body` answers no.
  func forEach(
    _ stream: Int64, in range: Range<Int64>, descending: Bool = false, besides: Bool, _ body: (Row) throws -> Bool
  ) throws {
    var key: (time: Int64, place: Int64) = descending ? (range.upperBound - 1, .max) : (range.lowerBound, -1)
    var limit = 16
    while true {
      let rows = try next(
        stream, after: key, until: descending ? range.lowerBound : range.upperBound, descending: descending,
        limit: limit, besides: besides)
      for row in rows where try !body(row) { return }
      guard rows.count == limit, let last = rows.last else { return }
      key = (last.time, Int64(last.place))
      limit = min(limit * 4, 1_024)
    }
  }

  /// The hours or days of a stream with numbers `places`, in order: those that are over, and the last, which lies in the stream's own row.
  func rollups(
    _ stream: Int64, _ places: Range<Int64>, of period: RollupPeriod, from start: Instant
  ) throws -> [Rollup] {
    let statement =
      period == .hour
      ? try connection.statement(
        """
        SELECT start, count, minimum, maximum, sum FROM rollup_hour
        WHERE stream = ?1 AND start >= ?2 AND start < ?3 AND start IS NOT (SELECT hour FROM stream WHERE stream = ?1)
        UNION ALL SELECT hour, hour_count, hour_minimum, hour_maximum, hour_sum FROM stream
        WHERE stream = ?1 AND hour >= ?2 AND hour < ?3 ORDER BY 1
        """)
      : try connection.statement(
        """
        SELECT start, count, minimum, maximum, sum FROM rollup_day
        WHERE stream = ?1 AND start >= ?2 AND start < ?3 AND start IS NOT (SELECT day FROM stream WHERE stream = ?1)
        UNION ALL SELECT day, day_count, day_minimum, day_maximum, day_sum FROM stream
        WHERE stream = ?1 AND day >= ?2 AND day < ?3 ORDER BY 1
        """)
    statement.bind(1, stream)
    statement.bind(2, places.lowerBound)
    statement.bind(3, places.upperBound)
    defer { statement.reset() }
    var found: [Rollup] = []
    while try statement.step() {
      found.append(
        Rollup(
          start: Instant(milliseconds: start.milliseconds + statement.integer(0) * period.milliseconds),
          count: Int(statement.integer(1)), minimum: statement.double(2), maximum: statement.double(3),
          sum: statement.double(4)))
    }
    return found
  }
}
