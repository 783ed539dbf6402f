import Replica

/// The streets that a change closes to a mode but that one may walk: how whoever lives on one gets to where the mode can go.
///
/// A closure takes a street from cars; people on it still walk out to a junction from which one can drive, and a
/// place on it is still walked to. A street under water is not walked so. Walking happens at the ends of a trip only, along closed streets only, in the
/// directions the mode may take by the signs, no faster than the mode would go, and no farther than ``reach``: so a closure
/// never shortens a way (bans of turns aside, which do not bind who walks). O(links) to find the closed ones.
struct WalkIn: Sendable {
  /// Metres one walks along closed streets at an end of a trip.
  static let reach = 1000.0
  /// Seconds on foot along each closed link from end to end; infinite for all others.
  private let seconds: [Double]
  /// The closed links that leave a node, and those that reach it, where there are some.
  private let leaving, reaching: [Int32: [LinkID]]

  /// The closed links of a mode: its vehicle may take them by their signs, but not now (`linkSeconds` infinite).
  init(_ streets: Streets, mode: TravelMode, linkSeconds: [Double], isUnderWater: [Bool]?) {
    let segments = streets.segments
    var seconds = [Double](repeating: .infinity, count: linkSeconds.count)
    var leaving: [Int32: [LinkID]] = [:]
    var reaching: [Int32: [LinkID]] = [:]
    for row in linkSeconds.indices where linkSeconds[row].isInfinite {
      let link = LinkID(row)
      let segment = link.segment.index
      guard streets.links.access[row].contains(mode.vehicle), !segments.areRemoved[segment],
        isUnderWater?[segment] != true,
        streets.links.open(link).union(streets.links.open(link.reversed)).contains(.foot)
      else { continue }
      let (streetClass, speed) = (segments.classes[segment], streets.links.speeds[row])
      let slower = min(
        TravelMode.walk.speed(on: streetClass, linkSpeed: speed), mode.speed(on: streetClass, linkSpeed: speed))
      seconds[row] = segments.lengths[segment] / slower
      leaving[streets.start(of: link).rawValue, default: []].append(link)
      reaching[streets.end(of: link).rawValue, default: []].append(link)
    }
    self.seconds = seconds
    self.leaving = leaving
    self.reaching = reaching
  }

  /// The nodes one walks to from a foot on a closed segment, each with its seconds; none when it cannot be walked.
  func nodes(from snap: Snap, in streets: Streets) -> [(node: NodeID, seconds: Double)] {
    search(snap, in: streets, starts: { streets.end(of: $0) }, steps: leaving)
  }

  /// The nodes from which one walks to a foot on a closed segment, each with its seconds.
  func nodes(to snap: Snap, in streets: Streets) -> [(node: NodeID, seconds: Double)] {
    search(snap, in: streets, starts: { streets.start(of: $0) }, steps: reaching)
  }

  /// Dijkstra's algorithm over the closed links near a foot; `starts` is the end of a link one comes to, `steps` are the
  /// links that lead on from a node. O(n log n) for n of them.
  private func search(
    _ snap: Snap, in streets: Streets, starts: (LinkID) -> NodeID, steps: [Int32: [LinkID]]
  ) -> [(node: NodeID, seconds: Double)] {
    guard !steps.isEmpty else { return [] }
    var best: [Int32: Double] = [:]
    var settled: [(node: NodeID, seconds: Double)] = []
    var heap = TimeHeap(capacity: 16)
    func reach(_ node: NodeID, _ time: Double) {
      guard time <= Self.reach / TravelMode.walkingSpeed, time < best[node.rawValue] ?? .infinity else { return }
      best[node.rawValue] = time
      heap.push(time, node.rawValue)
    }
    let id = SegmentID(snap.segment)
    let length = streets.segments.lengths[snap.segment]
    for link in [id.forward, id.backward] where seconds[link.index].isFinite {
      let node = starts(link)
      let metres = node == streets.segments.starts[snap.segment] ? snap.along : length - snap.along
      reach(node, length > 0 ? seconds[link.index] * (metres / length) : 0)
    }
    while let (time, vertex) = heap.pop() {
      guard time == best[vertex] else { continue }
      settled.append((NodeID(rawValue: vertex), time))
      for link in steps[vertex] ?? [] { reach(starts(link), time + seconds[link.index]) }
    }
    return settled
  }

  /// Seconds on foot from one foot to another on the same closed segment; infinite when it cannot be walked so.
  func along(_ snap: Snap, to other: Snap, in streets: Streets) -> Double {
    let length = streets.segments.lengths[snap.segment]
    guard snap.segment == other.segment, length > 0 else { return .infinity }
    let id = SegmentID(snap.segment)
    let link = other.along >= snap.along ? id.forward : id.backward
    return seconds[link.index] * (abs(snap.along - other.along) / length)
  }
}
