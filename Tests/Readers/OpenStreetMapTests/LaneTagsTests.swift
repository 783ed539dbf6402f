import OpenStreetMap
import Replica
import Testing

@Suite("Arrows on the lanes of a way")
struct LaneTagsTests {
  private func marks(_ layers: OpenStreetMapLayers, _ link: LinkID) -> [LaneMarks] {
    layers.streets.lanes[link].map(\.marks)
  }

  @Test(
    "are read from left to right, so that the kerb's come last where one drives on the right and first where on the left"
  )
  func order() throws {
    let tags = ["highway": "primary", "oneway": "yes", "lanes": "3", "turn:lanes": "left|through|through;slight_right"]
    let right = try SmallMap.street(tags, country: "DE")
    #expect(marks(right, LinkID(0)) == [[.through, .slightRight], .through, .left])
    let left = try SmallMap.street(tags, country: "MY")
    #expect(marks(left, LinkID(0)) == [.left, .through, [.through, .slightRight]])
    #expect(left.streets.lanes.rows.allSatisfy { $0.access == left.streets.links.access[0] })
    #expect(left.streets.lanes.rows.allSatisfy { $0.speed == left.streets.links.speeds[0] && $0.length.isNaN })
  }

  @Test("stand before the end of the way, not where something meets it on the way there")
  func end() throws {
    var map = SmallMap()
    map.nodes(1...5)
    map.node(9, east: 3, north: 1)
    map.way(
      7, [1, 2, 3, 4, 5],
      ["highway": "primary", "lanes": "4", "turn:lanes:forward": "left|through", "turn:lanes:backward": "|right"])
    map.way(8, [3, 9], ["highway": "residential"])
    let layers = try map.read(country: "DE")
    #expect(layers.streets.segments.count == 3)
    #expect(layers.streets.lanes.rows.map(\.link) == [1, 1, 2, 2].map { LinkID(rawValue: $0) })
    #expect(marks(layers, LinkID(2)) == [.through, .left] && marks(layers, LinkID(1)) == [.right, []])
  }

  @Test(
    "say how many lanes there are where nothing else does, or says fewer and none is for bicycles",
    arguments: [
      (["lanes": "3", "turn:lanes:forward": "left|through"], [2, 1], false, true),
      (["lanes": "3", "turn:lanes:backward": "left|through"], [1, 2], false, true),
      (["turn:lanes:forward": "left|", "turn:lanes:backward": "left|through|right"], [2, 3], false, true),
      (["turn:lanes:forward": "left|through"], [2, 1], true, true),
      (["oneway": "yes", "turn:lanes": "left|through|right"], [3, 0], false, true),
      (["lanes": "3", "lanes:forward": "1", "turn:lanes:forward": "left|through"], [2, 1], false, true),
      (["lanes": "2", "turn:lanes:forward": "left|through"], [2, 1], false, true),
      (["lanes": "3", "turn:lanes:forward": "left|", "turn:lanes:backward": "left|"], [2, 2], false, true),
      (["oneway": "yes", "lanes": "2", "turn:lanes": "left|through|right"], [3, 0], false, true),
      (["oneway": "yes", "lanes": "3", "turn:lanes": "left|through"], [3, 0], false, false),
      (["lanes": "6", "lanes:forward": "3", "turn:lanes:forward": "left|through"], [3, 3], false, false),
      (
        ["oneway": "yes", "lanes": "2", "turn:lanes": "left|through|right", "bicycle:lanes": "||designated"], [2, 0],
        false, false
      ),
    ])
  func counts(_ tags: [String: String], _ lanes: [Int], _ areAssumed: Bool, _ areHeeded: Bool) throws {
    let layers = try SmallMap.street(["highway": "secondary"].merging(tags) { $1 }, country: "DE")
    #expect(layers.lanes(0) == lanes)
    #expect(layers.streets.segments.assumed[0].contains(.lanes) == areAssumed)
    #expect((layers.streets.lanes.count > 0) == areHeeded)
    #expect(layers.left("turn:lanes") == (areHeeded ? 0 : tags.keys.count { $0.hasPrefix("turn") }))
  }

  @Test("nothing painted is nothing known; slips are understood, and words that are none are told")
  func words() throws {
    func read(_ text: String) throws -> OpenStreetMapLayers {
      try SmallMap.street(["highway": "primary", "oneway": "yes", "turn:lanes": text], country: "DE")
    }
    #expect(try read("none|none").streets.lanes.count == 0)
    #expect(try read("none|none").lanes(0) == [2, 0])
    #expect(try marks(read("left|through:slight_right"), LinkID(0)) == [[.through, .slightRight], .left])
    #expect(try marks(read("Left; Through|merge_right"), LinkID(0)) == [.mergeRight, [.left, .through]])
    let odd = try read("left|ahead|reverse;left")
    #expect(marks(odd, LinkID(0)) == [[.reverse, .left], [], .left])
    #expect(odd.reasons.contains { $0.hasPrefix("turn:lanes: ahead") })
    let both = try SmallMap.street(["highway": "primary", "lanes": "4", "turn:lanes": "left|through"], country: "DE")
    #expect(both.streets.lanes.count == 0 && both.lanes(0) == [2, 2])
    #expect(both.reasons.contains { $0.contains("for which direction") })
  }
}
