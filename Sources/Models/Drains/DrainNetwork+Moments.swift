internal import ShallowWater

extension DrainNetwork {
  /// m³/s given to a node at a moment, in seconds from the start of the run.
  func inflow(at node: Int, seconds: Double) -> Double {
    var sum = 0.0
    for inflow in nodes[node].inflows {
      sum += inflow.baseline
      guard let series = inflow.series?.series else { continue }
      // As in SWMM a hydrograph is nothing before its first moment and after its last; remarks say so.
      if let first = series.seconds.first, let last = series.seconds.last, seconds >= first, seconds <= last {
        sum += inflow.scale * series.reading(at: seconds)
      }
    }
    for flow in nodes[node].dryWeather { sum += flow.average * factor(of: flow.patterns, seconds: seconds) }
    return sum
  }

  /// The level an outfall's tail has at a moment; nothing where the flow itself decides.
  func tail(_ tail: DrainNode.Tail, seconds: Double) -> Double? {
    switch tail {
    case .free, .normal: nil
    case .fixed(let level): level
    case .tidal(let curve):
      curve.value(at: ((options.startSecond + seconds) / 3600).truncatingRemainder(dividingBy: 24))
    case .series(let series): series.series.reading(at: seconds)
    }
  }

  private func factor(of patterns: [DrainPattern], seconds: Double) -> Double {
    let clock = options.startSecond + seconds
    let days = (clock / 86_400).rounded(.down)
    let hour = Int((clock - days * 86_400) / 3600)
    // 1 January 1970 was a Thursday; Sunday is 0.
    let day = options.startDay.number + Int(days)
    let weekday = ((day + 4) % 7 + 7) % 7
    let isWeekend = weekday == 0 || weekday == 6
    let hasWeekend = patterns.contains { $0.kind == .weekend }
    var product = 1.0
    for pattern in patterns {
      let place: Int
      switch pattern.kind {
      case .monthly: place = DrainOptions.Day(number: day).month - 1
      case .daily: place = weekday
      case .hourly:
        if hasWeekend, isWeekend { continue }
        place = hour
      case .weekend:
        if !isWeekend { continue }
        place = hour
      }
      if pattern.factors.indices.contains(place) { product *= pattern.factors[place] }
    }
    return product
  }
}

extension DrainOptions.Day {
  /// The day of a number of days since 1 January 1970 (Hinnant 2013).
  init(number: Int) {
    let shifted = number + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    self.init(
      year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
      day: dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }
}

extension Series {
  /// The value at a moment by its course. O(log moments).
  func reading(at moment: Double) -> Double {
    var low = 0
    var high = seconds.count
    while low < high {
      let middle = (low + high) / 2
      if seconds[middle] <= moment { low = middle + 1 } else { high = middle }
    }
    switch course {
    case .steps: return low == 0 || low == seconds.count ? 0 : values[low - 1]
    case .linear:
      if low == 0 { return values[0] }
      if low == seconds.count { return values[low - 1] }
      let share = (moment - seconds[low - 1]) / (seconds[low] - seconds[low - 1])
      return values[low - 1] + share * (values[low] - values[low - 1])
    }
  }
}
