internal import Foundation
internal import Geography
public import Modelling
internal import Observations

/// An event as JSON, for webhooks and MQTT: `{"type": "alert.raised", "timestamp": …, "data": …}`.
///
/// Times are ISO 8601 at the city's offset; texts are by language. Members come in the order of their names.
public struct AlertMessage: Sendable {
  /// The languages of its texts.
  public var languages: [String]
  /// Seconds the city is east of UTC.
  public var utcOffset: Int

  /// Messages in some languages.
  public init(languages: [String] = ["en"], utcOffset: Int = 0) {
    self.languages = languages
    self.utcOffset = utcOffset
  }

  /// The message of an event, UTF-8.
  public func json(for event: AlertEvent) -> [UInt8] {
    bytes([
      "type": .text("alert.\(event.change.rawValue)"), "timestamp": time(event.at), "data": .object(data(event)),
    ])
  }

  /// One message of several events that were held back: `{"type": "alerts.summary", …, "data": {"events": […]}}`.
  public func json(summary events: [AlertEvent], at now: Instant) -> [UInt8] {
    bytes([
      "type": "alerts.summary", "timestamp": time(now),
      "data": .object(["events": .list(events.map { .object(data($0)) })]),
    ])
  }

  /// The words of an alert as it stands, in a language: one line, and what it rests on.
  public func words(of alert: Alert, in language: String) -> (headline: String, description: String) {
    let step = alert.steps.last
    let event = AlertEvent(
      number: 0, change: step?.change ?? .raised, at: step?.at ?? alert.raised, alert: alert, place: LadderPlace())
    let words = MessageText(language: language, utcOffset: utcOffset)
    return (words.headline(event), words.description(event))
  }

  private func bytes(_ object: [String: PlainValue]) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return (try? encoder.encode(object)).map(Array.init) ?? []
  }

  private func time(_ instant: Instant) -> PlainValue { .text(instant.text(utcOffset: utcOffset)) }

  private func data(_ event: AlertEvent) -> [String: PlainValue] {
    let alert = event.alert
    var data: [String: PlainValue] = [
      "id": .text(alert.id), "rule": .text(alert.cause.rule), "kind": .text(alert.kind),
      "change": .text(event.change.rawValue),
      "number": .number(Double(event.number)), "status": .text(alert.status.rawValue), "event": .text(alert.event),
      "category": .list(alert.categories.map { .text($0.rawValue) }), "severity": .text(alert.severity.rawValue),
      "urgency": .text(alert.urgency.rawValue), "certainty": .text(alert.certainty.rawValue),
      "level": .object([
        "name": .text(alert.level.name), "number": .number(Double(alert.levelNumber)),
        "limit": .number(alert.level.limit),
      ]),
      "thing": .text(alert.subject.thing), "stream": .text(alert.subject.stream),
      "property": .text(alert.subject.property), "areas": .list(alert.subject.areas.map(area)),
      "raised": time(alert.raised), "changed": time(alert.changed), "dataIsOld": .truth(alert.isOld),
      "value": .number(alert.value), "unit": .text(alert.unit), "peak": .number(alert.peak),
      "known": .object([
        "observations": .list(alert.known.observations.map(observation)), "basis": basis(alert.known.basis),
        "rule": .text(alert.known.ruleText), "ruleVersion": .text(alert.known.ruleDigest),
      ]),
    ]
    if let stream = alert.cause.stream { data["datastream"] = .number(Double(stream.rawValue)) }
    if let cleared = alert.cleared { data["cleared"] = time(cleared) }
    if let note = alert.acknowledgement {
      data["acknowledged"] = .object(["by": .text(note.by), "at": time(note.at), "note": .text(note.note)])
    }
    var texts: [String: PlainValue] = [:]
    for language in languages {
      let words = MessageText(language: language, utcOffset: utcOffset)
      var text: [String: PlainValue] = [
        "headline": .text(words.headline(event)), "description": .text(words.description(event)),
      ]
      if let instruction = words.instruction(event) { text["instruction"] = .text(instruction) }
      texts[language] = .object(text)
    }
    data["text"] = .object(texts)
    return data
  }

  private func observation(_ used: UsedObservation) -> PlainValue {
    .object([
      "datastream": .number(Double(used.stream.rawValue)), "name": .text(used.name), "time": time(used.time),
      "value": used.value.map { .number($0) } ?? .null, "unit": .text(used.unit), "quality": used.quality ?? .null,
      "ageSeconds": .number((Double(used.age) / 1_000).rounded()),
    ])
  }

  private func area(_ area: WatchArea) -> PlainValue {
    switch area {
    case .circle(let middle, let radius):
      .object(["of": .list([.number(middle.longitude), .number(middle.latitude)]), "within": .number(radius)])
    case .polygon(let ring):
      .object(["polygon": .list(ring.map { .list([.number($0.longitude), .number($0.latitude)]) })])
    }
  }

  private func basis(_ basis: Basis) -> PlainValue {
    switch basis {
    case .value: return .object(["kind": "value"])
    case .rate(let slope, let from, let to, let count):
      return .object([
        "kind": "rate", "perHour": .number(slope), "from": time(from), "to": time(to), "count": .number(Double(count)),
      ])
    case .absence(let since): return .object(["kind": "absence", "since": time(since)])
    case .week(let middle, let spread, let weeks, let deviations):
      return .object([
        "kind": "week", "middle": .number(middle), "spread": .number(spread), "weeks": .number(Double(weeks)),
        "deviations": .number(deviations),
      ])
    case .hotspot(let streams, let moran, let threshold, let spots):
      let list = spots.map { spot -> PlainValue in
        .object(["datastream": .number(Double(spot.stream.rawValue)), "z": .number(spot.z), "p": .number(spot.p)])
      }
      return .object([
        "kind": "hotspot", "streams": .number(Double(streams)), "moran": .number(moran),
        "threshold": .number(threshold), "spots": .list(list),
      ])
    case .forecast(let field, let place, let made, let value, let at, let low, let high):
      return .object([
        "kind": "forecast", "field": .text(field), "place": .text(place), "made": time(made), "value": .number(value),
        "at": time(at), "low": low.map { .number($0) } ?? .null, "high": high.map { .number($0) } ?? .null,
      ])
    }
  }
}
