internal import Modelling
internal import Observations

/// What an event says to people, in one language: the rule's own text, or the standing sentences.
struct MessageText {
  let language: String
  let utcOffset: Int

  /// The sentences of the language, or the English ones for a language without any.
  private var standing: StandingSentences { StandingSentences.of(language) }

  /// One line: what is the matter and how grave.
  func headline(_ event: AlertEvent) -> String {
    let alert = event.alert
    let level = alert.level.name.isEmpty ? "" : " (\(alert.level.name))"
    let place = alert.subject.thing.isEmpty ? alert.subject.stream : alert.subject.thing
    let change = standing.changes[event.change] ?? event.change.rawValue
    return "\(alert.event)\(level)\(place.isEmpty ? "" : ": \(place)") – \(change)"
  }

  /// The sentences: the rule's own or the standing one, that it is over, that its data is old, and what it rests on.
  func description(_ event: AlertEvent) -> String {
    let alert = event.alert
    let words = values(event)
    var sentences: [String] = []
    if event.change == .cleared {
      sentences.append(Template(clearing(alert)).filled(words))
    } else {
      sentences.append(Template(alert.texts[language] ?? standing.kinds[alert.kind] ?? "{event}").filled(words))
    }
    if alert.isOld { sentences.append(Template(standing.old).filled(words)) }
    return sentences.joined(separator: " ")
  }

  /// What people should do; nothing when it is over, or where the rule does not say it.
  func instruction(_ event: AlertEvent) -> String? {
    guard event.change != .cleared else { return nil }
    return event.alert.instructions[language].map { Template($0).filled(values(event)) }
  }

  private func clearing(_ alert: Alert) -> String {
    switch alert.clearing {
    case nil: standing.over
    case .byHand: standing.byHand
    case .withdrawn: standing.withdrawn
    }
  }

  /// The words a text may fill in.
  func values(_ event: AlertEvent) -> [String: String] {
    let alert = event.alert
    let newest = alert.known.observations.max { $0.time < $1.time }
    var limit = alert.level.limit
    if alert.kind == "absence" { limit /= 60 }
    var (usual, deviations) = ("", "")
    if case .week(let middle, _, _, let number) = alert.known.basis {
      (usual, deviations) = (Self.number(middle), PlainNumber.text(number, digits: 1))
    }
    return [
      "usual": usual, "deviations": deviations, "rule": alert.cause.rule, "event": alert.event,
      "thing": alert.subject.thing, "stream": alert.subject.stream,
      "property": alert.subject.property, "value": Self.number(alert.value), "unit": alert.unit,
      "level": alert.level.name.isEmpty ? alert.event : alert.level.name, "limit": Self.number(limit),
      "time": clock(alert.dataTime ?? newest?.time ?? event.at), "age": age(alert, event.at),
      "peak": Self.number(alert.peak), "severity": alert.severity.rawValue,
    ]
  }

  private static func number(_ value: Double) -> String { PlainNumber.text(value, digits: 3) }

  /// Minutes since what the alert knows.
  private func age(_ alert: Alert, _ now: Instant) -> String {
    let since = alert.dataTime ?? now
    return PlainNumber.text((Double(now.milliseconds - since.milliseconds) / 60_000).rounded(.down))
  }

  /// `2026-09-23 14:05` by the city's clock.
  private func clock(_ time: Instant) -> String {
    let text = time.text(utcOffset: utcOffset)
    return String(text.prefix(16)).replacing("T", with: " ")
  }
}
