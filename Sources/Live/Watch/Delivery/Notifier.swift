public import Modelling
internal import Observations
internal import Replica

/// Brings events to targets as a value: events, the time and outcomes go in, messages to send come out.
///
/// Each event reaches each target that hears of it at least once, under one name however often it is sent, in order for one
/// alert. What fails is tried again after 10 s, 20 s, 40 s … up to an hour, each shortened by up to a half by chance from the
/// seed; after a day it is given up. Within any hour a target gets no more than its number of messages; what is more comes
/// in one (e-mail, webhook) or as the latest of each alert (CAP, MQTT).
public struct Notifier: Sendable {
  /// The targets.
  public let targets: [NotifyTarget]
  /// What it remembers.
  public private(set) var state: NotifierState

  let formats: NotifierFormats
  private let seed: UInt64
  /// Milliseconds before the second try.
  public var firstDelay: Int64 = 10_000
  /// Milliseconds between two tries at most.
  public var longestDelay: Int64 = 3_600_000
  /// Milliseconds after which a message is given up.
  public var patience: Int64 = 86_400_000
  /// Events of a target that may wait; the oldest of more are left out and counted.
  static let longestQueue = 2_000

  /// A notifier, with what another left behind.
  public init(
    targets: [NotifyTarget], formats: NotifierFormats, seed: UInt64 = 1, resuming state: NotifierState = NotifierState()
  ) {
    self.targets = targets
    self.formats = formats
    self.seed = seed
    self.state = state
    let names = Set(targets.map(\.name))
    self.state.deliveries.removeAll { !names.contains($0.target) }
    for place in self.state.deliveries.indices { self.state.deliveries[place].isUnderWay = false }
  }

  /// Takes events in; those it has had are left out. O(events × targets).
  public mutating func take(_ events: [AlertEvent], at now: Instant) {
    for event in events where event.number > state.lastEvent {
      state.lastEvent = event.number
      for target in targets where target.hears(event) {
        state.deliveries.append(
          Delivery(
            id: Self.name([event], target.name), target: target.name, events: [event], created: now, next: now))
      }
    }
    for target in targets { shorten(target) }
  }

  /// What is to be sent now; each is under way until its outcome is told. O(deliveries).
  public mutating func due(at now: Instant) -> [OutgoingMessage] {
    var messages: [OutgoingMessage] = []
    for target in targets {
      let hour = now.milliseconds - 3_600_000
      state.sent[target.name]?.removeAll { $0.milliseconds <= hour }
      for place in state.deliveries.indices where state.deliveries[place].target == target.name {
        let delivery = state.deliveries[place]
        if delivery.attempts > 0, !delivery.isUnderWay, delivery.next <= now { start(place, target, now, &messages) }
      }
      for id in fresh(target) {
        guard let place = state.deliveries.firstIndex(where: { $0.id == id && $0.target == target.name }) else {
          continue
        }
        state.sent[target.name, default: []].append(now)
        start(place, target, now, &messages)
      }
    }
    return messages
  }

  /// Tells what became of a message that was due.
  @discardableResult
  public mutating func finish(_ message: OutgoingMessage, _ outcome: SendOutcome, at now: Instant) -> DeliveryReport? {
    guard let place = state.deliveries.firstIndex(where: { $0.id == message.id && $0.target == message.target }) else {
      return nil
    }
    var delivery = state.deliveries[place]
    delivery.isUnderWay = false
    var health = state.health[message.target] ?? TargetHealth()
    defer { state.health[message.target] = health }
    let problem: String
    switch outcome {
    case .delivered:
      state.deliveries.remove(at: place)
      (health.delivered, health.failuresInRow, health.problem) = (now, 0, nil)
      return .delivered(id: message.id, target: message.target)
    case .failed(let reason), .refused(let reason): problem = reason
    }
    health.failuresInRow += 1
    health.problem = problem
    var isOver = now.milliseconds - delivery.created.milliseconds >= patience
    if case .refused = outcome { isOver = true }
    guard !isOver else {
      state.deliveries.remove(at: place)
      health.givenUp.append(
        GivenUp(id: message.id, at: now, problem: problem, events: delivery.events.map(\.number)))
      if health.givenUp.count > 100 { health.givenUp.removeFirst() }
      return .gaveUp(id: message.id, target: message.target, problem: problem)
    }
    delivery.next = Instant(milliseconds: now.milliseconds + delay(delivery))
    state.deliveries[place] = delivery
    return .postponed(id: message.id, target: message.target, until: delivery.next, problem: problem)
  }

