import Checks
import Modelling

/// A check of counts as text for a terminal: each street and hour, then the errors beside the guess.
struct CountCheckTable {
  private let check: CountCheck
  private let use: CountCheck.Use?

  /// A check, and whether runs of traffic follow it.
  init(_ check: CountCheck, _ use: CountCheck.Use? = nil) { (self.check, self.use) = (check, use) }

  /// The text within a number of terminal columns.
  func text(within width: Int) -> String {
    var hours = TextTable([
      .init(heading: "street"), .init(heading: "way"), .init(heading: "time"),
      .init(heading: "counted", isNumeric: true), .init(heading: "map alone", isNumeric: true),
      .init(heading: "held out", isNumeric: true), .init(heading: "fitted", isNumeric: true),
    ])
    for pair in check.pairs {
      hours.append([
        pair.street.isEmpty ? pair.key : pair.street, pair.direction, "\(pair.from)–\(pair.to)",
        Self.whole(pair.counted),
        Self.whole(pair.before), pair.heldOut.map(Self.whole) ?? "–", Self.whole(pair.fitted),
      ])
    }
    var errors = TextTable([
      .init(heading: "motor vehicles an hour"), .init(heading: "GEH < 5", isNumeric: true),
      .init(heading: "root mean square", isNumeric: true),
    ])
    func add(_ name: String, _ scores: CountCheck.Scores?) {
      guard let scores else { return }
      errors.append([name, "\(Int((scores.goodShare * 100).rounded())) %", Self.whole(scores.rootError)])
    }
    add("map alone", check.before)
    add("fitted to other streets", check.heldOut)
    add("fitted to all", check.fitted)
    add("constant guess", check.guess)
    var lines = [hours.text(within: width), "", errors.text(within: width), ""]
    lines.append(RunTable.wrapped(check.sentence, width))
    if let use {
      lines.append(RunTable.wrapped(use.isUsed ? "Runs of traffic follow these counts." : use.sentence, width))
    }
    for left in check.left {
      let examples = left.examples.isEmpty ? "" : " (\(left.examples.joined(separator: ", ")))"
      lines.append(RunTable.wrapped("Left out: \(left.count) × \(left.what): \(left.why)\(examples)", width))
    }
    return lines.joined(separator: "\n")
  }

  private static func whole(_ value: Double) -> String { "\(Int(value.rounded()))" }
}
