import Geography
import Replica

/// Makes some streets of the old town one-way, neighbours in opposite directions, as long as every junction can still be
/// reached from every other.
struct OneWayStreets {
  private(set) var streets: Streets
  private var arms: [[Int32]]

  /// Takes streets in the order of `candidates`, each a list of segments, and keeps those that do no harm. O(candidates × links).
  init(_ streets: Streets, candidates: [[SegmentID]]) {
    self.streets = streets
    arms = Array(repeating: [], count: streets.nodes.count)
    for segment in 0..<streets.segments.count {
      arms[streets.segments.starts[segment].index].append(Int32(segment))
      arms[streets.segments.ends[segment].index].append(Int32(segment))
    }
    var kept = 0
    for candidate in candidates {
      guard let way = ordered(candidate) else { continue }
      let before = self.streets
      apply(kept.isMultiple(of: 2) ? way : way.reversed().map { ($0.segment, !$0.isForward) })
      if isStronglyConnected() { kept += 1 } else { self.streets = before }
    }
  }

  /// The segments of a street from one end to the other; nothing when it branches or is a ring.
  private func ordered(_ street: [SegmentID]) -> [(segment: SegmentID, isForward: Bool)]? {
    let segments = streets.segments
    var ends: [NodeID: [SegmentID]] = [:]
    for segment in street {
      ends[segments.starts[segment.index], default: []].append(segment)
      ends[segments.ends[segment.index], default: []].append(segment)
    }
    guard ends.values.allSatisfy({ $0.count <= 2 }) else { return nil }
    let tips = ends.filter { $0.value.count == 1 }.map(\.key).sorted()
    guard tips.count == 2, var here = tips.first else { return nil }
    // A one-way street leads from street to street.
    guard tips.allSatisfy({ arms[$0.index].count > 2 }) else { return nil }
    var way: [(segment: SegmentID, isForward: Bool)] = []
    var last: SegmentID?
    while let segment = ends[here]?.first(where: { $0 != last }) {
      let isForward = segments.starts[segment.index] == here
      way.append((segment, isForward))
      here = isForward ? segments.ends[segment.index] : segments.starts[segment.index]
      last = segment
    }
    return way.count == street.count ? way : nil
  }

  private mutating func apply(_ way: [(segment: SegmentID, isForward: Bool)]) {
    for (segment, isForward) in way {
      let (open, shut) =
        isForward ? (segment.forward, segment.backward) : (segment.backward, segment.forward)
      streets.links.lanes[open.index] = 2
      streets.links.lanes[shut.index] = 0
      streets.links.access[shut.index] = [VehicleSet(.foot)]
    }
  }

  /// Whether cars reach every junction from the first, and the first from every junction.
  private func isStronglyConnected() -> Bool {
    guard let first = arms.firstIndex(where: { !$0.isEmpty }) else { return true }
    var counts: [Int] = []
    for isOutward in [true, false] {
      var isSeen = [Bool](repeating: false, count: arms.count)
      isSeen[first] = true
      var stack = [first]
      var count = 0
      while let node = stack.popLast() {
        count += 1
        for number in arms[node] {
          let segment = SegmentID(rawValue: number)
          let isStart = streets.segments.starts[segment.index].index == node
          let link = isStart == isOutward ? segment.forward : segment.backward
          guard streets.links.access[link.index].contains(.car) else { continue }
          let other =
            isStart ? streets.segments.ends[segment.index].index : streets.segments.starts[segment.index].index
          if !isSeen[other] {
            isSeen[other] = true
            stack.append(other)
          }
        }
      }
      counts.append(count)
    }
    let onRoads = arms.count { $0.contains { streets.segments.classes[Int($0)].isRoad } }
    return counts == [onRoads, onRoads]
  }
}
