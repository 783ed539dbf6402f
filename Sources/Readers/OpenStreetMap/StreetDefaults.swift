import Replica

/// What a street of a class is taken to be where its tags are silent.
///
/// Sources: lanes and access after the OpenStreetMap wiki ("Key:lanes", "OSM tags for routing/Access restrictions");
/// speeds are the country's legal ones (``Country/table``), held down where a class is in practice slower than the law.
struct StreetDefaults {
  /// The class it holds for.
  let streetClass: StreetClass
  /// Lanes for vehicles in one direction, and together when both directions share the street.
  let oneWayLanes, bothWaysLanes: UInt8
  /// Which legal speed holds, and the most in km/h that the class is usually driven.
  let setting: Setting
  let usual: Double
  /// Who may use it.
  let access: VehicleSet

  enum Setting { case urban, rural, motorway }

  static func of(_ streetClass: StreetClass) -> StreetDefaults { table[Int(streetClass.rawValue)] }

  /// The speed in m/s.
  func speed(in country: Country) -> Double {
    let legal =
      switch setting {
      case .urban: country.urban
      case .rural: country.rural
      case .motorway: country.motorway
      }
    return min(legal, usual) / 3.6
  }

  private static let everyone = VehicleSet.all
  private static let roadOnly = VehicleSet.motor
  private static let lane: VehicleSet = VehicleSet([.foot, .bicycle, .motorcycle, .car, .truck, .ambulance])
  private static let walkAndCycle = VehicleSet([.foot, .bicycle])
  private static let walk = VehicleSet([.foot])
  private static let busesOnly = VehicleSet([.bus, .ambulance])
  private static let square = VehicleSet([.foot, .ambulance])

  /// One row a class, in the order of ``StreetClass``: lanes one way and both ways, which law, at most km/h, who.
  private static let table: [StreetDefaults] = [
    row(.motorway, 2, 4, .motorway, 130, roadOnly),
    row(.motorwayLink, 1, 2, .motorway, 60, roadOnly),
    row(.trunk, 2, 4, .rural, 80, everyone),
    row(.trunkLink, 1, 2, .urban, 50, everyone),
    row(.primary, 2, 2, .urban, 60, everyone),
    row(.primaryLink, 1, 2, .urban, 45, everyone),
    row(.secondary, 1, 2, .urban, 60, everyone),
    row(.secondaryLink, 1, 2, .urban, 40, everyone),
    row(.tertiary, 1, 2, .urban, 50, everyone),
    row(.tertiaryLink, 1, 2, .urban, 40, everyone),
    row(.unclassified, 1, 2, .urban, 40, everyone),
    row(.residential, 1, 2, .urban, 30, everyone),
    row(.livingStreet, 1, 2, .urban, 10, everyone),
    row(.service, 1, 2, .urban, 20, everyone),
    row(.track, 1, 1, .urban, 15, lane),
    row(.busway, 1, 2, .urban, 40, busesOnly),
    row(.pedestrian, 0, 0, .urban, 10, square),
    row(.footway, 0, 0, .urban, 5, walk),
    row(.cycleway, 0, 0, .urban, 15, walkAndCycle),
    row(.path, 0, 0, .urban, 10, walkAndCycle),
    row(.steps, 0, 0, .urban, 5, walk),
    row(.bridleway, 0, 0, .urban, 10, walk),
  ]

  private static func row(
    _ streetClass: StreetClass, _ oneWay: UInt8, _ both: UInt8, _ setting: Setting, _ usual: Double,
    _ access: VehicleSet
  ) -> StreetDefaults {
    StreetDefaults(
      streetClass: streetClass, oneWayLanes: oneWay, bothWaysLanes: both, setting: setting, usual: usual,
      access: access)
  }
}
