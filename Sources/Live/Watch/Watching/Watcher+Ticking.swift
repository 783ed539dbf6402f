public import Modelling
internal import Observations

extension Watcher {
  /// Time passes: absences, hotspots, forecasts, data that became old. Answers what changed, in order of the rules.
  ///
  /// To be called every minute or so; a call more or less changes when something is told, not what.
  public mutating func tick(at now: Instant) -> [AlertEvent] {
    if began == nil { began = now }
    var events: [AlertEvent] = []
    withdraw(at: now, &events)
    for (number, rule) in rules.enumerated() {
      switch rule.kind {
      case .absence(let absence):
        for stream in index.streams[number] { judgeAbsence(number, rule, absence, of: stream, at: now, &events) }
      case .hotspot(let choice):
        if let last = looked[number], now.milliseconds - last.milliseconds < choice.every { continue }
        looked[number] = now
        judgeHotspot(number, choice, at: now, &events)
      case .forecast(let ladder, let choice): judgeForecast(number, ladder, choice, at: now, &events)
      case .threshold, .rate, .unusual: break
      }
    }
    age(at: now, &events)
    return events
  }

  /// Clears what no rule watches any more.
  private mutating func withdraw(at now: Instant, _ events: inout [AlertEvent]) {
    for alert in orphans {
      var memory = CauseMemory(place: LadderPlace(), alert: alert)
      memory.alert?.clear(at: now, .withdrawn)
      note(.cleared, &memory, at: now, &events)
    }
    orphans = []
  }

  /// Says of open alerts that their data became old, and forgets cleared ones that can no longer come back.
  private mutating func age(at now: Instant, _ events: inout [AlertEvent]) {
    var dated: [(key: CauseKey, alert: Alert)] = []
    for (key, memory) in causes {
      let rule = rules[key.rule]
      if let alert = memory.alert, alert.status != .cleared {
        guard !alert.isOld, let time = alert.dataTime, now.milliseconds - time.milliseconds > rule.oldAfter else {
          continue
        }
        dated.append((key, alert))
      } else if memory.place.level == 0 {
        let last = max(memory.alert?.cleared?.milliseconds ?? .min, memory.place.fell?.milliseconds ?? .min)
        if last == .min || now.milliseconds - last > rule.quiet + rule.oldAfter {
          causes[key]?.alert = nil
          causes[key]?.place.fell = nil
          if causes[key]?.place.isBlank == true { causes[key] = nil }
        }
      }
    }
    for (key, _) in dated.sorted(by: { ($0.alert.raised, $0.alert.id) < ($1.alert.raised, $1.alert.id) }) {
      guard var memory = causes[key] else { continue }
      memory.alert?.grow(old: now)
      note(.old, &memory, at: now, &events)
      causes[key] = memory
    }
  }

  // MARK: - Absence

  /// The silence of a stream meets the levels of its rule. Observations of any quality break it.
  mutating func judgeAbsence(
    _ number: Int, _ rule: WatchRule, _ absence: AbsenceLevels, of stream: EntityID<Datastream>, at now: Instant,
    _ events: inout [AlertEvent]
  ) {
    let seen = memories[stream]?.seen
    guard let since = seen?.time ?? began else { return }
    let silence = Double(max(0, now.milliseconds - since.milliseconds)) / 1_000
    let key = CauseKey(rule: number, stream: stream)
    guard causes[key] != nil || silence >= absence.levels[0].limit else { return }
    var finding = Finding(basis: .absence(since: since))
    (finding.value, finding.unit) = ((silence / 60).rounded(.down), "min")
    finding.observations = seen.map { [used($0, of: stream, at: now)] } ?? []
    move(
      key, silence, at: now, now: now, on: Ladder(.above, absence.levels), mayMove: true, gap: .max, finding, &events)
  }

  // MARK: - Forecasts

  private mutating func judgeForecast(
    _ number: Int, _ ladder: Ladder, _ choice: ForecastChoice, at now: Instant, _ events: inout [AlertEvent]
  ) {
    let rule = rules[number]
    guard let source = sources.forecasts else {
      return remark("Rule \"\(rule.name)\" needs forecasts, which nobody hands to the watch.")
    }
    let found: ForecastSeries?
    do { found = try source.forecast(of: choice.field, at: choice.place, now: now) } catch {
      return remark("Rule \"\(rule.name)\": the forecast could not be read: \(error)")
    }
    guard let series = found, series.made <= now, Observation.keptTimes.contains(series.made) else { return }
    if let unit = ladder.unit, unit != series.unit {
      return remark("Rule \"\(rule.name)\" is in \(unit), the forecast in \(series.unit): it is not watched.")
    }
    let end = now.milliseconds + choice.within
    let ahead = series.points.filter {
      $0.value.isFinite && $0.time >= now && $0.time.milliseconds <= end
    }
    guard var peak = ahead.first else { return }
    for point in ahead where ladder.side == .above ? point.value > peak.value : point.value < peak.value {
      peak = point
    }
    let key = CauseKey(rule: number, stream: nil)
    let last = causes[key]?.place.judged
    guard causes[key] != nil || ladder.reaches(peak.value, ladder.levels[0]), last.map({ series.made >= $0 }) ?? true
    else {
      return
    }
    let isFresh = now.milliseconds - series.made.milliseconds <= rule.oldAfter
    // The same forecast seen again, with less ahead of it, is no news that a danger is over.
    let isNews = last.map { series.made > $0 } ?? true
    guard isNews || ladder.reaches(peak.value, ladder.levels[0]) else { return }
    var finding = Finding(
      basis: .forecast(
        field: choice.field, place: choice.place, made: series.made, value: peak.value, at: peak.time,
        low: peak.low.flatMap { $0.isFinite ? $0 : nil }, high: peak.high.flatMap { $0.isFinite ? $0 : nil }))
    (finding.value, finding.unit, finding.isOld) = (peak.value, series.unit, !isFresh)
    finding.subject = AlertSubject(stream: "", thing: series.place, property: choice.field, areas: series.areas)
    move(key, peak.value, at: series.made, now: now, on: ladder, mayMove: isFresh, finding, &events)
  }
}

extension Alert {
  /// The moment of the newest of what it knows; nothing for an absence, which grows no older.
  var dataTime: Instant? {
    switch known.basis {
    case .absence: nil
    case .forecast(_, _, let made, _, _, _, _): made
    case .value, .rate, .week, .hotspot: known.observations.map(\.time).max()
    }
  }

  /// Its data became old: every age is told anew.
  mutating func grow(old now: Instant) {
    isOld = true
    for place in known.observations.indices {
      known.observations[place].age = now.milliseconds - known.observations[place].time.milliseconds
    }
  }
}
