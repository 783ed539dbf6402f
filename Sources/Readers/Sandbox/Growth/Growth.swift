import Geography
import Modelling
import Replica

/// A quarter that stands: its plan and what was built on its blocks.
struct GrownQuarter: Sendable {
  var quarter: Quarter
  var layout: QuarterLayout
  /// By block of the layout.
  var fabrics: [BlockFabric]

  /// Homes in it.
  var dwellings: Int { fabrics.reduce(0) { $0 + $1.dwellings } }

  init(_ quarter: Quarter, in skeleton: Skeleton, on land: Landscape, seed: UInt64) {
    self.quarter = quarter
    layout = QuarterLayout(quarter, in: skeleton, seed: seed)
    var random = SplitMix(seed: seed, topic: "fabric", number: Int(quarter.face))
    fabrics = layout.blocks.map { BlockFabric(filling: $0, on: land, random: &random) }
  }
}

extension [Point] {
  /// The ring without corners that lie within 10 cm of the one before.
  var withoutSpecks: [Point] {
    var result: [Point] = []
    for point in self where (result.last ?? self[count - 1]).distance(to: point) > 0.1 { result.append(point) }
    return result.count > 2 ? result : self
  }

  /// Whether something holds somewhere along the ring, looked at every so many metres.
  func isMet(every metres: Double, _ holds: (Point) -> Bool) -> Bool {
    indices.contains { place in
      let (a, b) = (self[place], self[(place + 1) % count])
      let steps = Int(a.distance(to: b) / metres) + 1
      return (0..<steps).contains { holds(a.interpolated(to: b, fraction: Double($0) / Double(steps))) }
    }
  }
}

extension BlockFabric {
  /// What stands in a block on its land: nothing is built on the banks of a stream that runs through, or of a pond.
  init(filling block: Block, on land: Landscape, random: inout SplitMix) {
    self.init(filling: block, random: &random)
    func isOnBank(_ ring: [Point]) -> Bool { ring.isMet(every: 5) { land.clearance(at: $0) < 2.5 } }
    let box = Box(block.ring)
    let ponds = land.ponds.filter { $0.rings[0].contains(where: box.contains) }
    // A large lot may have a pond of its own; nothing is built there, now or later.
    removeLots { lot in
      isOnBank(lot.ring)
        || ponds.contains { pond in pond.rings[0].contains { MultiPolygon(rings: [lot.ring]).contains($0) } }
    }
    takeAwayHouses(where: isOnBank)
    for house in houses.indices { houses[house].ring = houses[house].ring.withoutSpecks }
  }

  /// Takes away houses whose outline is bad, with their lots and what else stands there.
  mutating func takeAwayHouses(where isBad: ([Point]) -> Bool) {
    let bad = Set(houses.filter { isBad($0.ring) }.map(\.lot))
    guard !bad.isEmpty else { return }
    var lot = -1
    removeLots { _ in
      lot += 1
      return bad.contains(lot)
    }
  }

  /// Takes away lots and what stands on them.
  mutating func removeLots(where isBad: (Lot) -> Bool) {
    let bad = lots.map(isBad)
    guard bad.contains(true) else { return }
    var places: [Int] = []
    var kept = 0
    for isOut in bad {
      places.append(kept)
      if !isOut { kept += 1 }
    }
    houses = houses.compactMap { house in
      guard !bad[house.lot] else { return nil }
      var moved = house
      moved.lot = places[house.lot]
      return moved
    }
    lots = zip(lots, bad).filter { !$0.1 }.map(\.0)
  }
}

/// The ground plan of a town: its main roads, the quarters that stand and what is in them.
struct Growth: Sendable {
  let skeleton: Skeleton
  /// Oldest first.
  private(set) var quarters: [GrownQuarter] = []
  /// Homes in all of them.
  private(set) var dwellings = 0

  /// Homes a town of so many people has, some of them empty.
  ///
  /// Source: 3.8 persons a household (DOSM, Population and Housing Census of Malaysia 2020); 11 of a hundred homes are
  /// empty, or later something else (assumed).
  static func homes(for people: Int) -> Int { max(4, Int(Double(people) / 3.8 / 0.89 + 0.5)) }

  /// Grows quarter after quarter until the town has homes enough. O(lots).
  ///
  /// Quarters are laid out in batches of a fixed size on any number of threads; each depends on itself and the seed alone.
  init(
    on land: Landscape, people: Int, seed: UInt64, threads: Int, advance: (Double) throws -> Void = { _ in }
  ) throws {
    let skeleton = Skeleton(land, people: people, seed: seed)
    self.skeleton = skeleton
    let plan = QuarterPlan(skeleton, on: land, people: people, seed: seed).quarters
    let needed = Self.homes(for: people)
    let batch = 64
    var leftOut = 0
    for start in stride(from: 0, to: plan.count, by: batch) where dwellings < needed {
      let grown = inChunks(of: min(batch, plan.count - start), chunk: 1, threads: threads) { range in
        GrownQuarter(plan[start + range.lowerBound], in: skeleton, on: land, seed: seed)
      }
      for quarter in grown where dwellings < needed {
        // A quarter that would make the town far too large is left out, while there are others.
        let homes = quarter.dwellings
        if dwellings + homes > needed + needed / 12, dwellings > needed / 4, leftOut < 24 {
          leftOut += 1
          continue
        }
        quarters.append(quarter)
        dwellings += homes
      }
      try advance(min(1, Double(dwellings) / Double(needed)))
    }
  }

  /// Finds places for what a town has besides homes and works; some houses change for it.
  mutating func findPlaces(people: Int, seed: UInt64) -> TownPlaces {
    TownPlaces(in: &quarters, people: people, seed: seed)
  }

  /// Adds the houses along the country roads to the quarters they belong to.
  mutating func add(_ ribbon: RibbonHomes) {
    for (place, block, fabric) in ribbon.rows {
      quarters[place].layout.add(block)
      quarters[place].fabrics.append(fabric)
      dwellings += fabric.dwellings
    }
  }

  /// Takes away lots with a house that reaches into the carriageway of a street on the ground: where a street ends in the
  /// middle of a block it may come closer than its reserve. O(houses · log streets).
  mutating func clear(_ carriageways: Carriageways) {
    for quarter in quarters.indices {
      for block in quarters[quarter].fabrics.indices { quarters[quarter].fabrics[block].clear(carriageways) }
    }
    dwellings = quarters.reduce(0) { $0 + $1.dwellings }
  }

  /// Puts a block to another purpose, with what was made to stand on it.
  mutating func put(_ purpose: BlockPurpose?, _ fabric: BlockFabric, at block: Int, of quarter: Int) {
    dwellings -= quarters[quarter].fabrics[block].dwellings
    quarters[quarter].layout.set(purpose, of: block)
    quarters[quarter].fabrics[block] = fabric
    dwellings += fabric.dwellings
  }

  /// Leaves out quarters, by place.
  mutating func keep(_ areKept: [Bool]) {
    quarters = zip(quarters, areKept).filter(\.1).map(\.0)
    dwellings = quarters.reduce(0) { $0 + $1.dwellings }
  }
}
