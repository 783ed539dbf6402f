import Drains
import Edits
import Geography
import Modelling
import Replica
import ShallowWater
import Testing

@testable import Flood

@Suite("Culverts, drains and neighbours of a town") struct TownLinksTests {
  /// A valley of 300 × 200 m that falls 1 % to the south with a stream in its middle, and a bank of 4 m across it from y 90 to 110, under
  /// which the stream runs covered in two pieces, or does not.
  private static func banked(isCovered: Bool, capacity: Float = .nan) -> City {
    var city = Hand.city(
      Hand.ground(30, 20) { x, y in 10 + y * 0.01 + abs(x - 155) * 0.02 + (abs(y - 100) < 10 ? 4 : 0) }, error: 0.1)
    func append(_ name: String, _ south: Double, _ north: Double, isCovered: Bool) {
      city.waterways.append(
        key: FeatureKey(name), kind: .stream, name: "",
        line: [Point(x: 500_155, y: 400_000 + north), Point(x: 500_155, y: 400_000 + south)], width: 2, depth: 1,
        capacity: capacity, isCovered: isCovered)
    }
    append("above", 115, 198, isCovered: false)
    if isCovered {
      append("first", 100, 115, isCovered: true)
      append("second", 85, 100, isCovered: true)
    }
    append("below", 2, 85, isCovered: false)
    return city
  }

  private static func culverts(_ city: City, isNetworked: Bool = false) throws -> [TownCulverts.Culvert] {
    let terrain = try #require(city.terrain)
    let settings = FloodSettings()
    let town = try TownBasin(
      city, terrain: terrain, on: TownBasin.grid(of: city, terrain: terrain, settings: settings), settings: settings)
    return TownCulverts(city, in: town, isNetworked: isNetworked).culverts
  }

