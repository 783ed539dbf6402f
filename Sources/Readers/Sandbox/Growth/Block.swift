import Geography
import Replica

/// What a quarter of the town was laid out as; each kind has its own streets, lots, houses and age.
enum QuarterKind: UInt8, CaseIterable, Sendable {
  /// The old core by the river crossing: narrow, crooked streets of shophouses, 1850–1910.
  case core
  /// The colonial grid beside it: straight streets, shophouses, offices, bungalows, the padang, 1880–1940.
  case colonialGrid
  /// Rows of terraced houses with back lanes, 1960–1995.
  case terraces
  /// Post-war estates of semi-detached and low houses on loops and cul-de-sacs, 1950–1980.
  case postwarEstate
  /// New towns: curved collectors, cul-de-sacs, terraces, flats and towers, malls, 1985–2025.
  case newTown
  /// The industrial belt: large blocks of works and warehouses, 1965–2015.
  case industrial
  /// Kampung: crooked lanes, wooden houses on large planted lots, of any age.
  case kampung
  /// A park, padang or forest reserve kept free of houses.
  case green
}

/// What a whole block may be set aside for.
enum BlockPurpose: UInt8, CaseIterable, Sendable {
  case primarySchool, secondarySchool, university, hospital, civic, market, mall, mosque, temple, church, police
  case fireStation, busStation, park, field, cemetery, communityHall, utility
}

/// What bounds a block along one of its sides.
struct BlockSide: Hashable, Sendable {
  /// What the street along it is for; nothing where there is none: a bank, a hedge, the rear of other land.
  var streetClass: StreetClass?
  /// Metres from the side to the middle of that street; 0 without one.
  var setback: Double = 0

  /// Whether a lot may have its door there.
  var isFrontage: Bool {
    guard let streetClass else { return false }
    return (StreetClass.primary.rawValue...StreetClass.livingStreet.rawValue).contains(streetClass.rawValue)
  }
}

/// The land between streets, their reserves (carriageway, sidewalk, drain) already taken off: what lots are cut from.
struct Block: Sendable {
  /// Counter-clockwise, simple, in city metres, not closed. Nearly convex: no corner turns inwards by more than about 25°;
  /// 4 to about 40 corners, because curved streets make many short sides.
  var ring: [Point]
  /// `sides[i]` lies between `ring[i]` and `ring[i + 1]`. At least one is a frontage.
  var sides: [BlockSide]
  /// What its quarter was laid out as.
  var kind: QuarterKind
  /// The number of its quarter in order of growth, 0 is the oldest.
  var quarter: Int
  /// The year its quarter was laid out.
  var year: Int
  /// 1 at the old bridge, falling to 0 at the edge of the town.
  var centrality: Double
  /// What the plan sets the whole block aside for; nothing for lots of its kind.
  var purpose: BlockPurpose?
}
