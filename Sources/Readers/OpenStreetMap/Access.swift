import Replica

/// Who may use a way in each direction, after the OpenStreetMap wiki's hierarchy of access tags.
///
/// The most specific tag counts: `bus` before `psv` before `motor_vehicle` before `vehicle` before `access`, and the one
/// for a direction before the one for both. A general `access=yes` never lets anybody onto a way that its class is not
/// for. Private ways are closed to all but ambulances; `destination`, `customers` and `delivery` are open, because a trip
/// may end there.
struct Access {
  /// From the way's first node to its last.
  let forward: VehicleSet
  /// Against it.
  let backward: VehicleSet
  /// Whether no tag said anything.
  let isAssumed: Bool
  /// Whether the direction changes by the hour; it is then taken as open both ways.
  let isReversible: Bool
  /// Whether cars may go one way only.
  let isOneWay: Bool

  init(_ tags: Tags, streetClass: StreetClass, defaults: StreetDefaults, country: Country) {
    var usual = defaults.access
    if streetClass == .motorway || streetClass == .motorwayLink, !country.motorcyclesOnMotorways {
      usual.remove(VehicleSet(.motorcycle))
    }
    if tags.is(.motorroad, "yes") { usual.subtract([VehicleSet(.foot), VehicleSet(.bicycle)]) }
    var isAssumed = true
    var sets: [VehicleSet] = [[], []]
    for (index, isBackward) in [false, true].enumerated() {
      for vehicle in VehicleClass.allCases {
        let ruled = Self.rule(vehicle, isBackward: isBackward, tags, usual: usual)
        if ruled != nil { isAssumed = false }
        if ruled ?? usual.contains(vehicle) { sets[index].insert(VehicleSet(vehicle)) }
      }
    }
    let direction = Direction(tags, streetClass: streetClass)
    forward = sets[0].subtracting(direction.barredForward(tags))
    backward = sets[1].subtracting(direction.barredBackward(tags))
    self.isAssumed = isAssumed && tags[.oneway] == nil
    isReversible = direction == .reversible
    isOneWay = direction == .forward || direction == .backward
  }

  /// The keys that rule a class, the most specific first, as (key, key of the forward, key of the backward direction).
  private static func keys(_ vehicle: VehicleClass) -> [(Key, Key?, Key?)] {
    let motor: (Key, Key?, Key?) = (.motorVehicle, .motorVehicleForward, .motorVehicleBackward)
    let any: (Key, Key?, Key?) = (.vehicle, .vehicleForward, .vehicleBackward)
    switch vehicle {
    case .foot: return [(.foot, nil, nil)]
    case .bicycle: return [(.bicycle, .bicycleForward, .bicycleBackward), any]
    case .motorcycle: return [(.motorcycle, nil, nil), motor, any]
    case .car: return [(.motorcar, nil, nil), motor, any]
    case .truck: return [(.hgv, nil, nil), motor, any]
    case .bus: return [(.bus, .busForward, .busBackward), (.psv, .psvForward, .psvBackward), motor, any]
    case .ambulance: return []
    }
  }

  private static func rule(_ vehicle: VehicleClass, isBackward: Bool, _ tags: Tags, usual: VehicleSet) -> Bool? {
    if vehicle == .ambulance { return ambulance(tags, usual: usual) }
    for (both, forward, backward) in keys(vehicle) {
      if let key = isBackward ? backward : forward, let ruled = tags[key].flatMap(opens) { return ruled }
      if let ruled = tags[both].flatMap(opens) { return ruled }
    }
    let general = tags[isBackward ? .accessBackward : .accessForward] ?? tags[.access]
    guard let ruled = general.flatMap(opens) else { return nil }
    return ruled && usual.contains(vehicle)
  }

  /// An ambulance goes where its class of street is drivable at all, also where others are shut out by a sign.
  private static func ambulance(_ tags: Tags, usual: VehicleSet) -> Bool? {
    switch tags[.emergency] {
    case "yes", "designated", "official", "destination": return true
    case "no": return false
    default: break
    }
    if tags.is(.access, "no"), tags.first(.motorVehicle, .motorcar, .vehicle, .bus, .psv).flatMap(opens) != true {
      return false
    }
    if tags.first(.motorVehicle, .motorcar).flatMap(opens) == true { return true }
    return nil
  }

