public import Modelling

extension Watcher {
  /// Somebody takes note of an open alert. Its level goes on to rise and fall; when it rises it is to be noted again.
  ///
  /// Again by another person it says the last. O(causes).
  public mutating func acknowledge(_ id: String, by name: String, note: String = "", at now: Instant) throws(AlertError)
    -> AlertEvent
  {
    try change(id, by: name, note: note, .acknowledged, at: now) { memory in
      memory.alert?.status = .acknowledged
      memory.alert?.acknowledgement = Acknowledgement(by: name, at: now, note: note)
    }
  }

  /// Somebody ends an alert whose stream says nothing any more, or that is mistaken. The next value that reaches its limit
  /// raises it anew, within the quiet period opens it again. O(causes).
  public mutating func clear(_ id: String, by name: String, note: String = "", at now: Instant) throws(AlertError)
    -> AlertEvent
  {
    try change(id, by: name, note: note, .cleared, at: now) { memory in
      memory.alert?.clear(at: now, .byHand(by: name, note: note))
      memory.place.end(at: now)
    }
  }

  private mutating func change(
    _ id: String, by name: String, note: String, _ change: AlertChange, at now: Instant,
    _ body: (inout CauseMemory) -> Void
  ) throws(AlertError) -> AlertEvent {
    guard !name.isEmpty, name.utf8.count <= 200 else { throw .nobody }
    guard note.utf8.count <= 4_000 else { throw .longNote }
    guard let key = causes.first(where: { $0.value.alert?.id == id && $0.value.alert?.status != .cleared })?.key,
      var memory = causes[key]
    else { throw .unknown(id) }
    body(&memory)
    var events: [AlertEvent] = []
    self.note(change, &memory, at: now, &events)
    causes[key] = memory
    return events[0]
  }
}

extension LadderPlace {
  /// Ends every level, whatever the values say.
  mutating func end(at now: Instant) {
    level = 0
    since = since.map { _ in nil }
    calmSince = nil
    isSettling = false
    fell = judged ?? now
  }
}
