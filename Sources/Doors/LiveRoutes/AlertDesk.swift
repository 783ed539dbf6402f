@preconcurrency internal import Dispatch
internal import Foundation
internal import Modelling
public import Observations
public import SensorThings
public import Watch

/// The watch over a served town: rules of its `watch/` folder, alerts kept in its private folder, messages on their way.
///
/// Sendable because its variables are touched on `queue` alone.
public final class AlertDesk: @unchecked Sendable {
  /// Seconds between two looks at what is due: silences, forecasts, changed rules, messages.
  private static let pace = 15.0

  private let queue = DispatchQueue(label: "live.watch")
  private let service: SensorThingsService
  private let store: any ObservationStore
  private let rulesFolder: String
  private let book: AlertBook
  private let courier: Courier
  private let changed: @Sendable () -> Void
  private let message: AlertMessage
  private var watcher: Watcher
  private var rulesText = ""
  private var ruleFault: String?
  private var mustRenew = false
  private var timer: (any DispatchSourceTimer)?
  private var isUnsaved = false

  /// A watch over a service's streams.
  ///
  /// - Parameters:
  ///   - rules: the folder of the rules, files of YAML; read again when they change.
  ///   - alerts: the folder alerts are kept in.
  ///   - languages: those of the texts of messages.
  ///   - settings: whom to tell.
  ///   - sender: brings messages there.
  ///   - changed: hears that some alert has changed.
  public init(
    _ service: SensorThingsService, _ store: any ObservationStore, rules: String, alerts: String, languages: [String],
    settings: NotifySettings, sender: any Sender,
    changed: @escaping @Sendable () -> Void
  ) throws {
    self.service = service
    self.store = store
    rulesFolder = rules
    self.changed = changed
    let (languages, utcOffset) = (languages.isEmpty ? ["en"] : languages, store.utcOffset)
    message = AlertMessage(languages: languages, utcOffset: utcOffset)
    book = try AlertBook(folder: alerts)
    courier = Courier(
      Notifier(
        targets: settings.targets,
        formats: NotifierFormats(
          json: message,
          cap: settings.sender.flatMap {
            CAPWriter(sender: $0.address, languages: languages, utcOffset: utcOffset)
          },
          email: settings.sender.map {
            EmailWriter(from: $0, languages: languages, utcOffset: utcOffset)
          }), resuming: book.deliveries),
      sender: sender)
    watcher = Watcher(rules: [], streams: [], resuming: book.state)
  }

  /// Begins to watch: with what the store holds already, then with all that happens.
  public func start() {
    queue.async { [self] in
      readRules()
      renew()
      let ids = service.registry.ids(.datastream)
      let latest = ids.compactMap { try? store.summary(of: EntityID($0))?.latest }
      note(watcher.observe(latest, at: now))
      let untold = (try? book.events(after: book.deliveries.lastEvent)) ?? []
      let moment = now
      Task { [courier] in await courier.take(untold, at: moment) }
    }
    service.listen { [weak self] in self?.take($0) }
    let timer = DispatchSource.makeTimerSource(queue: queue)
    timer.schedule(deadline: .now() + Self.pace, repeating: Self.pace)
    timer.setEventHandler { [weak self] in self?.look() }
    timer.resume()
    queue.async { self.timer = timer }
  }

  /// Keeps what is remembered, and ends.
  public func stop() async {
    let deliveries = await courier.state
    queue.sync {
      timer?.cancel()
      timer = nil
      try? book.keep(watcher.state, deliveries)
    }
  }

  private var now: Instant { SensorThingsService.now() }

  // MARK: - What happens

  private func take(_ event: ServiceEvent) {
    switch event {
    case .observed(let observations): queue.async { [self] in note(watcher.observe(observations, at: now)) }
    case .corrected(let stored): queue.async { [self] in note(watcher.observe([stored], at: now)) }
    case .entities:
      queue.async { [self] in
        if mustRenew { return }
        mustRenew = true
        // Many come together: a second later they are taken up at once.
        queue.asyncAfter(deadline: .now() + 1) { [self] in if mustRenew { renew() } }
      }
    case .withdrawn: break
    }
  }

