import Foundation
import Geography
import Modelling
import Observations
import Replay

/// Streams 1…n of one thing in memory, with observations a test puts in.
enum ReplayTown {
  /// 2026-11-23T12:00:00Z.
  static let noon = Instant(milliseconds: 1_795_435_200_000)

  static func after(_ seconds: Double) -> Instant {
    Instant(milliseconds: noon.milliseconds + Int64((seconds * 1000).rounded()))
  }

  static func store(_ count: Int) throws -> MemoryStore {
    let store = MemoryStore()
    var entities: [any Entity] = [
      Sensor(id: EntityID(1), key: "s", name: "gauge", description: "", metadata: "none"),
      ObservedProperty(id: EntityID(1), name: "level", definition: "http://example.org/level", description: ""),
      Location(
        id: EntityID(1), name: "bank", description: "", location: .point(Coordinate(longitude: 101, latitude: 3))),
      Thing(id: EntityID(1), name: "station", description: "", locations: [EntityID(1)]),
    ]
    for id in 1...Int64(count) {
      entities.append(
        Datastream(
          id: EntityID(id), key: "level-\(id)", name: "level \(id)", description: "",
          unitOfMeasurement: UnitOfMeasurement(name: "metre", symbol: "m", definition: nil), thing: EntityID(1),
          sensor: EntityID(1), observedProperty: EntityID(1)))
    }
    try store.change(putting: entities, removing: [])
    return store
  }

  static func sample(_ stream: Int64, _ seconds: Double, _ value: Double) -> Sample {
    Sample(stream: EntityID(stream), time: after(seconds), value: value)
  }

  /// A plan that replays streams 1…n into 101….
  static func plan(
    _ count: Int, _ seconds: Range<Double> = 0..<3600, speed: ReplaySpeed = .times(1), moments: ReplayMoments = .kept
  ) throws -> ReplayPlan {
    try ReplayPlan(
      "drill",
      of: Dictionary(uniqueKeysWithValues: (1...Int64(count)).map { (EntityID($0), EntityID($0 + 100)) }),
      during: after(seconds.lowerBound)..<after(seconds.upperBound), speed: speed, moments: moments)
  }
}

/// A clock that moves only when someone waits, at once to the time waited for.
///
/// Sendable because every access to its variable holds `lock`.
final class LeapingClock: ReplayClock, @unchecked Sendable {
  private let lock = NSLock()
  private var time: Instant

  init(at time: Instant) { self.time = time }

  func now() -> Instant { lock.withLock { time } }

  func wait(until time: Instant) async throws {
    guard time.milliseconds < .max else { return try await Task.sleep(for: .seconds(60)) }
    try Task.checkCancellation()
    lock.withLock { self.time = max(self.time, time) }
  }
}

/// What a sink was handed.
actor Catch {
  private(set) var all: [Replayed] = []
  func take(_ batch: [Replayed]) { all += batch }
}
