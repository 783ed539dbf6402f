/// Values over time, in seconds from the start of the run.
public struct Series: Sendable, Hashable {
  /// How values hold between moments.
  public enum Course: Sendable, Hashable {
    /// Straight lines between moments; before the first and after the last the first and last value holds.
    case linear
    /// A value holds until the next moment; before the first and from the last on it is 0: the last moment ends the series.
    case steps
  }
  /// Seconds from the start of the run, ascending; at least one.
  public let seconds: [Double]
  /// As many values, all finite.
  public let values: [Double]
  /// How they hold between moments.
  public let course: Course

  /// A series from its moments.
  public init(seconds: [Double], values: [Double], course: Course) {
    precondition(!seconds.isEmpty && seconds.count == values.count, "a value for every moment")
    self.seconds = seconds
    self.values = values
    self.course = course
  }

  /// One value for ever.
  public init(constant value: Double) { self.init(seconds: [0], values: [value], course: .linear) }
}

/// Rain over the basin, in m/s.
public struct RainField: Sendable {
  /// The number of its series for each cell; empty where the first holds everywhere. A radar's pixels, the patches around gauges.
  public var patches: [UInt16]
  /// Rates in m/s, 0 or more.
  public var rates: [Series]

  /// Rain by patch.
  public init(patches: [UInt16] = [], rates: [Series]) {
    self.patches = patches
    self.rates = rates
  }
}

/// Water that enters: a river at the rim, a burst main, a pump from elsewhere.
public struct Inflow: Sendable {
  /// The cells it enters, spread evenly.
  public var cells: [Int32]
  /// m³/s in all; negative takes water out, as far as there is any.
  public var rate: Series

  /// An inflow.
  public init(cells: [Int32], rate: Series) {
    self.cells = cells
    self.rate = rate
  }
}

/// What holds outside some cells of the rim (of the raster, or of the model where cells are NaN): elsewhere there is a wall.
public struct Rim: Sendable {
  /// What the water meets.
  public enum Kind: Sendable {
    /// A level in metres above the datum: the sea, a lake, a river's stage. Water comes and goes.
    case level(Series)
    /// Water leaves as a uniform flow down a slope (m/m, above 0) and nothing comes.
    case outflow(slope: Double)
  }
  /// The cells, each at the rim.
  public var cells: [Int32]
  /// What they meet outside.
  public var kind: Kind

  /// A part of the rim.
  public init(cells: [Int32], kind: Kind) {
    self.cells = cells
    self.kind = kind
  }
}

/// What moves the water of a basin.
public struct Forcing: Sendable {
  /// Rain; nothing when it is dry.
  public var rain: RainField?
  /// Evaporation from wet cells in m/s.
  public var evaporation: Series?
  /// Water that enters.
  public var inflows: [Inflow] = []
  /// What holds at the rim.
  public var rims: [Rim] = []

  /// Nothing moves.
  public init() {}
}
