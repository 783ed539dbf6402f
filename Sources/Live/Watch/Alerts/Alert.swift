public import Modelling
internal import Observations

/// An alert of one cause, from when it was raised until it is cleared.
public struct Alert: Hashable, Sendable, Codable, Identifiable {
  /// Where it is in its life.
  public enum Status: String, Hashable, Sendable, Codable { case raised, acknowledged, cleared }

  /// Its name for ever: a fingerprint of its cause and when it was raised.
  public var id: String
  /// Its cause.
  public var cause: Cause
  /// The word of its rule's kind.
  public var kind: String
  /// Where it is in its life.
  public var status = Status.raised
  /// What the event is called.
  public var event: String
  /// What kind of event it is.
  public var categories: [AlertCategory]
  /// Which of its rule's levels it has, from 1; when cleared, which it had last.
  public var levelNumber: Int
  /// That level.
  public var level: WatchLevel
  /// How grave it is.
  public var severity: AlertSeverity { level.severity }
  /// How soon someone has to act.
  public var urgency: AlertUrgency
  /// How sure it is.
  public var certainty: AlertCertainty
  /// The names of its subject.
  public var subject: AlertSubject
  /// When it was raised, by the watch's clock.
  public var raised: Instant
  /// When it last changed: its level, its status, or that its data became old.
  public var changed: Instant
  /// When it was cleared.
  public var cleared: Instant?
  /// Why it was cleared, where that is not that its level ended.
  public var clearing: Clearing?
  /// Who took note of it.
  public var acknowledgement: Acknowledgement?
  /// Whether what it knows is older than its rule trusts.
  public var isOld = false
  /// The number people read: the value, the slope, minutes of silence, the number of hot places, the forecast's greatest value.
  public var value: Double
  /// Its unit.
  public var unit: String
  /// The farthest value since it was raised, on the level's side.
  public var peak: Double
  /// What it knew.
  public var known: Knowledge
  /// The rule's messages by language; empty for the standing sentences.
  public var texts: [String: String] = [:]
  /// What people should do, by language.
  public var instructions: [String: String] = [:]
  /// What became of it, in order: its raising, and at most the last two hundred changes.
  public var steps: [AlertStep] = []
  /// The streams a hotspot has reached so far, ascending.
  var reached: [EntityID<Datastream>] = []
}

/// The names of what an alert is about, and where that is.
public struct AlertSubject: Hashable, Sendable, Codable {
  /// The stream's name; empty for a set.
  public var stream: String
  /// The thing's or the place's name.
  public var thing: String
  /// The observed property's or the forecast field's name.
  public var property: String
  /// Where it is; empty where that is not known.
  public var areas: [WatchArea]
}

/// A person's taking note of an alert.
public struct Acknowledgement: Hashable, Sendable, Codable {
  /// Who.
  public var by: String
  /// When.
  public var at: Instant
  /// What they noted; may be empty.
  public var note: String
}

/// Why an alert was cleared other than by its level's end.
public enum Clearing: Hashable, Sendable, Codable {
  /// A person cleared it.
  case byHand(by: String, note: String)
  /// Its rule is gone, or watches its subject no more.
  case withdrawn
}

/// A change of an alert.
public struct AlertStep: Hashable, Sendable, Codable {
  /// Counted from 1 within its alert.
  public var number: Int
  /// What changed.
  public var change: AlertChange
  /// When.
  public var at: Instant
  /// The level after it, from 1; 0 when cleared.
  public var level: Int
  /// How grave the alert was after it, or last.
  public var severity: AlertSeverity
}

/// What changed of an alert.
public enum AlertChange: String, CaseIterable, Hashable, Sendable, Codable {
  /// It is new.
  case raised
  /// Its level rose.
  case risen
  /// Its level fell, but not to none.
  case fallen
  /// It reached more places.
  case spread
  /// What it knows became old.
  case old
  /// A person took note.
  case acknowledged
  /// It is over.
  case cleared
  /// It came back soon after it was cleared.
  case reopened
}

/// A change of an alert, with the alert after it.
public struct AlertEvent: Hashable, Sendable, Codable {
  /// Counted from 1 without a gap.
  public var number: Int
  /// What changed.
  public var change: AlertChange
  /// When, by the watch's clock.
  public var at: Instant
  /// The alert after it.
  public var alert: Alert
  /// Where its cause stands on its ladder.
  var place: LadderPlace
}
