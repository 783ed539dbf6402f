import Foundation

/// The greatest rain of each year at gauges, by duration: what curves of intensity, duration and frequency are fitted to.
package struct GreatestRain: Sendable {
  /// The durations in steps of five minutes: 5, 10, 15 and 30 minutes, 1, 2, 3, 6, 12, 24, 48 and 72 hours.
  package static let steps = [1, 2, 3, 6, 12, 24, 36, 72, 144, 288, 576, 864]
  /// The same in hours.
  package static let hours = steps.map { Double($0) / 12 }
  /// mm that fell at most, by duration, then by year and gauge.
  package private(set) var maxima = [[Double]](repeating: [], count: steps.count)

  /// No rain yet.
  package init() {}

  /// The depths of several records, one after the other.
  package init(_ records: some Sequence<Self>) {
    for record in records {
      for duration in maxima.indices { maxima[duration] += record.maxima[duration] }
    }
  }

  /// Adds the years of one gauge. `rain` is in mm a step; a sum counts in the year in which it ends.
  ///
  /// Sums begin at whole steps, so those over 5 and 10 minutes are a little less than the greatest there were.
  package mutating func add(_ rain: [Float], years: [Range<Int>]) {
    for (duration, length) in Self.steps.enumerated() {
      for year in years {
        var sum = 0.0
        var greatest = 0.0
        for step in max(0, year.lowerBound - length)..<year.upperBound {
          sum += Double(rain[step])
          if step >= length { sum -= Double(rain[step - length]) }
          if step >= year.lowerBound { greatest = max(greatest, sum) }
        }
        maxima[duration].append(greatest)
      }
    }
  }

  /// mm that fall once in some years over a duration: the generalised extreme value distribution by L-moments (J. R. M. Hosking,
  /// J. R. Wallis and E. F. Wood, Technometrics 27 (1985) 251–261).
  package func depth(duration: Int, years: Double) -> Double {
    let sorted = maxima[duration].sorted()
    let count = Double(sorted.count)
    var weighted = (0.0, 0.0, 0.0)
    for (index, value) in sorted.enumerated() {
      let rank = Double(index)
      weighted.0 += value / count
      weighted.1 += value / count * rank / (count - 1)
      weighted.2 += value / count * rank * (rank - 1) / ((count - 1) * (count - 2))
    }
    let scale = 2 * weighted.1 - weighted.0
    let skew = (6 * weighted.2 - 6 * weighted.1 + weighted.0) / scale
    let c = 2 / (3 + skew) - log(2) / log(3)
    let k = 7.8590 * c + 2.9554 * c * c
    let spread = scale * k / ((1 - pow(2, -k)) * tgamma(1 + k))
    let place = weighted.0 - spread * (1 - tgamma(1 + k)) / k
    return place + spread * (1 - pow(-log(1 - 1 / years), k)) / k
  }
}
