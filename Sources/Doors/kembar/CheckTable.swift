import Checks
import Modelling

/// A check as text for a terminal: each mark beside the model, then the table of hits and errors beside the guess.
struct CheckTable {
  private let check: TownCheck

  init(_ check: TownCheck) { self.check = check }

  /// The text within a number of terminal columns.
  func text(within width: Int) -> String {
    var marks = TextTable([
      .init(heading: "day"), .init(heading: "told", isNumeric: true), .init(heading: "model", isNumeric: true),
      .init(heading: ""),
    ])
    for pair in check.pairs {
      let (isTold, isModelled) = (pair.told >= Scores.wet, pair.modelled >= Scores.wet)
      let word =
        switch (isTold, isModelled) {
        case (true, true): "hit"
        case (true, false): "miss"
        case (false, true): "false alarm"
        case (false, false): "dry"
        }
      marks.append([pair.date, pair.told == 0 ? "dry" : Self.metres(pair.told), Self.metres(pair.modelled), word])
    }
    let scores = check.scores
    var errors = TextTable([
      .init(heading: "depth error"), .init(heading: "model", isNumeric: true), .init(heading: "guess", isNumeric: true),
    ])
    errors.append(["mean", Self.metres(scores.meanError), Self.metres(scores.guessMeanError)])
    errors.append(["root mean square", Self.metres(scores.rootError), Self.metres(scores.guessRootError)])
    func percent(_ share: Double?) -> String { share.map { "\(Int(($0 * 100).rounded())) %" } ?? "–" }
    var lines = check.days.flatMap { day in
      let hours = day.from == day.to ? "" : ", replayed from \(Self.clock(day.from)) to \(Self.clock(day.to))"
      let known = RunTable.wrapped("\(day.date): \(day.used.joined(separator: "; "))\(hours)", width)
      return [known]
        + (day.missing.isEmpty ? [] : [RunTable.wrapped("  not: " + day.missing.joined(separator: "; "), width)])
    }
    lines += ["", marks.text(within: width), ""]
    lines.append(
      "\(scores.hits) hits, \(scores.misses) misses, \(scores.falseAlarms) false alarms, \(scores.dry) dry in both (wet from "
        + "\(Scores.wet) m)")
    lines.append(
      "Hit rate \(percent(scores.hitRate)), false-alarm ratio \(percent(scores.falseAlarmRatio)), critical success index "
        + percent(scores.successIndex))
    lines += ["", errors.text(within: width), ""]
    lines.append(
      "Bias \(Self.metres(scores.bias)); of 999 shuffles of the marks \(percent(scores.shuffledAsGood)) suit the model as well."
    )
    lines.append(RunTable.wrapped(check.sentence, width))
    for left in check.left {
      let examples = left.examples.isEmpty ? "" : " (\(left.examples.joined(separator: ", ")))"
      lines.append(RunTable.wrapped("Left out: \(left.count) × \(left.what): \(left.why)\(examples)", width))
    }
    return lines.joined(separator: "\n")
  }

  /// Hours from a day's midnight as a clock: `18:00 the day before`.
  private static func clock(_ hours: Double) -> String {
    let day = hours < 0 ? " the day before" : hours > 24 ? " the day after" : ""
    let hour = Int(hours < 0 ? hours + 24 : hours > 24 ? hours - 24 : hours)
    return (hour < 10 ? "0" : "") + "\(hour):00" + day
  }

  private static func metres(_ value: Double) -> String { "\((value * 100).rounded() / 100) m" }
}
