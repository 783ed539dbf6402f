import Foundation
import Geography
import Modelling
import ReaderScratch
import Replica
import SumoNetwork
import Testing

@Suite("A city written for SUMO")
struct SumoWriterTests {
  private func city() throws -> City {
    let read = try SumoCity(SmallNet().read(), named: "small.net.xml")
    var city = City(
      profile: Profile(
        name: "Small", country: "MY", timeZone: "Asia/Kuala_Lumpur", languages: ["ms"], currency: "MYR",
        drivingSide: read.drivingSide, projection: read.projection))
    city.streets = read.streets
    return city
  }

  private func text(_ writer: SumoWriter, _ end: String) -> String {
    writer.files.first { $0.name.hasSuffix(end) }?.text ?? ""
  }

  @Test("ids are those it came with, and lanes, turns and the plan are all there")
  func small() throws {
    let writer = SumoWriter(try city())
    #expect(writer.files.map(\.name) == ["nod.xml", "edg.xml", "con.xml", "tll.xml", "netccfg"].map { "city.\($0)" })
    #expect(writer.edges == ["wj", nil, "je", nil, "sj", nil, "js", nil])
    #expect(writer.counts.nodes == 4 && writer.counts.connections == 4 && writer.counts.programs == 1)
    #expect(text(writer, "nod.xml").contains("<node id=\"J\" x=\"100\" y=\"100\" type=\"traffic_light\" tl=\"J\"/>"))
    #expect(text(writer, "nod.xml").contains("netOffset=\"-500000,-100000\""))
    let edges = text(writer, "edg.xml")
    #expect(edges.contains("<edge id=\"wj\" from=\"W\" to=\"J\" priority=\"10\" numLanes=\"2\" speed=\"16.67\""))
    #expect(edges.contains("shape=\"100,0 100,50 100,100\"") && edges.contains("width=\"3.5\""))
    #expect(edges.contains("<lane index=\"0\" speed=\"8.33\" allow=\"bus coach bicycle scooter\"/>"))
    #expect(text(writer, "con.xml").contains("<connection from=\"wj\" to=\"js\" fromLane=\"0\" toLane=\"0\"/>"))
    let plan = text(writer, "tll.xml")
    #expect(plan.contains("offset=\"53\""))
    for (seconds, state) in [(30, "rGGG"), (3, "ryyy"), (2, "rrrr"), (20, "Ggrr"), (3, "yGrr")] {
      #expect(plan.contains("<phase duration=\"\(seconds)\" state=\"\(state)\"/>"))
    }
    #expect(text(writer, "netccfg").contains("<lefthand value=\"true\"/>"))
  }

  @Test("a closed street is not written, nor what leads over it")
  func closed() throws {
    var city = try city()
    city.streets.links.closed[6] = .all
    let writer = SumoWriter(city)
    #expect(writer.edges[6] == nil && writer.counts.connections == 3)
    #expect(text(writer, "tll.xml").contains("state=\"rGG\""))
    city.streets.segments.areRemoved[0] = true
    #expect(SumoWriter(city).counts.connections == 1)
  }

  @Test("keys of other maps become ids that SUMO takes, bans become deletions, and plans by street are told")
  func otherMaps() throws {
    var city = try city()
    city.streets = Streets()
    let nodes = (0..<3).map { number in
      city.streets.nodes.append(
        key: FeatureKey("osm/node/\(number)"), at: Point(x: Double(number) * 100, y: 0), control: .signals)
    }
    let way = Link(access: .all, speed: 8, lanes: 1)
    for number in 0..<2 {
      city.streets.append(
        Segment(streetClass: .residential, forward: way, backward: way),
        key: FeatureKey("osm/way/1 \"x\"&/\(number)"), from: nodes[number], to: nodes[number + 1],
        shape: [Point(x: Double(number) * 100, y: 0), Point(x: Double(number) * 100 + 100, y: 0)])
    }
    city.streets.turnBans = [TurnBan(from: LinkID(0), to: LinkID(2))]
    let phase = SignalPhase(green: 20, amber: 3, allRed: 2, links: [LinkID(0)])
    city.streets.signals = [Signal(node: nodes[1], cycle: 25, offset: 0, phases: [phase])]
    let writer = SumoWriter(city)
    #expect(writer.edges.compactMap { $0 }.allSatisfy { !$0.contains(" ") && !$0.contains("\"") && !$0.contains("&") })
    #expect(Set(writer.edges.compactMap { $0 }).count == 4)
    #expect(text(writer, "con.xml").contains("<delete from=\"osm/way/1__x__/0\" to=\"osm/way/1__x__/1\"/>"))
    #expect(writer.skipped.map(\.what) == ["plan of signals"])
  }

  @Test("trips and routes are written by time; those over streets that are not there are counted")
  func trips() throws {
    let writer = SumoWriter(try city())
    let (text, leftOut) = writer.routes([
      .init(id: "late", depart: 9, vehicle: .car, links: [LinkID(0), LinkID(2)], isRoute: true),
      .init(id: "early", depart: 1.5, vehicle: .motorcycle, links: [LinkID(4), LinkID(2)], isRoute: false),
      .init(id: "gone", depart: 2, vehicle: .car, links: [LinkID(1)], isRoute: true),
    ])
    #expect(leftOut == 1)
    let scratch = try Scratch()
    let demand = try SumoDemand(reading: [scratch.write(text, to: "t.rou.xml")], on: SmallNet().read())
    #expect(demand.vehicles.map(\.id) == ["early", "late"] && demand.skipped.isEmpty)
    #expect(demand.types.map(\.id) == ["DEFAULT_VEHTYPE", "motorcycle", "car"])
    #expect(demand.routes.map(\.edges) == [[3, 4]])
  }
}
