import Geography
import Modelling
import Replica
import Vectors

/// Places of a file, added to those of the map.
struct PlacesLayer {
  let file: String
  let town: Town

  /// Adds the places; answers how many.
  func add(_ layer: VectorLayer, to places: inout Places, _ skipped: inout SkippedTally) throws -> Int {
    guard let kindField = FieldNames.find(FieldNames.kind, in: layer.fields) else {
      throw ImportError.noField(layer: "places", file: file, field: "kind", fields: layer.fields)
    }
    let nameField = FieldNames.find(FieldNames.name, in: layer.fields)
    let capacityField = FieldNames.find(FieldNames.capacity, in: layer.fields)
    var keys = FileKeys(file)
    let before = places.count
    for feature in layer.features {
      let key = keys.key(feature.id)
      let point: Point
      switch feature.geometry {
      case .point(let position): point = position
      case .area(let area): point = area.centroid
      case .line(let lines):
        guard let line = lines.first, !line.isEmpty else { continue }
        point = line[line.count / 2]
      case .none:
        skipped.add("place", because: "it has no position", example: key)
        continue
      }
      guard town.contains(point) else {
        skipped.add("place", because: "outside the town", example: key)
        continue
      }
      let kind = Self.kind(feature.text(kindField))
      guard !kind.isEmpty else {
        skipped.add("place", because: "its kind is empty", example: key)
        continue
      }
      places.append(
        key: FeatureKey(key), kind: PlaceKind(rawValue: kind), name: feature.text(nameField), at: point,
        capacity: Float(feature.number(capacityField) ?? .nan))
    }
    return places.count - before
  }

  /// A word for a kind as ``PlaceKind`` writes it.
  static func kind(_ text: String) -> String {
    let word = text.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
    switch word {
    case "doctors", "doctor", "health-centre", "health-center", "puskesmas", "klinik", "health-clinic": return "clinic"
    case "rumah-sakit", "hospitals": return "hospital"
    case "schools", "sekolah", "primary-school", "secondary-school", "elementary-school": return "school"
    case "bus-stop", "stops", "bus-stops": return "stop"
    case "railway-station", "train-station", "bus-station", "ferry-terminal": return "station"
    case "place-of-worship", "mosque", "church", "temple", "masjid": return "worship"
    case "community-centre", "community-center", "balai": return "community"
    case "marketplace", "pasar": return "market"
    case "town-hall": return "townhall"
    case "fire-stations", "fire": return "fire-station"
    case "evacuation-centre", "evacuation-center", "shelters", "assembly-point": return "shelter"
    default: return word
    }
  }
}
