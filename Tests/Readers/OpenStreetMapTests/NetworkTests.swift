import Geography
import Modelling
import OpenStreetMap
import Replica
import Testing

@Suite("Cutting ways into segments")
struct CuttingTests {
  @Test("ways are cut where they meet and nowhere else")
  func junction() throws {
    var map = SmallMap()
    map.nodes(1...5)
    map.node(6, east: 3, north: 2)
    map.way(10, [1, 2, 3, 4, 5], ["highway": "primary"])
    map.way(11, [3, 6], ["highway": "residential"])
    let layers = try map.read()
    #expect(layers.segmentKeys == ["osm/way/10/1-3", "osm/way/10/3-5", "osm/way/11/3-6"])
    #expect(layers.streets.nodes.count == 4)
    #expect(layers.streets.segments.shapes[0].count == 3)
    #expect(abs(layers.streets.segments.lengths[0] - 222.3) < 1)
  }

  @Test("signals, crossings and kerbs cut and stand at their node")
  func standing() throws {
    var map = SmallMap()
    map.node(1, east: 1)
    map.node(2, east: 2, ["highway": "traffic_signals"])
    map.node(3, east: 3, ["highway": "crossing", "crossing": "unmarked", "kerb": "lowered"])
    map.node(4, east: 4, ["highway": "stop"])
    map.node(5, east: 5)
    map.node(6, east: 9, ["kerb": "raised"])
    map.way(10, [1, 2, 3, 4, 5], ["highway": "primary"])
    let layers = try map.read()
    #expect(layers.segmentKeys.count == 4)
    let nodes = layers.streets.nodes
    #expect(nodes.controls.contains(.signals))
    #expect(nodes.controls.contains(.stop))
    let third = try #require(nodes.keys.firstIndex(of: FeatureKey("osm/node/3")))
    #expect(nodes.crossings[third] == .unmarked)
    #expect(nodes.kerbs[third] == .lowered)
    #expect(
      layers.skipped == [
        Skipped(what: "kerb", why: "its node is part of no street", count: 1, examples: ["osm/node/6"])
      ])
  }

  @Test("a way that passes the same two nodes twice has keys of its own for each")
  func twice() throws {
    var map = SmallMap()
    map.nodes(1...4)
    map.node(5, east: 2.5, north: 1)
    map.way(10, [1, 2, 3, 4, 2, 3, 1], ["highway": "service"])
    let keys = try map.read().segmentKeys
    #expect(Set(keys).count == keys.count)
    #expect(keys.contains("osm/way/10/2-3"))
    #expect(keys.contains("osm/way/10/2-3/2"))
  }

  @Test("keys do not depend on the order of the file")
  func order() throws {
    var one = SmallMap()
    one.nodes(1...4)
    one.way(10, [1, 2, 3], ["highway": "primary"])
    one.way(11, [2, 4], ["highway": "primary"])
    var other = SmallMap()
    other.way(11, [2, 4], ["highway": "primary"])
    other.way(10, [1, 2, 3], ["highway": "primary"])
    for id in [3, 1, 4, 2] { other.node(id, east: Double(id)) }
    func digest(_ map: SmallMap) throws -> String {
      var digest = Digest()
      try map.read().streets.feed(&digest)
      return digest.text
    }
    #expect(try digest(one) == digest(other))
  }

  @Test("nodes that the file lacks end the piece and are reported")
  func missing() throws {
    var map = SmallMap()
    map.nodes(1...6)
    map.way(10, [1, 2, 99, 3, 4], ["highway": "primary"])
    map.way(11, [97, 98], ["highway": "primary"])
    let layers = try map.read()
    #expect(layers.segmentKeys == ["osm/way/10/1-2", "osm/way/10/3-4"])
    #expect(layers.reasons.contains("part of a way: the file lacks nodes of it; the rest was taken"))
    #expect(layers.reasons.contains("way: the file lacks its nodes"))
  }

  @Test("of duplicate ids the first is kept and the others counted")
  func duplicates() throws {
    var map = SmallMap()
    map.nodes(1...3)
    map.node(2, east: 50)
    map.way(10, [1, 2], ["highway": "primary"])
    map.way(10, [1, 3], ["highway": "service"])
    let layers = try map.read()
    #expect(layers.segmentKeys == ["osm/way/10/1-2"])
    #expect(layers.streets.segments.lengths[0] < 200)
    #expect(layers.reasons.contains("node: its id came before; the first was kept"))
    #expect(layers.reasons.contains("way: its id came before; the first was kept"))
  }

  @Test("a bollard holds cars up by banned turns")
  func bollard() throws {
    var map = SmallMap()
    map.node(1, east: 1)
    map.node(2, east: 2, ["barrier": "bollard"])
    map.node(3, east: 3)
    map.way(10, [1, 2, 3], ["highway": "residential"])
    let streets = try map.read().streets
    #expect(streets.segments.count == 2)
    #expect(
      Set(streets.turnBans) == [
        TurnBan(from: SegmentID(0).forward, to: SegmentID(1).forward),
        TurnBan(from: SegmentID(1).backward, to: SegmentID(0).backward),
      ])
  }

  @Test("an open gate holds nobody up, a private one does")
  func gate() throws {
    func bans(_ tags: [String: String]) throws -> Int {
      var map = SmallMap()
      map.node(1, east: 1)
      map.node(2, east: 2, tags)
      map.node(3, east: 3)
      map.way(10, [1, 2, 3], ["highway": "residential"])
      return try map.read().streets.turnBans.count
    }
    #expect(try bans(["barrier": "gate"]) == 0)
    #expect(try bans(["barrier": "gate", "access": "private"]) == 2)
    #expect(try bans(["barrier": "bollard", "motor_vehicle": "yes"]) == 0)
  }
}

