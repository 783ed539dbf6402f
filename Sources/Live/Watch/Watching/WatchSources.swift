public import Modelling
public import Observations

/// Where hours of past weeks come from.
public protocol BaselineSource: Sendable {
  /// The hours of a stream that begin at given moments; those without observations are left out.
  func hours(of stream: EntityID<Datastream>, starting: [Instant]) throws -> [Rollup]
}

/// The hours an observation store keeps. O(log n) each.
public struct StoreBaselines: BaselineSource {
  private let store: any ObservationStore

  /// The hours of a store.
  public init(_ store: any ObservationStore) { self.store = store }

  /// The hours of a stream that begin at given moments.
  public func hours(of stream: EntityID<Datastream>, starting: [Instant]) throws -> [Rollup] {
    try starting.flatMap { start in
      try store.rollups(
        of: stream, in: start..<Instant(milliseconds: start.milliseconds + 3_600_000), per: .hour)
    }
  }
}

/// Where forecasts come from: whoever runs a model hands in what it said, by field and place.
public protocol ForecastSource: Sendable {
  /// The latest forecast of a field for a place, made no later than `now`; nothing where there is none.
  func forecast(of field: String, at place: String, now: Instant) throws -> ForecastSeries?
}

/// What a model said of one field at one place.
public struct ForecastSeries: Hashable, Sendable {
  /// When it was made, or what it starts from: the age of a forecast counts from here.
  public var made: Instant
  /// The symbol of its unit.
  public var unit: String
  /// The place's name.
  public var place: String
  /// Where it is; empty where that is not known.
  public var areas: [WatchArea]
  /// The values, ascending in time.
  public var points: [ForecastPoint]

  /// A forecast.
  public init(made: Instant, unit: String, place: String, areas: [WatchArea] = [], points: [ForecastPoint]) {
    self.made = made
    self.unit = unit
    self.place = place
    self.areas = areas
    self.points = points
  }
}

/// A value of a forecast.
public struct ForecastPoint: Hashable, Sendable {
  /// When.
  public var time: Instant
  /// The value.
  public var value: Double
  /// The interval around it, where the model gives one.
  public var low, high: Double?

  /// A value and its interval.
  public init(time: Instant, value: Double, low: Double? = nil, high: Double? = nil) {
    self.time = time
    self.value = value
    self.low = low
    self.high = high
  }
}

/// What the watch asks beside the observations it is given.
public struct WatchSources: Sendable {
  /// Hours of past weeks; without them nothing is unusual.
  public var baselines: (any BaselineSource)?
  /// Forecasts; without them no rule of a forecast speaks.
  public var forecasts: (any ForecastSource)?
  /// Seconds the city is east of UTC: where its hours and weeks begin.
  public var utcOffset: Int

  /// Sources of a city so many seconds east of UTC.
  public init(
    baselines: (any BaselineSource)? = nil, forecasts: (any ForecastSource)? = nil, utcOffset: Int = 0
  ) {
    self.baselines = baselines
    self.forecasts = forecasts
    self.utcOffset = utcOffset
  }
}
