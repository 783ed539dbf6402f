internal import Modelling

/// A level of a rule: where it begins, where it ends, and what an alert of it is called.
public struct WatchLevel: Hashable, Sendable, Codable {
  /// Its name, such as "danger"; empty where a rule has one level without a name.
  public var name: String
  /// The value at which it begins: it is reached, too.
  public var limit: Double
  /// The value at which it ends, reached too; nothing where it ends as soon as its limit is no longer reached.
  public var clear: Double?
  /// Milliseconds for which the limit must be reached before it begins.
  public var hold: Int64
  /// How grave it is.
  public var severity: AlertSeverity
  /// How soon someone has to act, where it differs from the rule's.
  public var urgency: AlertUrgency?
  /// How sure it is, where it differs from the rule's.
  public var certainty: AlertCertainty?

  /// A level.
  public init(
    name: String = "", limit: Double, clear: Double? = nil, hold: Int64 = 0, severity: AlertSeverity = .unknown,
    urgency: AlertUrgency? = nil, certainty: AlertCertainty? = nil
  ) {
    self.name = name
    self.limit = limit
    self.clear = clear
    self.hold = hold
    self.severity = severity
    self.urgency = urgency
    self.certainty = certainty
  }
}

/// Levels of one measure, the least grave first, all above or all below their limits.
public struct Ladder: Hashable, Sendable {
  /// On which side of its limit a level is.
  public enum Side: String, Hashable, Sendable, Codable { case above, below }

  /// The side.
  public var side: Side
  /// The levels, the least grave first.
  public var levels: [WatchLevel]
  /// The unit its limits are written in; nothing where they are bare.
  public var unit: String?

  /// Levels on a side.
  public init(_ side: Side, _ levels: [WatchLevel], unit: String? = nil) {
    self.side = side
    self.levels = levels
    self.unit = unit
  }

  /// Whether a value reaches a level's limit.
  func reaches(_ value: Double, _ level: WatchLevel) -> Bool {
    side == .above ? value >= level.limit : value <= level.limit
  }

  /// Whether a value ends a level: at its clear value, or away from its limit where it has none.
  func ends(_ value: Double, _ level: WatchLevel) -> Bool {
    guard let clear = level.clear else { return !reaches(value, level) }
    return side == .above ? value <= clear : value >= clear
  }
}

/// Where a cause stands on its ladder, with all that its next step depends on.
public struct LadderPlace: Hashable, Sendable, Codable {
  /// The level, counted from 1; 0 is none.
  public var level = 0
  /// For each level, since when its limit is reached without a break.
  var since: [Instant?] = []
  /// Since when the level is higher than the values deserve.
  var calmSince: Instant?
  /// When it last fell.
  var fell: Instant?
  /// Whether it rose soon after it fell: then it falls only after the quiet period.
  var isSettling = false
  /// The last moment judged.
  var judged: Instant?

  /// At no level.
  public init() {}

  /// Whether nothing is known of it that a new one would not know.
  var isBlank: Bool { level == 0 && calmSince == nil && fell == nil && since.allSatisfy { $0 == nil } }

  /// Takes a value of a moment in; answers the level after it. `mayMove` is no for a value that changes no level by itself.
  ///
  /// A level begins when its limit was reached by every value for its hold; a break longer than `gap` begins the hold
  /// anew. It falls to the highest level the value does not end, at once, or — when it rose again within `quiet` of
  /// falling — only once it was calm for `quiet`. O(levels).
  mutating func take(
    _ value: Double, at time: Instant, on ladder: Ladder, quiet: Int64, gap: Int64, mayMove: Bool
  ) -> Int {
    let levels = ladder.levels
    if since.count != levels.count { since = Array(repeating: nil, count: levels.count) }
    level = min(level, levels.count)
    let longest = max(gap, levels.map(\.hold).max() ?? 0)
    let isBroken = judged.map { time.milliseconds - $0.milliseconds > longest } ?? false
    judged = time
    var reached = 0
    for (index, step) in levels.enumerated() {
      guard ladder.reaches(value, step) else {
        since[index] = nil
        continue
      }
      if since[index] == nil || isBroken { since[index] = time }
      if let start = since[index], time.milliseconds - start.milliseconds >= step.hold { reached = index + 1 }
    }
    if reached > level {
      calmSince = nil
      guard mayMove else { return level }
      if let fell, time.milliseconds - fell.milliseconds <= quiet, quiet > 0 { isSettling = true }
      level = reached
      return level
    }
    var kept = level
    while kept > 0, ladder.ends(value, levels[kept - 1]) { kept -= 1 }
    fall(to: kept, at: time, quiet: quiet, mayMove: mayMove)
    return level
  }

  private mutating func fall(to kept: Int, at time: Instant, quiet: Int64, mayMove: Bool) {
    guard kept < level else {
      calmSince = nil
      return
    }
    let start = calmSince ?? time
    calmSince = start
    guard mayMove, !isSettling || time.milliseconds - start.milliseconds >= quiet else { return }
    level = kept
    fell = time
    calmSince = nil
    isSettling = false
  }
}
