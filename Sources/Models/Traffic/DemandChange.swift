public import Edits
public import Modelling
public import Replica

/// Says that more or less is driven than usual: `demand: {factor: 1.2, from: 7 h, until: 9 h}`.
public struct DemandChange: Change {
  public static let keyword = "demand"
  public static let summary =
    "Makes more or fewer trips: everywhere or in an area, all day or some hours, of all or some classes."
  public static let parameters = [
    Parameter("factor", .number(unit: "", within: 0...10), required: true, summary: "Trips over those of a usual day."),
    Parameter("within", .area, summary: "An area in which the trips begin or end; by default everywhere."),
    Parameter("from", .number(unit: "h", within: 0...24), summary: "Hour of the day from which it holds."),
    Parameter("until", .number(unit: "h", within: 0...24), summary: "Hour of the day until which it holds."),
    Parameter(
      "for", .choice(Self.classes.map(\.name)), summary: "Whose trips: car, motorcycle, truck; by default all."),
  ]
  private static let classes: [VehicleClass] = [.car, .motorcycle, .truck]

  /// Trips over those of a usual day, 0…10.
  public var factor: Double
  /// A ring of `[longitude, latitude]`.
  public var within: [[Double]]?
  /// Local hours of the day, 0…24.
  public var from, until: Double?
  /// Names of classes.
  public var `for`: OneOrMany?

  /// A factor for some trips.
  public init(
    factor: Double, within: [[Double]]? = nil, from: Double? = nil, until: Double? = nil, for classes: [String]? = nil
  ) {
    self.factor = factor
    self.within = within
    self.from = from
    self.until = until
    self.for = classes.map(OneOrMany.init)
  }

  /// Adds the factor to the condition ``DemandFactors``.
  public func apply(to city: inout City, under conditions: inout Conditions, with files: any Files) throws {
    let hours = try HoursOfDay(from: from, until: until, of: Self.keyword) ?? .all
    var vehicles = VehicleSet.motor
    if let words = self.for?.words {
      vehicles = []
      for word in words {
        guard let vehicle = VehicleClass(name: word), Self.classes.contains(vehicle) else {
          throw ChangeError(
            Self.keyword,
            "\"\(word)\" makes no trips here." + NearestName.question(word, among: Self.classes.map(\.name)))
        }
        vehicles.insert(VehicleSet(vehicle))
      }
    }
    let area = try within.map { try Drawn(for: Self.keyword, in: city).area($0) }
    var factors = conditions[DemandFactors.self] ?? DemandFactors()
    factors.factors.append(
      DemandFactors.Factor(factor: factor, area: area, hours: hours, vehicles: vehicles))
    try conditions.set(factors, from: Self.keyword)
  }
}
