import Geography
import Modelling
import Replica

/// The trees of parks, school grounds, cemeteries and kampung gardens.
struct GreenPlanting: Sendable {
  private let land: Land
  private let parcels: Parcels
  private let ground: PlantingGround
  private let lawns: Chance
  private let gardens: Chance
  /// The share of a parcel's ground that buildings cover.
  private let cover: [Float]

  init(_ city: City, _ ground: PlantingGround, seed: UInt64) {
    land = city.land
    parcels = city.parcels
    self.ground = ground
    lawns = Chance(seed: seed, topic: "trees of greens")
    gardens = Chance(seed: seed, topic: "trees of gardens")
    let outlines = city.parcels.outlines
    let index = PackedIndex((0..<outlines.count).map { outlines.box(of: $0) })
    var built = Array(repeating: 0.0, count: outlines.count)
    var hasTimber = Array(repeating: false, count: outlines.count)
    for building in 0..<city.buildings.count {
      let at = city.buildings.centroids[building]
      for parcel in index.search(Box([at])) where outlines.contains(at, in: parcel) {
        built[parcel] += city.buildings.areas[building]
        if city.buildings.materials[building] == .timber { hasTimber[parcel] = true }
      }
    }
    cover = (0..<outlines.count).map { hasTimber[$0] ? Float(built[$0] / max(1, outlines.area(of: $0))) : 1 }
  }

  /// The trees of an area of land; a park has one on 200 m², the grounds of a school one on 500 m² (assumed). A forest is
  /// not planted, and not counted tree by tree.
  func trees(onLand area: Int) -> [PlantedTree] {
    let squareMetres: Double? =
      switch land.uses[area] {
      case .park: 200
      case .cemetery: 300
      case .civic: 500
      case .grass: 900
      default: nil
      }
    guard let squareMetres else { return [] }
    var random = lawns.generator(area)
    return scattered(land.outlines, area, squareMetres, TreeSpecies.large + TreeSpecies.small, &random)
  }

  /// The trees of a garden with a wooden house on a large plot: one on 130 m², as long as there is more garden than house.
  func trees(inGarden parcel: Int) -> [PlantedTree] {
    guard parcels.uses[parcel] == .residential, cover[parcel] < 0.5 else { return [] }
    var random = gardens.generator(parcel)
    return scattered(parcels.outlines, parcel, 130, TreeSpecies.garden, &random)
  }

  private func scattered(
    _ outlines: MultiPolygons, _ row: Int, _ squareMetres: Double, _ species: [TreeSpecies], _ random: inout SplitMix
  ) -> [PlantedTree] {
    let box = outlines.box(of: row)
    let step = squareMetres.squareRoot()
    let age = ground.age(at: box.center)
    var trees: [PlantedTree] = []
    var y = box.minY
    while y < box.maxY {
      var x = box.minX
      while x < box.maxX {
        // One in each square, anywhere within: near to even, as planted lawns are, without looking drilled.
        let point = PlantingGround.surveyed(Point(x: x + random.unit() * step, y: y + random.unit() * step))
        let kind = species[random.below(species.count)]
        if outlines.contains(point, in: row), ground.isFree(point) {
          trees.append(PlantedTree(at: point, kind, age: age, &random))
        }
        x += step
      }
      y += step
    }
    return trees
  }
}
