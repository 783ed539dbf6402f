internal import Geography
internal import Replica

/// The layers of a city as tables; properties have the names they have in the city's GeoPackage.
struct CityTables {
  let tables: [FeatureTable]

  init(_ city: City) {
    var box = city.box
    box.formUnion(Box(city.land.outlines.points))
    box.formUnion(Box(city.waterways.lines.points))
    box.formUnion(Box(city.assets.points))
    box.formUnion(Box(city.parcels.outlines.points))
    let lattice = PositionLattice(city.profile.projection, over: box)
    tables = [
      Self.streets(city.streets, lattice), Self.nodes(city.streets, lattice), Self.signals(city.streets, lattice),
      Self.busLines(city, lattice), Self.buildings(city.buildings, lattice), Self.zones(city.zones, lattice),
      Self.places(city.places, lattice), Self.assets(city.assets, lattice), Self.parcels(city.parcels, lattice),
      Self.land(city.land, lattice), Self.waterways(city.waterways, lattice),
    ]
  }

  /// The names of all cases of a kind, by their raw values, as files write them: `paving_stones`.
  static func words<Kind: CaseIterable & RawRepresentable>(_ kind: Kind.Type) -> [String]
  where Kind.RawValue == UInt8 {
    var words: [String] = []
    for item in Kind.allCases {
      let place = Int(item.rawValue)
      while words.count <= place { words.append("") }
      var word = ""
      for letter in "\(item)" { word += letter.isUppercase ? "_" + letter.lowercased() : String(letter) }
      words[place] = word
    }
    return words
  }

  static func column<Kind: CaseIterable & RawRepresentable>(
    _ name: String, _ summary: String, _ values: [Kind]
  ) -> Column where Kind.RawValue == UInt8 {
    Column(name, summary, .words(values.map(\.rawValue), words(Kind.self)))
  }

  static func points(_ points: [Point], _ lattice: PositionLattice) -> Shapes {
    Shapes(points: points.map { lattice.position(of: $0) })
  }

  private static func buildings(_ buildings: Buildings, _ lattice: PositionLattice) -> FeatureTable {
    FeatureTable(
      "buildings", "Buildings", "Footprints of buildings with their use and size.",
      keys: .features(buildings.keys), shapes: Shapes(areas: buildings.footprints, by: lattice),
      columns: [
        Column("name", "The name on it.", .texts(buildings.names)),
        column("use", "What it is used for.", buildings.uses),
        Column("levels", "Storeys above ground.", .floats(buildings.levels, decimals: 2)),
        Column(
          "levels_assumed", "Whether the number of storeys was not in the source.",
          .truths(buildings.areLevelsAssumed)),
        Column("area", "Area of the footprint in m².", .doubles(buildings.areas, decimals: 1)),
        Column("dwellings", "Homes.", .floats(buildings.dwellings, decimals: 2)),
        Column("jobs", "Jobs.", .floats(buildings.jobs, decimals: 2)),
        Column("people", "People who live there.", .doubles(buildings.people, decimals: 2)),
        Column("year", "The year it was built; 0 when not known.", .integers(buildings.years.map { Int($0) })),
        column("material", "What carries it.", buildings.materials),
      ], areRemoved: buildings.areRemoved)
  }

  private static func zones(_ zones: Zones, _ lattice: PositionLattice) -> FeatureTable {
    FeatureTable(
      "zones", "Zones", "Small areas with people, homes and jobs.", keys: .features(zones.keys),
      shapes: Shapes(areas: zones.outlines, by: lattice),
      columns: [
        Column("name", "What people call it.", .texts(zones.names)),
        Column("people", "People who live there.", .doubles(zones.people, decimals: 2)),
        Column("homes", "Homes.", .floats(zones.homes, decimals: 2)),
        Column("jobs", "Jobs.", .floats(zones.jobs, decimals: 2)),
        Column("ward", "The area its councillors are elected by.", .texts(zones.wards)),
      ])
  }

  private static func places(_ places: Places, _ lattice: PositionLattice) -> FeatureTable {
    FeatureTable(
      "places", "Places", "Hospitals, schools, shops, stops, shelters.", keys: .features(places.keys),
      shapes: points(places.points, lattice),
      columns: [
        Column("kind", "What it is.", .texts(places.kinds.map(\.rawValue))),
        Column("name", "What people call it.", .texts(places.names)),
        Column("capacity", "Beds, pupils, seats, by kind.", .floats(places.capacities, decimals: 2)),
      ], areRemoved: places.areRemoved)
  }

  private static func assets(_ assets: Assets, _ lattice: PositionLattice) -> FeatureTable {
    FeatureTable(
      "assets", "Assets", "What the city looks after: trees, lamps, bins, signs.", keys: .features(assets.keys),
      shapes: points(assets.points, lattice),
      columns: [
        Column("kind", "What it is.", .texts(assets.kinds)),
        Column("name", "What it is called or made of: a tree's species.", .texts(assets.names)),
        Column("height", "Height in m.", .floats(assets.heights, decimals: 2)),
      ])
  }

  private static func parcels(_ parcels: Parcels, _ lattice: PositionLattice) -> FeatureTable {
    FeatureTable(
      "parcels", "Parcels", "Pieces of land one can build on.", keys: .features(parcels.keys),
      shapes: Shapes(areas: parcels.outlines, by: lattice),
      columns: [
        column("use", "What the plan allows there.", parcels.uses),
        Column("free", "Whether nothing stands on it.", .truths(parcels.areFree)),
        Column("value", "Land value per m² in the city's currency.", .floats(parcels.values, decimals: 2)),
      ])
  }

  private static func land(_ land: Land, _ lattice: PositionLattice) -> FeatureTable {
    FeatureTable(
      "land", "Land use", "What covers the ground, water among it; later areas lie on top.", keys: .features(land.keys),
      shapes: Shapes(areas: land.outlines, by: lattice),
      columns: [
        column("use", "What covers it.", land.uses), Column("name", "What people call it.", .texts(land.names)),
      ])
  }

  private static func waterways(_ waterways: Waterways, _ lattice: PositionLattice) -> FeatureTable {
    FeatureTable(
      "waterways", "Waterways", "Rivers, canals and drains, downstream.", keys: .features(waterways.keys),
      shapes: Shapes(lines: waterways.lines, by: lattice),
      columns: [
        column("kind", "What it is.", waterways.kinds), Column("name", "What people call it.", .texts(waterways.names)),
        Column("width", "Width in m.", .floats(waterways.widths, decimals: 2)),
        Column("depth", "Depth below its banks in m.", .floats(waterways.depths, decimals: 2)),
        Column("capacity", "What it carries when it runs full, in m³/s.", .floats(waterways.capacities, decimals: 3)),
        Column("covered", "Whether it runs below ground.", .truths(waterways.areCovered)),
      ])
  }
}