@Suite("Turn restrictions")
struct TurnRestrictionTests {
  /// A crossroads: 10 from the west, 11 to the east, 12 to the north, 13 to the south, meeting at node 5.
  private func crossroads(
    _ kind: [String: String], from: Int = 10, via: (String, Int) = ("node", 5), to: Int = 12
  ) throws -> OpenStreetMapLayers {
    var map = SmallMap()
    map.node(1, east: 0)
    map.node(2, east: 10)
    map.node(3, east: 5, north: 5)
    map.node(4, east: 5, north: -5)
    map.node(5, east: 5)
    map.way(10, [1, 5], ["highway": "primary"])
    map.way(11, [5, 2], ["highway": "primary"])
    map.way(12, [5, 3], ["highway": "primary"])
    map.way(13, [5, 4], ["highway": "primary"])
    map.relation(
      1, [("way", from, "from"), (via.0, via.1, "via"), ("way", to, "to")], ["type": "restriction"].merging(kind) { $1 }
    )
    return try map.read()
  }

  private func link(_ way: Int, _ layers: OpenStreetMapLayers, isBackward: Bool = false) throws -> LinkID {
    let row = try #require(layers.segmentKeys.firstIndex { $0.hasPrefix("osm/way/\(way)/") })
    return isBackward ? SegmentID(row).backward : SegmentID(row).forward
  }

  @Test("no_left_turn bans that turn")
  func no() throws {
    let layers = try crossroads(["restriction": "no_left_turn"])
    #expect(layers.streets.turnBans == [TurnBan(from: try link(10, layers), to: try link(12, layers))])
  }

  @Test("only_straight_on bans every other turn")
  func only() throws {
    let layers = try crossroads(["restriction": "only_straight_on"], to: 11)
    let from = try link(10, layers)
    #expect(
      Set(layers.streets.turnBans) == [
        TurnBan(from: from, to: try link(12, layers)), TurnBan(from: from, to: try link(13, layers)),
        TurnBan(from: from, to: from.reversed),
      ])
  }

  @Test("no_u_turn bans turning back")
  func uTurn() throws {
    let layers = try crossroads(["restriction": "no_u_turn"], to: 10)
    let from = try link(10, layers)
    #expect(layers.streets.turnBans == [TurnBan(from: from, to: from.reversed)])
  }

  @Test(
    "what cannot be told is reported with its reason",
    arguments: [
      (["restriction:conditional": "no_left_turn @ (Mo-Fr)"], 10, "way over hours"),
      (["restriction": "no_such"], 99, ""),
      (["restriction": "may_turn"], 10, "kind"),
    ])
  func reported(_ kind: [String: String], _ from: Int, _ comment: String) throws {
    let layers = try crossroads(kind, from: from)
    #expect(layers.streets.turnBans.isEmpty)
    #expect(layers.skipped.contains { $0.what == "turn restriction" && $0.examples == ["osm/relation/1"] })
  }

  @Test("one over a way is reported")
  func overWay() throws {
    let layers = try crossroads(["restriction": "no_u_turn"], via: ("way", 11))
    #expect(layers.reasons == ["turn restriction: it runs over a way, not over a node"])
  }
}
