internal import Modelling
internal import Observations

extension MonthWriter {
  /// Removes rows of a stream that was taken away, at most so many. Answers whether there were any.
  func clean(_ stream: Int64, atMost limit: Int) throws -> Bool {
    let statements = [
      try rows.connection.statement(
        """
        DELETE FROM observation WHERE stream = ?1
        AND time IN (SELECT time FROM observation WHERE stream = ?1 ORDER BY time LIMIT ?2)
        """),
      try rows.connection.statement(
        """
        DELETE FROM beside WHERE stream = ?1
        AND time IN (SELECT time FROM beside WHERE stream = ?1 ORDER BY time LIMIT ?2)
        """),
      try rows.connection.statement("DELETE FROM rollup_hour WHERE stream = ?1 AND ?2 > 0"),
      try rows.connection.statement("DELETE FROM rollup_day WHERE stream = ?1 AND ?2 > 0"),
      try rows.connection.statement("DELETE FROM stream WHERE stream = ?1 AND ?2 > 0"),
    ]
    for statement in statements {
      statement.bind(1, stream)
      statement.bind(2, Int64(limit))
      try statement.run()
      if rows.connection.changes > 0 { return true }
    }
    forget(stream)
    return false
  }

  /// The names of a stream's observations before a moment, at most so many of the first.
  func names(_ stream: Int64, before bound: Int64, atMost limit: Int) throws -> [ObservationID] {
    var found: [ObservationID] = []
    let range = file.range.lowerBound.milliseconds..<min(bound, file.range.upperBound.milliseconds)
    guard !range.isEmpty else { return found }
    try rows.forEach(stream, in: range, besides: file.besides) { row in
      let stored = try row.cell.stored(
        EntityID(stream), at: Instant(milliseconds: row.time), place: Int(row.place))
      if let stored { found.append(stored.id) }
      return found.count < limit
    }
    return found
  }
}
