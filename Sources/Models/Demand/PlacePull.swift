public import Replica

/// What a new place draws of the trips that people make anyway.
///
/// Its weight among all that draws trips of a purpose (the attractions of ``TripEnds``), times the trips of that purpose; distance is
/// left out, so a place at the edge of the town is told too much and one in the middle too little. Nobody travels more for it.
public struct PlacePull: Sendable {
  private let parts: [(purpose: Purpose, trips: Double, weights: Double)]
  private let rates: DemandRates
  private let day: DemandDay

  /// The trips of a town, and what draws them. O(buildings · log streets).
  public init(of city: City, on day: DemandDay = .weekday, threads: Int) throws {
    rates = DemandRates(for: city.profile)
    self.day = day
    let zones = try DemandZones(city, rates: rates, threads: threads)
    let rates = rates
    parts = Purpose.ofResidents.map { purpose -> (purpose: Purpose, trips: Double, weights: Double) in
      let ends = TripEnds(purpose, zones, rates, day)
      return (purpose, ends.productions.reduce(0, +), ends.attractions.reduce(0, +))
    }
  }

  /// Trips of people a day, in and out, that a place of a kind becomes the other end of; `capacity` is NaN where it is not known.
  public func trips(to kind: PlaceKind, capacity: Float = .nan) -> Double {
    var place = DemandZones(empty: 1)
    place.draw(kind, capacity: capacity, to: 0)
    return parts.reduce(0) { sum, part in
      let weight = TripEnds(part.purpose, place, rates, day).attractions.reduce(0, +)
      guard weight > 0 else { return sum }
      return sum + part.trips * weight / (part.weights + weight)
    }
  }
}
