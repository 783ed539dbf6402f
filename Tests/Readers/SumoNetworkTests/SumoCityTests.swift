import CityFolder
import Geography
import Modelling
import ReaderScratch
import Replica
import SumoNetwork
import Testing

@Suite("A network of SUMO as a city")
struct SumoCityTests {
  private func city(_ small: SmallNet = SmallNet()) throws -> SumoCity {
    try SumoCity(small.read(), named: "small.net.xml")
  }

  @Test("an edge is a segment driven forwards, its lanes counted from the kerb, its place that of the projection")
  func segments() throws {
    let city = try city()
    let streets = city.streets
    #expect(city.projection.zone == 47 && city.isPlaced && city.drivingSide == .left && city.skipped.isEmpty)
    #expect(streets.segments.keys.map(\.text) == ["wj", "je", "sj", "js"].map { "sumo/edge/\($0)" })
    #expect(streets.nodes.keys.map(\.text) == ["W", "E", "S", "J"].map { "sumo/node/\($0)" })
    #expect(streets.nodes.points[3] == Point(x: 500_100, y: 100_100))
    #expect(streets.nodes.controls[3] == .signals)
    #expect(streets.links.lanes == [2, 0, 2, 0, 1, 0, 1, 0])
    #expect(streets.links.access[1] == [] && streets.links.access[6] == [VehicleSet(.bus), VehicleSet(.bicycle)])
    #expect(streets.segments.classes[0] == .primary && streets.segments.name(of: SegmentID(0)) == "Jalan Besar")
    #expect(streets.lanes[LinkID(0)].map(\.speed) == [13.89, 16.67])
    #expect(streets.lanes[LinkID(0)].last?.access == VehicleSet.all.subtracting([.init(.foot), .init(.truck)]))
    #expect(streets.lanes[LinkID(0)].first?.width == 3.5 && streets.lanes[LinkID(0)].first?.length == 90)
  }

  @Test("connections are movements with right of way; turns without one are banned")
  func movements() throws {
    let streets = try city().streets
    let movements = streets.movements
    #expect(movements.count == 4)
    let first = movements[MovementID(0)]
    #expect(first.from == LinkID(4) && first.to == LinkID(2) && first.turn == .right && first.rule == .signals)
    #expect(first.waitsInside && first.length == 9 && first.speed == 6.5)
    #expect(Array(movements.yields(of: MovementID(0))) == [MovementID(2)])
    #expect(Array(movements.conflicts(of: MovementID(2))) == [MovementID(0)])
    #expect(movements.turns[1] == .slightRight && movements.access[1] == [.init(.bus), .init(.bicycle)])
    // Buses turn back neither at the junction nor where the street ends: no connection says so.
    #expect(
      streets.turnBans == [TurnBan(from: LinkID(4), to: LinkID(6)), TurnBan(from: LinkID(6), to: LinkID(4))])
  }

  @Test(
    "a program becomes greens with their amber and all-red; one that goes on while another has amber stands for itself")
  func signals() throws {
    let signal = try #require(try city().streets.signals.first)
    #expect(signal.node == NodeID(3) && signal.cycle == 58 && signal.offset == 53)
    #expect(signal.phases.map(\.green) == [30, 20, 3])
    #expect(signal.phases.map(\.amber) == [3, 0, 0] && signal.phases.map(\.allRed) == [2, 0, 0])
    #expect(signal.phases[0].protected == [MovementID(1), MovementID(2), MovementID(3)])
    #expect(signal.phases[0].links == [LinkID(0)])
    #expect(signal.phases[1].protected == [MovementID(0)] && signal.phases[1].permissive == [MovementID(1)])
    #expect(signal.phases[2].clearing == [MovementID(0)] && signal.phases[2].protected == [MovementID(1)])
  }

  @Test(
    "rules of way without signals", arguments: [("m", MovementRule.yields), ("s", .stops), ("=", .rightBeforeLeft)])
  func rules(_ letter: String, _ rule: MovementRule) throws {
    var small = SmallNet(type: "priority")
    small.extra = "<connection from=\"wj\" to=\"je\" fromLane=\"1\" toLane=\"0\" dir=\"s\" state=\"\(letter)\"/>"
    #expect(try city(small).streets.movements.rules[4] == rule)
  }

  @Test("a plane without a place lies in the sea, and says so; another projection goes through PROJ")
  func places() throws {
    var small = SmallNet(location: "<location netOffset=\"0,0\" projParameter=\"!\"/>")
    let nowhere = try city(small)
    #expect(!nowhere.isPlaced && nowhere.remarks[0].contains("in the sea"))
    small.location =
      "<location netOffset=\"0,0\" projParameter=\"+proj=tmerc +lat_0=3 +lon_0=101.5 +datum=WGS84 +units=m\"/>"
    let other = try city(small)
    #expect(other.projection.zone == 47 && other.isPlaced)
    let place = other.projection.unproject(other.streets.nodes.points[0])
    #expect(abs(place.longitude - 101.5) < 1e-6 && abs(place.latitude - 3.0009) < 1e-4)
    small.location = "<location netOffset=\"0,0\" projParameter=\"+proj=nonsense\"/>"
    #expect(throws: SumoError.self) { try city(small) }
  }
}
