internal import Geography
public import Modelling
public import Observations

/// Rules over live observations as a value: observations and the time go in, changes of alerts come out.
///
/// Not for several threads at once. Equal calls in equal order give equal events. An observation costs O(rules of its
/// stream), a tick O(streams of absences and hotspots + forecasts + open alerts).
public struct Watcher: Sendable {
  /// The rules.
  public let rules: [WatchRule]
  /// What was left out and could not be asked, in sentences; of each kind once.
  public internal(set) var remarks: [String]
  /// Observations that changed no level, and why.
  public internal(set) var ignored = IgnoredObservations()
  /// How often a rule looked at an observation.
  package internal(set) var looks = 0

  let index: RuleIndex
  let streams: [EntityID<Datastream>: WatchedStream]
  let sources: WatchSources
  let ruleNumbers: [String: Int]
  let hotspots: [Int: HotspotGround]

  var memories: [EntityID<Datastream>: StreamMemory] = [:]
  var causes: [CauseKey: CauseMemory] = [:]
  /// Alerts whose rule or subject is gone, to be cleared at the next tick.
  var orphans: [Alert] = []
  var began: Instant?
  var looked: [Int: Instant] = [:]
  var eventCount = 0
  var baselines: [EntityID<Datastream>: HourCache] = [:]

  /// Milliseconds an observation may be ahead of the watch's clock; one further ahead is ignored.
  static let ahead: Int64 = 300_000

  /// A watch over some streams, with what another left behind; names of rules are each one rule's.
  public init(
    rules: [WatchRule], streams: [WatchedStream], sources: WatchSources = WatchSources(),
    resuming state: WatchState? = nil
  ) {
    self.rules = rules
    self.sources = sources
    index = RuleIndex(rules, streams)
    remarks = index.remarks
    self.streams = Dictionary(streams.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    ruleNumbers = Dictionary(rules.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    var grounds: [Int: HotspotGround] = [:]
    for (number, rule) in rules.enumerated() {
      guard case .hotspot(let choice) = rule.kind else { continue }
      let chosen = Set(index.streams[number])
      let ground = HotspotGround(streams.filter { chosen.contains($0.id) }, band: choice.band)
      grounds[number] = ground
      if ground.unplaced > 0 {
        remarks.append(
          "Rule \"\(rule.name)\": \(ground.unplaced) streams have no place there and count for no hotspot.")
      }
    }
    hotspots = grounds
    if let state { resume(state) }
  }

  /// Alerts that are not cleared, the first raised first.
  public var alerts: [Alert] {
    (orphans + causes.values.compactMap(\.alert)).filter { $0.status != .cleared }
      .sorted { ($0.raised, $0.id) < ($1.raised, $1.id) }
  }

  // MARK: - Observations

  /// Takes new observations in; answers what changed, in order. Among themselves they are taken by the moment they are about.
  public mutating func observe(_ observations: [StoredObservation], at now: Instant) -> [AlertEvent] {
    if began == nil { began = now }
    var events: [AlertEvent] = []
    for stored in observations.sorted(by: {
      ($0.observation.phenomenonTime.end, $0.id) < ($1.observation.phenomenonTime.end, $1.id)
    }) {
      observe(stored.observation, at: now, &events)
    }
    return events
  }

  private mutating func observe(_ observation: Observation, at now: Instant, _ events: inout [AlertEvent]) {
    let id = observation.datastream
    guard let numbers = index.rules[id] else { return }
    let time = observation.phenomenonTime.end
    guard Observation.keptTimes.contains(time), time.milliseconds - now.milliseconds <= Self.ahead else {
      if time > now { ignored.ahead += 1 } else { ignored.old += 1 }
      return
    }
    let doubt = observation.resultQuality?.doubt ?? .none
    let reading = Reading(time: time, value: observation.number, quality: observation.resultQuality)
    var memory = memories[id] ?? StreamMemory()
    // For each trust: whether nothing it trusts is of a later moment.
    var news: [Bool] = []
    for trust in Doubt.allCases {
      let isNewest = doubt <= trust && memory[trust].map { time >= $0.time } ?? true
      if isNewest { memory[trust] = reading }
      news.append(isNewest)
    }
    if let value = reading.value, let span = index.window[id] {
      memory.keep(WindowValue(time: time, value: value, doubt: doubt), span: span)
    }
    memories[id] = memory
    if !news.contains(true) { ignored.late += 1 }
    if doubt > .none { ignored.flagged += 1 }
    if reading.value == nil { ignored.notNumeric += 1 }
    for number in numbers {
      looks += 1
      let rule = rules[number]
      if case .absence(let absence) = rule.kind {
        judgeAbsence(number, rule, absence, of: id, at: now, &events)
        continue
      }
      guard let value = reading.value, news[rule.trusts.rawValue] else { continue }
      let look = Look(rule: number, stream: id, reading: reading, value: value, now: now)
      switch rule.kind {
      case .threshold(let ladder): judge(look, value, on: ladder, .value, &events)
      case .rate(let ladder, let span): judgeRate(look, ladder, over: span, &events)
      case .unusual(let ladder, let choice): judgeUnusual(look, ladder, choice, &events)
      case .absence, .hotspot, .forecast: break
      }
    }
  }

  private mutating func judgeRate(_ look: Look, _ ladder: Ladder, over span: Int64, _ events: inout [AlertEvent]) {
    let trusts = rules[look.rule].trusts
    let first = look.reading.time.milliseconds - span
    let values = (memories[look.stream]?.window ?? []).filter {
      $0.time.milliseconds >= first && $0.time <= look.reading.time && $0.doubt <= trusts
    }
    guard let slope = Slope.perHour(values, least: span / 2), let start = values.first, let end = values.last else {
      return
    }
    let basis = Basis.rate(perHour: slope, from: start.time, to: end.time, count: values.count)
    judge(look, slope, on: ladder, basis, also: start, &events)
  }

  private mutating func judgeUnusual(
    _ look: Look, _ ladder: Ladder, _ choice: WeekChoice, _ events: inout [AlertEvent]
  ) {
    guard let usual = usual(look, choice) else { return }
    let deviations = usual.deviations(of: look.value)
    let measure = choice.side == .above ? deviations : choice.side == .below ? -deviations : abs(deviations)
    let basis = Basis.week(middle: usual.middle, spread: usual.spread, weeks: usual.weeks, deviations: deviations)
    judge(look, measure, on: ladder, basis, &events)
  }
}

/// Observations that changed no level, counted by the reason.
public struct IgnoredObservations: Hashable, Sendable, Codable {
  /// About an earlier moment than one that was there.
  public var late = 0
  /// Too far ahead of the watch's clock.
  public var ahead = 0
  /// Older on arrival than their rule trusts; counted per rule.
  public var old = 0
  /// Flagged by quality control; used by rules that say so.
  public var flagged = 0
  /// No number; they count against absence only.
  public var notNumeric = 0
}

/// A rule's subject, as the watch keeps it.
struct CauseKey: Hashable, Sendable {
  var rule: Int
  var stream: EntityID<Datastream>?
}

/// What the watch keeps of a cause.
struct CauseMemory: Hashable, Sendable {
  var place = LadderPlace()
  /// The open alert, or the last one while it may still come back.
  var alert: Alert?
}

/// A rule looking at an observation.
struct Look {
  var rule: Int
  var stream: EntityID<Datastream>
  var reading: Reading
  var value: Double
  var now: Instant
}
