import Foundation
import Modelling
import Observations
import Store
import StoreConformance
import Testing

@Suite("A store many threads use")
struct ThreadTests {
  @Test("commits calls that come together together, and each is kept when it is answered")
  func groups() throws {
    let scratch = Scratch()
    let store = try scratch.open()
    try StoreMatch(seed: 1).furnish(store)
    let before = store.committedGroups
    let calls = 32 * 30
    // Not `parallel`, which has as many threads as there are cores.
    let group = DispatchGroup()
    for thread in 0..<32 {
      group.enter()
      let body = Thread {
        for call in 0..<30 {
          let time = StoreMatch.moment(thread * 30 + call)
          let made = try? store.create([Observation(Sample(stream: EntityID(1), time: time, value: 1))])
          #expect(made?.first?.isNew == true)
          let found = try? store.observation(ObservationID(stream: EntityID(1), time: time))
          #expect(found != nil)
        }
        group.leave()
      }
      body.start()
    }
    group.wait()
    let groups = store.committedGroups - before
    #expect(groups < calls / 4, "\(groups) commits for \(calls) calls")
    #expect(try store.summary(of: EntityID(1))?.count == calls)
  }

  @Test("is read while it is written, each time as some commit left it")
  func readers() throws {
    let scratch = Scratch(in: Scratch.inMemory)
    let store = try scratch.open()
    try StoreMatch(seed: 1).furnish(store)
    let stream = EntityID<Datastream>(2)
    let isDone = Flag()
    let group = DispatchGroup()
    for reader in 0..<3 {
      group.enter()
      let body = Thread {
        var seen = 0
        repeat {
          do {
            let count = try store.summary(of: stream)?.count ?? 0
            var next = 0
            try store.scan(stream, in: Observation.keptTimes, descending: false) {
              #expect($0.observation.result == .number(Double(next)), "reader \(reader) misses \(next)")
              next += 1
              return true
            }
            #expect(count >= seen && next >= count, "\(seen), then \(count), of \(next)")
            let summed = try store.rollups(of: stream, in: Observation.keptTimes, per: .day).reduce(0) { $0 + $1.count }
            #expect(summed >= count, "roll-ups are behind")
            let latest = try store.latest().first.map { Int($0.value) } ?? -1
            #expect(latest >= count - 1, "the latest is behind")
            seen = count
          } catch {
            Issue.record(error)
          }
        } while !isDone.isSet
        group.leave()
      }
      body.start()
    }
    for batch in 0..<60 {
      try store.append(
        (0..<20).map {
          let number = batch * 20 + $0
          // Half an hour apart: over the end of a month.
          return Sample(stream: stream, time: StoreMatch.moment(number * 30), value: Double(number))
        })
    }
    isDone.set()
    group.wait()
  }

  @Test("answers what waits when it is closed, and may be let go of by its own answer")
  func closing() throws {
    let scratch = Scratch(in: Scratch.inMemory)
    let answers = DispatchSemaphore(value: 0)
    for round in 0..<20 {
      let store = try opened(scratch)
      try StoreMatch(seed: 1).furnish(store)
      for call in 0..<20 {
        let time = StoreMatch.moment(round * 20 + call)
        store.create([Observation(Sample(stream: EntityID(1), time: time, value: 1))]) { [store] result in
          _ = store
          if case .failure(let error) = result { Issue.record(error) }
          answers.signal()
        }
      }
    }
    for _ in 0..<400 { #expect(answers.wait(timeout: .now() + 10) == .success) }
    #expect(try opened(scratch).summary(of: EntityID(1))?.count == 400)
  }

  @Test("refuses what comes after its end, with a sentence")
  func closed() throws {
    let scratch = Scratch(in: Scratch.inMemory)
    let store = try scratch.open()
    try StoreMatch(seed: 1).furnish(store)
    let sample = Sample(stream: EntityID(1), time: StoreMatch.moment(0), value: 1)
    try store.append([sample])
    store.close()
    store.close()
    let sentence = StoreError.storage("The store of observations is closed.")
    #expect(throws: sentence) { try store.append([sample]) }
    #expect(throws: sentence) { try store.series(of: EntityID(1), in: Observation.keptTimes) }
    #expect(try scratch.open().latest() == [sample])
  }

  /// The store again, as soon as the one before has let go of the folder.
  private func opened(_ scratch: Scratch) throws -> MonthlyStore {
    for _ in 0..<200 {
      if let store = try? scratch.open() { return store }
      usleep(5_000)
    }
    return try scratch.open()
  }
}

extension StoreMatch {
  /// Minutes after noon of the last of March 2026, UTC.
  static func moment(_ minutes: Int) -> Instant { Instant(milliseconds: 1_774_958_400_000 + Int64(minutes) * 60_000) }
}

/// A sign between threads.
///
/// Sendable because `isUp` is touched with `lock` held.
final class Flag: @unchecked Sendable {
  private let lock = NSLock()
  private var isUp = false
  var isSet: Bool { lock.withLock { isUp } }
  func set() { lock.withLock { isUp = true } }
}
