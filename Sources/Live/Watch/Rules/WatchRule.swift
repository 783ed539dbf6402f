internal import Replica

/// A rule of the watch: which streams, what of them matters, and how an alert of it speaks.
public struct WatchRule: Hashable, Sendable {
  /// Its name, one rule's alone; alerts are kept under it.
  public var name: String
  /// What the event is called in messages: "River level".
  public var event: String
  /// What kind of event it is, in CAP's words; at least one.
  public var categories: [AlertCategory] = [.other]
  /// Which streams it watches; nothing for a forecast.
  public var streams: StreamChoice?
  /// What of them matters.
  public var kind: RuleKind
  /// How soon someone has to act, where a level does not say it.
  public var urgency: AlertUrgency
  /// How sure it is, where a level does not say it.
  public var certainty: AlertCertainty
  /// Milliseconds within which a cleared alert that comes back is opened again, and for which it must then be calm.
  public var quiet: Int64 = 600_000
  /// Milliseconds after which an observation is old: it changes no level, and the alert says so.
  public var oldAfter: Int64 = 7_200_000
  /// How far an observation's quality may be in doubt to count.
  public var trusts = Doubt.none
  /// The message by language, with `{value}` and other words to fill in; empty for the standing sentences.
  public var texts: [String: String] = [:]
  /// What people should do, by language.
  public var instructions: [String: String] = [:]
  /// Where it stands.
  public var file: String
  /// The line it begins in.
  public var line: Int
  /// Its own text.
  public var text: String

  /// The version of the rule: a fingerprint of its text.
  public var digest: String {
    var digest = Digest()
    digest.feed("watch-rule", text: text)
    return String(digest.text.prefix(16))
  }
}

/// What of the chosen streams matters.
public enum RuleKind: Hashable, Sendable {
  /// The value itself against levels.
  case threshold(Ladder)
  /// The slope over a window of milliseconds, in units an hour, against levels.
  case rate(Ladder, over: Int64)
  /// No observation for as many milliseconds.
  case absence(AbsenceLevels)
  /// The deviations from what is usual at this hour of the week, against levels.
  case unusual(Ladder, WeekChoice)
  /// Places whose surroundings are high (or low) together.
  case hotspot(HotspotChoice)
  /// The greatest (or least) value forecast, against levels.
  case forecast(Ladder, ForecastChoice)

  /// The word in files.
  public var word: String {
    switch self {
    case .threshold: "threshold"
    case .rate: "rate"
    case .absence: "absence"
    case .unusual: "unusual"
    case .hotspot: "hotspot"
    case .forecast: "forecast"
    }
  }

  /// The levels an alert of it may have, the least first.
  public var levels: [WatchLevel] {
    switch self {
    case .threshold(let ladder), .rate(let ladder, _), .unusual(let ladder, _), .forecast(let ladder, _): ladder.levels
    case .absence(let absence): absence.levels
    case .hotspot(let choice): [choice.level]
    }
  }
}

/// Levels of absence: each is reached when nothing was observed for its limit, in milliseconds.
public struct AbsenceLevels: Hashable, Sendable {
  /// The levels, the shortest time first; limits in seconds.
  public var levels: [WatchLevel]
}

/// How a usual value is made of the hours of past weeks.
public struct WeekChoice: Hashable, Sendable {
  /// Which deviations count.
  public enum Side: String, CaseIterable, Hashable, Sendable { case above, below, both }
  /// How the middle and the spread of the weeks are taken: mean and deviation, or median and median absolute deviation.
  public enum Centre: String, CaseIterable, Hashable, Sendable { case mean, median }

  /// Which deviations count.
  public var side = Side.both
  /// How many weeks back it looks, 2…52.
  public var weeks = 8
  /// How many of them must have the hour, at least 2.
  public var least = 4
  /// How many values an hour needs to count.
  public var values = 1
  /// How the middle is taken.
  public var centre = Centre.mean
  /// The least deviation it supposes, in the stream's unit, so that a constant past does not make every change unusual.
  public var leastSpread = 0.0
}

/// How hotspots are found.
public struct HotspotChoice: Hashable, Sendable {
  /// Which hotspots count: of high values, of low ones, or both.
  public enum Side: String, CaseIterable, Hashable, Sendable { case high, low, both }

  /// Metres within which streams are neighbours.
  public var band: Double
  /// Which count.
  public var side = Side.high
  /// The share of false hotspots among those found that is accepted, 0…1.
  public var discovery = 0.05
  /// How many streams need a fresh value.
  public var least = 8
  /// Milliseconds between two looks.
  public var every: Int64 = 300_000
  /// The one level.
  public var level: WatchLevel
}

/// Which forecast is watched.
public struct ForecastChoice: Hashable, Sendable {
  /// The name of the forecast field.
  public var field: String
  /// The key or name of the place.
  public var place: String
  /// How far ahead counts, in milliseconds.
  public var within: Int64
}
