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

  /// A service over what a store keeps. Throws what the store throws; O(entities).
  public init(_ store: any ObservationStore, clock: @escaping @Sendable () -> Instant = SensorThingsService.now) throws
  {
    self.store = store
    self.clock = clock
    held = try Registry(store)
  }

  /// The moment by this machine's clock.
  public static let now: @Sendable () -> Instant = {
    Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
  }

  /// The entities as they are now.
  package var registry: Registry { lock.withLock { held } }

  /// The moment now.
  var moment: Instant { clock() }

  /// Puts records that the store has, and takes others away.
  func adopt(_ records: [Record], removing: [EntityReference]) {
    lock.withLock {
      for reference in removing {
        if let type = EntityType.kept.first(where: { $0.kind == reference.kind }) { held.remove(type, reference.id) }
      }
      for record in records { held.put(record) }
    }
  }

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
