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
  /// Metres of its ring along streets it may have a door on, at least 3.
  var frontage: Double
  /// The largest street it has a door on.
  var street: StreetClass
  /// How much of it may be built up as floor area, as a multiple of its own area: what a planner may put there.
  var plotRatio: Double
}

/// The shape a building has, finer than its use: what it is called, photographed and drawn as.
enum HouseForm: UInt8, CaseIterable, Sendable {
  /// Dwellings.
  case shophouse, terrace, semiDetached, bungalow, kampungHouse, walkUpFlats, tower
  /// Work.
  case office, shopOffice, bank, factory, terracedFactory, warehouse, market, mall, supermarket, petrolStation
  /// Public.
  case school, university, hospital, townHall, civicOffice, mosque, temple, church, police, fireStation, busStation
  case communityHall, substation, sportsHall, shelter
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
  /// What its walls or frame are of.
  var material: BuildingMaterial
  /// Its shape.
  var form: HouseForm
  /// Whether the ground floor is let as a shop, whatever is above.
  var hasShop: Bool
}

/// What stands in one block.
struct BlockFabric: Sendable {
  var lots: [Lot] = []
  var houses: [House] = []
  /// Open land that is no lot: fields, greens, ponds.
  var open: [(ring: [Point], use: LandUse)] = []
  /// Middle lines of the lanes behind the rows, and their width in metres; inside the block, in no lot.
  var backLanes: [(line: [Point], width: Double)] = []
}
