internal import Dispatch
internal import Foundation
internal import Modelling
public import Observations

extension MonthlyStore {
  /// Appends samples, of any streams and in any order, and waits until they are kept. About 4 µs each of the processor.
  @discardableResult
  public func append(_ samples: [Sample]) throws -> Appended {
    for sample in samples { try sample.check() }
    guard !samples.isEmpty else { return Appended() }
    let summaries = summaries
    return try answer(rows: samples.count) { editor in
      for sample in samples where !summaries.contains(sample.stream.rawValue) {
        throw StoreError.unknownStream(sample.stream)
      }
      try editor.prepare(samples.lazy.map(\.time.milliseconds))
      var appended = Appended()
      for sample in samples {
        try editor.put(sample.stream.rawValue, sample.time.milliseconds, .number(sample.value), &appended)
      }
      return appended
    }
  }

  /// Records observations with everything on them.
  @discardableResult
  public func record(_ observations: [Observation]) throws -> Appended {
    guard !observations.isEmpty else { return Appended() }
    let batch = try Batch(observations)
    let (summaries, entities) = (summaries, entities)
    return try answer(rows: observations.count) { editor in
      try batch.check(summaries, entities)
      try editor.prepare(batch.rows.lazy.map(\.time))
      var appended = Appended()
      for row in batch.rows { try editor.put(row.stream, row.time, row.cell, &appended) }
      return appended
    }
  }

  /// Keeps new observations, each one of its own; `done` comes from the writer's thread.
  public func create(
    _ observations: [Observation], _ done: @escaping @Sendable (Result<[Created], StoreError>) -> Void
  ) {
    guard !observations.isEmpty else { return done(.success([])) }
    let batch: Batch
    do throws(StoreError) { batch = try Batch(observations) } catch { return done(.failure(error)) }
    let (summaries, entities) = (summaries, entities)
    let made = Box<[Created]>([])
    writer.add(
      WriteRequest(
        rows: observations.count,
        work: { editor in
          try batch.check(summaries, entities)
          try editor.prepare(batch.rows.lazy.map(\.time))
          made.value = try batch.rows.map { try editor.create($0.stream, $0.time, $0.cell) }
        },
        finish: { error in done(error.map { .failure($0) } ?? .success(made.value)) }))
  }

  /// Puts another observation of the same stream in the place of one, which keeps its name.
  @discardableResult
  public func replace(_ id: ObservationID, with observation: Observation) throws -> Bool {
    let batch = try Batch([observation])
    let (summaries, entities) = (summaries, entities)
    return try answer(rows: 1) { editor in
      try batch.check(summaries, entities)
      guard observation.datastream == id.stream else { throw StoreError.otherStream(id, observation.datastream) }
      return try editor.replace(id, with: observation)
    }
  }

  /// Takes an observation away.
  @discardableResult
  public func remove(_ id: ObservationID) throws -> Bool { try answer(rows: 1) { try $0.remove(id) } }

  // MARK: - Waiting

  /// Has something done by the writer and waits until it is kept.
  func wait(rows: Int, isAlone: Bool = false, _ work: @escaping @Sendable (Editor) throws -> Void) throws {
    let isDone = DispatchSemaphore(value: 0)
    let failure = Box<StoreError?>(nil)
    writer.add(
      WriteRequest(
        rows: rows, isAlone: isAlone, work: work,
        finish: {
          failure.value = $0
          isDone.signal()
        }))
    isDone.wait()
    if let error = failure.value { throw error }
  }

  func answer<Answer>(
    rows: Int, isAlone: Bool = false, _ work: @escaping @Sendable (Editor) throws -> Answer
  ) throws -> Answer {
    let found = Box<Answer?>(nil)
    try wait(rows: rows, isAlone: isAlone) { found.value = try work($0) }
    guard let answer = found.value else { throw StoreError.storage(MonthFiles.closed) }
    return answer
  }
}

/// What the writer's thread hands to the one that waits for it.
///
/// Sendable because it is written before the other is told and read after.
final class Box<Value>: @unchecked Sendable {
  var value: Value
  init(_ value: Value) { self.value = value }
}
