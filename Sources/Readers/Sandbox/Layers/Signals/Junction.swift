import Geography
import Replica

/// A junction with signals: who comes from where, and who goes together.
struct Junction: Sendable {
  /// A link that ends at the signals.
  struct Approach: Sendable {
    var link: LinkID
    /// The way one drives on entering, of length 1.
    var heading: Point
    /// 0 for the largest street.
    var rank: Int
    var lanes: Int
    /// m/s.
    var speed: Double
  }

  /// Links that have green together, and the share of an hour at saturation they need.
  struct Stage: Sendable {
    var approaches: [Approach]
    var need: Double
  }

  let node: NodeID
  let approaches: [Approach]
  /// In the order of their green; the main street first.
  private(set) var stages: [Stage] = []
  /// The plan; its phases are the stages, and one for people on foot where nobody crosses the main street by car.
  var signal: Signal

  /// Every junction with signals that cars reach.
  static func all(_ streets: Streets) -> [Junction] {
    var approaches: [NodeID: [Approach]] = [:]
    for link in 0..<streets.links.count {
      let id = LinkID(link)
      let end = streets.end(of: id)
      guard streets.nodes.controls[end.index] == .signals, !streets.segments.areRemoved[id.segment.index],
        !streets.links.access[link].isDisjoint(with: .motor), let heading = heading(streets, id)
      else { continue }
      approaches[end, default: []].append(
        Approach(
          link: id, heading: heading, rank: Int(streets.segments.classes[id.segment.index].rawValue),
          lanes: max(1, Int(streets.links.lanes[link])), speed: Double(streets.links.speeds[link])))
    }
    return approaches.keys.sorted().map { Junction(node: $0, approaches: approaches[$0] ?? [], streets) }
  }

  /// Metres of street between junctions with signals that one controller has to rule: room for five cars and the corners.
  private static let apart = 60.0

  /// Junctions with signals so close to another that a plan of its own would fill the street between them in every cycle. O(segments).
  static func close(_ streets: Streets) -> Set<NodeID> {
    var around: [NodeID: [(end: NodeID, metres: Double)]] = [:]
    for segment in 0..<streets.segments.count
    where !streets.segments.areRemoved[segment] && streets.segments.lengths[segment] <= apart
      && streets.links.lanes[2 * segment] + streets.links.lanes[2 * segment + 1] > 0
    {
      let (start, end) = (streets.segments.starts[segment], streets.segments.ends[segment])
      around[start, default: []].append((end, streets.segments.lengths[segment]))
      around[end, default: []].append((start, streets.segments.lengths[segment]))
    }
    func reaches(_ node: NodeID, from before: NodeID?, _ left: Double) -> Bool {
      (around[node] ?? []).contains { next in
        guard next.end != before, next.metres <= left else { return false }
        return streets.nodes.controls[next.end.index] == .signals
          || reaches(next.end, from: node, left - next.metres)
      }
    }
    return Set(around.keys.filter { streets.nodes.controls[$0.index] == .signals && reaches($0, from: nil, apart) })
  }

  private init(node: NodeID, approaches: [Approach], _ streets: Streets) {
    self.node = node
    self.approaches = approaches.sorted { ($0.rank, -$0.lanes, $0.link) < ($1.rank, -$1.lanes, $1.link) }
    signal = Signal(node: node, cycle: 0, offset: 0, phases: [])
    stages = Self.stages(self.approaches, streets)
  }

  private static func heading(_ streets: Streets, _ link: LinkID) -> Point? {
    let shape = streets.segments.shapes[link.segment.index]
    let line = link.isBackward ? Array(shape.reversed()) : Array(shape)
    guard let at = line.last, let from = line.dropLast().last(where: { $0.distance(to: at) > 1 }) ?? line.first else {
      return nil
    }
    let away = from.distance(to: at)
    return away > 0 ? Point(x: (at.x - from.x) / away, y: (at.y - from.y) / away) : nil
  }

  private static func cosine(_ a: Approach, _ b: Approach) -> Double {
    a.heading.x * b.heading.x + a.heading.y * b.heading.y
  }

  /// Opposite approaches go together; where two large streets cross, each approach goes alone, as is usual in Malaysia, so
  /// that nobody turns right across a stream; where a street ends at a larger one, those who turn right into it go ahead
  /// of the stream they cross.
  private static func stages(_ approaches: [Approach], _ streets: Streets) -> [Stage] {
    var groups: [[Approach]] = []
    var rest = approaches
    while let first = rest.first {
      rest.removeFirst()
      var group = [first]
      if let opposite = rest.indices.min(by: { cosine(first, rest[$0]) < cosine(first, rest[$1]) }),
        cosine(first, rest[opposite]) < -0.7
      {
        group.append(rest.remove(at: opposite))
      }
      groups.append(group)
    }
    // More than four groups: the two smallest wait for the same green.
    while groups.count > 4 {
      let last = groups.removeLast()
      groups[groups.count - 1] += last
    }
    let isLarge = { (group: [Approach]) in
      group.allSatisfy { $0.rank <= Int(StreetClass.primaryLink.rawValue) && $0.lanes >= 2 }
    }
    if groups.count == 2, groups.allSatisfy({ $0.count == 2 && isLarge($0) }) {
      return groups.joined().map { Stage(approaches: [$0], need: need([$0])) }
    }
    var stages = groups.map { Stage(approaches: $0, need: need($0)) }
    if groups.count == 2, groups[0].count == 2, groups[1].count == 1,
      groups[1][0].rank <= Int(StreetClass.tertiaryLink.rawValue),
      let early = groups[0].first(where: { turnsRight($0, into: groups[1][0]) })
    {
      stages.insert(Stage(approaches: [early], need: need([early]) / 3), at: 0)
    }
    return stages
  }

  /// Whether a driver has to turn right to leave by the street another comes from.
  private static func turnsRight(_ approach: Approach, into other: Approach) -> Bool {
    let out = Point(x: -other.heading.x, y: -other.heading.y)
    return approach.heading.x * out.y - approach.heading.y * out.x < -0.5
  }

  /// The flow of the peak hour over the flow at saturation, of the lane that needs most. The flows are assumed: 600
  /// vehicles an hour and lane on the largest streets, a quarter of it on residential ones; 1,800 at saturation.
  private static func need(_ approaches: [Approach]) -> Double {
    approaches.map { approach in
      switch approach.rank {
      case ...Int(StreetClass.trunkLink.rawValue): 650
      case ...Int(StreetClass.primaryLink.rawValue): 600
      case ...Int(StreetClass.secondaryLink.rawValue): 480
      case ...Int(StreetClass.tertiaryLink.rawValue): 330
      default: 150
      }
    }.map { $0 / 1800 }.max() ?? 0
  }
}
