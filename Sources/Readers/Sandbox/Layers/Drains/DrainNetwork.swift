import Geography
import Modelling
import Replica

/// Which way water runs along the streets, and how deep below them.
///
/// Each outfall lies at a watercourse; from there the bottoms of the drains are followed up the streets, lowest first
/// (R. Barnes, C. Lehman and D. Mulla, "Priority-flood", Computers & Geosciences 62 (2014) 117–127, over streets instead
/// of cells). A bottom rises upstream by at least ``leastSlope`` and lies at least ``cover`` and at most ``deepest`` below the
/// ground, else the street has no drain: so no drain runs uphill, and every drain leads to an outfall.
struct DrainNetwork: Sendable {
  /// Rise over run that keeps a drain clean.
  static let leastSlope = 0.002
  /// Metres from the ground to the bottom of a shallow drain.
  static let usualDepth = 0.9
  /// Metres from the ground to the bottom that a drain has at the least.
  static let cover = 0.35
  /// Metres from the ground to the bottom beyond which no open drain is dug: a street over a hill has none (assumed).
  static let deepest = 4.0
  /// Metres that water may be led from the streets to a watercourse.
  static let reach = 400.0

  /// A drain along a street.
  struct Run: Sendable {
    /// The street.
    var segment: Int
    /// Whether it runs from the street's end to its start.
    var isBackward: Bool
    /// Metres above the datum of its bottom where it begins and ends.
    var top, bottom: Double
    /// Metres of ground above the bottom, where that is least.
    var depth: Double
    /// Whether others run into it at its upper end.
    var isMain: Bool
    /// m² it drains, all that runs into it included.
    var area = 0.0
  }

  /// Where water leaves the streets.
  struct Outfall: Sendable {
    var node: Int
    /// On the watercourse.
    var end: Point
    var top, bottom: Double
    var area = 0.0
  }

  /// The drains, upstream ones before those they run into.
  private(set) var runs: [Run] = []
  /// The run that leaves a node; −1 at outfalls and where there is no drain.
  private(set) var leaving: [Int]
  private(set) var outfalls: [Outfall] = []
  private(set) var outfallAt: [Int: Int] = [:]

  private let streets: Streets
  private let ground: [Double]
  private var bottoms: [Double]
  private let terrain: Grid

  /// The network of a city with terrain; without any water nothing drains. O(segments × log).
  init?(_ city: City) {
    guard let terrain = city.terrain else { return nil }
    self.terrain = terrain
    streets = city.streets
    ground = streets.nodes.points.map { Double(terrain.interpolatedValue(at: $0)) }
    bottoms = Array(repeating: .infinity, count: ground.count)
    leaving = Array(repeating: -1, count: ground.count)
    var around: [[Int]] = Array(repeating: [], count: ground.count)
    for segment in 0..<streets.segments.count where Self.isDrained(streets, segment) {
      around[streets.segments.starts[segment].index].append(segment)
      around[streets.segments.ends[segment].index].append(segment)
    }
    var candidates = OutfallSites(city, terrain, ground).candidates { !around[$0].isEmpty }
    follow(&candidates, around)
    gather()
  }

  /// Whether a drain may run along a street: on the ground, and laid out by the council.
  private static func isDrained(_ streets: Streets, _ segment: Int) -> Bool {
    let streetClass = streets.segments.classes[segment]
    return !streets.segments.areRemoved[segment] && streets.segments.structures[segment] == .ground
      && streetClass.rawValue <= StreetClass.livingStreet.rawValue && streets.segments.lengths[segment] > 6
  }

  /// Follows the drains upstream from the outfalls, the lowest bottom first.
  private mutating func follow(_ candidates: inout [Outfall], _ around: [[Int]]) {
    var queue = BottomQueue()
    var order: [Int] = []
    var downstream = Array(repeating: -1, count: ground.count)
    for (number, outfall) in candidates.enumerated() where outfall.top < bottoms[outfall.node] {
      bottoms[outfall.node] = outfall.top
      outfallAt[outfall.node] = number
      queue.push(outfall.top, outfall.node)
    }
    outfalls = candidates
    while let (bottom, node) = queue.pop() {
      guard bottom == bottoms[node] else { continue }
      order.append(node)
      for segment in around[node] {
        let isForward = streets.segments.ends[segment].index == node
        let other = isForward ? streets.segments.starts[segment].index : streets.segments.ends[segment].index
        let rise = Self.leastSlope * streets.segments.lengths[segment]
        let top = max(bottom + rise, ground[other] - Self.usualDepth)
        guard top < bottoms[other], top <= ground[other] - Self.cover,
          depth(segment, isBackward: !isForward, top: top, bottom: bottom) != nil
        else { continue }
        bottoms[other] = top
        downstream[other] = segment
        outfallAt[other] = nil
        queue.push(top, other)
      }
    }
    lay(order, downstream)
  }

