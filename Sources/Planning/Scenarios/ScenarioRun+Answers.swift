import CityFolder
import Foundation
import Modelling

extension ScenarioRun {
  /// Sets the answers of the models side by side, `answers` and `baseline` in the same order of models.
  init(scenario: String, answers: [StoredRun], baseline: [StoredRun]) {
    self.scenario = scenario
    run = RunID(scenarioOf: answers.map(\.id))
    self.baseline = RunID(scenarioOf: baseline.map(\.id))
    models = []
    rows = []
    fields = []
    remarks = []
    for (with, without) in zip(answers, baseline) {
      models.append(ModelRun(model: with.model, version: with.version, run: with.id, baseline: without.id))
      rows += Self.rows(with.indicators, beside: without.indicators)
      fields += Self.summaries(with, beside: without)
      remarks += with.remarks
      // What holds without the changes alone is told as such; most holds with them too.
      remarks += without.remarks.filter { !with.remarks.contains($0) }.map { "Baseline: \($0)" }
    }
  }

  /// One row an indicator: those of the scenario in their order, then those only the baseline has.
  private static func rows(_ with: [Indicator], beside without: [Indicator]) -> [IndicatorRow] {
    struct Name: Hashable {
      var id, place: String
      init(_ indicator: Indicator) { (id, place) = (indicator.id, indicator.place) }
    }
    let before = Dictionary(without.map { (Name($0), $0) }, uniquingKeysWith: { first, _ in first })
    let names = Set(with.map(Name.init))
    return with.map { row($0, before[Name($0)]) }
      + without.filter { !names.contains(Name($0)) }.map { old in
        var gone = old
        gone.value = .notComputable(because: "with the changes there is nothing left to compute it from")
        return row(gone, old)
      }
  }

  private static func row(_ indicator: Indicator, _ before: Indicator?) -> IndicatorRow {
    var row = IndicatorRow(
      id: indicator.id, place: indicator.place, placeName: indicator.placeName, unit: indicator.unit,
      better: indicator.better,
      baseline: before?.value.number.flatMap { $0.isFinite ? $0 : nil }, value: nil, low: nil, high: nil,
      kind: indicator.kind, why: indicator.formula)
    if case .number(_, let low, let high)? = before?.value, row.baseline != nil {
      row.baselineLow = low.flatMap { $0.isFinite ? $0 : nil }
      row.baselineHigh = high.flatMap { $0.isFinite ? $0 : nil }
    }
    if let draws = indicator.draws, let others = before?.draws, draws.count == others.count, draws.count > 1 {
      let differences = zip(draws, others).map { $0 - $1 }
      if differences.allSatisfy(\.isFinite) {
        (row.differenceLow, row.differenceHigh) = (differences.min(), differences.max())
      }
    }
    switch indicator.value {
    case .number(let number, let low, let high):
      // JSON has no word for a number that is none; nor has a table.
      guard number.isFinite else {
        row.why = "not computable, because its formula has no finite value here: \(indicator.formula)"
        break
      }
      row.value = number
      row.low = low.flatMap { $0.isFinite ? $0 : nil }
      row.high = high.flatMap { $0.isFinite ? $0 : nil }
    case .notComputable(let because): row.why = "not computable, because \(because)"
    }
    return row
  }

  private static func summaries(_ with: StoredRun, beside without: StoredRun) -> [FieldSummary] {
    with.fields.map { field in
      let ranges = [field.range, without.fields.first { $0.name == field.name }?.range].compactMap(\.self)
      return FieldSummary(
        name: field.name, title: field.title, unit: field.unit, better: field.better, palette: field.palette,
        carrier: field.carrier.name, model: with.model, run: with.id, baseline: without.id,
        low: ranges.map(\.lowerBound).min(), high: ranges.map(\.upperBound).max())
    }
  }

  /// The answer of `kembar run --json`: `{"scenario", "run", "indicators": […]}`, every key always there, null where there is
  /// no number. Ends without a newline.
  public var indicatorsJSON: [UInt8] {
    struct Answer: Encodable {
      var scenario: String
      var run: String
      var indicators: [Row]
    }
    struct Row: Encodable {
      var row: IndicatorRow
      enum Key: String, CodingKey {
        case id, place, placeName, unit, better, baseline, baselineLow, baselineHigh, value, low, high, differenceLow,
          differenceHigh, kind, why
      }
      func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Key.self)
        try fields.encode(row.id, forKey: .id)
        try fields.encode(row.place, forKey: .place)
        try fields.encode(row.placeName, forKey: .placeName)
        try fields.encode(row.unit, forKey: .unit)
        try fields.encode(row.better, forKey: .better)
        try fields.encode(row.baseline, forKey: .baseline)
        try fields.encode(row.baselineLow, forKey: .baselineLow)
        try fields.encode(row.baselineHigh, forKey: .baselineHigh)
        try fields.encode(row.value, forKey: .value)
        try fields.encode(row.low, forKey: .low)
        try fields.encode(row.high, forKey: .high)
        try fields.encode(row.differenceLow, forKey: .differenceLow)
        try fields.encode(row.differenceHigh, forKey: .differenceHigh)
        try fields.encode(row.kind, forKey: .kind)
        try fields.encode(row.why, forKey: .why)
      }
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let answer = Answer(scenario: scenario, run: run.text, indicators: rows.map { Row(row: $0) })
    return (try? encoder.encode(answer)).map { Array($0) } ?? []
  }
}
