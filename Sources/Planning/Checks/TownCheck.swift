import Foundation
public import Geography
public import Modelling
public import Observations
public import Replica

/// A model held against the marks of a town, day by day.
public struct TownCheck: Sendable, Codable, Equatable, KeptCheck {
  /// A mark beside the model.
  public struct Pair: Sendable, Codable, Equatable {
    /// The day, `2024-11-30`.
    public var date: String
    /// City metres.
    public var x, y: Double
    /// Metres of water, told and modelled.
    public var told, modelled: Double
  }
  /// A day that was replayed.
  public struct Day: Sendable, Codable, Equatable {
    /// The day, `2024-11-30`.
    public var date: String
    /// Hours from the day's midnight at which the replay began and ended; both 0 for a day that was dry without being run.
    public var from, to: Double
    /// What was known of the day and used, and what was not, a phrase each.
    public var used, missing: [String]
    /// What the model had to say, a sentence each.
    public var remarks: [String]
    /// Marks compared.
    public var marks: Int
  }
  /// What a replay of a day found.
  public struct Replay: Sendable {
    /// The greatest depths in m, NaN outside the model.
    public var peak: Grid
    /// What was used of the day's water, what was not, and what the model had to say.
    public var used, missing, remarks: [String]

    /// A day's replay.
    public init(peak: Grid, used: [String] = [], missing: [String] = [], remarks: [String] = []) {
      self.peak = peak
      self.used = used
      self.missing = missing
      self.remarks = remarks
    }
  }

  /// The format of the file.
  public var format = Self.formatNow
  /// The model's name and version, and the digest of the city.
  public var model, version, city: String
  /// The days, in order.
  public var days: [Day]
  /// The marks compared, in the order of the days.
  public var pairs: [Pair]
  /// How well they agree.
  public var scores: Scores
  /// Marks left out, and why.
  public var left: [Skipped]

  static let formatNow = 2

  /// Replays the days of some marks and compares.
  ///
  /// With the town itself, a cell's level is held against the terrain at the mark; without it the cell's depth stands.
  /// `replay` answers what a day's water leaves; it is given the day's marks for their places alone. A day without a river's level and with less than 1 mm of rain is dry without being run;
  /// a day of whose water nothing is known, and a mark outside the model, are left out and told. Throws a ``CheckError``
  /// when no mark is left, and what `replay` throws.
  public init(
    _ marks: [Mark], water: [CalendarDate: DayWater], on town: City? = nil, model: String, version: String,
    city: String,
    replay: (DayWater, [Mark]) throws -> Replay
  ) throws {
    var tally = SkippedTally()
    var days: [Day] = []
    var pairs: [Pair] = []
    for (date, ofDay) in Dictionary(grouping: marks, by: \.date).sorted(by: { $0.key < $1.key }) {
      guard let water = water[date], water.isKnown else {
        tally.add(
          "mark", because: "neither the rain nor a river of its day is known", example: date.text, count: ofDay.count)
        continue
      }
      let found = water.isDry ? nil : try replay(water, ofDay)
      let depths = found.flatMap { found in town.map { MarkDepth(found.peak, on: $0) } }
      var compared = 0
      for mark in ofDay {
        let depth = depths?.depth(at: mark.place) ?? found.map { Double($0.peak.value(at: mark.place)) } ?? 0
        guard depth.isFinite else {
          tally.add(
            "mark", because: "it lies outside the model", example: "\(date.text) at \(mark.place.x) \(mark.place.y)")
          continue
        }
        compared += 1
        pairs.append(Pair(date: date.text, x: mark.place.x, y: mark.place.y, told: mark.depth, modelled: depth))
      }
      let window = water.isDry ? 0..<0 : water.window
      days.append(
        Day(
          date: date.text, from: Double(window.lowerBound) / 60, to: Double(window.upperBound) / 60,
          used: found?.used ?? ["less than 1 mm of rain: dry"], missing: found?.missing ?? [],
          remarks: found?.remarks ?? [], marks: compared))
    }
    guard !pairs.isEmpty else {
      let why = tally.all.map { "\($0.count): \($0.why) (\($0.examples.joined(separator: ", ")))" }.joined(
        separator: "; ")
      throw CheckError(
        "No flood mark can be replayed. \(why). Bring the rain of those days as a sheet of date,mm (kembar check DIR --rain "
          + "FILE.csv), or the gauges' readings in observations.")
    }
    (self.model, self.version, self.city, self.days, self.pairs) = (model, version, city, days, pairs)
    scores = Scores(told: pairs.map(\.told), modelled: pairs.map(\.modelled))
    left = tally.all
  }

  // MARK: Kept with the city

  static let isPretty = true
  /// The file's name in the folder of runs.
  public static let file = "check.json"

  /// Writes the result beside and renames it into place. Throws a ``CheckError``.
  public func write(toRuns folder: String) throws { try keep(inRuns: folder) }

  /// The result kept in a folder of runs; nothing where there is none, or none that can be read.
  public static func kept(inRuns folder: String) -> TownCheck? { read(fromRuns: folder) }

  // MARK: What it says

  /// The verdict that stands first: was the model right in this town?
  ///
  /// `isSameCity` and the version of the model now tell whether the result still holds.
  public func verdict(cityNow: String, versionNow: String?) -> Verdict {
    let question = "Was the \(model) model right in your town?"
    var because = sentence
    let isOld = cityNow != city || (versionNow.map { $0 != version } ?? false)
    if isOld { because += " The city or the model changed since: run kembar check again." }
    switch scores.finding {
    case .better:
      return Verdict(
        question: question, level: isOld || (scores.successIndex ?? 0) < 0.5 ? .screeningOnly : .fit, because: because,
        askFor: isOld ? "kembar check" : nil)
    case .noBetter:
      return Verdict(
        question: question, level: .cannot, because: because,
        askFor: "Drains, culverts and walls of the streets where it failed, and a better terrain.")
    case .tooFew:
      return Verdict(
        question: question, level: .screeningOnly, because: because,
        askFor: "More flood marks, dry ones too: place, day and depth, from the council's files and residents.")
    }
  }

  /// The result in two sentences.
  public var sentence: String {
    let s = scores
    func metres(_ value: Double) -> String { "\((value * 100).rounded() / 100) m" }
    let head =
      "\(s.marks) flood \(s.marks == 1 ? "mark" : "marks") of \(days.count) \(days.count == 1 ? "day" : "days"): \(s.hits) hits, "
      + "\(s.misses) misses, \(s.falseAlarms) false alarms; depths wrong by \(metres(s.rootError)) (root mean square), a constant "
      + "guess by \(metres(s.guessRootError))."
    switch s.finding {
    case .better: return head
    case .noBetter where s.rootError < s.guessRootError:
      return head + " Shuffled marks suit it nearly as well: it has shown no skill here."
    case .noBetter: return head + " It is no better than the guess here."
    case .tooFew: return head + " Fewer than \(Scores.least) marks show nothing either way."
    }
  }
}
