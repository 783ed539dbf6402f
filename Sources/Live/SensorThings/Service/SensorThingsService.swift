internal import Dispatch
internal import Foundation
public import Modelling
public import Observations

/// The SensorThings API 1.1 over a store of observations: requests in, answers out, whatever carries them.
///
/// Entities are held in memory and written through; observations are the store's. Reading works on the entities as they were when the request
/// came. Requests that change entities are carried out one after the other.
///
/// Sendable because every access to its variables holds `lock`.
public final class SensorThingsService: @unchecked Sendable {
  let store: any ObservationStore
  private let clock: @Sendable () -> Instant
  private let lock = NSLock()
  private var held: Registry
  /// The last moment given to an observation of each stream that came without one.
  private var lastGiven: [Int64: Int64] = [:]
  private let readers = DispatchQueue(label: "sensorthings.reading", attributes: .concurrent)
  private let writer = DispatchQueue(label: "sensorthings.writing")
  private let telling = DispatchQueue(label: "sensorthings.telling")
  private let assess: @Sendable ([Observation]) -> [Observation]
  private var doors: [DeviceDoor] = []
  private var listeners: [@Sendable (ServiceEvent) -> Void] = []

  /// A service over what a store keeps; `assess` looks at observations before they are kept and may say how good they are. Throws what the
  /// store throws; O(entities).
  public init(
    _ store: any ObservationStore, clock: @escaping @Sendable () -> Instant = SensorThingsService.now,
    assess: @escaping @Sendable ([Observation]) -> [Observation] = { $0 }
  ) throws {
    self.store = store
    self.clock = clock
    self.assess = assess
    held = try Registry(store)
  }

  /// Tells of all that happens from now on, in its order and one after the other, on a queue of its own.
  package func listen(_ body: @escaping @Sendable (ServiceEvent) -> Void) { lock.withLock { listeners.append(body) } }

  /// Says where devices come in by MQTT, so that the root document names it. A door with the port 0 is none.
  public func name(doors: [DeviceDoor]) { lock.withLock { self.doors = doors.filter { $0.port > 0 } } }

  /// Where devices come in by MQTT.
  var namedDoors: [DeviceDoor] { lock.withLock { doors } }

  /// Tells listeners of what has happened.
  func tell(_ event: ServiceEvent) {
    let all = lock.withLock { listeners }
    guard !all.isEmpty else { return }
    telling.async { for listener in all { listener(event) } }
  }

  /// The moment by this machine's clock.
  public static let now: @Sendable () -> Instant = {
    Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
  }

  /// The entities as they are now.
  package var registry: Registry { lock.withLock { held } }

  /// The moment now.
  var moment: Instant { clock() }

  /// Puts records that the store has, takes others away, and tells of it.
  func adopt(_ records: [Record], removing: [EntityReference]) {
    let changes = lock.withLock {
      for reference in removing {
        if let type = EntityType.kept.first(where: { $0.kind == reference.kind }) { held.remove(type, reference.id) }
      }
      return records.map { record in
        defer { held.put(record) }
        return EntityChange(record: record, before: held.record(record.type, record.id))
      }
    }
    guard !changes.isEmpty || !removing.isEmpty else { return }
    tell(.entities(changes, removed: removing))
  }

  /// Keeps new observations and calls `done` when they would outlast a loss of power; listeners hear of them then.
  func store(_ observations: [Observation], _ done: @escaping @Sendable (Result<[Created], StoreError>) -> Void) {
    let assessed = assess(observations)
    store.create(assessed) { [self] result in
      if case .success(let created) = result {
        let new = zip(created, assessed).filter(\.0.isNew).map { StoredObservation(id: $0.id, observation: $1) }
        if !new.isEmpty { tell(.observed(new)) }
      }
      done(result)
    }
  }

  /// Changes entities from within the program, wholly or not at all: those of feeds, of the inbox, of a made-up town.
  public func change(putting entities: [any Entity], removing: [EntityReference] = []) async throws {
    try await alone { [self] in
      try store.change(putting: entities, removing: removing)
      adopt(entities.map { Record($0) }, removing: removing)
    }
  }

  /// Changes entities from within the program by what is there: `make` gets the store and gives the entities to put, their numbers taken from the function it is handed,
  /// and what else the caller needs. Blocks; not for a thread of Swift's own pool.
  package func change<Answer>(
    _ make: (any ObservationStore, (EntityKind) -> Int64) throws -> ([any Entity], Answer)
  ) throws -> Answer {
    try writer.sync { [self] in
      let registry = registry
      var next: [EntityKind: Int64] = [:]
      let (entities, answer) = try make(store) { kind in
        let type = EntityType.kept.first { $0.kind == kind }
        let number = next[kind] ?? type.map { registry.next($0) } ?? 1
        next[kind] = number + 1
        return number
      }
      guard !entities.isEmpty else { return answer }
      try store.change(putting: entities, removing: [])
      adopt(entities.map { Record($0) }, removing: [])
      return answer
    }
  }

  /// Keeps observations from within the program and waits until they would outlast a loss of power. Not for a thread of Swift's own pool.
  package func createAndWait(_ observations: [Observation]) throws {
    let isDone = DispatchSemaphore(value: 0)
    nonisolated(unsafe) var result: Result<Void, any Error> = .success(())
    Task {
      do { _ = try await keep(observations) } catch { result = .failure(error) }
      isDone.signal()
    }
    isDone.wait()
    try result.get()
  }

  /// Keeps observations from within the program: those of feeds, of the inbox, of a made-up town.
  @discardableResult
  public func create(_ observations: [Observation]) async throws -> [Created] { try await keep(observations) }

  /// A moment for an observation that came without one: now, and later than the last one given to the same stream.
  func givenMoment(of stream: Int64) -> Instant {
    let now = moment.milliseconds
    return lock.withLock {
      let given = max(now, (lastGiven[stream] ?? .min).advanced(by: 1))
      lastGiven[stream] = given
      return Instant(milliseconds: given)
    }
  }

  /// Carries a request out.
  public func answer(_ request: ServiceRequest) async -> ServiceAnswer {
    do {
      return switch request.method {
      case .get: try await off(readers) { try self.read(request) }
      case .post: try await post(request)
      case .patch, .put: try await off(writer) { try self.update(request) }
      case .delete: try await off(writer) { try self.delete(request) }
      }
    } catch {
      return ServiceAnswer(Refusal(error))
    }
  }

  /// Works on a queue: waiting for the disk does not hold up other requests there.
  func off<Value: Sendable>(_ queue: DispatchQueue, _ work: @escaping @Sendable () throws -> Value) async throws
    -> Value
  {
    try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Result { try work() }) }
    }
  }

  /// Works where entities are changed, one after the other.
  func alone<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await off(writer, work)
  }
}
