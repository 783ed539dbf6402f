import Foundation
import Geography
import Replica
import Testing

@testable import OpenStreetMap

@Suite("Bus routes become bus lines")
struct BusRouteTests {
  private static let bus = ["type": "route", "route": "bus", "ref": "10", "public_transport:version": "2"]

  /// Three ways in a row along nodes 1…7, the middle one drawn against the others.
  private static func row() -> SmallMap {
    var map = SmallMap()
    map.nodes(1...7)
    map.way(10, [1, 2, 3], ["highway": "primary"])
    map.way(11, [5, 4, 3], ["highway": "primary"])
    map.way(12, [5, 6, 7], ["highway": "primary"])
    return map
  }

  private func ways(_ ids: Int...) -> [(type: String, ref: Int, role: String)] { ids.map { ("way", $0, "") } }

  private func links(_ layers: OpenStreetMapLayers, _ line: Int = 0) -> [String] {
    layers.busLines.ways[line].map { "\(layers.segmentKeys[$0.segment.index])\($0.isBackward ? " back" : "")" }
  }

  @Test("the way follows the members, whichever way round the map drew them")
  func order() throws {
    var map = Self.row()
    map.relation(5, ways(10, 11, 12), Self.bus.merging(["from": "Terminal", "to": "Taman Jaya"]) { $1 })
    map.relation(6, ways(12, 11, 10), Self.bus.merging(["name": "Bus 10: Taman Jaya"]) { $1 })
    let layers = try map.read()
    #expect(layers.busLines.keys.map(\.text) == ["osm/relation/5", "osm/relation/6"])
    #expect(layers.busLines.names == ["10: Terminal – Taman Jaya", "Bus 10: Taman Jaya"])
    #expect(links(layers) == ["osm/way/10/1-3", "osm/way/11/5-3 back", "osm/way/12/5-7"])
    #expect(links(layers, 1) == ["osm/way/12/5-7 back", "osm/way/11/5-3", "osm/way/10/1-3 back"])
    #expect(layers.busLines.stops == [[], []] && layers.busLines.departures == [[], []])
    #expect(layers.skipped == [])
  }

  @Test("a roundabout is driven from where one comes onto it to where one leaves it, in its direction")
  func roundabout() throws {
    var map = SmallMap()
    map.node(1, east: 0)
    map.node(2, east: 2)
    map.node(3, east: 3, north: 1)
    map.node(4, east: 4)
    map.node(5, east: 3, north: -1)
    map.node(6, east: 6)
    map.way(10, [1, 2], ["highway": "primary"])
    map.way(11, [3, 4, 5, 2, 3], ["highway": "primary", "junction": "roundabout"])
    map.way(12, [4, 6], ["highway": "primary"])
    map.relation(5, ways(10, 11, 12), Self.bus)
    map.relation(6, ways(12, 11, 10), Self.bus)
    let layers = try map.read()
    let streets = layers.streets
    #expect(layers.busLines.count == 2 && layers.skipped == [])
    for way in layers.busLines.ways {
      #expect(zip(way, way.dropFirst()).allSatisfy { streets.end(of: $0) == streets.start(of: $1) })
      #expect(way.allSatisfy { streets.links.access[$0.index].contains(.bus) })
    }
    let nodes = layers.busLines.ways.map { way in way.map { streets.nodes.keys[streets.end(of: $0).index].text } }
    #expect(nodes[0] == ["osm/node/2", "osm/node/3", "osm/node/4", "osm/node/6"])
    #expect(nodes[1] == ["osm/node/4", "osm/node/2", "osm/node/1"])
  }

