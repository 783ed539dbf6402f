internal import Modelling
internal import Scenarios

/// The table of indicators: baseline, scenario, change, each with its interval.
struct IndicatorsPart {
  private let choice: IndicatorChoice
  private let language: Language

  init(_ choice: IndicatorChoice, _ language: Language) {
    self.choice = choice
    self.language = language
  }

  var html: String {
    var text = "<section class=\"indicators\"><h2>\(Words.indicators(language))</h2>"
    guard !choice.rows.isEmpty else { return text + "<p>\(Words.noIndicators(language))</p></section>" }
    text += "<table><thead><tr><th scope=\"col\">\(Words.indicator(language))</th>"
    for word in [Words.baseline, Words.scenario, Words.change] {
      text += "<th scope=\"col\" class=\"number\">\(word(language))</th>"
    }
    text += "<td></td></tr></thead><tbody>"
    for row in choice.rows { text += line(row) }
    text += "</tbody></table><p class=\"note\">"
    if choice.more > 0 { text += "… \(Words.moreIndicators(language, "\(choice.more)")). " }
    return text + "\((choice.tellsIntervals ? Words.intervals : Words.noIntervals)(language))</p></section>"
  }

  private func line(_ row: IndicatorRow) -> String {
    let unit = Terms.unit(row.unit, language)
    let say = Figures(row, language)
    let name = Markup.text(Terms.indicator(row.id, language), 70)
    var text = "<tr><th scope=\"row\">\(name)\(unit.isEmpty ? "" : " <small>\(Markup.text(unit, 16))</small>")</th>"
    text += cell(say.text(row.baseline), say.interval(row.baselineLow, row.baselineHigh), isThere: row.baseline != nil)
    text += cell(say.text(row.value), say.interval(row.low, row.high), isThere: row.value != nil)
    guard let difference = row.difference else {
      return text + "<td class=\"number\">–</td><td>\(row.value == nil ? Words.notComputable(language) : "")</td></tr>"
    }
    guard IndicatorChoice.isChanged(row) else {
      return text + "<td class=\"number\">=</td><td>\(Words.same(language))</td></tr>"
    }
    let isMore = difference > 0
    let sign = isMore ? "+" : "−"
    text +=
      "<td class=\"number\"><span aria-hidden=\"true\">\(isMore ? "▲" : "▼")</span> \(sign)\(say.text(abs(difference)))"
    text += small(say.interval(row.differenceLow, row.differenceHigh)) + "</td>"
    let how = Self.judged(row)
    return text + "<td class=\"\(how.name)\">\(how.word(language))</td></tr>"
  }

  /// Whether a change is for the better, in a word and as a class of style.
  private static func judged(_ row: IndicatorRow) -> (name: String, word: Phrase) {
    if row.isWithinChance { return ("chance", Words.chance) }
    switch row.better {
    case .neither: return ("chance", Words.notJudged)
    case .more: return (row.difference ?? 0) > 0 ? ("better", Words.better) : ("worse", Words.worse)
    case .less: return (row.difference ?? 0) < 0 ? ("better", Words.better) : ("worse", Words.worse)
    }
  }

  private func cell(_ number: String, _ interval: String?, isThere: Bool) -> String {
    let below =
      interval.map { small($0) } ?? (isThere && choice.tellsIntervals ? small(Words.noInterval(language)) : "")
    return "<td class=\"number\">\(number)\(below)</td>"
  }

  private func small(_ text: String?) -> String { text.map { "<small>\($0)</small>" } ?? "" }
}

/// The numbers of one indicator, all told alike: millions where it is millions.
private struct Figures {
  private let decimals: Int
  private let isMillions: Bool
  private let language: Language

  init(_ row: IndicatorRow, _ language: Language) {
    let greatest = max(abs(row.value ?? 0), abs(row.baseline ?? 0))
    isMillions = greatest >= 10_000_000
    decimals = isMillions ? 1 : IndicatorChoice.decimals(row)
    self.language = language
  }

  func text(_ number: Double?) -> String {
    guard isMillions, let number else { return Numbers.text(number, decimals: decimals) }
    let millions = number / 1_000_000
    return Numbers.text(millions, decimals: abs(millions) < 1 ? 3 : 1) + " " + Words.million(language)
  }

  func interval(_ low: Double?, _ high: Double?) -> String? {
    guard let low, let high else { return nil }
    return "\(text(low)) – \(text(high))"
  }
}
