import Foundation
import Geography
import Importing
import Modelling
import OpenStreetMap
import Replica
import SumoNetwork

extension ImportCommand {
  /// An option that was given and has no meaning for a network of SUMO.
  var notWithSumo: String? {
    let given: [(String, Bool)] = [
      ("terrain", !terrain.isEmpty), ("buildings", buildings != nil), ("population", population != nil),
      ("people", people != nil), ("parcels", parcels != nil), ("people-sheet", peopleSheet != nil),
      ("zones", zones != nil), ("places", places != nil), ("land", land != nil),
      ("boundary", boundary != nil), ("crs", !crs.isEmpty),
    ]
    return given.first { $0.1 }?.0
  }

  /// A city of nothing but the streets of a network of SUMO, and what was read.
  func readSumo(_ path: String) throws -> (city: City, report: ImportReport) {
    let net = try SumoNet(reading: path)
    let found = try SumoCity(net, named: path)
    let middle = found.projection.unproject(Box(found.streets.nodes.points).center)
    let home =
      country.map { Country.named($0.uppercased()) } ?? (found.isPlaced ? Country.guess(at: middle) : nil)
      ?? .unknown
    var city = City(
      profile: Profile(
        name: name ?? Self.title(folder), country: home.code, timeZone: home.timeZone(at: middle),
        languages: home.languages, currency: home.currency, drivingSide: found.drivingSide,
        projection: found.projection))
    let file = URL(fileURLWithPath: path).lastPathComponent
    city.streets = found.streets
    city.profile.sources = [LayerSource(layer: "streets", file: file)]
    var report = ImportReport()
    report.skipped = found.skipped
    report.remarks = found.remarks
    report.layers = [
      layer("streets", file, found.streets.segments.count, "one for each direction"),
      layer("movements", file, found.streets.movements.count, "from lane to lane"),
      layer("signals", file, found.streets.signals.count, "with their plans"),
    ]
    if !routes.isEmpty {
      let demand = try SumoDemand(reading: routes, on: net)
      let names = routes.map { URL(fileURLWithPath: $0).lastPathComponent }.joined(separator: ", ")
      report.layers += [
        layer("vehicles", names, demand.vehicles.count, "not kept in the city"),
        layer("flows", names, demand.flows.count, "not kept in the city"),
        layer("detectors", names, demand.detectors.count, "not kept in the city"),
      ]
      report.skipped += demand.skipped
    }
    return (city, report)
  }

  private func layer(_ name: String, _ file: String, _ count: Int, _ remark: String) -> ImportReport.Layer {
    ImportReport.Layer(layer: name, file: file, count: count, remark: remark)
  }
}
