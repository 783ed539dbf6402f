public import Modelling
public import Observations

/// A replay as a machine that is asked what is due: no clock, no thread, the same answers for the same questions.
public struct ReplaySteps {
  /// What to replay.
  public let plan: ReplayPlan
  /// Where it is.
  public private(set) var timeline: ReplayTimeline
  /// How many observations were handed on since it began.
  public private(set) var count = 0
  /// The moment of the last observation handed on, as it was observed.
  public private(set) var reached: Instant?
  private let store: any ObservationStore
  private var merge: ObservationMerge

  /// A replay that begins at a time of the wall's clock. Throws what the store throws.
  public init(_ plan: ReplayPlan, from store: any ObservationStore, at time: Instant) throws {
    self.plan = plan
    self.store = store
    timeline = ReplayTimeline(at: plan.period.lowerBound, when: time, speed: plan.speed)
    merge = try ObservationMerge(store, of: plan.streams.keys.sorted(), during: plan.period)
  }

  /// Whether all was handed on.
  public var isAtEnd: Bool { merge.nextMoment == nil }

  /// The observations due at a time of the wall's clock, at most so many, in order. O(1) each beside the store's work.
  public mutating func due(at time: Instant, atMost limit: Int) throws -> [Replayed] {
    var found: [Replayed] = []
    guard !timeline.isPaused else { return found }
    let now = timeline.moment(at: time)
    while found.count < limit, let moment = merge.nextMoment, now.map({ moment <= $0 }) ?? true {
      guard let stored = try merge.next() else { break }
      reached = moment
      found.append(replayed(stored, due: timeline.due(moment, now: time) ?? time))
    }
    count += found.count
    if let reached { timeline.reach(reached, at: time) }
    return found
  }

  /// When the next observation is due on the wall's clock; nothing at the end and while it is paused.
  public func nextDue(now: Instant) -> Instant? { merge.nextMoment.flatMap { timeline.due($0, now: now) } }

  /// Stands still from a time on.
  public mutating func pause(at time: Instant) { timeline.pause(at: time) }

  /// Goes on from a time on.
  public mutating func resume(at time: Instant) { timeline.resume(at: time) }

  /// Goes on at another speed. Throws where there is none such, or moments as they come would lose theirs.
  public mutating func change(to speed: ReplaySpeed, at time: Instant) throws {
    _ = try ReplayPlan(
      plan.name, of: plan.streams, during: plan.period, speed: speed, moments: plan.moments, intoAnotherStore: true)
    timeline.change(to: speed, at: time)
  }

  /// Goes to a moment of the period, forwards or back; before its begin is its begin. What is handed on twice has the same moments where
  /// they are kept or shifted, so that a store keeps it once.
  public mutating func seek(to moment: Instant, at time: Instant) throws {
    let from = min(max(moment, plan.period.lowerBound), plan.period.upperBound)
    merge = try ObservationMerge(store, of: plan.streams.keys.sorted(), during: from..<plan.period.upperBound)
    timeline.seek(to: from, at: time)
    reached = nil
  }

  /// An observation as it is handed on.
  private func replayed(_ stored: StoredObservation, due: Instant) -> Replayed {
    var told = stored.observation
    let original = told.time.milliseconds
    func moved(_ moment: Instant) -> Instant {
      switch plan.moments {
      case .kept: return moment
      case .shifted(let start):
        return Instant(milliseconds: moment.milliseconds - plan.period.lowerBound.milliseconds + start.milliseconds)
      case .asTheyCome:
        var factor = 1.0
        if case .times(let given) = timeline.speed { factor = given }
        let apart = (Double(moment.milliseconds - original) / factor).rounded()
        return Instant(milliseconds: due.milliseconds + Int64(max(-1e15, min(1e15, apart))))
      }
    }
    func moved(_ span: TimeSpan) -> TimeSpan { TimeSpan(moved(span.start), moved(span.end)) }
    told.datastream = plan.streams[told.datastream] ?? told.datastream
    told.phenomenonTime = moved(told.phenomenonTime)
    told.resultTime = told.resultTime.map { moved($0) }
    told.validTime = told.validTime.map { moved($0) }
    told.parameters[Replayed.mark] = .text(stored.id.text)
    told.parameters[Replayed.name] = .text(plan.name)
    return Replayed(original: stored.id, due: due, observation: told)
  }
}
