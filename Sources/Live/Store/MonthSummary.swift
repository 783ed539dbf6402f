internal import Modelling
internal import Observations

/// What is kept of a stream's month without looking through it: a row of the table `stream`, and in memory.
struct MonthSummary: Equatable {
  /// The month's number.
  var month: Int32
  /// Rows that stand beside others.
  var beside: Int32 = 0
  /// Observations.
  var count: Int64 = 0
  /// The first and the last moment observations are kept under; of the last, the last place.
  var first: Int64 = 0
  var last: Int64 = 0
  var lastPlace: Int32 = 0
  /// What stands there: the latest observation.
  var lastCell: Cell?
  /// How many are about a span.
  var spans: Int32 = 0
  /// The last moment any is about.
  var end: Int64 = 0
  /// How many tell when their result was made, the first and the last such time.
  var results: Int64 = 0
  var firstResult: Int64 = 0
  var lastResult: Int64 = 0
  /// The last moment of the series and its value; `Int64.min` without any.
  var sampleTime = Int64.min
  var sampleValue = 0.0
  /// No row at the first place is after this moment.
  var top = Int64.min

  var hasSample: Bool { sampleTime != .min }

  /// Counts an observation in.
  mutating func add(_ cell: Cell, _ facts: CellFacts, at time: Int64, place: Int32) {
    let isFirst = count == 0
    if isFirst || (time, place) >= (last, lastPlace) { (last, lastPlace, lastCell) = (time, place, cell) }
    first = isFirst ? time : min(first, time)
    end = isFirst ? facts.end : max(end, facts.end)
    count += 1
    if facts.end != time { spans += 1 }
    if let result = facts.result {
      firstResult = results == 0 ? result : min(firstResult, result)
      lastResult = results == 0 ? result : max(lastResult, result)
      results += 1
    }
  }

  /// Counts one out. Answers whether the ends must be looked for anew.
  mutating func take(_ facts: CellFacts, at time: Int64, place: Int32) -> Bool {
    count -= 1
    if facts.end != time { spans -= 1 }
    if facts.result != nil { results -= 1 }
    return time == first || (time, place) == (last, lastPlace) || facts.end == end
      || facts.result.map { $0 == firstResult || $0 == lastResult } ?? false
  }
}

/// What a summary needs to know of an observation.
struct CellFacts: Equatable {
  /// The last moment it is about.
  var end: Int64
  /// When its result was made.
  var result: Int64?

  /// Those of a cell, or nothing for a note of one moved away.
  init?(_ cell: Cell, at time: Int64) throws {
    switch cell {
    case .number: end = time
    case .packed, .text:
      guard let stored = try cell.stored(EntityID(0), at: Instant(milliseconds: time), place: 0) else { return nil }
      end = stored.observation.phenomenonTime.end.milliseconds
      result = stored.observation.resultTime?.milliseconds
    }
  }
}
