import Geography
import Modelling
import Replica

/// Plants trees along streets, in parks and school grounds, and in kampung gardens.
///
/// Every second metre or so could hold a tree; about a third of the sites along a street do, as in California, whose street
/// trees fill 36 % of their sites and stand 47 to 66 to the kilometre (E. G. McPherson, N. van Doorn and J. de Goede, Urban
/// Forestry & Urban Greening 17 (2016) 104–115). No tree stands in a building, in water, on a carriageway or at a corner.
struct TreeLayer: Sendable {
  private let streets: StreetPlanting
  private let greens: GreenPlanting
  private let counts: (segments: Int, land: Int, parcels: Int)

  /// Learns where trees may stand in a city: by its streets, buildings, land and parcels. O(n log n).
  ///
  /// - Parameter year: the year of the city, from which ages count.
  init(_ city: City, seed: UInt64, year: Int) {
    let ground = PlantingGround(city, year: year)
    streets = StreetPlanting(city, ground, seed: seed)
    greens = GreenPlanting(city, ground, seed: seed)
    counts = (city.streets.segments.count, city.land.count, city.parcels.count)
  }

  /// Appends the trees as assets of the kind `tree`, named by species. O(trees × log), on up to `threads` threads with the
  /// same result for any number of them.
  static func add(to city: inout City, seed: UInt64, year: Int, threads: Int) {
    add(TreeLayer(city, seed: seed, year: year).trees(threads: threads), to: &city)
  }

  /// The trees, in the order of their keys: along streets, on land, in gardens.
  func trees(threads: Int) -> [[PlantedTree]] {
    let alongStreets = inChunks(of: counts.segments, chunk: 512, threads: threads) { range in
      range.flatMap { streets.trees(along: $0) }
    }
    let onLand = inChunks(of: counts.land, chunk: 64, threads: threads) { range in
      range.flatMap { greens.trees(onLand: $0) }
    }
    let inGardens = inChunks(of: counts.parcels, chunk: 2_048, threads: threads) { range in
      range.flatMap { greens.trees(inGarden: $0) }
    }
    return alongStreets + onLand + inGardens
  }

  /// Appends trees as assets.
  static func add(_ trees: [[PlantedTree]], to city: inout City) {
    for (number, tree) in trees.joined().enumerated() {
      city.assets.append(
        key: FeatureKey("sandbox/tree/\(number)"), kind: "tree", name: tree.species.name, at: tree.point,
        height: tree.height)
    }
  }
}

/// A tree before it has a key.
struct PlantedTree: Sendable {
  var point: Point
  var species: TreeSpecies
  var height: Float

  /// A tree planted some years ago; one in eight was replaced since.
  init(at point: Point, _ species: TreeSpecies, age: Double, _ random: inout SplitMix) {
    self.point = point
    self.species = species
    let own = random.unit() < 0.125 ? random.unit() : random.uniform(0.85..<1)
    height = species.height(age: max(2, age * own))
  }
}