  private func look() {
    let before = rulesText
    readRules()
    if before != rulesText { renew() }
    note(watcher.tick(at: now))
    let isUnsaved = isUnsaved
    self.isUnsaved = false
    Task { [courier] in
      let reports = await courier.deliver(clock: { SensorThingsService.now() })
      guard isUnsaved || !reports.isEmpty else { return }
      let deliveries = await courier.state
      queue.async { [self] in try? book.keep(watcher.state, deliveries) }
    }
  }

  private func note(_ events: [AlertEvent]) {
    guard !events.isEmpty else { return }
    do { try book.append(events) } catch { ruleFault = "Alerts cannot be kept: \(error)" }
    isUnsaved = true
    let moment = now
    Task { [courier] in
      await courier.take(events, at: moment)
      _ = await courier.deliver(clock: { SensorThingsService.now() })
    }
    changed()
  }

  /// Reads the rules where their files have changed. Rules that cannot be read leave those before as they were.
  private func readRules() {
    let files = FileManager.default
    let names = ((try? files.contentsOfDirectory(atPath: rulesFolder)) ?? []).sorted()
    let text = names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.map { name in
      name + "\n" + (files.contents(atPath: rulesFolder + "/" + name).map { String(decoding: $0, as: UTF8.self) } ?? "")
    }.joined(separator: "\n")
    guard text != rulesText || (text.isEmpty && watcher.rules.isEmpty && ruleFault != nil) else { return }
    rulesText = text
    do {
      let rules = try RuleReader.rules(inFolder: rulesFolder)
      ruleFault = nil
      renew(rules)
    } catch {
      ruleFault = "\(error)"
    }
  }

  private func renew(_ rules: [WatchRule]? = nil) {
    mustRenew = false
    // Nobody is alarmed by what is replayed.
    guard let streams = try? WatchedStream.all(in: store).filter({ $0.key?.hasPrefix("replay/") != true }) else {
      return
    }
    watcher = Watcher(
      rules: rules ?? watcher.rules, streams: streams,
      sources: WatchSources(baselines: StoreBaselines(store), utcOffset: store.utcOffset), resuming: watcher.state)
  }

  // MARK: - Operators

  /// Alerts that are not over, and what is wrong with the rules, in sentences.
  public func all() -> (alerts: [Alert], remarks: [String], rules: Int) {
    queue.sync {
      (watcher.alerts, (ruleFault.map { [$0] } ?? []) + book.remarks + watcher.remarks, watcher.rules.count)
    }
  }

  /// The values at which rules warn, by stream.
  public func limits() -> [StreamLimit] { queue.sync { watcher.limits } }

  /// Alerts that changed last, those that are over among them.
  public func past(_ limit: Int) -> [Alert] {
    queue.sync {
      var seen: Set<String> = []
      let events = (try? book.events(after: max(0, watcher.state.lastEvent - 20 * limit))) ?? []
      return events.reversed().map(\.alert).filter { seen.insert($0.id).inserted }.prefix(limit).map { $0 }
    }
  }

  /// The words of an alert in a language.
  func words(of alert: Alert, in language: String) -> (headline: String, description: String) {
    message.words(of: alert, in: language)
  }

  /// Somebody takes note of an alert.
  public func acknowledge(_ id: String, by name: String, note text: String) throws -> Alert {
    try queue.sync {
      let event = try watcher.acknowledge(id, by: name, note: text, at: now)
      note([event])
      return event.alert
    }
  }

  /// Somebody ends an alert.
  public func clear(_ id: String, by name: String, note text: String) throws -> Alert {
    try queue.sync {
      let event = try watcher.clear(id, by: name, note: text, at: now)
      note([event])
      return event.alert
    }
  }
}
