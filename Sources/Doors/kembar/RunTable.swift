import Access
import Modelling
import Replica
import Scenarios

/// A run as a table for people: baseline, scenario, difference, remarks.
struct RunTable {
  private let run: ScenarioRun
  private let rows: [IndicatorRow]

  /// The table of a run; without `all`, of the times only those that change, to the places every town should have.
  init(_ run: ScenarioRun, all: Bool) {
    self.run = run
    let isBaseline = run.run == run.baseline
    rows =
      all
      ? run.rows : run.rows.filter { Self.isTime($0) ? Self.isEssential($0) && (isBaseline || Self.differs($0)) : true }
  }

  private static func differs(_ row: IndicatorRow) -> Bool { row.baseline != row.value }

  private static func isTime(_ row: IndicatorRow) -> Bool { row.id.hasPrefix("access.") }

  private static func isEssential(_ row: IndicatorRow) -> Bool {
    AccessLimits.essential.contains { row.id.hasPrefix("access.\($0.rawValue).") }
  }

  /// What stays out of the table, a sentence; empty when all is in it.
  private var omission: String {
    let shown = Set(rows.map { "\($0.id) \($0.place)" })
    let omitted = run.rows.filter { !shown.contains("\($0.id) \($0.place)") }
    guard !omitted.isEmpty else { return "" }
    let changed = omitted.count(where: Self.differs)
    let rest = omitted.count - changed
    let parts = [
      changed > 0 ? "\(changed) more times and shares, to other kinds of places, change" : "",
      rest > 0 ? "\(rest) are as in the baseline" : "",
    ]
    return "\n" + parts.filter { !$0.isEmpty }.joined(separator: "; ") + ": --all shows them.\n"
  }

  /// The text within a number of terminal columns.
  func text(within width: Int) -> String {
    let intervals = rows.map(Self.interval)
    let hasIntervals = intervals.contains { !$0.isEmpty }
    var table = TextTable(
      [
        .init(heading: "Indicator", isFolded: true), .init(heading: "Baseline", isNumeric: true),
        .init(heading: "Scenario", isNumeric: true),
      ] + (hasIntervals ? [.init(heading: "Interval")] : []) + [
        .init(heading: "", isNumeric: false), .init(heading: "Difference", isNumeric: true), .init(heading: "Unit"),
        .init(heading: ""),
      ])
    var missing: [(why: String, ids: [String])] = []
    for (row, interval) in zip(rows, intervals) {
      if row.value == nil {
        if let place = missing.firstIndex(where: { $0.why == row.why }) {
          missing[place].ids.append(row.id)
        } else {
          missing.append((row.why, [row.id]))
        }
      }
      // Of a place its name counts; the model is that of the rows around it.
      let id = row.placeName == nil ? row.id[...] : row.id.drop { $0 != "." }.dropFirst()
      let name = row.place.isEmpty ? row.id : "\(id) (\(row.placeName ?? row.place))"
      let change = Self.change(row)
      table.append(
        [name, Self.number(row.baseline, row.unit), Self.number(row.value, row.unit)]
          + (hasIntervals ? [interval] : []) + [change.sign, change.text, row.unit, change.verdict])
    }
    var text = "\(run.scenario)\n\n\(table.text(within: width))\n"
    text += omission
    let notes = missing.map { note in
      note.ids[0] + (note.ids.count > 1 ? " and \(note.ids.count - 1) more" : "") + ": \(note.why)."
    }
    let remarks = run.remarks + notes
    if !remarks.isEmpty {
      text += "\nRemarks\n" + remarks.map { Self.wrapped("- \($0)", width) }.joined(separator: "\n") + "\n"
    }
    return text + "\nRun \(run.run.text)"
  }

  /// What the scenario's number may be between; empty where nothing is told.
  private static func interval(_ row: IndicatorRow) -> String {
    guard let low = row.low, let high = row.high else { return "" }
    // A thousand and more needs no decimals: an interval is no exact thing.
    let unit = max(abs(low), abs(high)) >= 1000 ? "count" : row.unit
    return "\(number(low, unit))–\(number(high, unit))"
  }

  /// The difference as a sign, a number and a word; empty where nothing changed.
  private static func change(_ row: IndicatorRow) -> (sign: String, text: String, verdict: String) {
    guard let difference = row.difference else { return ("", row.value == nil && row.baseline == nil ? "" : "–", "") }
    let text = number(abs(difference), row.unit)
    guard difference != 0 else { return ("", "0", "") }
    // A difference too small for the unit's decimals is still one: "< 0.1", not "0".
    let isSmall = !text.contains { ("1"..."9").contains($0) }
    let isMore = difference > 0
    let verdict =
      switch row.better {
      case _ where row.isWithinChance: "within chance"
      case .neither: ""
      case .more: isMore ? "better" : "worse"
      case .less: isMore ? "worse" : "better"
      }
    let shown = isSmall ? "< " + text.dropLast() + "1" : (isMore ? "+" : "−") + text
    return (isMore ? "▲" : "▼", shown, isSmall ? "" : verdict)
  }

  /// A number with as many decimals as its unit deserves, none from a hundred thousand on; "–" where there is none.
  static func number(_ number: Double?, _ unit: String) -> String {
    guard let number, number.isFinite else { return "–" }
    let decimals =
      switch unit {
      case _ where abs(number) >= 100_000: 0
      case "count", "people": 0
      case "min", "%": 1
      case "m³/s" where abs(number) < 1: 3
      default: 2
      }
    let scale = [1.0, 10, 100, 1000][decimals]
    let whole = (abs(number) * scale).rounded()
    guard whole < 1e15 else { return "\(number)" }
    let digits = Int(whole)
    var text = "\(digits / Int(scale))"
    for place in stride(from: text.count - 3, to: 0, by: -3) {
      text.insert(",", at: text.index(text.startIndex, offsetBy: place))
    }
    if decimals > 0 {
      let rest = "\(digits % Int(scale))"
      text += "." + String(repeating: "0", count: decimals - rest.count) + rest
    }
    return (number < 0 && digits > 0 ? "−" : "") + text
  }

  /// A text broken at spaces, further lines indented by two.
  static func wrapped(_ text: String, _ width: Int) -> String {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, TextTable.width(of: line) + 1 + TextTable.width(of: String(word)) > width {
        lines.append(line)
        line = "  " + word
      } else {
        line += (line.isEmpty ? "" : " ") + word
      }
    }
    return (lines + [line]).joined(separator: "\n")
  }
}