  /// The next moment at which something may be due; nothing where nothing waits.
  public func nextDue(after now: Instant) -> Instant? {
    state.deliveries.filter { !$0.isUnderWay }.map { delivery in
      guard delivery.attempts == 0, let target = targets.first(where: { $0.name == delivery.target }),
        let sent = state.sent[target.name], sent.count >= target.perHour, let first = sent.first
      else { return max(delivery.next, now) }
      return max(Instant(milliseconds: first.milliseconds + 3_600_000), now)
    }.min()
  }

  // MARK: - Order, limits

  /// The names of deliveries of a target that are sent for the first time now; folds what is too many.
  private mutating func fresh(_ target: NotifyTarget) -> [String] {
    let room = target.perHour - (state.sent[target.name]?.count ?? 0)
    guard room > 0 else { return [] }
    var busy: Set<String> = []
    var ready: [Delivery] = []
    var waiting: [Delivery] = []
    for delivery in state.deliveries where delivery.target == target.name {
      let alerts = Set(delivery.events.map(\.alert.id))
      if delivery.attempts == 0 {
        waiting.append(delivery)
        if busy.isDisjoint(with: alerts) { ready.append(delivery) }
      }
      busy.formUnion(alerts)
    }
    ready.sort { ($1.gravity, $0.events[0].number) < ($0.gravity, $1.events[0].number) }
    guard ready.count > room || (waiting.count > room && target.channel.isFolding) else { return ready.map(\.id) }
    guard target.channel.isFolding else { return ready.prefix(room).map(\.id) }
    let alone = ready.prefix(room - 1)
    let names = Set(alone.map(\.id))
    let rest = waiting.filter { !names.contains($0.id) }
    let events = rest.flatMap(\.events).sorted { $0.number < $1.number }
    let folded = Set(rest.map(\.id))
    state.deliveries.removeAll { $0.target == target.name && folded.contains($0.id) }
    let summary = Delivery(
      id: Self.name(events, target.name), target: target.name, events: events,
      created: rest.map(\.created).min() ?? rest[0].created, next: rest[0].next)
    state.deliveries.append(summary)
    return alone.map(\.id) + [summary.id]
  }

  /// Of a channel without summaries only the latest of each alert waits; of others no more than some.
  private mutating func shorten(_ target: NotifyTarget) {
    let room = target.perHour - (state.sent[target.name]?.count ?? 0)
    let waiting = state.deliveries.filter { $0.target == target.name && $0.attempts == 0 }
    var dropped: Set<String> = []
    if !target.channel.isFolding, waiting.count > room {
      var seen: Set<String> = []
      for delivery in waiting.reversed() where !seen.insert(delivery.events[0].alert.id).inserted {
        dropped.insert(delivery.id)
      }
    }
    let excess = waiting.count - dropped.count - Self.longestQueue
    if excess > 0 {
      for delivery in waiting.lazy.filter({ !dropped.contains($0.id) }).prefix(excess) {
        state.health[target.name, default: TargetHealth()].omitted += delivery.events.count
        dropped.insert(delivery.id)
      }
    }
    if !dropped.isEmpty { state.deliveries.removeAll { $0.target == target.name && dropped.contains($0.id) } }
  }

  private mutating func start(
    _ place: Int, _ target: NotifyTarget, _ now: Instant, _ messages: inout [OutgoingMessage]
  ) {
    state.deliveries[place].attempts += 1
    state.deliveries[place].isUnderWay = true
    messages.append(formats.message(state.deliveries[place], to: target, at: now))
  }

  /// Milliseconds until the next try.
  private func delay(_ delivery: Delivery) -> Int64 {
    let doubled = delivery.attempts > 40 ? longestDelay : min(longestDelay, firstDelay << Int64(delivery.attempts - 1))
    var chance = SplitMix(seed: seed, topic: delivery.id, number: delivery.attempts)
    return Int64((Double(doubled) * chance.uniform(0.5..<1)).rounded())
  }

  /// The name of a message: the same for the same events and target.
  static func name(_ events: [AlertEvent], _ target: String) -> String {
    var digest = Digest()
    digest.feed("target", text: target)
    digest.feed("alerts", texts: events.map(\.alert.id))
    digest.feed("numbers", integers: events.map(\.number))
    return "msg_" + digest.text.prefix(24)
  }
}
