internal import Modelling
internal import Observations

/// All that a watch must remember to go on as if it had never stopped.
public struct WatchState: Hashable, Sendable, Codable {
  /// The version of its layout.
  var format = 1
  var began: Instant?
  var eventCount = 0
  var ignored = IgnoredObservations()
  var causes: [SavedCause] = []
  var streams: [SavedStream] = []
  var looked: [String: Instant] = [:]

  /// A watch that has seen nothing.
  public init() {}

  /// The number of the last event; 0 before the first.
  public var lastEvent: Int { eventCount }
}

/// A cause as it is kept.
struct SavedCause: Hashable, Sendable, Codable {
  var cause: Cause
  var place: LadderPlace
  var alert: Alert?
}

/// A stream as it is kept.
struct SavedStream: Hashable, Sendable, Codable {
  var stream: EntityID<Datastream>
  var memory: StreamMemory
}

extension WatchState {
  /// Takes an event in that came after it was kept: what it says of its alert and cause is the truth.
  public mutating func apply(_ event: AlertEvent) {
    guard event.number > eventCount else { return }
    eventCount = event.number
    if began == nil { began = event.at }
    let saved = SavedCause(cause: event.alert.cause, place: event.place, alert: event.alert)
    if let place = causes.firstIndex(where: { $0.cause == saved.cause }) {
      causes[place] = saved
    } else {
      causes.append(saved)
    }
  }
}

extension Watcher {
  /// What the watch remembers; the same whatever order things came in.
  public var state: WatchState {
    var state = WatchState()
    state.began = began
    state.eventCount = eventCount
    state.ignored = ignored
    state.causes = causes.map { key, memory in
      SavedCause(cause: Cause(rule: rules[key.rule].name, stream: key.stream), place: memory.place, alert: memory.alert)
    }
    state.causes += orphans.map { SavedCause(cause: $0.cause, place: LadderPlace(), alert: $0) }
    state.causes.sort {
      ($0.cause.rule, $0.cause.stream?.rawValue ?? 0) < ($1.cause.rule, $1.cause.stream?.rawValue ?? 0)
    }
    state.streams = memories.map { SavedStream(stream: $0, memory: $1) }.sorted { $0.stream < $1.stream }
    for (number, time) in looked { state.looked[rules[number].name] = time }
    return state
  }

  /// Goes on from what another watch remembered; open alerts nobody watches for any more are cleared at the next tick.
  mutating func resume(_ state: WatchState) {
    began = state.began
    eventCount = state.eventCount
    ignored = state.ignored
    for saved in state.streams where index.rules[saved.stream] != nil { memories[saved.stream] = saved.memory }
    for (name, time) in state.looked { if let number = ruleNumbers[name] { looked[number] = time } }
    for saved in state.causes {
      guard let number = ruleNumbers[saved.cause.rule], isWatched(saved, by: number) else {
        if let alert = saved.alert, alert.status != .cleared { orphans.append(alert) }
        continue
      }
      causes[CauseKey(rule: number, stream: saved.cause.stream)] = CauseMemory(place: saved.place, alert: saved.alert)
    }
  }

  private func isWatched(_ saved: SavedCause, by number: Int) -> Bool {
    if let alert = saved.alert, alert.kind != rules[number].kind.word { return false }
    guard let stream = saved.cause.stream else { return true }
    return index.rules[stream]?.contains(number) ?? false
  }
}
