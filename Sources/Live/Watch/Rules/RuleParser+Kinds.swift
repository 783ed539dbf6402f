internal import Yams

extension RuleParser {
  /// What matters, from the mapping under a kind's word.
  func kind(_ word: String, _ node: Node, _ severity: AlertSeverity) throws(WatchRuleError) -> RuleKind {
    switch word {
    case "threshold":
      let reader = LadderReader(file: file, what: word, severity: severity)
      return .threshold(try reader.ladder(reader.fields(node)))
    case "rate":
      let reader = LadderReader(file: file, what: word, severity: severity)
      let fields = try reader.fields(node, and: ["window"])
      let window = try fields.duration("window")
      guard window >= 1_000 else { throw fields.failure("window", "is at least a second.") }
      return .rate(try reader.ladder(fields), over: window)
    case "absence": return .absence(AbsenceLevels(levels: try absence(node, severity)))
    case "unusual": return try unusual(node, severity)
    case "hotspot": return .hotspot(try hotspot(node, severity))
    default:
      let reader = LadderReader(file: file, what: word, severity: severity, words: ("over", "under"))
      let fields = try reader.fields(node, and: ["field", "place", "within"])
      let choice = ForecastChoice(
        field: try fields.text("field"), place: try fields.text("place"),
        within: try fields.duration("within", orElse: 86_400_000))
      return .forecast(try reader.ladder(fields), choice)
    }
  }

  private func unusual(_ node: Node, _ severity: AlertSeverity) throws(WatchRuleError) -> RuleKind {
    let reader = LadderReader(file: file, what: "unusual", severity: severity, words: ("above", nil))
    let fields = try reader.fields(
      node, and: ["side", "weeks", "least-weeks", "least-values", "centre", "least-deviation"])
    var choice = WeekChoice()
    choice.side = try fields.word("side", WeekChoice.Side.self) ?? choice.side
    choice.weeks = try fields.count("weeks", within: 2...52, orElse: choice.weeks)
    choice.least = try fields.count("least-weeks", within: 2...52, orElse: min(choice.least, choice.weeks))
    guard choice.least <= choice.weeks else {
      throw fields.failure("least-weeks", "is \(choice.least), more than the \(choice.weeks) it looks back.")
    }
    choice.values = try fields.count("least-values", within: 1...100_000, orElse: choice.values)
    choice.centre = try fields.word("centre", WeekChoice.Centre.self) ?? choice.centre
    choice.leastSpread = try fields.number("least-deviation", within: 0...1e12, orElse: 0)
    return .unusual(try reader.ladder(fields), choice)
  }

  private func hotspot(_ node: Node, _ severity: AlertSeverity) throws(WatchRuleError) -> HotspotChoice {
    let fields = try RuleFields(
      node, of: "hotspot", in: file, known: ["band", "side", "discovery", "least-streams", "every", "for"])
    let hold = try fields.duration("for", orElse: 0)
    var choice = HotspotChoice(
      band: try fields.metres("band"), level: WatchLevel(limit: 1, hold: hold, severity: severity))
    choice.side = try fields.word("side", HotspotChoice.Side.self) ?? choice.side
    choice.discovery = try fields.number("discovery", within: 0.000_001...0.5, orElse: choice.discovery)
    choice.least = try fields.count("least-streams", within: 4...100_000, orElse: choice.least)
    choice.every = try fields.duration("every", orElse: choice.every)
    return choice
  }

  private func absence(_ node: Node, _ severity: AlertSeverity) throws(WatchRuleError) -> [WatchLevel] {
    let fields = try RuleFields(node, of: "absence", in: file, known: ["for", "levels"])
    func level(_ fields: RuleFields, _ name: String, _ severity: AlertSeverity) throws(WatchRuleError) -> WatchLevel {
      let time = try fields.duration("for")
      guard time >= 1_000 else { throw fields.failure("for", "is at least a second.") }
      return WatchLevel(name: name, limit: Double(time) / 1_000, severity: severity)
    }
    guard let list = fields["levels"] else { return [try level(fields, "", severity)] }
    guard !fields.has("for") else { throw fields.failure("for", "stands in each of the levels.") }
    var levels: [WatchLevel] = []
    for item in try LadderReader.items(list, fields) {
      let own = try RuleFields(
        item, of: "a level", in: file, known: ["name", "for", "severity", "urgency", "certainty"])
      var step = try level(own, try own.text("name"), try own.word("severity", AlertSeverity.self) ?? severity)
      step.urgency = try own.word("urgency", AlertUrgency.self)
      step.certainty = try own.word("certainty", AlertCertainty.self)
      if let last = levels.last, step.limit <= last.limit {
        throw own.failure("for", "is not longer than that of the level before: write the shortest first.")
      }
      levels.append(step)
    }
    return levels
  }
}