  @Test("of ways that do not meet and lie far apart the longest run is taken, and that is told")
  func gap() throws {
    var map = SmallMap()
    map.nodes(1...7)
    map.node(8, east: 20)
    map.way(10, [1, 2], ["highway": "primary"])
    map.way(11, [2, 7], ["highway": "primary"])
    map.way(12, [7, 8], ["highway": "service"])
    map.relation(6, ways(10, 12), Self.bus)
    map.relation(7, ways(99), Self.bus)
    map.relation(8, [("node", 1, "stop")], Self.bus)
    let layers = try map.read()
    #expect(layers.busLines.count == 1)
    #expect(links(layers) == ["osm/way/12/7-8"])
    #expect(
      layers.reasons == [
        "part of a bus line: its ways do not meet; the longest run was taken", "bus line: it names no way",
      ])
  }

  @Test("short gaps are joined by the shortest way open to buses, and that is told; nothing is driven to and fro")
  func bridges() throws {
    var map = Self.row()
    map.node(8, east: 4, north: 0.2)
    map.way(13, [3, 8, 5], ["highway": "footway"])
    map.node(9, east: 9)
    map.way(14, [7, 9], ["highway": "primary"])
    map.relation(5, ways(10, 12), Self.bus)
    map.node(20, east: -2)
    map.way(15, [20, 1], ["highway": "primary"])
    map.relation(6, ways(15, 10, 12, 14, 11), Self.bus)
    let layers = try map.read()
    let whole = ["osm/way/10/1-3", "osm/way/11/5-3 back", "osm/way/12/5-7"]
    #expect(links(layers) == whole && links(layers, 1) == ["osm/way/15/20-1"] + whole + ["osm/way/14/7-9"])
    #expect(
      layers.reasons == [
        "gap in a bus line: ways do not meet; the shortest way open to buses joins them, 400 m at most",
        "part of a bus line: its ways do not meet; the longest run was taken",
      ])
  }

  @Test("a stretch that is listed backwards is turned round")
  func backwards() throws {
    var map = Self.row()
    map.node(8, east: 9)
    map.way(14, [7, 8], ["highway": "primary"])
    map.relation(5, ways(10, 12, 11, 14), Self.bus)
    let layers = try map.read()
    #expect(
      links(layers) == ["osm/way/10/1-3", "osm/way/11/5-3 back", "osm/way/12/5-7", "osm/way/14/7-8"])
  }

  @Test("a relation of the older kind gives the way back too, where buses may drive it and nothing else tells of it")
  func older() throws {
    var map = Self.row()
    var tags = ["type": "route", "route": "trolleybus", "ref": "7", "name": "Kota", "from": "A", "to": "B"]
    map.relation(5, ways(10, 11, 12), tags)
    var layers = try map.read()
    #expect(layers.busLines.keys.map(\.text) == ["osm/relation/5", "osm/relation/5/back"])
    #expect(layers.busLines.names == ["7: Kota", "7: B – A"])
    #expect(links(layers, 1) == ["osm/way/12/5-7 back", "osm/way/11/5-3", "osm/way/10/1-3 back"])
    map.relation(6, ways(12, 11, 10), tags)
    layers = try map.read()
    #expect(layers.busLines.count == 2 && layers.busLines.keys[1].text == "osm/relation/6")
    var oneWay = SmallMap()
    oneWay.nodes(1...3)
    oneWay.way(10, [1, 2, 3], ["highway": "primary", "oneway": "yes"])
    oneWay.relation(5, ways(10), tags)
    #expect(try oneWay.read().busLines.count == 1)
    tags["route"] = "hiking"
    oneWay.relation(6, ways(10), tags)
    #expect(try oneWay.read().busLines.count == 1)
  }

  @Test("stops lie along the way in order; a platform beside a halt is the same stop")
  func stops() throws {
    var map = Self.row()
    map.node(21, east: 2.4, north: 0.1, ["highway": "bus_stop"])
    map.node(22, east: 6.5, north: 0.1, ["public_transport": "platform"])
    map.node(23, east: 6.5, north: 5, ["public_transport": "platform"])
    var tags = Self.bus
    tags["interval"] = "00:20"
    tags["opening_hours"] = "Mo-Sa 05:00-21:30"
    map.relation(
      5,
      [
        ("node", 1, "stop_entry_only"), ("node", 2, "stop"), ("node", 21, "platform"), ("node", 22, "platform"),
        ("node", 23, "platform"), ("node", 98, "stop"),
      ] + ways(10, 11, 12), tags)
    let layers = try map.read()
    let stops = try #require(layers.busLines.stops.first)
    // A thousandth of a degree is 111.2 m here.
    #expect(stops.count == 3 && stops[0] == 0)
    #expect(zip(stops, [0, 111.2, 5.5 * 111.2]).allSatisfy { abs(Double($0) - $1) < 3 }, "\(stops)")
    let departures = layers.busLines.departures[0]
    #expect(departures.count == BusLines.hours && departures[5] == 3 && departures[4] == 0)
    #expect(departures[21] == 1.5 && departures[24 + 12] == 3 && departures[48 + 12] == 0)
  }

  @Test("a relation whose members run against its stops or against one-way streets is turned round")
  func turned() throws {
    var map = Self.row()
    map.relation(5, ways(10, 11, 12) + [("node", 6, "stop"), ("node", 2, "stop")], Self.bus)
    map.node(8, east: 9)
    map.way(14, [7, 8], ["highway": "primary", "oneway": "yes"])
    map.relation(6, ways(14, 12), Self.bus)
    let layers = try map.read()
    #expect(links(layers).first == "osm/way/12/5-7 back" && layers.busLines.stops[0].count == 2)
    #expect(links(layers, 1) == ["osm/way/12/5-7", "osm/way/14/7-8"])
    #expect(
      layers.reasons == ["order of a bus line's ways: its stops or one-way streets run the other way, which was taken"])
  }

  @Test("of a map cut to a town the part inside is taken")
  func cut() throws {
    var map = Self.row()
    map.relation(5, ways(10, 11, 12), Self.bus)
    map.node(8, east: 60)
    map.node(9, east: 61)
    map.way(13, [8, 9], ["highway": "primary"])
    map.relation(6, ways(13), Self.bus)
    let corners = [(101.6995, 3.0995), (101.7032, 3.0995), (101.7032, 3.1005), (101.6995, 3.1005)]
    let ring = corners.map { Coordinate(longitude: $0.0, latitude: $0.1) }
    let layers = try map.read(boundary: [ring])
    #expect(layers.busLines.keys.map(\.text) == ["osm/relation/5"])
    #expect(layers.busLines.ways[0].count >= 1 && layers.busLines.ways[0].count < 3)
  }
}

