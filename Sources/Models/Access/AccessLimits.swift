public import Replica
public import Routing

/// The minutes within which a place counts as near, and the places every town should have.
///
/// | mode  | minutes | source |
/// |-------|---------|--------|
/// | walk  | 15      | C. Moreno et al., "Introducing the 15-minute city", Smart Cities 4 (2021) 93–111, doi:10.3390/smartcities4010006 |
/// | cycle | 15      | the same |
/// | car   | 10      | a choice of ours: about what is left of a quarter of an hour after parking and walking |
public enum AccessLimits {
  /// Minutes within which a place counts as near.
  public static func minutes(of mode: TravelMode) -> Int {
    switch mode {
    case .walk, .cycle: 15
    case .car: 10
    }
  }

  /// Kinds whose absence is told: the map may lack them, or the town.
  public static let essential = ["hospital", "clinic", "school"].map(PlaceKind.init(rawValue:))
}
