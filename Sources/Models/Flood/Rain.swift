public import Geography
public import Modelling
public import Replica
public import ShallowWater

/// Rain over the city: uniform, by gauges or by the cells of a grid.
public struct Rain: Condition {
  public static let name = "rain"

  /// Where rain was measured, or everywhere.
  public struct Gauge: Sendable, Hashable {
    /// Its place in city metres; nothing where the rain is the same everywhere.
    public var point: Point?
    /// Its rates in m/s over time; steps.
    public var rates: Series

    /// A gauge.
    public init(point: Point? = nil, rates: Series) {
      self.point = point
      self.rates = rates
    }
  }

  /// The gauges, all with the same moments; one without a place holds everywhere.
  public let gauges: [Gauge]
  /// Years between storms like this, where that is how it was asked for.
  public let returnPeriod: Double?
  /// The storm it was made of; nothing for a table.
  public let storm: DesignStorm?

  /// Rain by the cells of a grid; the one gauge then is their mean. Nothing where gauges tell the rain.
  public let grid: RainGrid?
  /// What a reader must know of where it comes from.
  public let remarks: [String]

  /// Rain by gauges, or by a grid with one gauge for its mean.
  public init(
    gauges: [Gauge], returnPeriod: Double? = nil, storm: DesignStorm? = nil, grid: RainGrid? = nil,
    remarks: [String] = []
  ) {
    precondition(!gauges.isEmpty, "rain falls somewhere")
    precondition(gauges.count == 1 || gauges.allSatisfy { $0.point != nil }, "several gauges have places")
    precondition(gauges.allSatisfy { $0.rates.seconds == gauges[0].rates.seconds }, "gauges share their moments")
    self.gauges = gauges
    self.returnPeriod = returnPeriod
    self.storm = storm
    self.grid = grid
    self.remarks = remarks
  }

  /// Rain of a design storm, everywhere.
  public init(_ storm: DesignStorm, returnPeriod: Double? = nil) {
    self.init(gauges: [Gauge(rates: storm.rates())], returnPeriod: returnPeriod, storm: storm)
  }

  /// Seconds from the start of the run at which it ends.
  public var end: Double { gauges[0].rates.seconds.last ?? 0 }

  /// Metres that fall in all, as the mean of the gauges.
  public var depth: Double {
    gauges.reduce(0) { $0 + Self.depth(of: $1.rates) } / Double(gauges.count)
  }

  /// Metres that a series of rates in steps brings.
  static func depth(of rates: Series) -> Double {
    var depth = 0.0
    for index in 1..<max(1, rates.seconds.count) {
      depth += rates.values[index - 1] * (rates.seconds[index] - rates.seconds[index - 1])
    }
    return depth
  }

  public func feed(_ digest: inout Digest) {
    for gauge in gauges {
      digest.feed("rain.place", points: gauge.point.map { [$0] } ?? [])
      digest.feed("rain.seconds", numbers: gauge.rates.seconds)
      digest.feed("rain.rates", numbers: gauge.rates.values)
    }
    digest.feed("rain.years", numbers: [returnPeriod ?? .nan])
    storm?.feed(&digest)
    grid?.feed(&digest)
  }
}
