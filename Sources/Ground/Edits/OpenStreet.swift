import Geography
public import Modelling
public import Replica

/// Draws a new street: `open-street: {line: [[101.70, 3.15], [101.71, 3.15]], class: residential}`.
///
/// Every position of the line within ``reach`` of a junction becomes that junction; otherwise, within ``reach`` of a
/// street, that street is cut there in two. Where the line crosses a street between two of its positions it passes over it,
/// as on a bridge: draw a position on the crossing to join them.
public struct OpenStreet: Change {
  public static let keyword = "open-street"
  public static let summary = "Opens a new street along a line and ties it to those it meets."
  public static let parameters = [
    Parameter(
      "line", .area, required: true,
      summary: "A line of [longitude, latitude], with a position wherever it meets a street."),
    Parameter("name", .text, summary: "What people will call it."),
    Parameter("class", .choice(StreetClass.allCases.map(\.name)), required: true, summary: "What it is for."),
    Parameter("oneway", .choice(["yes", "no"]), summary: "Whether vehicles drive only in the direction drawn."),
    Parameter("speed", .number(unit: "km/h", within: 5...130), summary: "The limit; by default that of its class."),
    Parameter("lanes", .number(unit: "", within: 1...8), summary: "Lanes in each direction; by default 1."),
  ]
  /// Metres within which a drawn position meets a junction or a street.
  public static let reach = 15.0

  /// Positions `[longitude, latitude]`.
  public var line: [[Double]]
  /// What people will call it.
  public var name: String?
  /// What it is for, a name of ``StreetClass``.
  public var `class`: String
  /// `yes` or `no`.
  public var oneway: String?
  /// km/h, 5…130.
  public var speed: Double?
  /// Lanes in each direction.
  public var lanes: Double?

  /// A street to open.
  public init(
    line: [[Double]], name: String? = nil, class: String, oneway: String? = nil, speed: Double? = nil,
    lanes: Double? = nil
  ) {
    self.line = line
    self.name = name
    self.class = `class`
    self.oneway = oneway
    self.speed = speed
    self.lanes = lanes
  }

  /// Appends the street, piece by piece between the nodes it meets. O(positions × segments).
  public func apply(to city: inout City, under conditions: inout Conditions, with files: any Files) throws {
    guard let streetClass = StreetClass(name: self.class) else {
      let classes = StreetClass.allCases.map(\.name)
      throw ChangeError(
        Self.keyword, "\"\(self.class)\" is no class of street." + NearestName.question(self.class, among: classes))
    }
    let drawn = try Drawn(for: Self.keyword, in: city).line(line)
    let key = "drawn/street/\(Drawn.name(of: drawn, [streetClass.name, name ?? ""]))"
    guard !city.streets.segments.keys.contains(where: { $0.text.hasPrefix(key) }) else {
      throw ChangeError(Self.keyword, "the same street is opened twice: keep one.")
    }

    var streets = city.streets
    var met: [NodeID?] = []
    for point in drawn { met.append(Self.node(at: point, in: &streets)) }
    guard met.contains(where: { $0 != nil }) else {
      let distance = Self.distance(from: drawn, to: city.streets)
      throw ChangeError(
        Self.keyword,
        "the line meets no street within \(Int(Self.reach)) m"
          + (distance.isFinite ? "; the nearest is \(Int(distance.rounded(.up))) m off." : ": the city has none.")
          + " Draw a position on the street it shall join.")
    }
    for end in [0, drawn.count - 1] where met[end] == nil {
      met[end] = streets.nodes.append(key: FeatureKey("drawn/node/\(Drawn.name(of: [drawn[end]]))"), at: drawn[end])
    }

    let segment = segment(of: streetClass)
    var piece: [Point] = []
    var start: NodeID?
    var number = 0
    for (point, node) in zip(drawn, met) {
      piece.append(node.map { streets.nodes.points[$0.index] } ?? point)
      guard let node else { continue }
      if let start, start != node || piece.count > 2 {
        streets.append(segment, key: FeatureKey("\(key)/\(number)"), from: start, to: node, shape: piece)
        number += 1
      }
      start = node
      piece = [streets.nodes.points[node.index]]
    }
    guard number > 0 else {
      throw ChangeError(
        Self.keyword,
        "both ends of the line meet the same junction, within \(Int(Self.reach)) m: draw a longer line.")
    }
    city.streets = streets
  }

