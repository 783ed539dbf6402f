import Geography
import Modelling
import Replica

/// Kampung houses in ones and threes along the country roads outside the town.
///
/// Each stretch is a block of its own with a front on the road; it belongs to the quarter nearest to it. That they are a
/// sixtieth to a thirtieth of all homes, how thickly and how deep they lie, is assumed.
struct RibbonHomes: Sendable {
  /// Blocks and what stands on them, with the place of the quarter they belong to.
  private(set) var rows: [(place: Int, block: Block, fabric: BlockFabric)] = []

  private struct Site {
    var key: UInt64
    var from: Point
    var to: Point
    var streetClass: StreetClass
  }

  private let land: Landscape
  private let quarters: [Quarter]
  private let ringIndex: PackedIndex
  private var edges: [(Point, Point)] = []
  private let edgeIndex: PackedIndex
  private var pieces: [(Point, Point)] = []
  private let pieceIndex: PackedIndex

  /// O(n log n) in streets and sites.
  init(along streets: Streets, around growth: Growth, on land: Landscape, people: Int, seed: UInt64) {
    self.land = land
    quarters = growth.quarters.map(\.quarter)
    ringIndex = PackedIndex(quarters.map { Box($0.ring) })
    for quarter in quarters {
      for at in quarter.ring.indices {
        edges.append((quarter.ring[at], quarter.ring[at + 1 == quarter.ring.count ? 0 : at + 1]))
      }
    }
    edgeIndex = PackedIndex(edges.map { Box([$0.0, $0.1]) })
    for row in 0..<streets.segments.count {
      let shape = streets.segments.shapes[row]
      for (a, b) in zip(shape, shape.dropFirst()) { pieces.append((a, b)) }
    }
    pieceIndex = PackedIndex(pieces.map { Box([$0.0, $0.1]) })
    var taken: [Box] = []
    let needed = Growth.homes(for: people)
    var homes = max(needed / 60, min(needed / 30, needed + needed / 40 - growth.dwellings))
    for (number, site) in sites(streets, seed: seed).enumerated() where homes > 0 {
      guard let block = block(site), let place = nearestQuarter(site.from) else { continue }
      let box = Box(block.ring).expanded(by: 3)
      guard !taken.contains(where: { $0.intersects(box) }) else { continue }
      var belongs = block
      belongs.quarter = quarters[place].number
      var random = SplitMix(seed: seed, topic: "ribbon homes", number: number)
      let fabric = BlockFabric(filling: belongs, random: &random)
      let built = fabric.houses.reduce(0) { $0 + $1.dwellings }
      guard built > 0 else { continue }
      taken.append(box)
      homes -= built
      rows.append((place, belongs, fabric))
    }
  }

  /// Stretches on both sides of the roads, thick near the town and in villages, in a random order.
  private func sites(_ streets: Streets, seed: UInt64) -> [Site] {
    let villages = LatticeNoise(seed: seed, "villages")
    var random = SplitMix(seed: seed, topic: "ribbon sites")
    var sites: [Site] = []
    let segments = streets.segments
    for row in 0..<segments.count where segments.structures[row] == .ground {
      let streetClass = segments.classes[row]
      guard streetClass.rawValue >= StreetClass.primary.rawValue,
        streetClass.rawValue <= StreetClass.unclassified.rawValue
      else { continue }
      let shape = Array(segments.shapes[row])
      for side in [true, false] {
        let line = side ? shape : shape.reversed()
        var at = 20 + 60 * random.unit()
        let length = Lines.length(of: line)
        while at < length - 30 {
          let width = 24 + 60 * random.unit() * random.unit()
          let from = Self.point(at, on: line)
          let to = Self.point(min(length, at + width), on: line)
          let away = max(0, land.origin.distance(to: from) / land.radius - 0.8)
          let share = 0.12 + 0.5 / (1 + 3 * away) + 1.1 * villages.sum(at: from, wavelength: 900, octaves: 2)
          let key = random.next()
          if random.unit() < share { sites.append(Site(key: key, from: from, to: to, streetClass: streetClass)) }
          at += width + 8 + 50 * random.unit()
        }
      }
    }
    return sites.sorted { $0.key < $1.key }
  }

  private static func point(_ distance: Double, on line: [Point]) -> Point {
    var rest = distance
    for (a, b) in zip(line, line.dropFirst()) {
      let length = a.distance(to: b)
      if rest <= length { return a.interpolated(to: b, fraction: length > 0 ? rest / length : 0) }
      rest -= length
    }
    return line[line.count - 1]
  }

  /// The land on the left of a stretch of road, if it is dry, even, and nobody's.
  private func block(_ site: Site) -> Block? {
    guard site.from.distance(to: site.to) > 18 else { return nil }
    let along = Vector(site.from, site.to).unit
    let setback = Way.halfReserve(site.streetClass)
    let depth = 36.0
    let front = (site.from + along.left * setback, site.to + along.left * setback)
    let ring = [front.0, front.1, front.1 + along.left * depth, front.0 + along.left * depth]
    let box = Box(ring).expanded(by: 5)
    guard land.box.expanded(by: -20).contains(ring[2]), land.box.expanded(by: -20).contains(ring[3]) else { return nil }
    let middle = ring[0].interpolated(to: ring[2], fraction: 0.5)
    guard land.slope(at: middle) < 0.15, (ring + [middle]).allSatisfy({ land.clearance(at: $0) > 12 }) else {
      return nil
    }
    let wide = ring.map { middle + Vector(middle, $0) * 1.25 }
    var isFree = true
    ringIndex.search(box) { number in
      if isFree, MultiPolygon(rings: [quarters[number].ring]).contains(middle) { isFree = false }
    }
    edgeIndex.search(box) { if isFree, Self.touches(wide, edges[$0].0, edges[$0].1) { isFree = false } }
    // A road that bends may come no nearer than the ditch beside it.
    let (aside, out) = (along * 4, along.left * 3.5)
    let inner = [
      ring[0] + (aside + out) * -1, ring[1] + (aside + out * -1), ring[2] + (aside + out), ring[3] + (aside * -1 + out),
    ]
    pieceIndex.search(box) { if isFree, Self.touches(inner, pieces[$0].0, pieces[$0].1) { isFree = false } }
    guard isFree else { return nil }
    var sides = [BlockSide](repeating: BlockSide(streetClass: nil), count: 4)
    sides[0] = BlockSide(streetClass: site.streetClass, setback: setback)
    return Block(ring: ring, sides: sides, kind: .kampung, quarter: 0, year: 1_955, centrality: 0, purpose: nil)
  }

  /// Whether a piece of line enters a convex ring.
  private static func touches(_ ring: [Point], _ a: Point, _ b: Point) -> Bool {
    for at in ring.indices where crossing(ring[at], ring[(at + 1) % ring.count], a, b) != nil { return true }
    return MultiPolygon(rings: [ring]).contains(a)
  }

  private func nearestQuarter(_ point: Point) -> Int? {
    quarters.indices.min { quarters[$0].center.distance(to: point) < quarters[$1].center.distance(to: point) }
  }
}
