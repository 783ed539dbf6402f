public import Modelling
public import Replica
public import Scenarios

/// What the council's page tells of: a value, from which ``html(in:_:)`` makes the page.
public struct CouncilPage: Sendable {
  /// The city without the changes and with them.
  public var city, changed: City
  /// What was asked.
  public var scenario: Scenario
  /// What the run found.
  public var run: ScenarioRun
  /// The field on the maps; nothing when the run has none that a map can show.
  public var shown: FieldPair?
  /// The field by zone that tells who gains and who loses; nothing when the run has none.
  public var zones: FieldPair?
  /// The cards of the models.
  public var cards: [ModelCard]
  /// How far the models may be trusted here.
  public var verdicts: [ModelVerdict]
  /// The fingerprint of the city.
  public var digest: String
  /// The day on the page.
  public var date: Day

  /// A page from its parts.
  public init(
    city: City, changed: City, scenario: Scenario, run: ScenarioRun, shown: FieldPair?, zones: FieldPair?,
    cards: [ModelCard], verdicts: [ModelVerdict], digest: String, date: Day
  ) {
    self.city = city
    self.changed = changed
    self.scenario = scenario
    self.run = run
    self.shown = shown
    self.zones = zones
    self.cards = cards
    self.verdicts = verdicts
    self.digest = digest
    self.date = date
  }

  /// A page of a scenario's run: carries out the changes and asks `field` for the values that are shown.
  ///
  /// Throws the sentence of a change that cannot be carried out.
  public init(
    _ run: ScenarioRun, of scenario: Scenario, by runner: Runner, verdicts: [ModelVerdict], on date: Day,
    field: (RunID, String) -> Field?
  ) throws {
    func pair(_ summary: FieldSummary) -> FieldPair? {
      field(summary.run, summary.name).map { after in
        FieldPair(
          summary, before: summary.run == summary.baseline ? after : field(summary.baseline, summary.name), after: after
        )
      }
    }
    /// The first that differs, of a few; else the first.
    func telling(_ summaries: [FieldSummary], of count: Int) -> FieldPair? {
      var first: FieldPair?
      for summary in summaries.prefix(count) {
        guard let found = pair(summary) else { continue }
        first = first ?? found
        if let before = found.before, !Self.areSame(before.values, found.after.values) { return found }
      }
      return first
    }
    let map = FieldChoice.forMap(run)
    // Water is shown where there is some, whether or not the changes alter it.
    let isWater = map.first?.palette == .depth
    let applied = try runner.applied(scenario)
    self.init(
      city: runner.city, changed: applied.city, scenario: scenario, run: run, shown: telling(map, of: isWater ? 1 : 4),
      zones: telling(FieldChoice.forZones(run), of: 8), cards: runner.catalogue.models.map { $0.card },
      verdicts: verdicts, digest: runner.digest, date: date)
  }

  private static func areSame(_ one: [Float], _ other: [Float]) -> Bool {
    one.count == other.count && zip(one, other).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
  }

  /// The page as HTML that stands alone: one sheet of A4. Equal pages give equal text.
  public func html(in language: Language) -> String { Self.html([self], in: language) }

  /// Some pages one after the other, a sheet each.
  public static func html(_ pages: [CouncilPage], in language: Language) -> String {
    let title = pages.first.map { Markup.text($0.run.scenario, 120) } ?? ""
    return """
      <!DOCTYPE html>
      <html lang="\(language.rawValue)">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=840">
      <title>\(title) – \(Words.kind(language))</title>
      <style>\(Style.text)</style>
      </head>
      <body>
      <main>
      \(pages.map { $0.sheet(language) }.joined(separator: "\n"))
      </main>
      </body>
      </html>

      """
  }

  /// One sheet: everything but the maps first, then the maps in the room that is left.
  private func sheet(_ language: Language) -> String {
    let chosen = IndicatorChoice(run)
    let question = QuestionPart(self, language).html
    let maps = MapsPart(self, language)
    let zones = ZonesPart(self, language).html
    let footer = footer(language)
    var columns: [(left: String, right: String)] = []
    var height = 0.0
    for cuts in Cuts.allCases {
      columns = [
        (zones, AssumptionsPart(self, chosen, language, cuts).html),
        (VerdictsPart(self, chosen, language, cuts).html, SourcesPart(self, language, cuts).html),
      ]
      height =
        Room(question: question, legend: maps.legend, choice: chosen, columns: columns, footer: footer).maps
      if height >= MapsPart.leastHeight { break }
    }
    return """
      <article class="sheet">
      \(question)
      \(maps.html(height: height))
      \(IndicatorsPart(chosen, language).html)
      \(columns.map { "<div class=\"columns\">\n\($0.left)\n\($0.right)\n</div>" }.joined(separator: "\n"))
      \(footer)
      </article>
      """
  }

  /// The run by which everything can be computed again.
  private func footer(_ language: Language) -> String {
    let models = run.models.map { "\(Terms.term("model.\($0.model)", language, or: $0.model)) \($0.version)" }
    return "<footer><p><b>\(Words.run(language))</b> <code>\(Markup.escaped(run.run.text))</code></p><p>"
      + "\(Words.against(language)) <code>\(Markup.escaped(String(run.baseline.text.prefix(12))))</code> · "
      + "\(Words.city(language)) <code>\(Markup.escaped(String(digest.prefix(12))))</code> · \(Words.models(language)): "
      + "\(Markup.text(models.joined(separator: ", "), 110)) · \(Words.madeBy(language))</p></footer>"
  }
}
