@preconcurrency internal import Dispatch
internal import Devices
internal import Feeds
internal import Foundation
internal import SensorThings

/// Counts of cameras: events of a Frigate on their topics become how many passed, never who.
///
/// Sendable because its variables are touched on `queue` alone.
final class CameraDesk: @unchecked Sendable {
  /// Seconds between two looks at periods that are over and at feeds that have changed.
  private static let pace = 5.0

  private let queue = DispatchQueue(label: "live.cameras")
  private let service: SensorThingsService
  private let host: DeviceHost
  private let feeds: FeedLoop
  private var counts: [String: (feed: Feed, topic: String, counts: CameraCounts)] = [:]
  private var timer: (any DispatchSourceTimer)?

  init(_ service: SensorThingsService, host: DeviceHost, feeds: FeedLoop) {
    self.service = service
    self.host = host
    self.feeds = feeds
  }

  func start() {
    queue.async { [self] in
      look()
      let timer = DispatchSource.makeTimerSource(queue: queue)
      timer.schedule(deadline: .now() + Self.pace, repeating: Self.pace)
      timer.setEventHandler { [weak self] in self?.look() }
      timer.resume()
      self.timer = timer
    }
  }

  func stop() { queue.sync { timer?.cancel() } }

  /// Takes up feeds that are new or changed, lets those go that are not there any more, and stores periods that are over.
  private func look() {
    let now = SensorThingsService.now()
    var found: Set<String> = []
    for feed in feeds.listeners {
      guard case .topic(let topic) = feed.source else { continue }
      found.insert(feed.name)
      if counts[feed.name]?.feed.digest == feed.digest { continue }
      if let old = counts[feed.name] { host.hand(old.topic, to: nil) }
      counts[feed.name] = (feed, topic, CameraCounts(feed))
      let name = feed.name
      host.hand(topic, to: { [weak self] message, done in self?.take(message, of: name, done) ?? done(false) })
    }
    for name in counts.keys where !found.contains(name) {
      if let gone = counts.removeValue(forKey: name) { host.hand(gone.topic, to: nil) }
    }
    for name in counts.keys.sorted() {
      if let batch = counts[name]?.counts.close(at: now) { _ = keep(batch, of: name) }
    }
  }

  private func take(_ message: [UInt8], of name: String, _ done: @escaping @Sendable (Bool) -> Void) {
    queue.async { [self] in
      guard let batch = counts[name]?.counts.take(message, at: SensorThingsService.now()) else { return done(true) }
      done(keep(batch, of: name))
    }
  }

  private func keep(_ batch: FeedBatch, of name: String) -> Bool {
    if let report = counts[name]?.counts.report { feeds.heard(name, report) }
    if batch.isEmpty { return true }
    return (try? FeedDesk.store(batch, in: service)) != nil
  }
}
