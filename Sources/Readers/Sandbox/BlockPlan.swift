import Geography
import Modelling
import Replica

/// What a block is mostly built with.
enum BlockKind: Sendable, Equatable {
  case terrace, semiDetached, kampung, shophouses, flats, industrial, vacant
  case park, school, hospital, university, sportsGround
}

/// A building of its own with people going in and out, that takes the first metres of a row.
enum Special: CaseIterable, Sendable {
  case market, mosque, temple, church, police, fireStation, community, kindergarten, library, townHall, station, fuel
}

/// A block of the town: where it lies on the board and what stands there.
struct PlannedBlock: Sendable {
  let i: Int, j: Int
  /// From lot line to lot line.
  let lots: Box
  /// The number of its zone in `TownPlan.zones`.
  let zone: Int
  var kind: BlockKind
  /// What takes the first metres of the southern and of the northern row.
  var south: Special?, north: Special?
}

extension TownPlan {
  /// Every built block, from south to north and west to east, with its kind.
  ///
  /// Things a town has a known number of are given out first, each far from its like; the rest follows the distance from
  /// the middle.
  func blocks() -> [PlannedBlock] {
    var random = random("blocks")
    var blocks = plainBlocks(&random)
    func count(_ people: Int) -> Int { (self.people + people / 2) / people }
    let whole: [(BlockKind, Int)] = [
      (.hospital, 1 + people / 90_000), (.school, max(1, count(4_500))),
      (.park, max(1, count(3_500))), (.university, people < 60_000 ? 0 : 1),
      (.sportsGround, people < 8_000 ? 0 : count(40_000) + 1),
    ]
    for (kind, wanted) in whole {
      spread(wanted, over: &blocks, &random, isFree: { $0.kind == .terrace || $0.kind == .semiDetached }) {
        $0.kind = kind
      }
    }
    let rows: [(Special, Int)] = [
      (.townHall, 1), (.market, 1 + count(30_000)), (.station, 1), (.police, 1 + people / 30_000),
      (.fireStation, 1 + people / 60_000), (.mosque, 1 + people / 6_000), (.temple, 1 + people / 14_000),
      (.church, 1 + people / 25_000), (.community, 1 + people / 8_000), (.kindergarten, 1 + people / 4_000),
      (.library, 1 + people / 60_000), (.fuel, 1 + people / 10_000),
    ]
    let houses: Set<BlockKind> = [.terrace, .semiDetached, .kampung, .shophouses]
    for (special, wanted) in rows {
      spread(
        wanted, over: &blocks, &random, isFree: { houses.contains($0.kind) && ($0.south == nil || $0.north == nil) }
      ) {
        if $0.south == nil { $0.south = special } else { $0.north = special }
      }
    }
    return blocks
  }

  private func plainBlocks(_ random: inout SplitMix) -> [PlannedBlock] {
    var blocks: [PlannedBlock] = []
    let works = Noise(period: radius * 0.5, random: &random)
    for j in rows {
      for i in columns where isTown(i, j) {
        let lots = Box(
          minX: northLine(i).position + northLine(i).halfWidth, minY: eastLine(j).position + eastLine(j).halfWidth,
          maxX: northLine(i + 1).position - northLine(i + 1).halfWidth,
          maxY: eastLine(j + 1).position - eastLine(j + 1).halfWidth)
        let middle = lots.center
        let share = (middle.x * middle.x + middle.y * middle.y).squareRoot() / radius
        let isOnMainStreet = i == 0 || i == -1 || j == 0 || j == -1
        let draw = random.unit()
        let kind: BlockKind
        if share < 0.18 || (isOnMainStreet && share < 0.55 && draw < 0.6) {
          kind = .shophouses
        } else if share > 0.55, middle.x > 0, works.value(at: middle) > 0.78 {
          kind = .industrial
        } else if share > 0.8, draw < 0.55 {
          kind = .kampung
        } else if draw < 0.05 {
          kind = .vacant
        } else if draw < 0.12 {
          kind = .flats
        } else {
          kind = draw < 0.8 ? .terrace : .semiDetached
        }
        blocks.append(PlannedBlock(i: i, j: j, lots: lots, zone: zoneNumber((i, j)) ?? 0, kind: kind))
      }
    }
    return blocks
  }

  /// Gives something to a number of free blocks, each time to that of a few candidates that lies farthest from its like.
  private func spread(
    _ wanted: Int, over blocks: inout [PlannedBlock], _ random: inout SplitMix, isFree: (PlannedBlock) -> Bool,
    give: (inout PlannedBlock) -> Void
  ) {
    var given: [Point] = []
    for _ in 0..<wanted {
      var free = blocks.indices.filter { isFree(blocks[$0]) && hasStreet(blocks[$0]) }
      if free.isEmpty { free = blocks.indices.filter { isFree(blocks[$0]) } }
      guard !free.isEmpty else { return }
      var best = (place: free[0], distance: -1.0)
      for _ in 0..<8 {
        let place = free[Int(random.next() % UInt64(free.count))]
        let middle = blocks[place].lots.center
        // The first of its kind stands near the middle of the town.
        let distance =
          given.map { $0.distance(to: middle) }.min() ?? (2 * radius - middle.distance(to: Point(x: 0, y: 0)))
        if distance > best.distance { best = (place, distance) }
      }
      give(&blocks[best.place])
      given.append(blocks[best.place].lots.center)
    }
  }

  /// Whether a block has streets along both rows and lies away from the river.
  private func hasStreet(_ block: PlannedBlock) -> Bool {
    let corners = MultiPolygon(block.lots).rings[0]
    return eastStep(block.i, block.j) == .street && eastStep(block.i, block.j + 1) == .street
      && corners.allSatisfy { river.distance(to: $0) > river.width / 2 + Self.bankReserve }
  }
}
