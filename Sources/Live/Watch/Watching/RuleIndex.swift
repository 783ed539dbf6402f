internal import Modelling
internal import Observations

/// Which rules watch which stream, found once: an observation meets only the rules of its stream.
struct RuleIndex: Sendable {
  /// The rules of a stream, by number in the list of rules.
  private(set) var rules: [EntityID<Datastream>: [Int]] = [:]
  /// The streams of a rule.
  private(set) var streams: [[EntityID<Datastream>]]
  /// The longest window any rate of a stream has, in milliseconds.
  private(set) var window: [EntityID<Datastream>: Int64] = [:]
  /// Which streams were left out and which rules find none: sentences.
  private(set) var remarks: [String] = []

  /// O(rules × streams).
  init(_ list: [WatchRule], _ known: [WatchedStream]) {
    streams = Array(repeating: [], count: list.count)
    for (number, rule) in list.enumerated() {
      guard let choice = rule.streams else { continue }
      let chosen = choice.choose(from: known)
      let units = Set(chosen.map(\.unit))
      if rule.comparesValues, rule.unit == nil, units.count > 1 {
        let names = units.sorted().map { $0.isEmpty ? "none" : $0 }.joined(separator: ", ")
        remarks.append(
          "Rule \"\(rule.name)\" has bare limits for streams in several units (\(names)): write the unit behind them.")
      }
      let common = rule.unit ?? rule.commonUnit(of: chosen)
      for stream in chosen {
        if let unit = common, unit != stream.unit {
          remarks.append(
            "Rule \"\(rule.name)\" is in \(unit), the stream \"\(stream.name)\" in "
              + "\(stream.unit.isEmpty ? "no unit" : stream.unit): it is not watched by it."
          )
          continue
        }
        streams[number].append(stream.id)
        rules[stream.id, default: []].append(number)
        if case .rate(_, let span) = rule.kind { window[stream.id] = max(window[stream.id] ?? 0, span) }
      }
      if chosen.isEmpty { remarks.append("Rule \"\(rule.name)\" finds no stream." + Self.hint(choice, known)) }
    }
  }

  private static func hint(_ choice: StreamChoice, _ known: [WatchedStream]) -> String {
    for word in choice.streams where !known.contains(where: { $0.key == word || $0.name == word }) {
      return " There is no stream \"\(word)\"."
        + NearestName.question(word, among: known.flatMap { [$0.key ?? "", $0.name] })
    }
    for word in choice.properties where !known.contains(where: { $0.property.isCalled(word) }) {
      return " No stream observes \"\(word)\"."
        + NearestName.question(word, among: known.flatMap { [$0.property.key ?? "", $0.property.name] })
    }
    for word in choice.things where !known.contains(where: { $0.thing.isCalled(word) }) {
      return " There is no thing \"\(word)\"."
        + NearestName.question(word, among: known.flatMap { [$0.thing.key ?? "", $0.thing.name] })
    }
    return ""
  }
}

extension WatchRule {
  /// Whether its limits are compared with values in the streams' units.
  var comparesValues: Bool {
    switch kind {
    case .threshold, .rate: true
    case .absence, .unusual, .hotspot, .forecast: false
    }
  }

  /// The unit most streams of a hotspot have, whose values alone compare; nothing for other kinds.
  func commonUnit(of streams: [WatchedStream]) -> String? {
    guard case .hotspot = kind else { return nil }
    var counts: [String: Int] = [:]
    for stream in streams { counts[stream.unit, default: 0] += 1 }
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }

  /// The unit its streams must have; nothing where it names none.
  var unit: String? {
    switch kind {
    case .threshold(let ladder): ladder.unit
    case .rate(let ladder, _): ladder.unit.map { $0.hasSuffix("/h") ? String($0.dropLast(2)) : $0 }
    default: nil
    }
  }
}
