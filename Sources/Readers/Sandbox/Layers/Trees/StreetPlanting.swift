import Geography
import Modelling
import Replica

/// The trees along streets.
struct StreetPlanting: Sendable {
  private let streets: Streets
  private let ground: PlantingGround
  private let chance: Chance
  private let species: Chance

  init(_ city: City, _ ground: PlantingGround, seed: UInt64) {
    streets = city.streets
    self.ground = ground
    chance = Chance(seed: seed, topic: "street trees")
    species = Chance(seed: seed, topic: "street species")
  }

  /// Metres between sites, and the share of them that hold a tree; nothing where none are planted.
  private func plan(_ segment: Int) -> (spacing: Double, share: Double)? {
    let segments = streets.segments
    guard !segments.areRemoved[segment], segments.structures[segment] == .ground, !segments.areRoundabouts[segment]
    else { return nil }
    // A sidewalk is where a council plants; a bare verge is planted less.
    let hasSidewalk = ![Sidewalk.none, .unknown].contains(segments.sidewalks[segment])
    let share: Double? =
      switch segments.classes[segment] {
      case .trunk, .primary: 0.42
      case .secondary: 0.45
      case .tertiary: 0.44
      case .unclassified: 0.3
      case .residential, .livingStreet: 0.36
      case .pedestrian: 0.4
      default: nil
      }
    guard let share else { return nil }
    return (12, hasSidewalk ? share : share * 0.8)
  }

  /// The trees of a segment, from its start to its end, the left side first.
  func trees(along segment: Int) -> [PlantedTree] {
    guard let plan = plan(segment) else { return [] }
    let line = ground.line(segment)
    // The corners are kept clear, so that drivers see each other.
    let clear = 7.0
    guard line.length > 2 * clear + 2 else { return [] }
    var random = chance.generator(segment)
    // A street has a tree of its own: neighbours of one name share it.
    var own = species.generator(Int(streets.segments.nameNumbers[segment]))
    let isLarge = streets.segments.classes[segment].rawValue <= StreetClass.tertiary.rawValue
    let choices = isLarge ? TreeSpecies.large : TreeSpecies.small
    let usual = choices[own.below(choices.count)]
    // Some streets were planted well, others never were.
    let zeal = 0.55 + 0.9 * random.unit()
    let age = ground.age(at: line.point(at: line.length / 2, aside: 0))
    var trees: [PlantedTree] = []
    for side in [1.0, -1.0] {
      var at = clear + random.uniform(0..<plan.spacing / 2)
      while at < line.length - clear {
        let isPlanted = random.unit() < plan.share * zeal
        let kind = random.unit() < 0.8 ? usual : choices[random.below(choices.count)]
        if isPlanted {
          let point = PlantingGround.surveyed(line.point(at: at, aside: side * (line.halfWidth + 1.2)))
          if ground.isFree(point) { trees.append(PlantedTree(at: point, kind, age: age, &random)) }
        }
        at += plan.spacing * random.uniform(0.85..<1.15)
      }
    }
    return trees
  }
}
