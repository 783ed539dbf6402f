internal import Modelling
internal import Observations
internal import Replica

extension Watcher {
  /// A measure of a stream meets the levels of a rule.
  mutating func judge(
    _ look: Look, _ measure: Double, on ladder: Ladder, _ basis: Basis, also first: WindowValue? = nil,
    _ events: inout [AlertEvent]
  ) {
    let key = CauseKey(rule: look.rule, stream: look.stream)
    let rule = rules[look.rule]
    guard measure.isFinite else { return }
    // A measure that reaches no level of a cause nothing is known of leaves nothing behind.
    guard causes[key] != nil || ladder.reaches(measure, ladder.levels[0]) else { return }
    let age = look.now.milliseconds - look.reading.time.milliseconds
    let isFresh = age <= rule.oldAfter
    if !isFresh {
      ignored.old += 1
      remark(
        "Rule \"\(rule.name)\": an observation came when it was older than old-after and changed no level. "
          + "Make that longer where data is usually late.")
    }
    var finding = Finding(basis: basis)
    let unit = streams[look.stream]?.unit ?? ""
    switch basis {
    case .rate: (finding.value, finding.unit) = (measure, unit.isEmpty ? "1/h" : unit + "/h")
    default: (finding.value, finding.unit) = (look.value, unit)
    }
    if let first, first.time != look.reading.time {
      let start = Reading(time: first.time, value: first.value, quality: nil)
      finding.observations.append(used(start, of: look.stream, at: look.now))
    }
    finding.observations.append(used(look.reading, of: look.stream, at: look.now))
    finding.isOld = !isFresh
    move(key, measure, at: look.reading.time, now: look.now, on: ladder, mayMove: isFresh, finding, &events)
  }

  /// A cause's measure moves it on its ladder, and what that changes becomes an event.
  mutating func move(
    _ key: CauseKey, _ measure: Double, at time: Instant, now: Instant, on ladder: Ladder, mayMove: Bool,
    gap: Int64? = nil, _ finding: Finding, _ events: inout [AlertEvent]
  ) {
    let rule = rules[key.rule]
    var memory = causes[key] ?? CauseMemory()
    let before = memory.place.level
    let after = memory.place.take(
      measure, at: time, on: ladder, quiet: rule.quiet, gap: gap ?? rule.oldAfter, mayMove: mayMove)
    defer { causes[key] = memory.place.isBlank && memory.alert == nil ? nil : memory }
    guard after > 0 else {
      guard before > 0, memory.alert != nil else { return }
      memory.alert?.tell(finding, on: ladder.side)
      memory.alert?.clear(at: now, nil)
      note(.cleared, &memory, at: now, &events)
      return
    }
    if before == 0 {
      let returns = memory.place.isSettling && memory.alert?.status == .cleared
      if !returns { memory.alert = newAlert(key, finding, on: ladder, at: now) }
      memory.alert?.stand(at: after, of: ladder.levels, rule)
      memory.alert?.tell(finding, on: ladder.side)
      if returns {
        memory.alert?.reopen()
      }
      note(returns ? .reopened : .raised, &memory, at: now, &events)
      return
    }
    if memory.alert?.status == .cleared { return }
    let hasSpread = memory.alert?.spreads(to: finding) ?? false
    memory.alert?.stand(at: after, of: ladder.levels, rule)
    memory.alert?.tell(finding, on: ladder.side)
    if after != before {
      if after > before { memory.alert?.status = .raised }
      note(after > before ? .risen : .fallen, &memory, at: now, &events)
    } else if hasSpread {
      note(.spread, &memory, at: now, &events)
    }
  }

  /// Writes a change of a cause's alert down.
  mutating func note(
    _ change: AlertChange, _ memory: inout CauseMemory, at now: Instant, _ events: inout [AlertEvent]
  ) {
    guard var alert = memory.alert else { return }
    eventCount += 1
    alert.changed = now
    alert.steps.append(
      AlertStep(
        number: (alert.steps.last?.number ?? 0) + 1, change: change, at: now,
        level: alert.status == .cleared ? 0 : alert.levelNumber, severity: alert.severity))
    if alert.steps.count > 201 { alert.steps.remove(at: 1) }
    memory.alert = alert
    events.append(AlertEvent(number: eventCount, change: change, at: now, alert: alert, place: memory.place))
  }

