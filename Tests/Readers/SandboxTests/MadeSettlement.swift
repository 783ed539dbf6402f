import Geography
import Modelling
import Replica

@testable import Sandbox

/// Settlements that look like towns as far as numbers go.
enum MadeSettlement {
  /// Quarters of 40 buildings on a square lattice of 300 m; homes and jobs for so many people.
  static func town(
    _ people: Int, homesPerHead: Double = 0.30, jobsPerHead: Double = 0.5, zones wanted: Int? = nil
  ) -> Settlement {
    var settlement = Settlement()
    var random = SplitMix(seed: 77)
    let kinds: [QuarterKind] = [
      .core, .colonialGrid, .terraces, .terraces, .postwarEstate, .newTown, .newTown, .industrial, .kampung,
    ]
    let zones = wanted ?? max(1, people / 1_200)
    let side = Int(Double(zones).squareRoot().rounded(.up))
    let homes = Double(people) * homesPerHead / Double(zones)
    let works: [BuildingUse] = [.commercial, .industrial, .commercial, .education, .commercial, .civic, .health]
    for zone in 0..<zones {
      for building in 0..<40 {
        let isWork = building % 5 == 0
        settlement.positions.append(
          Point(
            x: 611_000 + Double(zone % side) * 300 + random.uniform(0..<300),
            y: 431_000 + Double(zone / side) * 300 + random.uniform(0..<300)))
        settlement.dwellings.append(isWork ? 0 : Float((homes / 32 + 0.5).rounded(.down)))
        settlement.jobs.append(isWork ? Float((Double(people) * jobsPerHead / Double(zones) / 8).rounded()) : 0)
        settlement.uses.append(isWork ? works[building / 5 % works.count] : .residential)
        settlement.floorAreas.append(120)
        settlement.kinds.append(kinds[zone % kinds.count])
        settlement.years.append(1980)
        settlement.zones.append(Int32(zone))
      }
      if zone % 3 == 0 {
        settlement.schools.append(.init(building: Int32(zone * 40 + 15), level: .primary, seats: 500))
      }
      if zone % 5 == 0 {
        settlement.schools.append(.init(building: Int32(zone * 40 + 15), level: .secondary, seats: 800))
      }
    }
    settlement.zoneCount = zones
    return settlement
  }

  static let largeTown = town(100_000)
  /// A population several tests look at, made once.
  static let large = Population(settling: 100_000, in: largeTown, seed: 5)
}
