internal import Foundation
internal import Modelling
internal import Observations
internal import Replay
internal import SensorThings

/// Replays of periods through the same door as everything that happens, into streams of their own.
actor ReplayDesk {
  /// A replay under way or over.
  struct Entry: Sendable {
    var name: String
    var streams: Int
    var run: ReplayRun
    var task: Task<Void, Never>
    var fault: String?
  }

  /// Replays at once.
  private static let most = 4

  private let service: SensorThingsService
  private let store: any ObservationStore
  private(set) var entries: [String: Entry] = [:]

  init(_ service: SensorThingsService, _ store: any ObservationStore) {
    self.service = service
    self.store = store
  }

  /// Begins to replay streams of a period; throws a sentence.
  func begin(
    _ name: String, of streams: [Int64], during period: Range<Instant>, speed: Double, isShifted: Bool
  ) throws -> Entry {
    guard !name.isEmpty, name.utf8.count <= 40,
      name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
    else { throw Fault(description: "A replay has a name of letters, digits and hyphens, at most 40.") }
    guard entries[name]?.task == nil || entries[name]?.task.isCancelled == true || entries[name]?.fault != nil else {
      throw Fault(description: "There is a replay called \(name): end it first, or choose another name.")
    }
    guard entries.count < Self.most else {
      throw Fault(description: "\(Self.most) replays are there already: end one first.")
    }
    let store = store
    let all =
      streams.isEmpty
      ? try store.entities(Datastream.self).filter { $0.key?.hasPrefix("replay/") != true }.map(\.id)
      : streams.map { EntityID<Datastream>($0) }
    let copies = try service.change { store, next in
      let copies = try ReplayStreams(name, of: all, in: store, number: next)
      return (copies.entities, copies)
    }
    let now = SensorThingsService.now()
    let plan = try ReplayPlan(
      name, of: copies.streams, during: period, speed: speed == 0 ? .unbounded : .times(speed),
      moments: isShifted ? .shifted(to: now) : .kept)
    let service = service
    let run = try ReplayRun(plan, from: store, by: WallClock()) { batch in
      _ = try await service.create(batch.map(\.observation))
    }
    let task = Task { [weak self] in
      do { try await run.play() } catch is CancellationError {} catch { await self?.fail(name, "\(error)") }
    }
    let entry = Entry(name: name, streams: copies.streams.count, run: run, task: task)
    entries[name] = entry
    return entry
  }

  private func fail(_ name: String, _ sentence: String) { entries[name]?.fault = sentence }

  /// Ends a replay and takes its streams away. Answers whether there was one.
  func end(_ name: String) async throws -> Bool {
    guard let entry = entries.removeValue(forKey: name) else { return false }
    entry.task.cancel()
    _ = await entry.task.value
    let prefix = "replay/\(name)/"
    func own<Kind: Entity>(_: Kind.Type) throws -> [EntityReference] {
      try store.entities(Kind.self).filter { $0.key?.hasPrefix(prefix) == true }.map {
        EntityReference(Kind.kind, $0.id.rawValue)
      }
    }
    let gone =
      try own(Datastream.self) + own(Thing.self) + own(Location.self) + own(Sensor.self) + own(ObservedProperty.self)
    try await service.change(putting: [], removing: gone)
    return true
  }

  struct Fault: Error, CustomStringConvertible {
    var description: String
  }
}

/// The time on the wall.
private struct WallClock: ReplayClock {
  func now() -> Instant { SensorThingsService.now() }

  func wait(until time: Instant) async throws {
    let left = time.milliseconds - now().milliseconds
    if left > 0 { try await Task.sleep(for: .milliseconds(left)) }
  }
}
