import Geography
import Replica

/// A piece of land cut from a block; every lot has a side on a street.
struct Lot: Sendable {
  /// Counter-clockwise, simple, in city metres.
  var ring: [Point]
  /// What the plan allows there.
  var use: LandUse
  /// Whether nothing stands on it.
  var isFree: Bool
}

/// A building on a lot, before it has a key.
struct House: Sendable {
  /// Counter-clockwise, simple, wholly inside its lot; terraced houses share walls.
  var ring: [Point]
  /// Its lot's place in ``BlockFabric/lots``.
  var lot: Int
  /// What it is used for.
  var use: BuildingUse
  /// Storeys above ground.
  var levels: Int
  /// Homes.
  var dwellings: Int
  /// Workplaces it has room for.
  var jobs: Int
  /// The year it was built.
  var year: Int
}

/// What stands in one block.
struct BlockFabric: Sendable {
  var lots: [Lot] = []
  var houses: [House] = []
  /// Open land that is no lot: fields, greens, ponds.
  var open: [(ring: [Point], use: LandUse)] = []
}
