import Geography
import Replica

/// Sets junctions along a named main street to one cycle and lets their green begin when a platoon arrives that left the
/// first of them on green.
struct Progression {
  private let streets: Streets
  private let junctionOfNode: [NodeID: Int]
  /// The segments of each name that is a main street's, by the place of the name.
  private let segmentsOfName: [[Int]]

  init(_ streets: Streets, _ junctions: [Junction]) {
    self.streets = streets
    junctionOfNode = Dictionary(uniqueKeysWithValues: junctions.enumerated().map { ($1.node, $0) })
    var segments = Array(repeating: [Int](), count: streets.segments.distinctNames.count)
    for segment in 0..<streets.segments.count
    where streets.segments.classes[segment].rawValue <= StreetClass.tertiary.rawValue {
      let name = Int(streets.segments.nameNumbers[segment])
      if name > 0, !streets.segments.areRemoved[segment] { segments[name].append(segment) }
    }
    segmentsOfName = segments
  }

  /// Sets cycles and offsets. A junction of two main streets moves with the larger one.
  func coordinate(_ junctions: inout [Junction]) {
    var isDone = Array(repeating: false, count: junctions.count)
    let names = segmentsOfName.indices.filter { !segmentsOfName[$0].isEmpty }.sorted { left, right in
      (rank(left), left) < (rank(right), right)
    }
    for name in names {
      let arrivals = arrivals(name).filter { !isDone[$0.junction] }
      guard arrivals.count > 1 else { continue }
      let cycle = arrivals.map { Double(junctions[$0.junction].signal.cycle) }.max() ?? 0
      for arrival in arrivals {
        isDone[arrival.junction] = true
        junctions[arrival.junction].stretch(to: cycle)
        let signal = junctions[arrival.junction].signal
        // The green of the street itself begins on arrival, whichever phase that is.
        var before = 0.0
        for phase in signal.phases {
          if phase.links.contains(where: { Int(streets.segments.nameNumbers[$0.segment.index]) == name }) { break }
          before += Double(phase.length)
        }
        let length = Double(signal.cycle)
        let start = (arrival.seconds - before).rounded()
        junctions[arrival.junction].signal.offset = Float(start - (start / length).rounded(.down) * length)
      }
    }
  }

  private func rank(_ name: Int) -> UInt8 {
    segmentsOfName[name].map { streets.segments.classes[$0].rawValue }.min() ?? .max
  }

  /// The junctions along a street with the seconds one drives to them from the first of its signals.
  private func arrivals(_ name: Int) -> [(junction: Int, seconds: Double)] {
    let segments = segmentsOfName[name]
    var around: [NodeID: [Int]] = [:]
    for segment in segments {
      around[streets.segments.starts[segment], default: []].append(segment)
      around[streets.segments.ends[segment], default: []].append(segment)
    }
    let signals = around.keys.sorted().filter { junctionOfNode[$0] != nil }
    // A street that is drawn in several parts is several.
    var found: [(junction: Int, seconds: Double)] = []
    var seen: Set<NodeID> = []
    for first in signals where !seen.contains(first) {
      var seconds: [NodeID: Double] = [first: 0]
      var queue = [first]
      var place = 0
      while place < queue.count {
        let node = queue[place]
        place += 1
        for segment in around[node] ?? [] {
          let isForward = streets.segments.starts[segment] == node
          let other = isForward ? streets.segments.ends[segment] : streets.segments.starts[segment]
          let speed = Double(streets.links.speeds[2 * segment + (isForward ? 0 : 1)])
          let time = (seconds[node] ?? 0) + streets.segments.lengths[segment] / max(1, speed)
          guard seconds[other] == nil else { continue }
          seconds[other] = time
          queue.append(other)
        }
      }
      seen.formUnion(queue)
      for node in queue { if let junction = junctionOfNode[node] { found.append((junction, seconds[node] ?? 0)) } }
    }
    return found
  }
}
