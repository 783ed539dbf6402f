import Foundation
import Modelling
import ReaderScratch
import Replica
import SumoNetwork
import Testing

/// A net of the shared data and what sumolib 1.28 counts in it: `readNet(file, withInternal=True, withPrograms=True,
/// withPedestrianConnections=True)`, then edges and lanes with internal ones, nodes, the sum of the lanes' outgoing
/// connections, programs, roundabouts, and streets (edges that are not special).
struct SharedNet: CustomTestStringConvertible {
  let path: String, edges, lanes, nodes, connections, programs, roundabouts, streets: Int
  var testDescription: String { path }

  init(_ path: String, _ counts: [Int]) {
    self.path = "traffic/" + path
    (edges, lanes, nodes, connections) = (counts[0], counts[1], counts[2], counts[3])
    (programs, roundabouts, streets) = (counts[4], counts[5], counts[6])
  }

  /// Those small enough for every run; Bad Hersfeld takes a second by itself.
  static let all = [
    SharedNet("bologna_acosta/acosta_buslanes.net.xml", [472, 650, 112, 735, 7, 1, 178]),
    SharedNet("bologna_pasubio/pasubio_buslanes.net.xml", [350, 491, 65, 570, 8, 0, 111]),
    SharedNet("doerpfeldstr/net.net.xml.gz", [2331, 2751, 334, 3676, 9, 0, 630]),
    SharedNet("resco_arterial4x4/arterial4x4.net.xml", [320, 360, 32, 448, 16, 0, 80]),
    SharedNet("resco_cologne1/cologne1.net.xml", [38, 52, 9, 58, 1, 0, 10]),
    SharedNet("resco_cologne8/cologne8.net.xml.gz", [590, 604, 78, 799, 8, 0, 149]),
    SharedNet("resco_grid4x4/grid4x4.net.xml.gz", [464, 1008, 32, 1344, 16, 0, 80]),
    SharedNet("resco_ingolstadt1/ingolstadt1.net.xml", [24, 52, 8, 37, 1, 0, 11]),
    SharedNet("resco_ingolstadt21/ingolstadt21.net.xml.gz", [2415, 3746, 381, 3520, 21, 1, 853]),
    SharedNet("tavf_hamburg/network.net.xml.gz", [1580, 2913, 422, 3101, 43, 0, 617]),
    SharedNet("wildau/Netzmodell2.net.xml.gz", [5318, 5946, 646, 8299, 3, 3, 1426]),
    SharedNet("badhersfeld_osm/osm_edited.net.xml.gz", [34801, 39139, 4165, 55358, 21, 8, 9981]),
  ]
}

@Suite(
  "Nets of the shared data",
  .enabled(if: Shared.has("traffic"), "no shared data: set KEMBAR_SHARED or put them into ../shared"))
struct SharedNetsTests {
  @Test(
    "everything sumolib counts is there, and every connection between streets knows its right of way",
    arguments: SharedNet.all)
  func counts(_ shared: SharedNet) throws {
    let net = try SumoNet(reading: Shared.path(shared.path))
    #expect(net.edges.count == shared.edges)
    #expect(net.edges.reduce(0) { $0 + $1.lanes.count } == shared.lanes)
    #expect(net.junctions.count { $0.control != .internal } == shared.nodes)
    #expect(net.connections.count == shared.connections)
    #expect(net.programs.count == shared.programs)
    #expect(net.roundabouts.count == shared.roundabouts)
    #expect(net.edges.count(where: \.isStreet) == shared.streets)
    #expect(net.skipped.allSatisfy { $0.why == "it is not used" }, "\(net.skipped)")
    let open = net.connections.filter {
      net.edges[$0.from].isStreet && net.edges[$0.to].isStreet && $0.request == nil
    }
    #expect(open.isEmpty)
    let city = try SumoCity(net, named: shared.path)
    #expect(city.streets.segments.count == city.segments.count { $0 != nil })
    #expect(city.streets.movements.count == city.movements.count { $0 != nil })
  }

  @Test("Bologna's vehicles are all read: as many as the files have, none left out")
  func bologna() throws {
    let folder = Shared.path("traffic/bologna_acosta")
    let net = try SumoNet(reading: folder + "/acosta_buslanes.net.xml")
    let names = [
      "acosta_vtypes.add.xml", "acosta_bus_stops.add.xml", "acosta_detectors.add.xml", "acosta_tls.add.xml",
      "acosta_busses.rou.xml", "acosta.rou.xml.gz",
    ]
    let demand = try SumoDemand(reading: names.map { "\(folder)/\($0)" }, on: net)
    // grep -c '<vehicle ' gives 8622 and 157, '<busStop' 35, '<e1Detector' outside comments 58, '<tlLogic' 7.
    #expect(demand.vehicles.count == 8622 + 157)
    #expect(demand.busStops.count == 35 && demand.detectors.count == 58 && demand.programs.count == 7)
    #expect(demand.skipped.isEmpty)
  }
}
