internal import Geography
internal import Yams

/// Reads one rule.
struct RuleParser {
  let file: String

  static let kinds = ["threshold", "rate", "absence", "unusual", "hotspot", "forecast"]
  static let known =
    ["rule", "streams"] + kinds + [
      "event", "category", "severity", "urgency", "certainty", "quiet", "old-after", "flagged", "text", "instruction",
    ]

  func rule(_ node: Node, text: String) throws(WatchRuleError) -> WatchRule {
    let fields = try RuleFields(node, of: "a rule", in: file, known: Self.known)
    let name = try fields.text("rule")
    guard name.utf8.count <= 200 else { throw fields.failure("rule", "is longer than 200 bytes.") }
    let given = Self.kinds.filter(fields.has)
    guard let word = given.first, given.count == 1 else {
      throw WatchRuleError(
        file, line: fields.line, field: given.dropFirst().first,
        given.isEmpty
          ? "the rule \"\(name)\" says nothing to watch for: give it one of \(Self.kinds.joined(separator: ", "))."
          : "the rule \"\(name)\" has \(given.joined(separator: " and ")): make a rule of each.")
    }
    let severity = try fields.word("severity", AlertSeverity.self) ?? .unknown
    var rule = WatchRule(
      name: name, event: fields.has("event") ? try fields.text("event") : name, streams: try streams(fields, word),
      kind: try kind(word, try fields.node(word), severity),
      urgency: try fields.word("urgency", AlertUrgency.self) ?? .unknown,
      certainty: try fields.word("certainty", AlertCertainty.self) ?? (word == "forecast" ? .possible : .observed),
      file: file, line: fields.line ?? 1, text: text)
    if fields.has("category") { rule.categories = try categories(fields) }
    rule.quiet = try fields.duration("quiet", orElse: rule.quiet)
    rule.oldAfter = try fields.duration("old-after", orElse: rule.oldAfter)
    if fields.has("flagged") {
      switch try fields.word("flagged", Flagged.self) {
      case .use: rule.trusts = .failed
      case .suspect: rule.trusts = .suspected
      case .ignore, nil: break
      }
    }
    rule.texts = try fields.byLanguage("text")
    rule.instructions = try fields.byLanguage("instruction")
    return rule
  }

  private enum Flagged: String, CaseIterable { case ignore, suspect, use }

  private func categories(_ fields: RuleFields) throws(WatchRuleError) -> [AlertCategory] {
    var categories: [AlertCategory] = []
    for text in try fields.texts("category") {
      let category = try RuleFields.word(text, AlertCategory.self) { word, known throws(WatchRuleError) in
        throw fields.failure("category", "cannot be \"\(word)\"." + RuleFields.offer(word, known))
      }
      if !categories.contains(category) { categories.append(category) }
    }
    return categories
  }

  // MARK: Streams

  private func streams(_ fields: RuleFields, _ kind: String) throws(WatchRuleError) -> StreamChoice? {
    if kind == "forecast" {
      guard !fields.has("streams") else {
        throw fields.failure("streams", "has no place beside a forecast: leave it out.")
      }
      return nil
    }
    let choice = try RuleFields(
      try fields.node("streams"), of: "streams", in: file, known: ["stream", "property", "thing", "area"])
    var streams = StreamChoice()
    streams.streams = try choice.texts("stream")
    streams.properties = try choice.texts("property")
    streams.things = try choice.texts("thing")
    if choice.has("area") { streams.area = try area(choice) }
    guard streams != StreamChoice() else {
      throw fields.failure("streams", "chooses nothing: name a stream, a property, a thing or an area.")
    }
    if kind == "hotspot", streams.properties.count != 1 {
      throw fields.failure("streams", "of a hotspot name one property: values of several do not compare.")
    }
    return streams
  }

  private func area(_ choice: RuleFields) throws(WatchRuleError) -> WatchArea {
    let area = try RuleFields(try choice.node("area"), of: "area", in: file, known: ["polygon", "within", "of"])
    guard area.has("polygon") else {
      return .circle(try position(try area.node("of"), area, "of"), radius: try area.metres("within"))
    }
    guard !area.has("within"), !area.has("of") else {
      throw area.failure("polygon", "stands alone, without \"within\" and \"of\".")
    }
    guard case .sequence(let list) = try area.node("polygon"), list.count >= 3 else {
      throw area.failure("polygon", "is a list of at least three positions: [[longitude, latitude], …].")
    }
    var ring: [Coordinate] = []
    for item in list { ring.append(try position(item, area, "polygon")) }
    guard Set(ring).count >= 3 else { throw area.failure("polygon", "has fewer than three different positions.") }
    return .polygon(ring)
  }

  private func position(_ node: Node, _ fields: RuleFields, _ name: String) throws(WatchRuleError) -> Coordinate {
    if case .sequence(let list) = node, list.count == 2, let longitude = list[0].scalar.flatMap({ Double($0.string) }),
      let latitude = list[1].scalar.flatMap({ Double($0.string) })
    {
      let position = Coordinate(longitude: longitude, latitude: latitude)
      if position.isValid { return position }
    }
    throw WatchRuleError(
      file, line: node.mark?.line ?? fields.line, field: name,
      "\(fields.what): \"\(name)\": a position is [longitude, latitude] in degrees.")
  }
}
