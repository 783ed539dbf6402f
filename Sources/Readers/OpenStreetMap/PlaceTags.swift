import Replica

/// The kind of place an object is, and the kind of thing a city looks after.
enum PlaceTags {
  /// The kind of a place, or nothing when it is none. One object is one place: the first tag that says so counts.
  static func kind(_ tags: Tags) -> PlaceKind? {
    (amenity(tags) ?? health(tags) ?? shop(tags) ?? leisure(tags) ?? stop(tags)).map(PlaceKind.init(rawValue:))
  }

  /// Beds of a hospital, pupils of a school, seats; NaN when not tagged.
  static func capacity(_ tags: Tags) -> Float {
    let number = tags.number(.capacityBeds) ?? tags.number(.beds) ?? tags.number(.capacity)
    return Float(number.map { $0 >= 0 ? $0 : .nan } ?? .nan)
  }

  private static func amenity(_ tags: Tags) -> String? {
    switch tags[.amenity] {
    case "hospital": "hospital"
    case "clinic", "doctors", "health_post", "health_centre": "clinic"
    case "pharmacy": "pharmacy"
    case "school": "school"
    case "kindergarten", "childcare": "kindergarten"
    case "university", "college": "university"
    case "marketplace": "market"
    case "restaurant", "cafe", "fast_food", "food_court": "restaurant"
    case "bank": "bank"
    case "fuel": "fuel"
    case "bus_station", "ferry_terminal": "station"
    case "place_of_worship": "worship"
    case "community_centre", "social_centre": "community"
    case "library": "library"
    case "townhall": "townhall"
    case "police": "police"
    case "fire_station": "fire-station"
    case "post_office": "post-office"
    case "toilets": "toilets"
    case "shelter": tags.is(.shelterType, "public_transport", "picnic_shelter", "gazebo") ? nil : "shelter"
    case "social_facility": tags.is(.socialFacility, "shelter") ? "shelter" : nil
    default: nil
    }
  }

  private static func health(_ tags: Tags) -> String? {
    switch tags[.healthcare] {
    case "hospital": return "hospital"
    case "clinic", "doctor", "centre", "yes", "community_health_worker", "birthing_centre": return "clinic"
    case "pharmacy": return "pharmacy"
    default: break
    }
    switch tags[.emergency] {
    case "assembly_point", "disaster_shelter": return "shelter"
    case "fire_station": return "fire-station"
    default: return nil
    }
  }

  private static func shop(_ tags: Tags) -> String? {
    switch tags[.shop] {
    case nil, "no", "vacant", "none", "closed": nil
    case "supermarket": "supermarket"
    default: "shop"
    }
  }

  private static func leisure(_ tags: Tags) -> String? {
    switch tags[.leisure] {
    case "park", "garden": tags.is(.access, "private", "no") ? nil : "park"
    case "playground": "playground"
    case "pitch", "sports_centre", "stadium", "fitness_centre", "sports_hall", "swimming_area": "sport"
    default: nil
    }
  }

  private static func stop(_ tags: Tags) -> String? {
    if tags.is(.railway, "station", "halt") || tags.is(.publicTransport, "station") { return "station" }
    if tags.is(.highway, "bus_stop") || tags.is(.railway, "tram_stop") { return "stop" }
    // The platform of a bus line; rail platforms belong to their station.
    return tags.is(.publicTransport, "platform") && tags[.railway] == nil ? "stop" : nil
  }
}

/// What a city looks after.
enum AssetTags {
  /// The kind of a thing at a node, or nothing when it is none.
  static func kind(_ tags: Tags) -> String? {
    if tags.is(.natural, "tree") { return "tree" }
    if tags.is(.highway, "street_lamp") { return "lamp" }
    if tags.is(.amenity, "waste_basket", "waste_disposal", "recycling") { return "bin" }
    if tags.is(.emergency, "fire_hydrant") { return "hydrant" }
    if tags.is(.amenity, "bench") { return "bench" }
    if tags.is(.manhole, "drain", "sewer") { return "drain" }
    if tags.is(.man_made, "manhole") { return "manhole" }
    return nil
  }

  /// A tree's species, as exactly as it is known.
  static func name(_ tags: Tags) -> String {
    tags.first(.species, .taxon, .speciesEn, .genus, .name) ?? ""
  }
}