  @Test("a culvert under an embankment drains what a closed one ponds, and rubbish in it ponds some of it")
  func embankment() throws {
    func pond(_ city: City, blockage: Double = 0) throws -> (left: Double, behind: Float) {
      let outcome = try TownFloodTests.run(city) {
        try TownFloodTests.rain(&$0, &$1)
        // A piece of stream that nothing leads to would bring water of its own.
        try FloodSettingsChange(baseFlow: 0).apply(to: &$0, under: &$1, with: NoFiles())
        $0.waterWorks.blockage = blockage
      }
      #expect(abs(Hand.number(outcome, "flood.balance.error")) < 1e-6)
      let depth = try #require(outcome.offered[WaterDepth.self]).frames
      return (Hand.number(outcome, "flood.balance.surface"), try #require(depth.last).depth.values[8 * 30 + 15])
    }
    let open = try pond(Self.banked(isCovered: true))
    let closed = try pond(Self.banked(isCovered: false))
    let choked = try pond(Self.banked(isCovered: true), blockage: 0.97)
    #expect(closed.behind > 0.3 && open.behind < 0.1, "\(closed) \(open) \(choked)")
    #expect(open.left < 0.5 * closed.left)
    #expect(choked.left > open.left && choked.left < closed.left)
    let shut = try pond(Self.banked(isCovered: true), blockage: 1)
    #expect(shut.left == closed.left && shut.behind == closed.behind, "all of it closed is as none there")
  }

  @Test(
    "covered pieces that meet are one culvert; a capacity sets its roughness; covered canals below no channel are the network's"
  )
  func form() throws {
    let one = try Self.culverts(Self.banked(isCovered: true))
    #expect(one.count == 1)
    let culvert = try #require(one.first)
    #expect(abs(culvert.form.length - 30) < 1e-9 && culvert.form.section == .box(height: 1, width: 2))
    #expect(culvert.form.firstInvert > culvert.form.secondInvert && culvert.first != culvert.second)
    #expect(culvert.form.roughness == 0.013)
    let weak = try #require(try Self.culverts(Self.banked(isCovered: true, capacity: 1)).first)
    #expect(weak.form.roughness == 0.06)
    var canal = Self.banked(isCovered: false)
    canal.waterways.append(
      key: FeatureKey("c"), kind: .canal, name: "",
      line: [Point(x: 500_155, y: 400_115), Point(x: 500_155, y: 400_085)],
      isCovered: true)
    #expect(try Self.culverts(canal).count == 1)
    #expect(try Self.culverts(canal, isNetworked: true).count == 1, "it carries on the stream above it")
    canal.waterways.append(
      key: FeatureKey("d"), kind: .canal, name: "",
      line: [Point(x: 500_155, y: 400_085), Point(x: 500_200, y: 400_060)], isCovered: true)
    #expect(TownCulverts.carryingOn(canal.waterways, cell: 10).count == 2, "and the next carries on it")
    var lone = Self.banked(isCovered: false)
    lone.waterways.append(
      key: FeatureKey("l"), kind: .canal, name: "",
      line: [Point(x: 500_255, y: 400_115), Point(x: 500_255, y: 400_085)], isCovered: true)
    #expect(try Self.culverts(lone).count == 1 && Self.culverts(lone, isNetworked: true).isEmpty)
    #expect(try Self.culverts(Self.banked(isCovered: false)).isEmpty)
  }

  @Test("a drain takes water from the street to its end; without the network a remark says that it carries nothing")
  func drains() throws {
    func outcome(_ drains: String?, members: Double = 0) throws -> Outcome {
      var city = Hand.city(Hand.ground(30, 20) { x, y in 10 + y * 0.005 - (abs(y - 100) < 30 ? 0.5 : 0) })
      city.waterways.append(
        key: FeatureKey("d"), kind: .drain, name: "",
        line: [Point(x: 500_150, y: 400_120), Point(x: 500_150, y: 400_002)], width: 1.2, depth: 1.2)
      return try TownFloodTests.run(city) {
        try RainChange(depth: 60, duration: 1).apply(to: &$0, under: &$1, with: NoFiles())
        try FloodSettingsChange(members: members, drains: drains).apply(to: &$0, under: &$1, with: NoFiles())
      }
    }
    let (with, without) = (try outcome("yes"), try outcome("no"))
    #expect(abs(Hand.number(with, "flood.balance.error")) < 1e-6)
    #expect(Hand.number(with, "flood.balance.surface") < 0.9 * Hand.number(without, "flood.balance.surface"))
    #expect(without.remarks.contains { $0.contains("carry nothing") })
    #expect(!with.remarks.contains { $0.contains("carry nothing") })
    #expect(with.remarks.contains { $0.contains("m³ to their outfalls") && $0.contains("manholes") })
    let (usual, members) = (try outcome(nil), try outcome("yes", members: 3))
    #expect(usual.indicators == with.indicators, "drains carry water unless one says no")
    #expect(Hand.number(members, "flood.balance.surface") == Hand.number(with, "flood.balance.surface"))
    #expect(members.offered[WaterEnsemble.self]?.peaks.count == 3)
  }

  @Test("drains that cannot be run carry nothing and say why, and the flood runs all the same")
  func badDrains() throws {
    func remarks(_ line: [Point], blockage: Double = 0) throws -> [String] {
      var city = Hand.city(Hand.ground(30, 20) { x, y in 10 + y * 0.005 })
      city.waterways.append(
        key: FeatureKey("d"), kind: .drain, name: "", line: line, width: 1.2, depth: 1.2)
      let outcome = try TownFloodTests.run(city) {
        try TownFloodTests.rain(&$0, &$1)
        // A piece of stream that nothing leads to would bring water of its own.
        try FloodSettingsChange(baseFlow: 0).apply(to: &$0, under: &$1, with: NoFiles())
        $0.waterWorks.blockage = blockage
      }
      #expect(abs(Hand.number(outcome, "flood.balance.error")) < 1e-6)
      return outcome.remarks
    }
    let inside = [Point(x: 500_150, y: 400_120), Point(x: 500_150, y: 400_002)]
    #expect(try remarks(inside, blockage: 1).contains { $0.contains("closed by rubbish") })
    let outside = [Point(x: 600_150, y: 400_120), Point(x: 600_150, y: 400_002)]
    #expect(try remarks(outside).contains { $0.contains("The drains of the map carry nothing: ") })
    // Drawn uphill: its bottoms are lowered to fall along its direction, and that is told.
    #expect(try remarks(inside.reversed()).contains { $0.contains("bottoms were lowered") })
  }

  @Test("what drains carry is asked: without drains it cannot be said, with them it is a screening")
  func verdict() {
    func verdict(_ city: City) -> Verdict? {
      FloodModel().verdicts(on: city).first { $0.question.contains("street drains") }
    }
    var city = Hand.city(Hand.ground(4, 4) { _, _ in 5 })
    #expect(verdict(city)?.level == .cannot)
    for width: Float in [.nan, 1] {
      city.waterways.append(
        key: FeatureKey("d\(width)"), kind: .drain, name: "",
        line: [Point(x: 500_000, y: 400_000), Point(x: 500_000, y: 400_500)], width: width, depth: 1)
    }
    #expect(verdict(city)?.level == .screeningOnly)
    #expect(verdict(city)?.because.contains("2 drains, 1 km; of 1 it gives the size") == true)
  }

  @Test("a bank raised on a site lifts the water of the parcel above it, not of one below or far away")
  func neighbours() throws {
    var city = TownFloodTests.valley()
    for (name, y) in [("above", 130.0), ("below", 20.0)] {
      city.parcels.append(key: FeatureKey(name), use: .residential, isFree: false, outline: Hand.box(130, y, 40, 20))
    }
    let ring = TownFloodTests.degrees([(40, 80), (260, 80), (260, 120), (40, 120)])
    let outcome = try TownFloodTests.run(city) {
      try TownFloodTests.rain(&$0, &$1)
      try Build(area: ring, use: "commercial", floors: 2, paved: 0.5, platform: 3)
        .apply(to: &$0, under: &$1, with: NoFiles())
    }
    #expect(Hand.number(outcome, "flood.site.rise") > 0.1)
    #expect(
      Hand.number(outcome, "flood.site.parcels-1-cm") == 1 && Hand.number(outcome, "flood.site.parcels-10-cm") == 1)
    let change = try #require(Hand.field(outcome, "flood.site.change"))
    #expect(change.values.count == 600 && change.values.contains { $0 > 0.1 } && change.values.contains { $0 < -0.01 })
    let none = try TownFloodTests.run(city) { try TownFloodTests.rain(&$0, &$1) }
    #expect(Hand.field(none, "flood.site.change") == nil)
  }
}
