import Modelling

/// Which mode people take: a multinomial logit over walking, cycling, motorcycle, car and bus.
///
/// P(m) = e^V(m) ÷ Σ e^V, D. McFadden, "Conditional logit analysis of qualitative choice behavior", in P. Zarembka (ed.),
/// *Frontiers in Econometrics*, 1974, 105–142. With t the minutes by car, d the straight metres and the coefficients of
/// ``DemandRates``: V(car) = c₁ (t − 3) + 2 · 3 c₁; V(walk) = k + c₃ · 1.3 d ÷ 80; V(bicycle) = k + c₃ · 1.3 d ÷ 250 + 2 c₂;
/// V(motorcycle) = k + c₁ (t − 3) + c₁; V(bus) = k + 1.6 c₁ (t − 3) + 12 c₂, where both ends have a stop. People fall in four
/// groups, with and without a car and a motorcycle at hand; those without a car may ride along. Speeds of 80 and 250 m/min, the
/// bus's 1.6 and its 12 minutes of walking and waiting are assumed.
struct ModeChoice: Sendable {
  private let inVehicle, outOfVehicle, effort: Double
  private let walk, bicycle, motorcycle, passenger, bus: Double

  init(_ rates: DemandRates) {
    inVehicle = rates[.logitInVehicle]
    outOfVehicle = rates[.logitOutOfVehicle]
    effort = rates[.logitOwnEffort]
    walk = rates[.logitWalk]
    bicycle = rates[.logitBicycle]
    motorcycle = rates[.logitMotorcycle]
    passenger = rates[.logitPassenger]
    bus = rates[.logitBus]
  }

  /// Share of people who have a vehicle at hand where there are so many a person: cars serve about 1.35 people each and
  /// motorcycles 1.2, never more than 95 and 90 of a hundred; assumed.
  static func atHand(cars: Double, motorcycles: Double) -> (car: Double, motorcycle: Double) {
    (min(0.95, max(0, cars) * 1.35), min(0.9, max(0, motorcycles) * 1.2))
  }

  /// Shares of walking, bicycle, motorcycle, car and bus, which sum to 1.
  @inline(__always)
  func shares(
    minutes: Double, metres: Double, hasCar: Double, hasMotorcycle: Double, hasBus: Bool
  ) -> (walk: Double, bicycle: Double, motorcycle: Double, car: Double, bus: Double) {
    let ride = max(0, minutes - ZoneTimes.terminal)
    let way = ZoneTimes.detour * metres
    let car = Portable.exp(inVehicle * ride + 2 * inVehicle * ZoneTimes.terminal)
    let lift = car * Portable.exp(passenger)
    let bike = Portable.exp(motorcycle + inVehicle * ride + inVehicle)
    let feet = Portable.exp(walk + effort * way / 80)
    let pedals = Portable.exp(bicycle + effort * way / 250 + 2 * outOfVehicle)
    let coach = hasBus ? Portable.exp(bus + 1.6 * inVehicle * ride + 12 * outOfVehicle) : 0
    let own = feet + pedals + coach
    let both = hasCar * hasMotorcycle / (own + car + bike)
    let carOnly = hasCar * (1 - hasMotorcycle) / (own + car)
    let bikeOnly = (1 - hasCar) * hasMotorcycle / (own + lift + bike)
    let neither = (1 - hasCar) * (1 - hasMotorcycle) / (own + lift)
    let any = both + carOnly + bikeOnly + neither
    return (
      feet * any, pedals * any, bike * (both + bikeOnly), car * (both + carOnly) + lift * (bikeOnly + neither),
      coach * any
    )
  }

  /// Shares by ``DemandMode`` of the people of one zone who go to another and back.
  func shares(_ zones: DemandZones, _ home: Int, _ other: Int, _ minutes: Double) -> [Double] {
    let hand = Self.atHand(cars: zones.carsPerPerson[home], motorcycles: zones.motorcyclesPerPerson[home])
    let shares = shares(
      minutes: minutes, metres: zones.metres(home, other), hasCar: hand.car, hasMotorcycle: hand.motorcycle,
      hasBus: home != other && zones.hasStop[home] && zones.hasStop[other])
    return [shares.walk, shares.bicycle, shares.motorcycle, shares.car, shares.bus]
  }
}
