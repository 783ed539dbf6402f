internal import Observations

extension QualityFindings {
  /// Findings worse than good as data quality elements (ISO 19157) behind those said before: the test, the flag with its word, and a sentence.
  ///
  /// The sentences tell the settings and nothing of the readings before, so that an observation sent again has the same.
  func elements(by settings: QualitySettings, behind said: PlainValue?) -> PlainValue {
    var all: [PlainValue] = []
    switch said {
    case .list(let given): all = given
    case .null, nil: break
    case .some(let given): all = [given]
    }
    for test in QualityTest.allCases where self[test] >= .suspect {
      let element = PlainValue.object([
        "nameOfMeasure": .text(test.rawValue),
        "DQ_Result": .object([
          "code": .number(Double(self[test].rawValue)), "term": .text(self[test].term),
          "statement": .text(Self.statement(test, self[test], settings)),
        ]),
      ])
      if !all.contains(element) { all.append(element) }
    }
    return .list(all)
  }

  private static func statement(_ test: QualityTest, _ flag: QualityFlag, _ settings: QualitySettings) -> String {
    switch test {
    case .range:
      guard let range = flag == .fail ? settings.range : settings.usual else { return "It lies outside its range." }
      return flag == .fail
        ? "It lies outside \(number(range.lowerBound)) to \(number(range.upperBound)), what can be there."
        : "It lies outside \(number(range.lowerBound)) to \(number(range.upperBound)), what is usual there."
    case .spike:
      return "It stands out from the readings before it by more than \(number(settings.spike?.least ?? 0))."
    case .rate: return "It changed by more than \(number(settings.perMinute ?? 0)) a minute."
    case .stuck:
      let stuck = settings.stuck ?? QualitySettings.Stuck(lasting: 0)
      return "It has been the same for \(stuck.readings) readings and \(TimeLength.text(stuck.lasting)) or more."
    case .gap: return "More than \(number(settings.gap ?? 0)) times the usual interval passed before it."
    case .clock:
      return flag == .fail
        ? "It is of a time more than \(TimeLength.text(settings.future ?? 0)) after its arrival."
        : "Its times do not agree: made before it happened, "
          + "or more than \(TimeLength.text(settings.late ?? 0)) under way."
    }
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : "\(value)"
  }
}
