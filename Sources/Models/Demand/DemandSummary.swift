/// What the demand of a day comes to.
public struct DemandSummary: Sendable, Equatable {
  /// One purpose of the town's own people.
  public struct Part: Sendable, Equatable {
    /// Why they travel.
    public internal(set) var purpose: Purpose
    /// Trips of persons inside the town by ``DemandMode``.
    public internal(set) var trips: [Double]
    /// Their metres along the streets by ``DemandMode``.
    public internal(set) var metres: [Double]
    /// Trips that stay in their zone.
    public internal(set) var within = 0.0
    /// The sum of minutes, as if all went by car.
    public internal(set) var minutes = 0.0
    /// β of the gravity in minutes⁻¹.
    public internal(set) var beta = 0.0
    /// Rounds of balancing.
    public internal(set) var iterations = 0
    /// What is left of the largest column's error, as a share of the mean column.
    public internal(set) var error = 0.0
    /// Trips that find no way to anywhere.
    public internal(set) var unreached = 0.0

    init(_ purpose: Purpose) {
      self.purpose = purpose
      trips = [Double](repeating: 0, count: DemandMode.allCases.count)
      metres = trips
    }

    mutating func add(_ other: Part) {
      for mode in trips.indices {
        trips[mode] += other.trips[mode]
        metres[mode] += other.metres[mode]
      }
      within += other.within
      minutes += other.minutes
    }
  }

  /// The purposes of residents, in the order of ``Purpose/ofResidents``.
  public internal(set) var parts: [Part] = []
  /// People who live in the zones.
  public internal(set) var people = 0.0
  /// Trips of residents that end beyond the edge; they are among those of the stations.
  public internal(set) var leaving = 0.0
  /// Vehicles a day over the stations that begin or end in the town.
  public internal(set) var local = 0.0
  /// Vehicles a day that go through it.
  public internal(set) var through = 0.0

  /// Trips of residents a day.
  public var trips: Double { parts.reduce(leaving) { $0 + $1.trips.reduce(0, +) } }
  /// Trips a person a day over all modes; NaN where nobody lives.
  public var tripsPerPerson: Double { people > 0 ? trips / people : .nan }
  /// Share of a mode in the trips inside the town; NaN when there are none.
  public func share(of mode: DemandMode) -> Double {
    let all = parts.reduce(0.0) { $0 + $1.trips.reduce(0, +) }
    return all > 0 ? parts.reduce(0.0) { $0 + $1.trips[Int(mode.rawValue)] } / all : .nan
  }
  /// Mean metres of a trip inside the town; NaN when there are none.
  public var meanMetres: Double {
    let all = parts.reduce(0.0) { $0 + $1.trips.reduce(0, +) }
    return all > 0 ? parts.reduce(0.0) { $0 + $1.metres.reduce(0, +) } / all : .nan
  }
}
