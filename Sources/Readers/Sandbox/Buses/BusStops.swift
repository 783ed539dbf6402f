import Geography
import Replica

/// Sets stops along the ways of lines: lines that share a road share its stops.
struct BusStops {
  let streets: Streets
  let targets: [BusTarget]
  private(set) var stops: [BusNetwork.Stop] = []
  private var onLink: [Int32: [Int]] = [:]
  private var names: [String: Int] = [:]
  private let nearest: PackedIndex

  /// Metres between stops as a rule, ahead of which one that is there is waited for, and before which none that is there
  /// is halted at.
  private static let spacing = 365.0, patience = 110.0, least = 250.0

  init(_ streets: Streets, _ targets: [BusTarget]) {
    self.streets = streets
    self.targets = targets
    nearest = PackedIndex(targets.map { Box([$0.center]) })
  }

  /// Adds a hub's station, where every line of the hub begins and ends.
  mutating func addHub(_ name: String, at node: NodeID, along link: LinkID) -> Int {
    stops.append(
      BusNetwork.Stop(point: streets.nodes.points[node.index], link: link, along: 0, name: name, isStation: true))
    names[name, default: 0] += 1
    return stops.count - 1
  }

  /// The stops of a way, with their metres from its start. It begins or ends at a hub's station.
  mutating func halts(on way: [LinkID], from start: Int?, to end: Int?) -> [(stop: Int, distance: Double)] {
    var halts: [(stop: Int, distance: Double)] = []
    let total = way.reduce(0.0) { $0 + length($1) }
    if let start { halts.append((start, 0)) } else { halts.append(edge(way[0], isFirst: true)) }
    // Even steps, so that short lines too have stops on the way.
    let spacing = total / max(1, (total / Self.spacing).rounded())
    // The last halt is the hub's station or a stop of its own; no other stands shortly before it.
    let limit = total - spacing * 0.6
    var passed = 0.0
    for (place, link) in way.enumerated() {
      let length = self.length(link)
      var free = 0.0
      for stop in onLink[link.rawValue] ?? [] where !stops[stop].isStation {
        let at = passed + stops[stop].along
        if at - halts[halts.count - 1].distance >= min(Self.least, spacing * 0.8), at <= limit {
          halts.append((stop, at))
          free = stops[stop].along
        }
      }
      while true {
        let wanted = max(halts[halts.count - 1].distance + spacing - 1, passed + max(free, min(25, length / 2)))
        let along = wanted - passed
        guard wanted <= limit, along <= length - min(20, length / 3), isFit(link) else { break }
        if hasStop(ahead: Self.patience, of: place, along, way) { break }
        halts.append((add(on: link, along: along), wanted))
        free = along
      }
      passed += length
    }
    if let end {
      halts.append((end, total))
    } else {
      let last = edge(way[way.count - 1], isFirst: false)
      halts.append(
        (last.stop, max(halts[halts.count - 1].distance + 1, total - length(way[way.count - 1]) + last.distance)))
    }
    return halts
  }

  private func length(_ link: LinkID) -> Double { streets.segments.lengths[link.segment.index] }

  /// The stop at the quiet end of a line: on its first or last link.
  private mutating func edge(_ link: LinkID, isFirst: Bool) -> (stop: Int, distance: Double) {
    let length = self.length(link)
    let along = isFirst ? min(12, length * 0.3) : max(length - 12, length * 0.7)
    if let known = onLink[link.rawValue]?.first(where: { abs(stops[$0].along - along) < 40 }) {
      return (known, stops[known].along)
    }
    return (add(on: link, along: along), along)
  }

  /// Buses halt neither on fast roads nor on bridges, in tunnels and roundabouts.
  private func isFit(_ link: LinkID) -> Bool {
    let segment = link.segment.index
    guard length(link) >= 30, streets.segments.structures[segment] == .ground,
      !streets.segments.areRoundabouts[segment]
    else { return false }
    switch streets.segments.classes[segment] {
    case .motorway, .motorwayLink, .trunkLink, .primaryLink, .secondaryLink, .tertiaryLink: return false
    default: return true
    }
  }

  /// Whether the way passes a stop that is there already within so many metres.
  private func hasStop(ahead: Double, of place: Int, _ along: Double, _ way: [LinkID]) -> Bool {
    var reach = -along
    for link in way[place...] {
      for stop in onLink[link.rawValue] ?? [] where !stops[stop].isStation {
        let away = reach + stops[stop].along
        if away >= 0, away <= ahead { return true }
      }
      reach += length(link)
      if reach > ahead { return false }
    }
    return false
  }

  private mutating func add(on link: LinkID, along: Double) -> Int {
    let point = beside(link, along)
    let street = streets.segments.name(of: link.segment)
    let quarter = nearest.nearest(to: point) { target in
      let dx = targets[target].center.x - point.x
      let dy = targets[target].center.y - point.y
      return dx * dx + dy * dy
    }
    let base = street.isEmpty ? quarter.map { targets[$0.number].name } ?? "Hentian" : street
    names[base, default: 0] += 1
    let number = names[base] ?? 1
    stops.append(
      BusNetwork.Stop(
        point: point, link: link, along: along, name: number == 1 ? base : "\(base) (\(number))", isStation: false))
    let stop = stops.count - 1
    var known = onLink[link.rawValue] ?? []
    known.append(stop)
    known.sort { stops[$0].along < stops[$1].along }
    onLink[link.rawValue] = known
    return stop
  }

  /// A place on the left of a link, at the edge of the street.
  private func beside(_ link: LinkID, _ along: Double) -> Point {
    let shape = streets.segments.shapes[link.segment.index]
    let line = link.isBackward ? shape.reversed() : Array(shape)
    let width = streets.segments.widths[link.segment.index]
    let lanes = streets.links.lanes[link.index] + streets.links.lanes[link.reversed.index]
    let half = (width.isFinite && width > 0 ? Double(width) : max(2, Double(lanes)) * 3.3) / 2 + 1.2
    var left = along
    for place in 1..<max(2, line.count) where place < line.count {
      let (from, to) = (line[place - 1], line[place])
      let step = from.distance(to: to)
      guard step > 0 else { continue }
      if left <= step || place == line.count - 1 {
        let foot = from.interpolated(to: to, fraction: min(1, left / step))
        return Point(x: foot.x - (to.y - from.y) / step * half, y: foot.y + (to.x - from.x) / step * half)
      }
      left -= step
    }
    return line.first ?? Point(x: 0, y: 0)
  }
}
