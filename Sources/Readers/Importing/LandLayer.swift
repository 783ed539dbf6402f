import Geography
import Modelling
import Replica
import Vectors

/// Land use of a file, laid over that of the map.
struct LandLayer {
  let file: String
  let town: Town

  /// Adds the areas; answers how many.
  func add(_ layer: VectorLayer, to land: inout Land, _ skipped: inout SkippedTally) throws -> Int {
    guard let useField = FieldNames.find(FieldNames.landUse, in: layer.fields) else {
      throw ImportError.noField(layer: "land", file: file, field: "use", fields: layer.fields)
    }
    let nameField = FieldNames.find(FieldNames.name, in: layer.fields)
    var keys = FileKeys(file)
    let before = land.count
    for feature in layer.features {
      let key = keys.key(feature.id)
      guard case .area(let outline) = feature.geometry else {
        skipped.add("land", because: "its shape is no area", example: key)
        continue
      }
      let word = feature.text(useField).lowercased()
      guard let use = Self.use(word) else {
        skipped.add("land", because: "\u{201C}\(word.prefix(40))\u{201D} is no land use", example: key)
        continue
      }
      guard outline.box.intersects(town.wide) else {
        skipped.add("land", because: "outside the town", example: key)
        continue
      }
      land.append(key: FeatureKey(key), use: use, name: feature.text(nameField), outline: outline)
    }
    return land.count - before
  }

  static func use(_ word: String) -> LandUse? {
    if let use = LandUse(name: word) { return use }
    switch word {
    case "housing", "settlement", "built-up", "urban", "permukiman": return .residential
    case "business", "office", "mixed": return .commercial
    case "shops": return .retail
    case "industry", "quarry", "landfill": return .industrial
    case "institutional", "education", "religious", "public", "government": return .civic
    case "agriculture", "cropland", "farm", "orchard", "paddy", "plantation", "farmyard": return .farmland
    case "wood", "trees", "woodland", "mangrove": return .forest
    case "meadow", "scrub", "grassland", "heath", "recreation_ground": return .grass
    case "garden", "playground", "pitch", "nature_reserve", "recreation", "open space": return .park
    case "river", "lake", "reservoir", "basin", "riverbank", "pond": return .water
    case "marsh", "swamp": return .wetland
    case "sand", "beach", "rock", "bare ground": return .bare
    case "rail": return .railway
    default: return nil
    }
  }
}
