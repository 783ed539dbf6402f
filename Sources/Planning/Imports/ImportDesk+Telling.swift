internal import Foundation
internal import Geography
internal import Importing
internal import Modelling
internal import Replica

// What an import tells those who follow it: counts of a city, and sentences without the server's paths.
extension ImportDesk {
  static func counts(of city: City) -> [(layer: String, count: Int)] {
    [
      ("streets", city.streets.segments.count), ("buildings", city.buildings.count), ("zones", city.zones.count),
      ("places", city.places.count), ("land", city.land.count), ("waterways", city.waterways.count),
      ("parcels", city.parcels.count), ("assets", city.assets.count),
    ]
  }

  /// An error as the one who sent the files reads it: without where they lie on the server.
  static func refusal(_ error: any Error, _ staging: Staging) -> ImportRefusal {
    if let refusal = error as? ImportRefusal { return refusal }
    return .refused(plain("\(error)", staging))
  }

  static func plain(_ text: String, _ staging: Staging) -> String {
    let real = URL(fileURLWithPath: staging.folder).resolvingSymlinksInPath().path
    return text.replacingOccurrences(of: real + "/", with: "").replacingOccurrences(of: staging.folder + "/", with: "")
  }

  static func clean(_ report: ImportReport, _ staging: Staging) -> ImportReport {
    var report = report
    report.remarks = report.remarks.map { plain($0, staging) }
    for place in report.skipped.indices {
      report.skipped[place].examples = report.skipped[place].examples.map { plain($0, staging) }
    }
    return report
  }
}