@Suite("How often buses come")
struct BusHoursTests {
  @Test("is read from intervals as maps write them")
  func intervals() {
    #expect(BusHours.minutes("00:20") == 20 && BusHours.minutes("01:30:00") == 90 && BusHours.minutes("15") == 15)
    #expect(BusHours.minutes("00:06-00:12") == 9 && BusHours.minutes("20 min") == 20)
    for text in ["", "often", "00:00", "0", "1:5", "5-10-15", "-5", "00:99", "PT20M"] {
      #expect(BusHours.minutes(text) == nil, "\(text)")
    }
  }

  @Test("holds in the opening hours where they are simple, otherwise from 6 to 20")
  func hours() throws {
    func sums(_ hours: String?) -> [Float] {
      let all = BusHours.departures(interval: "30", openingHours: hours)
      return (0..<3).map { day in all[24 * day..<24 * day + 24].reduce(0, +) }
    }
    #expect(sums(nil) == [28, 28, 28] && sums("sunrise-sunset") == [28, 28, 28])
    #expect(sums("24/7") == [48, 48, 48] && sums("05:00-22:30") == [35, 35, 35])
    #expect(sums("Mo-Fr 06:00-08:00,16:00-18:00; Sa 07:00-09:00; PH off") == [8, 4, 0])
    #expect(sums("Mo-Sa 06:00-20:00; We 06:00-07:00") == [2, 28, 0])
    let night = BusHours.departures(interval: "60", openingHours: "22:00-02:00")
    #expect(night[0..<3] == [1, 1, 0] && night[21..<24] == [0, 1, 1])
    #expect(BusHours.departures(interval: nil, openingHours: "24/7") == [])
  }
}

@Suite("Bus lines of real maps", .enabled(if: Shared.isThere, "the shared maps are not beside the repository"))
struct RealBusLineTests {
  @Test(
    "are unbroken, mostly on links open to buses, with stops along them",
    arguments: [
      ("osm/manila_makati_bbox.osm.gz", 31), ("osm/hanoi_quoctugiam.osm", 30), ("osm/hcmc_multi.osm", 39),
      ("osm/hcmc_q3.osm", 20), ("traffic/badhersfeld_osm/osm_bbox.osm.xml.gz", 38),
    ])
  func maps(_ file: String, _ relations: Int) throws {
    let layers = try OpenStreetMapReader().read("\(Shared.root)/data/\(file)")
    let (lines, streets) = (layers.busLines, layers.streets)
    #expect(lines.count > relations / 2)
    var closed = 0
    for line in 0..<lines.count {
      let way = lines.ways[line]
      #expect(zip(way, way.dropFirst()).allSatisfy { streets.end(of: $0) == streets.start(of: $1) })
      closed += way.count { !streets.links.access[$0.index].contains(.bus) }
      let metres = Lines.length(of: streets.line(along: way))
      let stops = lines.stops[line]
      #expect(zip(stops, stops.dropFirst()).allSatisfy { $0 < $1 })
      #expect(stops.allSatisfy { $0 >= 0 && Double($0) <= metres + 0.1 })
    }
    let all = lines.ways.reduce(0) { $0 + $1.count }
    #expect(closed * 8 < all, "\(closed) of \(all) links are closed to buses")
  }
}
