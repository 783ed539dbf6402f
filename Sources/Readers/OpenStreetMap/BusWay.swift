import Replica

/// Joins the ways of a bus route, in the order of its members, to the links a bus drives.
///
/// A way goes on from where the one before it ended: to its other end, or off it where the next way meets it, as at
/// roundabouts. Which way round follows from the nodes that ways share; where that leaves a choice, from where buses may
/// drive. Where ways do not meet, a new run begins.
struct BusWay {
  private let streets: Streets
  /// Unbroken runs of links, in the order of the members.
  private(set) var runs: [[LinkID]] = []

  /// A stretch of a way whose pieces were all taken, in the way's direction.
  private struct Stretch {
    let segments: Range<Int>
    let nodes: [NodeID]

    var isClosed: Bool { nodes.first == nodes.last }

    func meets(_ node: NodeID) -> Bool { nodes.contains(node) }
  }

  /// The runs along the segments of ways. O(segments × the most of any way).
  init(_ ways: [Range<Int>], in streets: Streets) {
    self.streets = streets
    let stretches = ways.flatMap { Self.stretches(of: $0, in: streets) }
    var run: [LinkID] = []
    for (place, stretch) in stretches.enumerated() {
      let next = place + 1 < stretches.count ? stretches[place + 1] : nil
      if let end = run.last.map(streets.end(of:)) {
        if let part = self.part(of: stretch, from: end, to: next) {
          run += part
          continue
        }
        runs.append(run)
      }
      run = first(stretch, next)
    }
    runs.append(run)
    runs.removeAll(where: \.isEmpty)
  }

  private static func stretches(of way: Range<Int>, in streets: Streets) -> [Stretch] {
    var stretches: [Stretch] = []
    var start = way.lowerBound
    for row in way where row + 1 == way.upperBound || streets.segments.ends[row] != streets.segments.starts[row + 1] {
      let nodes = [streets.segments.starts[start]] + streets.segments.ends[start...row]
      stretches.append(Stretch(segments: start..<row + 1, nodes: nodes))
      start = row + 1
    }
    return stretches
  }

  /// The links of a stretch that begins a run.
  private func first(_ stretch: Stretch, _ next: Stretch?) -> [LinkID] {
    let last = stretch.nodes.count - 1
    if let next {
      // Where it comes onto a roundabout is not known: the line begins with what follows.
      if stretch.isClosed { return next.nodes.contains(where: stretch.meets) ? [] : links(stretch, 0, last) }
      let meets = (start: next.meets(stretch.nodes[0]), end: next.meets(stretch.nodes[last]))
      if meets.end != meets.start {
        return meets.end ? links(stretch, 0, last) : links(stretch, last, 0)
      }
      if !meets.end, let place = stretch.nodes.firstIndex(where: next.meets) {
        // It leaves halfway: from whichever end buses may come.
        let along = links(stretch, 0, place)
        return streets.areOpenToBuses(along) ? along : links(stretch, last, place)
      }
    }
    let along = links(stretch, 0, last)
    let against = links(stretch, last, 0)
    return streets.areOpenToBuses(along) || !streets.areOpenToBuses(against) ? along : against
  }

  /// The links of a stretch from a node on it towards the next; nothing when it does not meet the node.
  private func part(of stretch: Stretch, from node: NodeID, to next: Stretch?) -> [LinkID]? {
    guard let place = stretch.nodes.firstIndex(of: node) else { return nil }
    let last = stretch.nodes.count - 1
    if stretch.isClosed { return around(stretch, from: place, to: next) }
    let far = place == 0 ? [last] : place == last ? [0] : [last, 0]
    guard let next else {
      let ways = far.map { links(stretch, place, $0) }
      return ways.first(where: streets.areOpenToBuses) ?? ways[0]
    }
    if let end = far.first(where: { next.meets(stretch.nodes[$0]) }) { return links(stretch, place, end) }
    // Off it where the next one meets it first.
    let meetings = stretch.nodes.indices.filter { $0 != place && next.meets(stretch.nodes[$0]) }
    if let exit = meetings.min(by: { abs($0 - place) < abs($1 - place) }) { return links(stretch, place, exit) }
    // The next one goes on from here, so that this one leads nowhere.
    return next.meets(node) ? [] : links(stretch, place, far[0])
  }

  /// The links around a closed way from one of its nodes to where the next way meets it.
  private func around(_ stretch: Stretch, from place: Int, to next: Stretch?) -> [LinkID] {
    let count = stretch.nodes.count - 1
    guard let next else { return [] }
    guard let steps = (0..<count).first(where: { next.meets(stretch.nodes[(place + $0) % count]) }), steps > 0 else {
      return []
    }
    let along = (0..<steps).map { SegmentID(stretch.segments.lowerBound + (place + $0) % count).forward }
    if streets.areOpenToBuses(along) { return along }
    let back = (1..<count).first { next.meets(stretch.nodes[(place - $0 + count) % count]) } ?? count - steps
    let against = (1...back).map { SegmentID(stretch.segments.lowerBound + (place - $0 + count) % count).backward }
    return streets.areOpenToBuses(against) ? against : along
  }

  /// The links between two nodes of a stretch, by their places.
  private func links(_ stretch: Stretch, _ from: Int, _ to: Int) -> [LinkID] {
    let first = stretch.segments.lowerBound
    if from <= to { return (from..<to).map { SegmentID(first + $0).forward } }
    return (to..<from).reversed().map { SegmentID(first + $0).backward }
  }
}
