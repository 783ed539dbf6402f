import Geography
public import Modelling
public import Replica

/// Makes streets one-way: `one-way: {named: Jalan Pasar, towards: east}`.
public struct OneWay: Change {
  public static let keyword = "one-way"
  public static let summary = "Lets vehicles drive along streets in one direction only."
  public static let parameters =
    StreetChoice.parameters + [
      Parameter(
        "towards", .choice(Heading.allCases.map(\.rawValue)), required: true,
        summary: "Where one still drives: a point of the compass, or forward or backward as each piece is drawn."),
      Parameter(
        "lanes", .number(unit: "", within: 1...8), summary: "Lanes in that direction afterwards; by default all."),
      Parameter("bicycles", .choice(["both", "one"]), summary: "Whether bicycles may go both ways; by default both."),
    ]

  /// Where one still drives.
  public enum Heading: String, CaseIterable, Sendable { case north, east, south, west, forward, backward }

  /// Names of streets.
  public var named: OneOrMany?
  /// Keys of segments, or their beginning.
  public var keys: OneOrMany?
  /// A ring of `[longitude, latitude]`.
  public var within: [[Double]]?
  /// A name of ``Heading``.
  public var towards: String
  /// Lanes afterwards, 1…8.
  public var lanes: Double?
  /// `both` or `one`.
  public var bicycles: String?

  /// A one-way rule for some streets.
  public init(
    named: [String]? = nil, keys: [String]? = nil, within: [[Double]]? = nil, towards: String, lanes: Double? = nil,
    bicycles: String? = nil
  ) {
    self.named = named.map(OneOrMany.init)
    self.keys = keys.map(OneOrMany.init)
    self.within = within
    self.towards = towards
    self.lanes = lanes
    self.bicycles = bicycles
  }

  /// Takes motor vehicles off the other direction of each piece, and gives its lanes to the one that stays. O(segments).
  ///
  /// A piece that was one-way in that other direction is turned round. Throws where a piece lies square to the compass point.
  public func apply(to city: inout City, under conditions: inout Conditions, with files: any Files) throws {
    guard let heading = Heading(rawValue: towards) else {
      throw ChangeError(
        Self.keyword,
        "\"\(towards)\" is no direction." + NearestName.question(towards, among: Heading.allCases.map(\.rawValue))
      )
    }
    var streets = city.streets
    let choice = StreetChoice(change: Self.keyword, named: named, keys: keys, within: within)
    for segment in try choice.segments(in: city) {
      let id = SegmentID(segment)
      let stays = try isForward(heading, streets.segments.shapes[segment], streets, id) ? id.forward : id.backward
      let goes = LinkID(rawValue: stays.rawValue ^ 1)
      let all = streets.links.access[stays.index].union(streets.links.access[goes.index])
      let onFoot = VehicleSet([.foot, .bicycle])
      let taken = bicycles == "one" ? VehicleSet.motor.union(VehicleSet(.bicycle)) : .motor
      let links = streets.links
      streets.setSigns(
        of: stays, access: links.access[stays.index].union(all.subtracting(onFoot)),
        speed: max(links.speeds[stays.index], links.speeds[goes.index]))
      streets.setSigns(of: goes, access: links.access[goes.index].subtracting(taken))
      let total = Int(streets.links.lanes[stays.index]) + Int(streets.links.lanes[goes.index])
      let wanted = lanes.map { Int($0) } ?? total
      streets.setLanes(of: goes, to: 0)
      streets.setLanes(of: stays, to: min(8, max(1, wanted)))
    }
    city.streets = streets
  }

  private func isForward(
    _ heading: Heading, _ line: ArraySlice<Point>, _ streets: Streets, _ id: SegmentID
  ) throws -> Bool {
    guard let first = line.first, let last = line.last else { return true }
    let (x, y) = (last.x - first.x, last.y - first.y)
    let along: Double
    switch heading {
    case .forward: return true
    case .backward: return false
    case .north: along = y
    case .south: along = -y
    case .east: along = x
    case .west: along = -x
    }
    // Within 15° of square neither direction leads there.
    guard abs(along) > 0.26 * (x * x + y * y).squareRoot() else {
      throw ChangeError(
        Self.keyword,
        "\(streets.segments.keys[id.index].text) leads neither towards \(heading.rawValue) nor away from it: say forward or "
          + "backward for it, with its key.")
    }
    return along > 0
  }
}