  private func segment(of streetClass: StreetClass) -> Segment {
    let passes = Self.passes(on: streetClass)
    let metres = Float((speed ?? Self.usualSpeed(on: streetClass)) / 3.6)
    let lanes = UInt8(min(8, max(1, lanes ?? 1)))
    let isDriven = !passes.intersection(.motor).isEmpty
    let back = oneway == "yes" ? passes.intersection(VehicleSet(.foot)) : passes
    let forward = Link(access: passes, speed: metres, lanes: isDriven ? lanes : 0)
    let backward = Link(access: back, speed: metres, lanes: isDriven && oneway != "yes" ? lanes : 0)
    var segment = Segment(streetClass: streetClass, forward: forward, backward: backward)
    segment.name = name ?? ""
    segment.assumed = .access
    if speed == nil { segment.assumed.insert(.speed) }
    if lanes == 1, self.lanes == nil { segment.assumed.insert(.lanes) }
    return segment
  }

  /// Who passes on a new street of a class.
  static func passes(on streetClass: StreetClass) -> VehicleSet {
    switch streetClass {
    case .motorway, .motorwayLink: .motor
    case .busway: VehicleSet([.bus, .ambulance])
    case .cycleway, .path: VehicleSet([.foot, .bicycle])
    case .pedestrian, .footway, .steps, .bridleway: VehicleSet(.foot)
    default: .all
    }
  }

  /// km/h on a new street of a class for which none is given — a choice of ours, to be stated in the scenario where it matters.
  static func usualSpeed(on streetClass: StreetClass) -> Double {
    switch streetClass {
    case .motorway: 90
    case .trunk: 70
    case .motorwayLink, .primary: 60
    case .trunkLink, .secondary: 50
    case .primaryLink, .secondaryLink, .tertiary, .tertiaryLink, .busway, .unclassified: 40
    case .residential: 30
    case .livingStreet, .service, .track: 15
    case .pedestrian, .footway, .cycleway, .path, .steps, .bridleway: 5
    }
  }

  // MARK: Meeting what is there

  /// The junction at a drawn position: one that is there, or one made by cutting the street that is; nothing far from both.
  private static func node(at point: Point, in streets: inout Streets) -> NodeID? {
    var isUsed = [Bool](repeating: false, count: streets.nodes.count)
    var nearest: (row: Int, foot: LineFoot)?
    for row in 0..<streets.segments.count where !streets.segments.areRemoved[row] {
      isUsed[streets.segments.starts[row].index] = true
      isUsed[streets.segments.ends[row].index] = true
      guard let foot = LineFoot(of: point, on: streets.segments.shapes[row]) else { continue }
      if foot.distance < nearest?.foot.distance ?? .infinity { nearest = (row, foot) }
    }
    var node: (row: Int, metres: Double)?
    for row in 0..<streets.nodes.count where isUsed[row] {
      let metres = streets.nodes.points[row].distance(to: point)
      if metres <= reach, metres < node?.metres ?? .infinity { node = (row, metres) }
    }
    if let node { return NodeID(node.row) }
    guard let nearest, nearest.foot.distance <= reach else { return nil }
    return streets.cut(nearest.row, at: nearest.foot)
  }

  private static func distance(from line: [Point], to streets: Streets) -> Double {
    var best = Double.infinity
    for row in 0..<streets.segments.count where !streets.segments.areRemoved[row] {
      for point in line { best = min(best, Lines.squaredDistance(from: point, to: streets.segments.shapes[row])) }
    }
    return best.squareRoot()
  }
}
