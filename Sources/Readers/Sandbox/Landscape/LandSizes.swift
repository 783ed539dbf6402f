import Geography
import Modelling

/// The measures of a landscape that follow from the number of people and the seed alone.
struct LandSizes: Sendable {
  /// Metres from the old bridge to the edge of the town.
  let radius: Double
  /// A square around the old bridge.
  let box: Box
  /// Cells along a side of the terrain, and their size in metres.
  let cells: Int, cell: Double
  /// Metres from bank to bank of the main river.
  let riverWidth: Double
  /// Metres along the valley from the old bridge to the shore; nothing inland.
  let shore: Double?
  let axes: ValleyAxes

  /// Where a made-up city lies: UTM 47 north, in the Strait of Malacca.
  static let origin = Point(x: 611_000, y: 431_000)

  init(people: Int, seed: UInt64) {
    var random = SplitMix(seed: seed, topic: "land sizes")
    let people = Double(min(10_000_000, max(100, people)))
    let built = people / Self.density(people)
    // A fifth of the circle is water, hill and swamp.
    radius = (built / 0.8 / 3.141592653589793).squareRoot() * 1_000
    let angle = random.uniform(0..<6.283185307179586)
    axes = ValleyAxes(origin: Self.origin, angle: angle)
    let half = radius * 1.5 + 700
    let most = people > 2_000_000 ? 2_000.0 : 1_580.0
    cell = max(10, (2 * half / most).rounded(.up))
    cells = Int((2 * half / cell).rounded(.up))
    let side = Double(cells) * cell
    let west = (Self.origin.x - side / 2).rounded()
    let south = (Self.origin.y - side / 2).rounded()
    box = Box(minX: west, minY: south, maxX: west + side, maxY: south + side)
    riverWidth = min(120, max(20, 8 * Portable.pow(people, 0.16) * random.uniform(0.85..<1.2))).rounded()
    let share = random.uniform(1.0..<1.35)
    let isInland = random.chance(0.15)
    // A small town keeps some land between its bridge and the surf.
    let distance = max(450, share * radius)
    shore = isInland && seed != 1 ? nil : min(distance, axes.reach(of: box) * 0.86)
  }

  /// People per km² of built-up land by the size of the town: 3,000 in a village, 4,000 at 20,000 people, 7,000 in a
  /// metropolis. Assumed by the project for Malaysian towns; straight lines over the logarithm of the people.
  static func density(_ people: Double) -> Double {
    let table: [(people: Double, density: Double)] = [
      (500, 3_000), (20_000, 4_000), (200_000, 5_000), (1_000_000, 6_000), (5_000_000, 7_000),
    ]
    var previous = table[0]
    for entry in table {
      if people < entry.people {
        let span = Portable.log(entry.people / previous.people)
        let share = span > 0 ? max(0, Portable.log(people / previous.people) / span) : 0
        return previous.density + share * (entry.density - previous.density)
      }
      previous = entry
    }
    return previous.density
  }
}

extension LandSizes {
  /// Metres the main river falls a metre along the plain: its banks stand some 4 m above the sea at the old bridge,
  /// however far the shore. Large lowland rivers fall 0.1–1 m a kilometre.
  var riverFall: Double {
    guard let shore else { return 0.0006 }
    return min(0.006, max(0.00012, 3.4 / (1.15 * shore)))
  }

  /// Metres above the sea of the banks where the main river of an inland town leaves the map.
  var inlandLevel: Double { 24 }
}
