internal import Modelling

/// The slope of values over time.
enum Slope {
  /// The slope in units an hour of the straight line of least squares; nothing for fewer than two values, or where they
  /// span less than `least` milliseconds. O(values).
  ///
  /// Source: A.-M. Legendre, *Nouvelles méthodes pour la détermination des orbites des comètes*, 1805, appendix.
  static func perHour(_ values: [WindowValue], least: Int64) -> Double? {
    guard values.count >= 2, let first = values.first, let last = values.last,
      last.time.milliseconds - first.time.milliseconds >= max(1, least)
    else { return nil }
    let count = Double(values.count)
    var (middleTime, middle) = (0.0, 0.0)
    for value in values {
      middleTime += Double(value.time.milliseconds - first.time.milliseconds) / count
      middle += value.value / count
    }
    var (products, squares) = (0.0, 0.0)
    for value in values {
      let offset = Double(value.time.milliseconds - first.time.milliseconds) - middleTime
      products += offset * (value.value - middle)
      squares += offset * offset
    }
    return products / squares * 3_600_000
  }
}
