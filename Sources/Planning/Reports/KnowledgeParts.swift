internal import Modelling
internal import Replica
internal import Scenarios

/// The order in which models matter to the page: those whose indicators are shown first.
private func order(_ page: CouncilPage, _ choice: IndicatorChoice) -> [String] {
  let asked = page.run.models.map(\.model)
  var order: [String] = []
  for row in choice.rows {
    guard let model = asked.first(where: { row.id.hasPrefix($0 + ".") }), !order.contains(model) else { continue }
    order.append(model)
  }
  // What water does hangs on the flood, whatever its indicators are.
  order += asked.filter { !order.contains($0) }
  return order
}

/// One after the other from several lists: the first of each, the second of each, …
private func interleaved<T>(_ lists: [[T]]) -> [T] {
  (0..<(lists.map(\.count).max() ?? 0)).flatMap { place in lists.compactMap { place < $0.count ? $0[place] : nil } }
}

/// The five assumptions that matter: what both sides suppose, and the first limits of the models that were asked.
struct AssumptionsPart {
  private static let count = 5
  private let page: CouncilPage
  private let choice: IndicatorChoice
  private let language: Language
  private let cuts: Cuts

  init(_ page: CouncilPage, _ choice: IndicatorChoice, _ language: Language, _ cuts: Cuts) {
    self.page = page
    self.choice = choice
    self.language = language
    self.cuts = cuts
  }

  var html: String {
    var items: [String] = []
    if !page.scenario.supposed.isEmpty {
      let names = page.scenario.supposed.map { change in
        let keyword = type(of: change).keyword
        return Terms.term("change.\(keyword)", language, or: keyword).lowercased()
      }
      var seen: Set<String> = []
      let listed = names.filter { seen.insert($0).inserted }.joined(separator: ", ")
      items.append(Words.sameOnBoth(language, Markup.text(listed, 80)))
    }
    let cards = order(page, choice).compactMap { name in page.cards.first { $0.name == name } }
    let limits = interleaved(cards.map { card in card.limits.map { (card.name, $0) } })
    for (model, limit) in limits.prefix(Self.count - items.count) {
      let name = Terms.term("model.\(model)", language, or: model)
      items.append("<b>\(Markup.escaped(name))</b>: \(Sayings.html(limit, language, cuts.letters(125)))")
    }
    return "<section class=\"assumptions\"><h2>\(Words.assumptions(language))</h2><ol>"
      + items.map { "<li>\($0)</li>" }.joined() + "</ol></section>"
  }
}

/// What the data cannot tell: the verdicts that are not *fit*, with what to ask for.
struct VerdictsPart {
  private let page: CouncilPage
  private let choice: IndicatorChoice
  private let language: Language
  private let cuts: Cuts

  init(_ page: CouncilPage, _ choice: IndicatorChoice, _ language: Language, _ cuts: Cuts) {
    self.page = page
    self.choice = choice
    self.language = language
    self.cuts = cuts
  }

  var html: String {
    let doubted = interleaved(
      order(page, choice).map { model in page.verdicts.filter { $0.model == model && $0.verdict.level != .fit } })
    var text = "<section class=\"verdicts\"><h2>\(Words.cannotTell(language))</h2>"
    guard !doubted.isEmpty else { return text + "<p>\(Words.allFit(language))</p></section>" }
    text += "<ul>"
    for one in doubted.prefix(cuts.verdicts) {
      let verdict = one.verdict
      let level = verdict.level == .cannot ? Words.cannot : Words.screening
      text += "<li><b>\(Sayings.html(verdict.question, language, 70))</b> <em>\(level(language))</em>. "
      text += Sayings.html(verdict.because, language, cuts.letters(verdict.askFor == nil ? 190 : 115))
      if let ask = verdict.askFor { text += " → \(Words.ask(language, Sayings.html(ask, language, cuts.letters(90))))" }
      text += "</li>"
    }
    if doubted.count > cuts.verdicts {
      text += "<li>… \(Words.more(language, "\(doubted.count - cuts.verdicts)"))</li>"
    }
    return text + "</ul></section>"
  }
}

/// Where the city comes from: file, who made it, licence, date.
struct SourcesPart {
  private let page: CouncilPage
  private let language: Language
  private let cuts: Cuts

  init(_ page: CouncilPage, _ language: Language, _ cuts: Cuts) {
    self.page = page
    self.language = language
    self.cuts = cuts
  }

  var html: String {
    var text = "<section class=\"sources\"><h2>\(Words.sources(language))</h2>"
    let sources = page.city.profile.sources
    guard !sources.isEmpty else { return text + "<p>\(Words.noSources(language))</p></section>" }
    /// Layers of one source are told in one line.
    struct Origin: Hashable { var file, attribution, licence, date: String }
    var layers: [Origin: [String]] = [:]
    var origins: [Origin] = []
    for source in sources {
      let origin = Origin(
        file: source.file, attribution: source.attribution, licence: source.licence, date: source.date)
      if layers[origin] == nil { origins.append(origin) }
      layers[origin, default: []].append(Terms.term("layer.\(source.layer)", language, or: source.layer).lowercased())
    }
    let shown = origins.count > cuts.sources ? cuts.sources - 1 : cuts.sources
    text += "<ul>"
    for origin in origins.prefix(shown) {
      let facts = [
        origin.attribution.isEmpty ? origin.file : origin.attribution,
        origin.licence.isEmpty ? Words.noLicence(language) : origin.licence,
        origin.date.isEmpty ? Words.noDate(language) : Day(origin.date)?.words(language) ?? origin.date,
      ]
      let names = layers[origin, default: []]
      let listed =
        names.prefix(4).joined(separator: ", ")
        + (names.count > 4 ? " \(Words.more(language, "\(names.count - 4)"))" : "")
      text +=
        "<li><b>\(Markup.text(listed, cuts.letters(55)))</b>: \(Markup.text(facts.joined(separator: "; "), cuts.letters(75)))</li>"
    }
    if origins.count > shown { text += "<li>… \(Words.more(language, "\(origins.count - shown)"))</li>" }
    return text + "</ul></section>"
  }
}
