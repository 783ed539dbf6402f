internal import Foundation
internal import Modelling
internal import Observations

/// What is known of all streams, in memory: a summary for each of their months.
///
/// Sendable because `columns` and `order` are changed with `lock` held and by the writer's thread only, which therefore reads them without it;
/// all others hold the lock.
final class Summaries: @unchecked Sendable {
  private let lock = NSLock()
  private var columns: [Int64: [MonthSummary]] = [:]
  private var order: [Int64]?

  // MARK: - By the writer's thread

  func contains(_ stream: Int64) -> Bool { columns[stream] != nil }

  func summary(_ stream: Int64, in month: Month) -> MonthSummary? {
    columns[stream]?.last { $0.month == Int32(month.number) }
  }

  func streams() -> [Int64] { columns.keys.sorted() }

  /// The streams that have rows in a month.
  func streams(in month: Month) -> [Int64] {
    columns.compactMap { stream, months in months.contains { $0.month == Int32(month.number) } ? stream : nil }
  }

  func change(adding: [Int64], removing: [Int64]) {
    lock.withLock {
      for stream in removing { columns[stream] = nil }
      for stream in adding where columns[stream] == nil { columns[stream] = [] }
      order = nil
    }
  }

  /// Takes what was committed; a summary without observations goes.
  func publish(_ changed: [(stream: Int64, summary: MonthSummary)]) {
    lock.withLock {
      for (stream, summary) in changed {
        guard var months = columns[stream] else { continue }
        columns[stream] = nil
        let place = months.firstIndex { $0.month >= summary.month } ?? months.count
        let isThere = place < months.count && months[place].month == summary.month
        switch (isThere, summary.isEmpty) {
        case (true, true): months.remove(at: place)
        case (true, false): months[place] = summary
        case (false, true): break
        case (false, false): months.insert(summary, at: place)
        }
        columns[stream] = months
      }
    }
  }

  /// Forgets a month of all streams.
  func drop(_ month: Month) {
    lock.withLock {
      for stream in Array(columns.keys) { columns[stream]?.removeAll { $0.month == Int32(month.number) } }
    }
  }

  // MARK: - By anyone

  /// The months of a stream that have observations, ascending; nothing for a stream that is not there.
  func months(of stream: EntityID<Datastream>) -> [MonthSummary]? { lock.withLock { columns[stream.rawValue] } }

  func latest(of stream: EntityID<Datastream>) throws(StoreError) -> Sample? {
    guard let months = months(of: stream) else { throw .unknownStream(stream) }
    return Self.latest(stream.rawValue, months)
  }

  func latest() -> [Sample] {
    lock.withLock {
      let order = order ?? columns.keys.sorted()
      self.order = order
      return order.compactMap { stream in columns[stream].flatMap { Self.latest(stream, $0) } }
    }
  }

  private static func latest(_ stream: Int64, _ months: [MonthSummary]) -> Sample? {
    guard let month = months.last(where: \.hasSample) else { return nil }
    return Sample(
      stream: EntityID(stream), time: Instant(milliseconds: month.sampleTime), value: month.sampleValue)
  }
}

extension MonthSummary {
  /// Whether there is nothing to remember.
  var isEmpty: Bool { count == 0 && beside == 0 }
}

extension [MonthSummary] {
  /// From the first to the last moment observations are about, over all months.
  var phenomenonTime: TimeSpan? {
    let counted = lazy.filter { $0.count > 0 }
    guard let first = counted.map(\.first).min(), let end = counted.map(\.end).max() else { return nil }
    return TimeSpan(Instant(milliseconds: first), Instant(milliseconds: end))
  }

  /// From the first to the last time a result was made, over all months.
  var resultTime: TimeSpan? {
    let counted = lazy.filter { $0.results > 0 }
    guard let first = counted.map(\.firstResult).min(), let last = counted.map(\.lastResult).max() else { return nil }
    return TimeSpan(Instant(milliseconds: first), Instant(milliseconds: last))
  }
}
