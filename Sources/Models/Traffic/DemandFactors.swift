public import Geography
public import Modelling
public import Replica

/// How much more or less is driven than on a usual day: by area, hour and class.
public struct DemandFactors: Condition {
  /// `demand-factors`.
  public static let name = "demand-factors"

  /// One factor; several that hold for the same trip are multiplied.
  public struct Factor: Sendable, Hashable {
    /// 0…10.
    public var factor: Double
    /// Where the trip begins or ends, in city metres; nothing for everywhere.
    public var area: MultiPolygon?
    /// When it begins.
    public var hours: HoursOfDay
    /// Whom it concerns.
    public var vehicles: VehicleSet

    /// A factor for some trips.
    public init(
      factor: Double, area: MultiPolygon? = nil, hours: HoursOfDay = .all, vehicles: VehicleSet = .motor
    ) {
      self.factor = factor
      self.area = area
      self.hours = hours
      self.vehicles = vehicles
    }
  }

  /// The factors, in the order they were given.
  public var factors: [Factor]

  /// Factors of demand.
  public init(_ factors: [Factor] = []) { self.factors = factors }

  public func feed(_ digest: inout Digest) {
    for factor in factors {
      digest.feed("factor", numbers: [factor.factor, factor.hours.from, factor.hours.until])
      digest.feed("vehicles", integers: [factor.vehicles.rawValue])
      for ring in factor.area?.rings ?? [] { digest.feed("ring", points: ring) }
    }
  }
}
