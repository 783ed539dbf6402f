public import Replica

/// A way to get about, and how fast it is.
///
/// | mode  | vehicle | speed                                | source |
/// |-------|---------|--------------------------------------|--------|
/// | walk  | foot    | 1.33 m/s (4.8 km/h)                  | within the comfortable speeds of adults, 1.27–1.46 m/s: R. W. Bohannon, Age and Ageing 26 (1997) 15–19, doi:10.1093/ageing/26.1.15 |
/// |       |         | on steps 0.5 of it                   | T. Fujiyama and N. Tyler, "Predicting the walking speed of pedestrians on stairs", Transportation Planning and Technology 33 (2010) 177–202, doi:10.1080/03081061003643770: about half of the speed on the level |
/// | cycle | bicycle | 4.2 m/s (15 km/h), never above the street's own speed | an assumption of ours: below the 5–6 m/s of free riding on the flat (J. Parkin and J. Rotheram, Transport Policy 17 (2010) 335–341, doi:10.1016/j.tranpol.2010.03.001) for stops at junctions |
/// | car   | car     | 0.7 of the street's speed            | an assumption of ours, for junctions and parking; no queues |
///
/// From a point to its street, and from the street to a target, one walks straight at walking speed in every mode.
public enum TravelMode: String, CaseIterable, Sendable, Codable {
  case walk, cycle, car

  /// The class of vehicle whose access counts.
  public var vehicle: VehicleClass {
    switch self {
    case .walk: .foot
    case .cycle: .bicycle
    case .car: .car
    }
  }

  /// Whether a ban on a turn concerns it; people on foot ignore it.
  public var obeysTurnBans: Bool { self != .walk }

  /// m/s on foot on the level.
  public static let walkingSpeed = 1.33
  /// m/s on a bicycle.
  public static let cyclingSpeed = 4.2
  /// Share of the walking speed that is left on steps.
  public static let stepsFactor = 0.5
  /// Share of a street's speed that a car reaches on average.
  public static let drivingFactor = 0.7

  /// m/s along a link.
  public func speed(on streetClass: StreetClass, linkSpeed: Float) -> Double {
    switch self {
    case .walk: streetClass == .steps ? Self.walkingSpeed * Self.stepsFactor : Self.walkingSpeed
    case .cycle: min(Self.cyclingSpeed, max(Double(linkSpeed), Self.walkingSpeed))
    case .car: max(Double(linkSpeed), Self.walkingSpeed) * Self.drivingFactor
    }
  }
}
