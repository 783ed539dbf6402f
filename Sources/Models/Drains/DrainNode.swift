public import Geography

/// A place where conduits meet, end or begin.
public struct DrainNode: Sendable, Hashable {
  /// What it is.
  public enum Kind: Sendable, Hashable {
    /// A manhole or the joint of two drains. `depth` from the invert to the rim in m; `surcharge`: metres above the rim that
    /// a bolted lid holds; `pondedArea` in m²: where water that leaves over the rim stands and comes back, 0: it is lost.
    case junction(depth: Double, surcharge: Double, pondedArea: Double)
    /// A pond or tank of a depth in m.
    case storage(depth: Double, surcharge: Double, shape: Storage)
    /// Where water leaves the network, and what it meets there.
    case outfall(Tail, hasFlapGate: Bool)
  }
  /// How the area of a storage in m² follows its depth in m.
  public enum Storage: Sendable, Hashable {
    /// `constant + coefficient · depth^exponent`.
    case functional(coefficient: Double, exponent: Double, constant: Double)
    /// Area by depth.
    case tabular(DrainCurve)
  }
  /// What holds outside an outfall.
  public enum Tail: Sendable, Hashable {
    /// The smaller of critical and normal depth.
    case free
    /// Normal depth.
    case normal
    /// A level in metres above the datum.
    case fixed(level: Double)
    /// A level by the hour of the day, day after day.
    case tidal(DrainCurve)
    /// A level over time.
    case series(DrainSeries)
  }
  /// Its name, unlike any other node's.
  public var name: String
  /// Where it lies, in city metres; nothing when not known.
  public var point: Point?
  /// Level of its bottom in metres above the datum.
  public var invert: Double
  /// What it is.
  public var kind: Kind
  /// Metres of water at the start.
  public var initialDepth = 0.0
  /// Flow into it in m³/s over time, of which `baseline` is always there and `scale` multiplies the series.
  public var inflows: [DrainInflow] = []
  /// Dry weather flow.
  public var dryWeather: [DryWeatherFlow] = []

  /// A node.
  public init(name: String, point: Point? = nil, invert: Double, kind: Kind) {
    self.name = name
    self.point = point
    self.invert = invert
    self.kind = kind
  }

  /// Metres from the invert to the rim; 0 at an outfall.
  public var depth: Double {
    switch kind {
    case .junction(let depth, _, _), .storage(let depth, _, _): depth
    case .outfall: 0
    }
  }
  /// Whether it is an outfall.
  public var isOutfall: Bool { if case .outfall = kind { true } else { false } }
}

/// A flow given from outside.
public struct DrainInflow: Sendable, Hashable {
  /// m³/s over time; nothing when there is only a baseline.
  public var series: DrainSeries?
  /// What multiplies the series.
  public var scale: Double
  /// m³/s always.
  public var baseline: Double

  /// An inflow.
  public init(series: DrainSeries?, scale: Double = 1, baseline: Double = 0) {
    self.series = series
    self.scale = scale
    self.baseline = baseline
  }
}

/// The flow of dry days.
public struct DryWeatherFlow: Sendable, Hashable {
  /// m³/s on average.
  public var average: Double
  /// How it varies: the factors are multiplied.
  public var patterns: [DrainPattern]

  /// A flow.
  public init(average: Double, patterns: [DrainPattern] = []) {
    self.average = average
    self.patterns = patterns
  }
}
