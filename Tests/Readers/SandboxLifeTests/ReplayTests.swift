import Foundation
import Modelling
import Observations
import SandboxLife
import Testing

/// A clock that stands until someone sleeps, and then is where they wanted to be.
///
/// Sendable because every access to its variables holds `lock`.
private final class DreamClock: Clock, @unchecked Sendable {
  typealias Instant = ContinuousClock.Instant
  private let lock = NSLock()
  private var time = ContinuousClock.now
  private var slept: [Duration] = []

  var now: Instant { lock.withLock { time } }
  var minimumResolution: Duration { .zero }
  var sleeps: [Duration] { lock.withLock { slept } }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    try Task.checkCancellation()
    lock.withLock {
      slept.append(time.duration(to: deadline))
      time = deadline
    }
  }
}

@Suite("Replay")
struct ReplayTests {
  private static let life = CityLife(city: Lives.city, seed: 1, year: 2025, sensors: 12)
  private static func moment(_ text: String) throws -> Instant { try #require(Instant(text: text)) }

  @Test("Readings come when they are due, at the speed asked for", arguments: [1.0, 60, 3_600])
  func due(speed: Double) async throws {
    let clock = DreamClock()
    let from = try Self.moment("2025-03-10T06:00:00+08:00")
    let until = try Self.moment("2025-03-10T09:00:00+08:00")
    let began = clock.now
    var told: [Sample] = []
    for try await sample in Replay(life: Self.life, from: from, until: until, speed: speed, clock: clock) {
      let passed = began.duration(to: clock.now) / .seconds(1)
      let due = Double(sample.time.milliseconds - from.milliseconds) / 1_000 / speed
      #expect(abs(passed - due) < 1e-6)
      told.append(sample)
    }
    #expect(told == Array(Self.life.observations(in: from..<until)))
    #expect(told.count > 20)
    #expect(clock.sleeps.allSatisfy { $0 > .zero })
  }

  @Test("Who is late does not sleep, and all at once needs no clock")
  func atOnce() async throws {
    let clock = DreamClock()
    let from = try Self.moment("2025-06-01T00:00:00+08:00")
    let until = try Self.moment("2025-06-02T00:00:00+08:00")
    var count = 0
    for try await _ in Replay(life: Self.life, from: from, until: until, speed: .infinity, clock: clock) { count += 1 }
    #expect(count > 200 && clock.sleeps.isEmpty)
  }

  @Test("Goes on into the next year, and begins in the year of its first moment")
  func newYear() async throws {
    let from = try Self.moment("2025-12-31T22:00:00+08:00")
    let until = try Self.moment("2026-01-01T02:00:00+08:00")
    for life in [Self.life, Self.life.inYear(2030)] {
      var told: [Sample] = []
      for try await sample in Replay(life: life, from: from, until: until, speed: .infinity, clock: DreamClock()) {
        told.append(sample)
      }
      let next = Self.life.inYear(2026)
      #expect(told == Array(Self.life.observations(in: from..<until)) + Array(next.observations(in: from..<until)))
      #expect(told.contains { next.period.contains($0.time) })
    }
  }

  @Test("Stops when its task is cancelled")
  func cancelled() async throws {
    let from = try Self.moment("2025-03-10T06:00:00+08:00")
    let task = Task {
      var count = 0
      for try await _ in Replay(life: Self.life, from: from, speed: 0.001) { count += 1 }
      return count
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