  /// Whether a value lets one in; nothing for a value that says nothing.
  private static func opens(_ value: String) -> Bool? {
    switch value.split(separator: ";").first.map(String.init) ?? value {
    case "yes", "permissive", "designated", "official", "destination", "customers", "delivery", "public", "allowed":
      return true
    case "no", "private", "agricultural", "forestry", "military", "use_sidepath", "restricted", "emergency", "dismount",
      "permit", "residents", "closed", "none", "never":
      return false
    default: return nil
    }
  }

  /// Whether a barrier at a node holds cars up.
  static func blocksCars(_ tags: Tags) -> Bool {
    guard let barrier = tags[.barrier] else { return false }
    let said = tags.first(.motorcar, .motorVehicle, .vehicle, .access).flatMap(opens)
    switch barrier {
    case "bollard", "block", "jersey_barrier", "chain", "debris", "log", "planter", "boulder", "cycle_barrier",
      "turnstile", "full-height_turnstile", "stile", "kissing_gate", "motorcycle_barrier", "horse_stile", "bump_gate",
      "wall", "fence", "hedge", "guard_rail", "rope", "spikes":
      return said != true
    case "gate", "lift_gate", "swing_gate", "sliding_gate", "hampshire_gate", "barrier_board", "yes":
      return said == false
    default: return false
    }
  }
}

/// Which way vehicles go.
enum Direction {
  case both, forward, backward, reversible

  init(_ tags: Tags, streetClass: StreetClass) {
    switch tags[.oneway] {
    case "yes", "true", "1": self = .forward
    case "-1", "reverse": self = .backward
    case "no", "false", "0": self = .both
    case "reversible", "alternating": self = .reversible
    default:
      let isImplied = streetClass == .motorway || tags.is(.junction, "roundabout", "circular")
      self = isImplied ? .forward : .both
    }
  }

  /// Who may not go with the way's nodes.
  func barredForward(_ tags: Tags) -> VehicleSet { self == .backward ? opposed(tags) : walkers(tags, against: false) }

  /// Who may not go against the way's nodes.
  func barredBackward(_ tags: Tags) -> VehicleSet {
    if self == .forward { return opposed(tags) }
    var barred = walkers(tags, against: true)
    if tags.is(.onewayBicycle, "yes") { barred.insert(VehicleSet(.bicycle)) }
    return barred
  }

  /// Who may not go against a one-way street.
  private func opposed(_ tags: Tags) -> VehicleSet {
    var barred = VehicleSet.motor.union(VehicleSet(.bicycle))
    let lanes = [tags[.cycleway], tags[.cyclewayLeft], tags[.cyclewayRight]]
    let cyclesBack =
      tags.is(.onewayBicycle, "no", "-1") || lanes.contains { $0?.hasPrefix("opposite") == true }
      || tags.is(.cyclewayLeftOneway, "no", "-1") || tags.is(.cyclewayRightOneway, "no", "-1")
      || tags.is(.bicycleBackward, "yes", "designated")
    if cyclesBack { barred.remove(VehicleSet(.bicycle)) }
    let busesBack =
      tags.is(.onewayBus, "no") || tags.is(.onewayPsv, "no") || tags[.busway]?.hasPrefix("opposite") == true
      || tags.is(.busBackward, "yes", "designated") || tags.is(.psvBackward, "yes", "designated")
    if busesBack { barred.remove(VehicleSet(.bus)) }
    if tags.is(.onewayMotorcycle, "no") { barred.remove(VehicleSet(.motorcycle)) }
    return barred.union(walkers(tags, against: self == .forward))
  }

  /// Walkers go both ways except on escalators and where a tag is explicit.
  private func walkers(_ tags: Tags, against: Bool) -> VehicleSet {
    let moving = tags[.conveying]
    if moving == (against ? "forward" : "backward") { return VehicleSet(.foot) }
    guard tags.is(.onewayFoot, "yes", "1") else { return [] }
    let isOpposed = self == .backward ? !against : against
    return isOpposed ? VehicleSet(.foot) : []
  }
}
