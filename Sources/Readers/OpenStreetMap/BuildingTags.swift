package import Replica

/// A building as its tags describe it.
enum BuildingTags {
  /// Metres from floor to floor, used where only a height is tagged.
  static let storey = 3.2

  /// The building of an area, or nothing when it is none.
  static func building(_ tags: Tags) -> Building? {
    guard let value = tags[.building], value != "no" else { return nil }
    var building = Building()
    building.name = tags.name
    building.use = use(value, tags)
    if let levels = tags.number(.buildingLevels), levels > 0, levels <= 200 {
      building.levels = Float(levels)
      building.areLevelsAssumed = false
    } else if let height = tags[.height].flatMap(Measure.metres), height > 0, height < 1000 {
      building.levels = Float(max(1, (height / storey).rounded()))
    } else {
      building.levels = usualLevels(value)
    }
    building.year = tags[.startDate].flatMap(year) ?? 0
    building.material = tags[.buildingMaterial].map(material) ?? .unknown
    if let flats = tags.number(.buildingFlats), flats >= 0, flats < 100_000 { building.dwellings = Float(flats) }
    return building
  }

  /// The year of a date of OpenStreetMap: `1957`, `1957-08-31`, `~1900`, `1930s`, `before 1910`. A century, `C19`, says
  /// too little.
  static func year(_ text: String) -> Int16? {
    let runs = text.split { !($0.isASCII && $0.isNumber) }
    return runs.first { $0.count == 4 }.flatMap { Int16($0) }.flatMap { (1000...2100).contains($0) ? $0 : nil }
  }

  /// What carries a building of a `building:material`, as far as the word says.
  static func material(_ word: String) -> BuildingMaterial {
    switch word {
    case "wood", "timber", "bamboo", "timber_framing", "log": .timber
    case "brick", "bricks", "stone", "masonry", "adobe", "cement_block", "limestone", "sandstone": .brick
    case "concrete", "reinforced_concrete", "cement": .concrete
    case "steel", "metal", "tin", "metal_plates": .steel
    default: .unknown
    }
  }

  /// Storeys where neither their number nor a height is tagged; what a mapper calls the building is the best guess.
  private static func usualLevels(_ value: String) -> Float {
    switch value {
    case "apartments", "dormitory", "hotel", "hospital": 4
    case "office", "university", "commercial": 3
    case "house", "terrace", "semidetached_house", "detached", "residential", "school", "retail", "mosque", "civic",
      "public", "college", "kindergarten", "government":
      2
    default: 1
    }
  }

  private static func use(_ value: String, _ tags: Tags) -> BuildingUse {
    let said = named(tags[.buildingUse] ?? value)
    if said != .unknown { return said }
    switch tags[.amenity] {
    case "school", "university", "college", "kindergarten", "library": return .education
    case "hospital", "clinic", "doctors": return .health
    case "place_of_worship": return .worship
    case "townhall", "police", "fire_station", "courthouse", "community_centre": return .civic
    case "parking": return .parking
    case "bank", "restaurant", "cafe", "fast_food", "fuel", "marketplace": return .commercial
    default: break
    }
    if tags[.shop] != nil || tags[.office] != nil { return .commercial }
    return .unknown
  }

  /// The use of a word that maps and cadastres write for a building.
  static func named(_ word: String) -> BuildingUse {
    switch word.lowercased() {
    case "residential", "house", "apartments", "terrace", "detached", "semidetached_house", "dormitory", "bungalow",
      "hut", "cabin", "farm", "stilt_house", "houseboat", "villa", "flats", "home", "housing", "dwelling",
      "static_caravan":
      .residential
    case "commercial", "retail", "office", "hotel", "shop", "supermarket", "kiosk", "mall", "bank", "market",
      "business",
      "warehouse_retail", "restaurant", "motel":
      .commercial
    case "industrial", "warehouse", "factory", "manufacture", "storage_tank", "silo", "hangar", "industry", "workshop":
      .industrial
    case "school", "university", "college", "kindergarten", "education", "library", "educational": .education
    case "hospital", "clinic", "health", "medical", "healthcare": .health
    case "church", "mosque", "temple", "chapel", "cathedral", "shrine", "pagoda", "worship", "religious", "surau",
      "synagogue", "monastery", "place_of_worship":
      .worship
    case "civic", "public", "government", "fire_station", "police", "train_station", "transportation", "stadium",
      "sports_hall", "military", "townhall", "museum", "community", "institutional":
      .civic
    case "barn", "farm_auxiliary", "greenhouse", "cowshed", "stable", "sty", "agricultural", "agriculture":
      .agricultural
    case "garage", "garages", "parking", "carport": .parking
    case "shed", "roof", "service", "construction", "ruins", "canopy", "transformer_tower", "bunker", "toilets",
      "ancillary", "guardhouse", "gatehouse", "container", "outbuilding":
      .ancillary
    default: .unknown
    }
  }
}

extension BuildingUse {
  /// The use of a word that maps and cadastres write for a building; `unknown` when the word says none.
  package static func named(_ word: String) -> BuildingUse { BuildingTags.named(word) }

  /// Metres from floor to floor, used where only a height is known.
  package static let storeyHeight = BuildingTags.storey
}
