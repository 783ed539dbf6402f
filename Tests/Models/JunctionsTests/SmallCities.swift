import Geography
import Replica

/// Cities of a few streets, drawn by hand.
struct SmallCity {
  var city: City
  private var nodes: [String: NodeID] = [:]

  init(_ side: DrivingSide = .right) {
    city = City(
      profile: Profile(
        name: "Small", country: side == .left ? "MY" : "DE", timeZone: "Etc/UTC", languages: ["en"], currency: "EUR",
        drivingSide: side, projection: UTM(zone: 32, isSouthern: false)!))
  }

  /// A node at metres east and north; where one drives on the left east is west, so that all is mirrored.
  mutating func node(_ name: String, _ x: Double, _ y: Double, _ control: NodeControl = .none) {
    let east = city.profile.drivingSide == .left ? -x : x
    nodes[name] = city.streets.nodes.append(
      key: FeatureKey("node/\(name)"), at: Point(x: east, y: y), control: control)
  }

  /// A street between two nodes.
  @discardableResult
  mutating func street(
    _ from: String, _ to: String, _ streetClass: StreetClass = .residential, lanes: (Int, Int) = (1, 1),
    speed: Double = 13.9, isRoundabout: Bool = false, name: String = ""
  ) -> SegmentID {
    guard let start = nodes[from], let end = nodes[to] else { fatalError("no node \(from) or \(to)") }
    let points = city.streets.nodes.points
    func link(_ count: Int) -> Link {
      Link(access: count > 0 ? .all : VehicleSet(.foot), speed: Float(speed), lanes: UInt8(count))
    }
    var segment = Segment(streetClass: streetClass, forward: link(lanes.0), backward: link(lanes.1))
    segment.isRoundabout = isRoundabout
    segment.name = name
    return city.streets.append(
      segment, key: FeatureKey("street/\(city.streets.segments.count)"), from: start, to: end,
      shape: [points[start.index], points[end.index]])
  }

  subscript(name: String) -> NodeID { nodes[name] ?? NodeID(-1) }

  /// The link from one node to another.
  func link(_ from: String, _ to: String) -> LinkID {
    for row in 0..<city.streets.links.count {
      let link = LinkID(row)
      if city.streets.start(of: link) == nodes[from], city.streets.end(of: link) == nodes[to] { return link }
    }
    fatalError("no street from \(from) to \(to)")
  }

  /// Paints arrows on the lanes of a link, the kerb's first, as one sees them who drives on the right. Links are marked in their order.
  mutating func mark(_ from: String, _ to: String, _ marks: [LaneMarks]) {
    let link = link(from, to)
    for (number, mark) in marks.enumerated() {
      city.streets.lanes.append(
        Lane(
          link: link, number: UInt8(number), access: city.streets.links.access[link.index],
          speed: city.streets.links.speeds[link.index],
          marks: city.profile.drivingSide == .left ? mark.mirrored : mark))
    }
  }

  /// Four streets that meet in the middle `o`: `e`, `n`, `w`, `s`, each 200 m long.
  static func cross(
    _ side: DrivingSide = .right, eastWest: StreetClass = .residential, northSouth: StreetClass = .residential,
    lanes: (Int, Int) = (1, 1), control: NodeControl = .none
  ) -> SmallCity {
    var small = SmallCity(side)
    small.node("o", 0, 0, control)
    for (name, x, y) in [("e", 200.0, 0.0), ("n", 0, 200), ("w", -200, 0), ("s", 0, -200)] {
      small.node(name, x, y)
      small.street(name, "o", name == "e" || name == "w" ? eastWest : northSouth, lanes: lanes)
    }
    return small
  }
}
