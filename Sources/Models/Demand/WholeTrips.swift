import Modelling

/// Makes whole numbers of fractional ones, without bias and without losing any.
///
/// Systematic sampling (W. G. Madow and L. H. Madow, Annals of Mathematical Statistics 15 (1944) 1–24,
/// doi:10.1214/aoms/1177731312): the numbers are laid end to end on a line and a point is set at every whole number after
/// one random start. The expectation of each is exact, the sum of all and of any run of neighbours is off by less than 1, and rows may be sampled by
/// different threads, for each knows where on the line it begins.
struct WholeTrips {
  /// Where each row begins on the line, and where the last ends: rows + 1 numbers.
  let starts: [Double]
  /// The random start, 0..<1.
  let offset: Double

  init(totals: [Double], seed: UInt64, topic: String) {
    var sum = 0.0
    var starts = [0.0]
    for total in totals {
      sum += total
      starts.append(sum)
    }
    self.starts = starts
    var random = SplitMix(seed: seed, topic: topic)
    offset = random.unit()
  }

  /// Calls `take` with the place of each whole trip of a row.
  ///
  /// `weights` are the row's entries in the order in which they made its total.
  func sample(_ row: Int, _ weights: [Double], scale: Double, _ take: (Int) -> Void) {
    let start = starts[row]
    let end = starts[row + 1]
    var next = (start - offset).rounded(.up) + offset
    if next < start { next += 1 }
    guard next < end else { return }
    var sum = start
    var last: Int?
    for place in weights.indices where weights[place] > 0 {
      sum += weights[place] * scale
      last = place
      while next < sum, next < end {
        take(place)
        next += 1
      }
    }
    // Rounding may leave the last point a hair beyond the running sum.
    while next < end, let last {
      take(last)
      next += 1
    }
  }
}
