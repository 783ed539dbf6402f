extension Series {
  /// The value at a moment, as its course says.
  public func value(at moment: Double) -> Double {
    let after = firstIndex(after: moment)
    switch course {
    case .steps: return after == 0 || after == seconds.count ? 0 : values[after - 1]
    case .linear:
      if after == 0 { return values[0] }
      if after == seconds.count { return values[after - 1] }
      let share = (moment - seconds[after - 1]) / (seconds[after] - seconds[after - 1])
      return values[after - 1] + share * (values[after] - values[after - 1])
    }
  }

  /// What the value amounts to between two moments, exactly: so a volume does not depend on the steps it is counted in.
  public func integral(from start: Double, to end: Double) -> Double {
    guard end > start else { return 0 }
    var sum = 0.0
    var moment = start
    var after = firstIndex(after: start)
    while moment < end {
      let next = after < seconds.count ? min(seconds[after], end) : end
      switch course {
      case .steps: sum += (next - moment) * (after == 0 || after == seconds.count ? 0 : values[after - 1])
      case .linear: sum += (next - moment) * value(at: moment / 2 + next / 2)
      }
      moment = next
      after += 1
    }
    return sum
  }

  /// The first moment later than one; the count when there is none.
  private func firstIndex(after moment: Double) -> Int {
    var low = 0
    var high = seconds.count
    while low < high {
      let middle = (low + high) / 2
      if seconds[middle] > moment { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
