import Geography
import Modelling
import Replica
import Vectors

/// Parcels of a file.
struct ParcelsLayer {
  let file: String
  let town: Town

  /// Adds the parcels; answers how many, and what was assumed.
  ///
  /// A parcel whose use is not told, or in words that are none here, counts as residential; one without a building on it as free.
  func add(
    _ layer: VectorLayer, to parcels: inout Parcels, buildings: Buildings, _ skipped: inout SkippedTally
  ) throws -> (count: Int, remark: String) {
    let useField = FieldNames.find(FieldNames.landUse, in: layer.fields)
    let valueField = FieldNames.find(FieldNames.landValue, in: layer.fields)
    let standing = PackedIndex(
      buildings.centroids.map { Box(minX: $0.x, minY: $0.y, maxX: $0.x, maxY: $0.y) })
    var keys = FileKeys(file)
    let before = parcels.count
    var assumed = 0
    for feature in layer.features {
      let key = keys.key(feature.id)
      guard case .area(let outline) = feature.geometry, outline.area > 1 else {
        skipped.add("parcel", because: "its shape is no area", example: key)
        continue
      }
      guard town.contains(outline.centroid) else {
        skipped.add("parcel", because: "outside the town", example: key)
        continue
      }
      let use = LandLayer.use(feature.text(useField).lowercased())
      if use == nil { assumed += 1 }
      let isBuilt = standing.search(outline.box).contains { outline.contains(buildings.centroids[$0]) }
      parcels.append(
        key: FeatureKey(key), use: use ?? .residential, isFree: !isBuilt, outline: outline,
        value: Float(feature.number(valueField) ?? .nan))
    }
    let count = parcels.count - before
    guard count > 0 else {
      throw ImportError.elsewhere(layer: "parcels", file: file, why: "none of its areas lies in the town")
    }
    return (count, assumed > 0 ? "the use of \(assumed) is not told and was taken for residential" : "")
  }
}
