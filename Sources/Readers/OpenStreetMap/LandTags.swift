import Replica

/// What covers an area, and what a waterway is.
enum LandTags {
  /// The use of an area, or nothing when it says none.
  static func use(_ tags: Tags) -> LandUse? {
    if tags.is(.waterway, "riverbank", "dock") { return .water }
    if let natural = tags[.natural] {
      switch natural {
      case "water": return .water
      case "wetland", "mud": return .wetland
      case "wood": return .forest
      case "scrub", "grassland", "heath", "fell", "shrubbery": return .grass
      case "sand", "beach", "bare_rock", "scree", "shingle", "rock": return .bare
      default: break
      }
    }
    if let value = tags[.landuse] {
      switch value {
      case "residential": return .residential
      case "commercial": return .commercial
      case "retail": return .retail
      case "industrial", "port", "depot", "quarry", "landfill": return .industrial
      case "institutional", "education", "religious", "civic_admin", "healthcare", "government": return .civic
      case "farmland", "farmyard", "orchard", "vineyard", "plant_nursery", "greenhouse_horticulture", "paddy",
        "aquaculture", "allotments":
        return .farmland
      case "forest": return .forest
      case "grass", "meadow", "village_green", "greenery", "flowerbed": return .grass
      case "recreation_ground": return .park
      case "cemetery": return .cemetery
      case "construction", "brownfield", "greenfield": return .construction
      case "military": return .military
      case "railway": return .railway
      case "reservoir", "basin", "salt_pond", "pond": return .water
      default: break
      }
    }
    switch tags[.leisure] {
    case "park", "garden", "nature_reserve", "golf_course", "common", "dog_park", "pitch", "playground": return .park
    case "swimming_pool": return nil
    default: break
    }
    switch tags[.amenity] {
    case "school", "university", "college", "kindergarten", "hospital", "townhall", "place_of_worship": return .civic
    case "grave_yard": return .cemetery
    default: return nil
    }
  }

  /// The kind of a line of water, or nothing when it is none.
  static func waterway(_ tags: Tags) -> WaterwayKind? {
    switch tags[.waterway] {
    case "river": .river
    case "stream", "tidal_channel", "brook": .stream
    case "canal": .canal
    case "drain": .drain
    case "ditch": .ditch
    default: nil
    }
  }
}