  /// Lays the drains down, upstream first: the mains by the order in which they were found, and the streets between them.
  private mutating func lay(_ order: [Int], _ downstream: [Int]) {
    var isMain = Array(repeating: false, count: streets.segments.count)
    for node in order where downstream[node] >= 0 { isMain[downstream[node]] = true }
    var heads: [[Run]] = Array(repeating: [], count: ground.count)
    for segment in 0..<streets.segments.count where !isMain[segment] && Self.isDrained(streets, segment) {
      let (start, end) = (streets.segments.starts[segment].index, streets.segments.ends[segment].index)
      guard bottoms[start].isFinite, bottoms[end].isFinite, start != end else { continue }
      let isBackward = bottoms[start] < bottoms[end]
      let (high, low) = isBackward ? (end, start) : (start, end)
      // It begins a little below the ground: nothing runs into it from above.
      let top = max(bottoms[low] + Self.leastSlope * streets.segments.lengths[segment], ground[high] - Self.usualDepth)
      guard top <= ground[high] - Self.cover,
        let depth = depth(segment, isBackward: isBackward, top: top, bottom: bottoms[low])
      else { continue }
      heads[low].append(
        Run(segment: segment, isBackward: isBackward, top: top, bottom: bottoms[low], depth: depth, isMain: false))
    }
    for node in order.reversed() {
      runs += heads[node]
      let segment = downstream[node]
      guard segment >= 0 else { continue }
      let isBackward = streets.segments.ends[segment].index == node
      let low = isBackward ? streets.segments.starts[segment].index : streets.segments.ends[segment].index
      // It was found deep enough, or it were no main.
      let depth = depth(segment, isBackward: isBackward, top: bottoms[node], bottom: bottoms[low]) ?? Self.cover
      leaving[node] = runs.count
      runs.append(
        Run(
          segment: segment, isBackward: isBackward, top: bottoms[node], bottom: bottoms[low], depth: depth,
          isMain: true))
    }
  }

  /// Adds up what each drain carries, from the springs down.
  private mutating func gather() {
    var areas = Array(repeating: 0.0, count: ground.count)
    for number in runs.indices {
      let run = runs[number]
      let segments = streets.segments
      let own = segments.lengths[run.segment] * Runoff.squareMetresPerMetre
      let high = (run.isBackward ? segments.ends[run.segment] : segments.starts[run.segment]).index
      runs[number].area = own + (run.isMain ? areas[high] : 0)
      areas[lowerEnd(of: run)] += runs[number].area
    }
    for (node, number) in outfallAt { outfalls[number].area = areas[node] }
    // An outfall that nothing runs to is none.
    let isUsed = outfalls.indices.map { outfallAt[outfalls[$0].node] == $0 && outfalls[$0].area > 0 }
    outfallAt = [:]
    outfalls = zip(outfalls, isUsed).filter(\.1).map(\.0)
    for (number, outfall) in outfalls.enumerated() { outfallAt[outfall.node] = number }
  }

  /// The node a drain ends at.
  func lowerEnd(of run: Run) -> Int {
    (run.isBackward ? streets.segments.starts[run.segment] : streets.segments.ends[run.segment]).index
  }

  /// Metres of ground above a bottom that falls evenly, where that is least; nothing where it is less than ``cover`` or somewhere more
  /// than ``deepest``.
  private func depth(_ segment: Int, isBackward: Bool, top: Double, bottom: Double) -> Double? {
    let shape = streets.segments.shapes[segment]
    let length = streets.segments.lengths[segment]
    var (least, most) = (Double.infinity, 0.0)
    var sum = 0.0
    for (from, to) in zip(shape, shape.dropFirst()) {
      let span = from.distance(to: to)
      let pieces = max(1, Int(span / 25))
      for piece in 0...pieces {
        let share = Double(piece) / Double(pieces)
        let along = min(1, (sum + span * share) / length)
        let level = isBackward ? bottom + (top - bottom) * along : top + (bottom - top) * along
        let height = Double(terrain.interpolatedValue(at: from.interpolated(to: to, fraction: share)))
        guard height.isFinite else { return nil }
        (least, most) = (min(least, height - level), max(most, height - level))
      }
      sum += span
    }
    return least >= Self.cover && most <= Self.deepest ? least : nil
  }
}

/// Nodes by the level of their bottom, the lowest first; ties go to the lower number.
private struct BottomQueue {
  private var heap: [(level: Double, node: Int)] = []

  private func isBefore(_ left: Int, _ right: Int) -> Bool { heap[left] < heap[right] }

  mutating func push(_ level: Double, _ node: Int) {
    heap.append((level, node))
    var place = heap.count - 1
    while place > 0, isBefore(place, (place - 1) / 2) {
      heap.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  mutating func pop() -> (level: Double, node: Int)? {
    guard let first = heap.first else { return nil }
    heap[0] = heap[heap.count - 1]
    heap.removeLast()
    var place = 0
    while true {
      var least = place
      for child in [2 * place + 1, 2 * place + 2] where child < heap.count && isBefore(child, least) { least = child }
      guard least != place else { return first }
      heap.swapAt(place, least)
      place = least
    }
  }
}
