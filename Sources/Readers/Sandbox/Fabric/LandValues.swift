import Geography
import Modelling
import Replica

/// What land is worth, in ringgit per m², lot by lot.
///
/// Values fall exponentially with the distance from the old core (the monocentric city: R. F. Muth, "Cities and
/// Housing", 1969), shops' faster than homes', and rise along main streets, near a market, near a bus stop; a larger
/// lot is worth less a m². Levels are assumed: in a town of 50,000 about RM 3,000 for a shophouse lot at the core and
/// RM 700 at the edge, RM 900 to 300 for houses, RM 500 to 200 for works, RM 250 to 80 in a kampung. They grow with the
/// town's people to the power 0.2 (assumed). They are a pattern for trying things out, no valuation.
struct LandValues: Sendable {
  /// By block and lot, in the blocks' order and then the lots'.
  private(set) var values: [Float] = []

  /// Values every lot lies between, in ringgit per m².
  static let range: ClosedRange<Float> = 20...30_000

  /// Values of all lots. O(lots × log stops).
  init(
    of blocks: [Block], fabrics: [BlockFabric], people: Int, center: Point, markets: [Point], stops: [Point],
    seed: UInt64
  ) {
    let radius = blocks.reduce(200) { max($0, $1.ring.first.map(center.distance) ?? 0) }
    let size = Portable.pow(Double(max(500, people)) / 50_000, 0.2)
    let stopIndex = PackedIndex(stops.map { Box([$0]) })
    var random = SplitMix(seed: seed, topic: "land values")
    for (block, fabric) in zip(blocks, fabrics) {
      for lot in fabric.lots {
        let middle = MultiPolygon(rings: [lot.ring]).centroid
        let (core, edge) = Self.levels(lot.use, block.kind)
        let share = min(1, center.distance(to: middle) / radius)
        var value = core * Portable.exp(Portable.log(edge / core) * share) * size
        value *= Self.access(lot.street)
        let market = markets.reduce(Double.infinity) { min($0, $1.distance(to: middle)) }
        value *= 1 + 0.25 * Portable.exp(-market / 300)
        value *= 1 + 0.1 * Self.nearness(middle, stops, stopIndex)
        let usual = block.kind == .industrial ? 4_000.0 : block.kind == .kampung ? 700 : 200
        value *= Portable.pow(max(0.05, lot.ring.area / usual), -0.1)
        // Neighbours bargain differently.
        value *= 0.93 + 0.14 * random.unit()
        values.append(min(Self.range.upperBound, max(Self.range.lowerBound, Float((value / 5).rounded() * 5))))
      }
    }
  }

  /// Ringgit per m² at the core and at the edge of a town of 50,000.
  private static func levels(_ use: LandUse, _ kind: QuarterKind) -> (core: Double, edge: Double) {
    switch (use, kind) {
    case (.commercial, _), (.retail, _): (3_000, 700)
    case (.industrial, _): (500, 200)
    case (.civic, _): (600, 180)
    case (.residential, .kampung): (250, 80)
    default: (900, 300)
    }
  }

  /// The factor of the street a lot's door is on (assumed).
  private static func access(_ street: StreetClass) -> Double {
    switch street {
    case .primary, .primaryLink: 1.4
    case .secondary, .secondaryLink: 1.3
    case .tertiary, .tertiaryLink: 1.15
    case .livingStreet: 0.95
    default: 1
    }
  }

  /// 1 at a stop, falling to 0 at 400 m from the nearest.
  private static func nearness(_ point: Point, _ stops: [Point], _ index: PackedIndex) -> Double {
    var nearest = 400.0
    index.search(Box(minX: point.x - 400, minY: point.y - 400, maxX: point.x + 400, maxY: point.y + 400)) { stop in
      nearest = min(nearest, stops[stop].distance(to: point))
    }
    return 1 - nearest / 400
  }
}
