import Geography
import Modelling
import OpenStreetMap
import Replica
import Vectors

/// Footprints of a file over those of the map: the file's are taken, and the map's where the file has none.
struct BuildingsLayer {
  let file: String
  let town: Town

  /// The buildings of both.
  func merged(_ layer: VectorLayer, with map: Buildings, _ skipped: inout SkippedTally) -> Buildings {
    var fields = Fields(layer.fields)
    if fields.use == nil, map.count == 0 { fields.use = nil }
    let mapIndex = PackedIndex((0..<map.count).map { map.footprints.box(of: $0) })
    var result = Buildings()
    var keys = FileKeys(file)
    var covered = [Bool](repeating: false, count: map.count)
    var elsewhere = 0
    for feature in layer.features {
      guard case .area(let footprint) = feature.geometry else {
        skipped.add("building", because: "its shape is no area", example: "\(feature.id)")
        continue
      }
      let center = footprint.centroid
      guard footprint.area > 0.5, footprint.area < 5_000_000 else {
        skipped.add(
          "building", because: "its footprint is below half a square metre or above 5 km²", example: "\(feature.id)")
        continue
      }
      guard town.contains(center) else {
        elsewhere += 1
        continue
      }
      var building = fields.building(feature)
      for row in mapIndex.search(footprint.box)
      where footprint.contains(map.centroids[row]) || map.footprints.contains(center, in: row) {
        covered[row] = true
        complete(&building, from: map, row)
      }
      result.append(building, key: FeatureKey(keys.key(feature.id)), footprint: footprint)
    }
    skipped.add("building", because: "outside the town", count: elsewhere)
    for row in 0..<map.count where !covered[row] { result.append(map, row) }
    return result
  }

  /// What the file does not say of a building the map may know.
  private func complete(_ building: inout Building, from map: Buildings, _ row: Int) {
    if building.name.isEmpty { building.name = map.names[row] }
    if building.use == .unknown { building.use = map.uses[row] }
    if building.areLevelsAssumed, !map.areLevelsAssumed[row] {
      building.levels = map.levels[row]
      building.areLevelsAssumed = false
    }
    if building.dwellings.isNaN { building.dwellings = map.dwellings[row] }
  }

  private struct Fields {
    let name, levels, height, dwellings, jobs: String?
    var use: String?

    init(_ fields: [String]) {
      name = FieldNames.find(FieldNames.name, in: fields)
      levels = FieldNames.find(FieldNames.levels, in: fields)
      height = FieldNames.find(FieldNames.height, in: fields)
      use = FieldNames.find(FieldNames.use, in: fields)
      dwellings = FieldNames.find(FieldNames.dwellings, in: fields)
      jobs = FieldNames.find(FieldNames.jobs, in: fields)
    }

    func building(_ feature: VectorFeature) -> Building {
      var building = Building()
      building.name = feature.text(name)
      building.use = BuildingUse(name: feature.text(use).lowercased()) ?? BuildingUse.named(feature.text(use))
      if let levels = feature.number(levels), levels > 0, levels <= 200 {
        building.levels = Float(levels)
        building.areLevelsAssumed = false
      } else if let height = feature.number(height), height > 0, height < 1000 {
        building.levels = Float(max(1, (height / BuildingUse.storeyHeight).rounded()))
      }
      if let number = feature.number(dwellings), number >= 0 { building.dwellings = Float(number) }
      if let number = feature.number(jobs), number >= 0 { building.jobs = Float(number) }
      return building
    }
  }
}

extension Buildings {
  /// Adds a row of other buildings.
  mutating func append(_ others: Buildings, _ row: Int) {
    var building = Building()
    building.name = others.names[row]
    building.use = others.uses[row]
    building.levels = others.levels[row]
    building.areLevelsAssumed = others.areLevelsAssumed[row]
    building.dwellings = others.dwellings[row]
    building.jobs = others.jobs[row]
    building.people = others.people[row]
    append(building, key: others.keys[row], footprint: others.footprints[row])
  }
}