  private func newAlert(_ key: CauseKey, _ finding: Finding, on ladder: Ladder, at now: Instant) -> Alert {
    let rule = rules[key.rule]
    let cause = Cause(rule: rule.name, stream: key.stream)
    return Alert(
      id: Alert.name(cause, raised: now, event: eventCount + 1), cause: cause, kind: rule.kind.word, event: rule.event,
      categories: rule.categories, levelNumber: 1, level: ladder.levels[0], urgency: rule.urgency,
      certainty: rule.certainty, subject: finding.subject ?? subject(of: key), raised: now, changed: now,
      value: finding.value, unit: finding.unit, peak: finding.value,
      known: Knowledge(ruleText: rule.text, ruleDigest: rule.digest), texts: rule.texts,
      instructions: rule.instructions)
  }

  private func subject(of key: CauseKey) -> AlertSubject {
    guard let stream = key.stream.flatMap({ streams[$0] }) else {
      return AlertSubject(stream: "", thing: rules[key.rule].name, property: "", areas: [])
    }
    return AlertSubject(
      stream: stream.name, thing: stream.thing.name, property: stream.property.name,
      areas: stream.place.map { [.circle($0, radius: 0)] } ?? [])
  }

  /// An observation as an alert tells it.
  func used(_ reading: Reading, of stream: EntityID<Datastream>, at now: Instant) -> UsedObservation {
    UsedObservation(
      stream: stream, name: streams[stream]?.name ?? "", time: reading.time, value: reading.value,
      unit: streams[stream]?.unit ?? "", quality: reading.quality,
      age: now.milliseconds - reading.time.milliseconds)
  }
}

/// What was found of a cause.
struct Finding {
  var basis: Basis
  var value = 0.0
  var unit = ""
  var observations: [UsedObservation] = []
  var isOld = false
  /// The hot places.
  var reached: [EntityID<Datastream>] = []
  /// Where the subject is not a stream.
  var subject: AlertSubject?
}

extension Alert {
  /// The name of an alert of a cause raised at a moment by an event.
  static func name(_ cause: Cause, raised: Instant, event: Int) -> String {
    var digest = Digest()
    digest.feed("rule", text: cause.rule)
    digest.feed("stream", integers: [cause.stream?.rawValue ?? 0])
    digest.feed("raised", integers: [raised.milliseconds, Int64(event)])
    return String(digest.text.prefix(20))
  }

  /// Takes a level on.
  mutating func stand(at number: Int, of levels: [WatchLevel], _ rule: WatchRule) {
    levelNumber = number
    level = levels[number - 1]
    urgency = level.urgency ?? rule.urgency
    certainty = level.certainty ?? rule.certainty
    if known.ruleDigest != rule.digest {
      (known.ruleText, known.ruleDigest) = (rule.text, rule.digest)
      (texts, instructions, event, categories) = (rule.texts, rule.instructions, rule.event, rule.categories)
    }
  }

  /// Takes on what was found.
  mutating func tell(_ finding: Finding, on side: Ladder.Side) {
    (value, unit) = (finding.value, finding.unit)
    peak = side == .above ? max(peak, value) : min(peak, value)
    known.observations = finding.observations
    known.basis = finding.basis
    isOld = finding.isOld
    if let subject = finding.subject { self.subject = subject }
    if !finding.reached.isEmpty { reached = Set(reached).union(finding.reached).sorted() }
  }

  /// Whether a finding has hot places the alert never had.
  func spreads(to finding: Finding) -> Bool {
    !Set(finding.reached).isSubset(of: reached)
  }

  /// Opens it again.
  mutating func reopen() {
    status = .raised
    cleared = nil
    clearing = nil
    acknowledgement = nil
  }

  /// Ends it.
  mutating func clear(at now: Instant, _ reason: Clearing?) {
    status = .cleared
    cleared = now
    clearing = reason
  }
}
