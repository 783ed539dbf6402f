import Geography
import Modelling
import Replica

/// What a town is not left without, and where the water does not reach it.
extension Growth {
  /// Finds blocks for the markets, primary schools, police and fire stations and hospitals that the town should have (``PurposeRule``) and
  /// that the plan found no land for, or that a quarter left out took along; and moves to dry ground what must stay in use
  /// when the river is high.
  ///
  /// `flood` holds depths of water. A block of homes gives way: one that is dry, has few of the town's homes, is of a fitting
  /// size, and lies far from the others of its purpose or, for the first, near the middle of the town. O(blocks) for each.
  mutating func makeGood(
    people: Int, seed: UInt64, on land: Landscape, clearing carriageways: Carriageways, flood: Grid
  ) {
    for (number, rule) in PurposeRule.all.enumerated() where rule.isEssential {
      guard let form = rule.purpose.form else { continue }
      var random = SplitMix(seed: seed, topic: "essentials", number: number)
      var standing: [Point] = []
      var wet: [(quarter: Int, block: Int)] = []
      for quarter in quarters.indices {
        for (block, fabric) in zip(quarters[quarter].layout.blocks.indices, quarters[quarter].fabrics)
        where quarters[quarter].layout.blocks[block].purpose == rule.purpose {
          let own = fabric.houses.filter { $0.form == form }
          guard let house = own.first else { continue }
          if rule.isKeptDry, own.contains(where: { flood.isWet($0.ring) }) {
            wet.append((quarter, block))
          } else {
            standing.append(house.middle)
          }
        }
      }
      var missing = rule.count(people) - standing.count
      while missing > 0 {
        let isWetAllowed = missing > wet.count
        guard
          let site = site(
            for: rule, form, apartFrom: standing, on: land, clearing: carriageways, flood: flood,
            isWetAllowed: isWetAllowed, random: &random)
        else { break }
        put(rule.purpose, site.fabric, at: site.block, of: site.quarter)
        standing.append(site.point)
        missing -= 1
        // Where it would have stood in the water there is a playing field.
        guard let old = wet.popLast() else { continue }
        var field = quarters[old.quarter].layout.blocks[old.block]
        field.purpose = .field
        let fabric = BlockFabric(filling: field, on: land, random: &random)
        put(.field, fabric, at: old.block, of: old.quarter)
      }
    }
  }

  private struct Site {
    var quarter: Int
    var block: Int
    var fabric: BlockFabric
    var point: Point
  }

  /// The block that suits best of those on which the house really finds room.
  private func site(
    for rule: PurposeRule, _ form: HouseForm, apartFrom others: [Point], on land: Landscape,
    clearing carriageways: Carriageways, flood: Grid, isWetAllowed: Bool, random: inout SplitMix
  ) -> Site? {
    let wish = rule.purpose.blockArea
    var candidates: [(demerits: Int, rank: Double, quarter: Int, block: Int)] = []
    for quarter in quarters.indices {
      let outline = MultiPolygon(rings: [quarters[quarter].quarter.ring])
      for (number, block) in quarters[quarter].layout.blocks.enumerated() where block.purpose == nil {
        let area = MultiPolygon.signedArea(of: block.ring)
        // Rows along the country roads stay what they are.
        guard block.kind != .green, area > 0.25 * wish.lowerBound, outline.contains(block.ring[0]) else { continue }
        let isWet = rule.isKeptDry && flood.isWet(block.ring)
        guard isWetAllowed || !isWet else { continue }
        let homes = quarters[quarter].fabrics[number].dwellings
        let demerits =
          (isWet ? 8 : 0) + (50 * homes > dwellings ? 4 : 0) + (rule.kinds.contains(block.kind) ? 0 : 2)
          + (area > 0.5 * wish.lowerBound && area < 2 * wish.upperBound ? 0 : 1)
        let middle = MultiPolygon(rings: [block.ring]).centroid
        let away = others.map { $0.distance(to: middle) }.min()
        candidates.append((demerits, away.map { -$0 } ?? middle.distance(to: land.origin), quarter, number))
      }
    }
    candidates.sort { ($0.demerits, $0.rank, $0.quarter, $0.block) < ($1.demerits, $1.rank, $1.quarter, $1.block) }
    for candidate in candidates.prefix(60) {
      var block = quarters[candidate.quarter].layout.blocks[candidate.block]
      block.purpose = rule.purpose
      var fabric = BlockFabric(filling: block, on: land, random: &random)
      fabric.clear(carriageways)
      let own = fabric.houses.filter { $0.form == form }
      guard let house = own.first,
        candidate.demerits >= 8 || !rule.isKeptDry || !own.contains(where: { flood.isWet($0.ring) })
      else { continue }
      return Site(quarter: candidate.quarter, block: candidate.block, fabric: fabric, point: house.middle)
    }
    return nil
  }
}