/// Reads levels: one whose fields stand with the kind's own, or a list.
struct LadderReader {
  let file: String
  let what: String
  let severity: AlertSeverity
  /// What limits above and below are called.
  var words: (above: String, below: String?) = ("above", "below")

  private var limits: [String] { [words.above] + (words.below.map { [$0] } ?? []) }

  /// The fields of a kind that has levels, and its own.
  func fields(_ node: Node, and own: [String] = []) throws(WatchRuleError) -> RuleFields {
    try RuleFields(node, of: what, in: file, known: limits + ["clear", "for", "levels"] + own)
  }

  static func items(_ node: Node, _ fields: RuleFields) throws(WatchRuleError) -> [Node] {
    guard case .sequence(let list) = node, !list.isEmpty else {
      throw fields.failure("levels", "is a list: begin every level with \"- \".")
    }
    guard list.count <= 16 else { throw fields.failure("levels", "has \(list.count) levels; up to 16 are known.") }
    return Array(list)
  }

  func ladder(_ fields: RuleFields) throws(WatchRuleError) -> Ladder {
    guard let list = fields["levels"] else {
      let (side, unit, level) = try level(fields, name: "", severity)
      return Ladder(side, [level], unit: unit)
    }
    for name in limits + ["clear", "for"] where fields.has(name) {
      throw fields.failure(name, "stands in each of the levels.")
    }
    var found: Ladder?
    for item in try Self.items(list, fields) {
      let own = try RuleFields(
        item, of: "a level", in: file,
        known: ["name"] + limits + ["clear", "for", "severity", "urgency", "certainty"])
      var (side, unit, level) = try level(
        own, name: try own.text("name"), try own.word("severity", AlertSeverity.self) ?? severity)
      level.urgency = try own.word("urgency", AlertUrgency.self)
      level.certainty = try own.word("certainty", AlertCertainty.self)
      guard var ladder = found, let last = ladder.levels.last else {
        found = Ladder(side, [level], unit: unit)
        continue
      }
      let name = side == .above ? words.above : words.below ?? words.above
      guard ladder.side == side else { throw own.failure(name, "is on another side than the level before.") }
      guard ladder.unit == unit else {
        throw own.failure(name, "has another unit than the level before: write the same.")
      }
      guard side == .above ? level.limit > last.limit : level.limit < last.limit else {
        throw own.failure(name, "is not beyond that of the level before: write the least grave level first.")
      }
      guard !ladder.levels.contains(where: { $0.name == level.name }) else {
        throw own.failure("name", "\"\(level.name)\" is that of another level too.")
      }
      ladder.levels.append(level)
      found = ladder
    }
    guard let found else { throw fields.failure("levels", "is empty.") }
    return found
  }

  private func level(
    _ fields: RuleFields, name: String, _ severity: AlertSeverity
  ) throws(WatchRuleError) -> (Ladder.Side, String?, WatchLevel) {
    let given = limits.filter(fields.has)
    guard let word = given.first, given.count == 1 else {
      throw WatchRuleError(
        file, line: fields.line, field: given.first ?? limits[0],
        given.isEmpty
          ? "\(fields.what) needs a limit: \(limits.map { "\"\($0)\"" }.joined(separator: " or "))."
          : "\(fields.what) has \(given.joined(separator: " and ")): make a rule of each.")
    }
    let side: Ladder.Side = word == words.above ? .above : .below
    let limit = try fields.quantity(word)
    var level = WatchLevel(name: name, limit: limit.value, severity: severity)
    level.hold = try fields.duration("for", orElse: 0)
    if fields.has("clear") {
      let clear = try fields.quantity("clear")
      guard clear.unit == nil || clear.unit == limit.unit else {
        throw fields.failure("clear", "has another unit than \"\(word)\": write the same.")
      }
      guard side == .above ? clear.value < limit.value : clear.value > limit.value else {
        throw fields.failure(
          "clear",
          "lies on the safe side of \"\(word)\": \(side == .above ? "below" : "above") "
            + "\(PlainNumber.text(limit.value)).")
      }
      level.clear = clear.value
    }
    return (side, limit.unit, level)
  }
}
