public import Edits
public import Modelling
public import Replica

/// Gives streets another number of lanes: `lanes: {named: Jalan Pasar, count: 1}`, or `by: -1`.
public struct LanesChange: Change {
  public static let keyword = "lanes"
  public static let summary = "Gives streets more or fewer lanes."
  public static let parameters =
    StreetChoice.parameters + [
      Parameter("count", .number(unit: "", within: 1...8), summary: "Lanes in each direction afterwards."),
      Parameter("by", .number(unit: "", within: -7...7), summary: "Lanes more (or fewer, below 0) in each direction."),
      Parameter(
        "direction", .choice(["both", "forward", "backward"]),
        summary: "Which direction of each piece, as it is drawn; by default both."),
    ]

  /// Names of streets, or keys of segments or their beginning.
  public var named, keys: OneOrMany?
  /// A ring of `[longitude, latitude]`.
  public var within: [[Double]]?
  /// Lanes in each direction, or how many more.
  public var count, by: Double?
  /// `both`, `forward` or `backward`.
  public var direction: String?

  /// Another number of lanes for some streets.
  public init(
    named: [String]? = nil, keys: [String]? = nil, within: [[Double]]? = nil, count: Double? = nil, by: Double? = nil,
    direction: String? = nil
  ) {
    self.named = named.map(OneOrMany.init)
    self.keys = keys.map(OneOrMany.init)
    self.within = within
    self.count = count
    self.by = by
    self.direction = direction
  }

  /// Changes every driven direction of every segment meant, to 1 lane at least and 8 at most. O(segments + movements).
  public func apply(to city: inout City, under conditions: inout Conditions, with files: any Files) throws {
    guard (count == nil) != (by == nil) else {
      throw ChangeError(Self.keyword, "say either count, lanes afterwards, or by, lanes more or fewer.")
    }
    let choice = StreetChoice(change: Self.keyword, named: named, keys: keys, within: within)
    var streets = city.streets
    var changed = 0
    for segment in try choice.segments(in: city) {
      let id = SegmentID(segment)
      for link in [id.forward, id.backward] {
        if direction == "forward" && link != id.forward || direction == "backward" && link != id.backward { continue }
        let before = Int(streets.links.lanes[link.index])
        guard before > 0 else { continue }
        let after = min(8, max(1, count.map { Int($0) } ?? before + Int(by ?? 0)))
        if after != before { changed += 1 }
        streets.setLanes(of: link, to: after)
        streets.segments.assumed[segment].remove(.lanes)
      }
    }
    guard changed > 0 else {
      throw ChangeError(Self.keyword, "the streets meant have that many lanes already; the last lane cannot be taken.")
    }
    city.streets = streets
  }
}
