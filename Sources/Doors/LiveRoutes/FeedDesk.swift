public import Feeds
internal import Foundation
internal import Observations
public import SensorThings
public import Transfer

/// The feeds of a served town: pulled when they are due, taken in by the same door as everything else.
public final class FeedDesk: Sendable {
  /// What pulls them.
  public let loop: FeedLoop

  /// The feeds of a city's `feeds/` folder; what they remember is kept in a file, words for `{secret:NAME}` stand in another, `NAME: word` a line.
  ///
  /// - Parameter log: hears sentences for the operator.
  public init(
    _ service: SensorThingsService, city: String, states: String, secrets: String, settings: TransferSettings,
    changed: @escaping @Sendable () -> Void, log: @escaping @Sendable (String) -> Void
  ) {
    let transfer = HTTPTransfer(settings)
    let fetch: FeedFetch = { request in
      var asked = HTTPRequest(request.url)
      (asked.headers, asked.etag, asked.lastModified) = (request.headers, request.etag, request.lastModified)
      (asked.largest, asked.seconds) = (request.largest, Double(request.timeout) / 1_000)
      let answer = try transfer.answer(to: asked)
      return FeedAnswer(
        status: answer.status, body: answer.body, etag: answer.etag, lastModified: answer.lastModified,
        retryAfter: answer.retryAfter.map { $0 * 1_000 })
    }
    var around = FeedLoop.Surroundings(city: city, states: states, fetch: fetch) { batch in
      try Self.store(batch, in: service)
      changed()
    }
    around.secrets = Self.secrets(secrets)
    around.log = log
    loop = FeedLoop(around)
  }

  /// Takes a batch in: its entities first, then its readings. Blocks until they would outlast a loss of power.
  static func store(_ batch: FeedBatch, in service: SensorThingsService) throws {
    let readings = try service.change { store, next in
      var registrar = try FeedRegistrar(store)
      let entities = registrar.entities(of: batch, number: next)
      return (entities, registrar.observations(of: batch))
    }
    if !readings.isEmpty { try service.createAndWait(readings) }
  }

  private static func secrets(_ path: String) -> [String: String] {
    guard let data = FileManager.default.contents(atPath: path) else { return [:] }
    var secrets: [String: String] = [:]
    for line in String(decoding: data, as: UTF8.self).split(separator: "\n") where !line.hasPrefix("#") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      secrets[parts[0].trimmingCharacters(in: .whitespaces)] = parts[1].trimmingCharacters(in: .whitespaces)
    }
    return secrets
  }
}
