import Modelling
import Replica

/// CO₂ and fuel from mean speed.
///
/// M. Barth, K. Boriboonsomsin, "Real-world carbon dioxide impacts of traffic congestion", Transportation Research Record 2058 (2008) 163–171,
/// doi:10.3141/2058-20: ln(g ⁄ mile) = Σ bᵢ vⁱ with v in miles an hour, light-duty vehicles of Southern California, queues included since v is
/// the mean speed. Other classes by their fuel against a petrol car's 70 g ⁄ km: motorcycles 35, trucks and buses 240 (EMEP/EEA air pollutant
/// emission inventory guidebook 2019, 1.A.3.b, tier 1, typical fuel consumption; read second-hand). Litres from 2.348 kg CO₂ a litre of petrol
/// and 2.689 of diesel (US EPA, 8,887 and 10,180 g a gallon).
enum Emissions {
  private static let coefficients = [
    7.613534994965560, -0.138565467462594, 0.003915102063854, -0.000049451361017, 0.000000238630156,
  ]
  /// m/s in which the curve was measured; outside its ends are taken: 5 to 80 mph.
  static let range = 5 * 0.44704...80 * 0.44704

  /// Grams of CO₂ a metre of a class at a mean speed in m/s.
  static func gramsPerMetre(_ vehicle: VehicleClass, speed: Double) -> Double {
    let miles = min(range.upperBound, max(range.lowerBound, speed)) / 0.44704
    let power = coefficients.reversed().reduce(0) { $0 * miles + $1 }
    // Below the curve's end an engine burns by the second, not by the metre.
    let slow = max(1, range.lowerBound / max(0.1, speed))
    return Portable.exp(power) / 1609.344 * slow * share(of: vehicle)
  }

  /// Litres of fuel for grams of CO₂.
  static func litres(_ vehicle: VehicleClass, grams: Double) -> Double {
    grams / 1000 / (vehicle == .truck || vehicle == .bus ? 2.689 : 2.348)
  }

  private static func share(of vehicle: VehicleClass) -> Double {
    switch vehicle {
    case .motorcycle: 35.0 / 70
    case .truck, .bus: 240.0 / 70
    case .ambulance: 100.0 / 70
    case .car: 1
    case .foot, .bicycle: 0
    }
  }
}
