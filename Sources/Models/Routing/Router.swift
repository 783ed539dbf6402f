public import Replica

/// Says how long it takes in one mode from points to the nearest of some targets.
///
/// The time of a point is: its straight way to the foot on its street, on foot; along the street to the junction, or to the
/// target's foot when that lies on the same street in a direction that is open; junction to junction; along the
/// target's street to its foot; and straight to the target, on foot. A foot within a millimetre of a junction is at the
/// junction, free to take any exit. From a foot on a street that a change closes to the mode one walks out along closed
/// streets (``WalkIn``); a foot on a street under water leads nowhere. See `Docs/models/access.md`.
public struct Router: Sendable {
  /// The streets as they are.
  public let streets: Streets
  /// The ways one may go.
  public let graph: TravelGraph
  private let walkIn: WalkIn

  /// A router for one mode; `isUnderWater` tells segments where the water is too deep for it.
  public init(_ streets: Streets, mode: TravelMode, isUnderWater: [Bool]? = nil) {
    self.streets = streets
    graph = TravelGraph(streets, mode: mode, isClosed: isUnderWater)
    walkIn = WalkIn(streets, mode: mode, linkSeconds: graph.linkSeconds, isUnderWater: isUnderWater)
  }

  /// Metres within which a foot counts as being at a junction.
  static let atJunction = 0.001

  /// Seconds from each origin to the nearest target; infinite where there is no way. One search for all of them.
  ///
  /// An origin or target without a snap has no way. O((nodes + links) log links + origins + targets).
  public func secondsToNearest(of targets: [Snap?], from origins: [Snap?]) -> [Double] {
    var seeds: [Seed] = []
    var onSegment: [Int: [Snap]] = [:]
    for case let target? in targets {
      let walked = target.away / TravelMode.walkingSpeed
      for entry in walkIn.nodes(to: target, in: streets) {
        for vertex in graph.vertices(of: entry.node) {
          seeds.append(Seed(vertex: vertex, seconds: walked + entry.seconds))
        }
      }
      if let node = node(of: target) {
        for vertex in graph.vertices(of: node) {
          seeds.append(Seed(vertex: vertex, seconds: walked))
        }
        continue
      }
      onSegment[target.segment, default: []].append(target)
      let share = target.along / streets.segments.lengths[target.segment]
      let id = SegmentID(target.segment)
      for (link, part) in [(id.forward, share), (id.backward, 1 - share)] {
        let seconds = graph.linkSeconds[link.index]
        guard seconds.isFinite else { continue }
        for vertex in graph.tails(of: link, in: streets) {
          seeds.append(Seed(vertex: vertex, seconds: walked + seconds * part))
        }
      }
    }
    let times = graph.secondsToNearest(seeds)
    return origins.map { origin in
      guard let origin else { return .infinity }
      return origin.away / TravelMode.walkingSpeed + time(from: origin, times, onSegment)
    }
  }

  /// Seconds from an origin's foot to the nearest target.
  private func time(from origin: Snap, _ times: [Double], _ onSegment: [Int: [Snap]]) -> Double {
    var best = Double.infinity
    for entry in walkIn.nodes(from: origin, in: streets) {
      best = min(best, times[entry.node.index] + entry.seconds)
    }
    if let node = node(of: origin) { return min(best, times[node.index]) }
    let id = SegmentID(origin.segment)
    let length = streets.segments.lengths[origin.segment]
    let forward = graph.linkSeconds[id.forward.index]
    let backward = graph.linkSeconds[id.backward.index]
    if forward.isFinite {
      best = min(best, times[graph.head(of: id.forward, in: streets)] + forward * (length - origin.along) / length)
    }
    if backward.isFinite {
      best = min(best, times[graph.head(of: id.backward, in: streets)] + backward * origin.along / length)
    }
    for target in onSegment[origin.segment] ?? [] {
      let metres = target.along - origin.along
      let seconds = metres >= 0 ? forward : backward
      let ridden = seconds.isFinite ? seconds * abs(metres) / length : .infinity
      best = min(
        best, target.away / TravelMode.walkingSpeed + min(ridden, walkIn.along(origin, to: target, in: streets)))
    }
    return best
  }

  /// The junction a foot is at, or nothing.
  private func node(of snap: Snap) -> NodeID? {
    let segments = streets.segments
    if snap.along <= Self.atJunction { return segments.starts[snap.segment] }
    if segments.lengths[snap.segment] - snap.along <= Self.atJunction { return segments.ends[snap.segment] }
    return nil
  }
}
