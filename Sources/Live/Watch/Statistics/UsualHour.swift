internal import Modelling
internal import Observations

/// What is usual for an hour of the week.
struct UsualHour: Hashable, Sendable {
  /// The middle of the weeks' hourly means.
  var middle: Double
  /// Their deviation, as it is expected of one more week.
  var spread: Double
  /// How many weeks had the hour.
  var weeks: Int

  /// The usual value of the hours of past weeks; nothing for too few, or where nothing ever changed and no least deviation is
  /// supposed.
  ///
  /// Mean: m = Σ xᵢ ⁄ n and s = √(Σ (xᵢ − m)² ⁄ (n − 1)) of the hours' means xᵢ. Median: the middle one and 1.4826 times the
  /// median absolute deviation (F. R. Hampel, JASA 69 (1974) 383–393). The spread of one more is s·√(1 + 1⁄n): few weeks tell
  /// less. O(weeks log weeks).
  init?(_ hours: [Rollup], _ choice: WeekChoice) {
    let means = hours.filter { $0.count >= choice.values }.map(\.mean)
    guard means.count >= choice.least, means.count >= 2 else { return nil }
    let count = Double(means.count)
    let deviation: Double
    switch choice.centre {
    case .mean:
      let mean = means.reduce(0, +) / count
      middle = mean
      deviation = (means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)).squareRoot()
    case .median:
      let centre = Self.median(means)
      middle = centre
      deviation = 1.4826 * Self.median(means.map { abs($0 - centre) })
    }
    weeks = means.count
    spread = max(deviation, choice.leastSpread) * (1 + 1 / count).squareRoot()
    guard spread > 0, spread.isFinite else { return nil }
  }

  /// How many spreads a value is above the middle.
  func deviations(of value: Double) -> Double { (value - middle) / spread }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let half = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
  }
}

/// The hours of past weeks of a stream, kept while its hour lasts.
struct HourCache: Sendable {
  var start: Instant
  /// The latest week first.
  var hours: [Rollup]
  var weeks: Int
}

extension Watcher {
  /// What is usual at the moment of a look; asks the source once an hour and stream.
  mutating func usual(_ look: Look, _ choice: WeekChoice) -> UsualHour? {
    guard let source = sources.baselines else {
      remark("Rule \"\(rules[look.rule].name)\" needs the hours of past weeks, which nobody hands to the watch.")
      return nil
    }
    let week: Int64 = 604_800_000
    let start = RollupPeriod.hour.start(of: look.reading.time, utcOffset: sources.utcOffset)
    if let cache = baselines[look.stream], cache.start == start, cache.weeks >= choice.weeks {
      return UsualHour(
        cache.hours.filter { start.milliseconds - $0.start.milliseconds <= Int64(choice.weeks) * week }, choice)
    }
    let starts = (1...choice.weeks).map { Instant(milliseconds: start.milliseconds - Int64($0) * week) }
    do {
      let hours = try source.hours(of: look.stream, starting: starts)
      baselines[look.stream] = HourCache(start: start, hours: hours, weeks: choice.weeks)
      return UsualHour(hours, choice)
    } catch {
      remark("Rule \"\(rules[look.rule].name)\": the hours of past weeks could not be read: \(error)")
      return nil
    }
  }

  /// Says something once.
  mutating func remark(_ sentence: String) {
    guard remarks.count < 1_000, !remarks.contains(sentence) else { return }
    remarks.append(sentence)
  }
}
