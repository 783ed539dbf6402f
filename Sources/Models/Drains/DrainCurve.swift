public import ShallowWater

/// A relation between two quantities as points, with its name in files.
public struct DrainCurve: Sendable, Hashable {
  /// Its name.
  public var name: String
  /// Arguments, ascending.
  public var x: [Double]
  /// As many values.
  public var y: [Double]

  /// A curve through points.
  public init(name: String, x: [Double], y: [Double]) {
    precondition(x.count == y.count, "a value for every argument")
    self.name = name
    self.x = x
    self.y = y
  }

  /// The value on the straight line between two points; the first and last hold outside. 0 without points. O(points).
  public func value(at argument: Double) -> Double {
    guard let first = x.first else { return 0 }
    if argument <= first { return y[0] }
    for number in 1..<x.count where argument < x[number] {
      let share = (argument - x[number - 1]) / (x[number] - x[number - 1])
      return y[number - 1] + share * (y[number] - y[number - 1])
    }
    return y[y.count - 1]
  }

  /// The value of the first point whose argument is greater; the last value beyond the last: how SWMM reads a pump's steps.
  public func step(at argument: Double) -> Double {
    for number in x.indices where argument < x[number] { return y[number] }
    return y.last ?? 0
  }

  /// The area under the straight lines from 0 to an argument, the last value held beyond the last point. O(points).
  public func integral(to argument: Double) -> Double {
    guard let first = x.first, argument > 0 else { return 0 }
    var sum = y[0] * min(argument, max(0, first))
    for number in 1..<x.count where argument > x[number - 1] {
      let end = min(argument, x[number])
      sum += (end - x[number - 1]) * (y[number - 1] + value(at: end)) / 2
    }
    if let last = x.last, argument > last { sum += (argument - max(last, 0)) * y[y.count - 1] }
    return sum
  }
}

/// Values over time with a name in files.
public struct DrainSeries: Sendable, Hashable {
  /// Its name.
  public var name: String
  /// Seconds from the start of the run, and values.
  public var series: Series

  /// A named series.
  public init(name: String, series: Series) {
    self.name = name
    self.series = series
  }
}

/// Factors by which a dry weather flow varies.
public struct DrainPattern: Sendable, Hashable {
  /// By what the factors go.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Twelve, from January.
    case monthly = "MONTHLY"
    /// Seven, from Sunday.
    case daily = "DAILY"
    /// Twenty-four, from midnight; every day, or on working days when there is one for weekends too.
    case hourly = "HOURLY"
    /// Twenty-four, from midnight, on Saturday and Sunday.
    case weekend = "WEEKEND"

    /// How many factors it has.
    public var count: Int {
      switch self {
      case .monthly: 12
      case .daily: 7
      case .hourly, .weekend: 24
      }
    }
  }
  /// Its name.
  public var name: String
  /// By what the factors go.
  public var kind: Kind
  /// The factors; 1 where there are fewer than ``Kind/count``.
  public var factors: [Double]

  /// A pattern.
  public init(name: String, kind: Kind, factors: [Double]) {
    self.name = name
    self.kind = kind
    self.factors = factors
  }
}
