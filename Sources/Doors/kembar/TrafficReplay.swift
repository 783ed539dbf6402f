import Checks
import CityFolder
import Demand
import Foundation
import Modelling
import Replica

/// Holds a town's demand against its vehicle counts, everyone on the quickest way on empty streets.
struct TrafficReplay {
  /// What the result is of: the model of the catalogue that rests on the demand.
  static let model = "traffic"
  /// Rises whenever an answer may change.
  static let version = "free-flow 1"
  private let loaded: LoadedCity
  private let threads: Int

  init(_ loaded: LoadedCity, threads: Int) { (self.loaded, self.threads) = (loaded, threads) }

  /// The result, kept in the folder of runs. Throws a ``CheckError``, or the reader's own sentence.
  func check(_ file: String, runs: String) throws -> CountCheck {
    let city = loaded.city
    let table = try CountTable(file, city: city)
    var check = try CountCheck(
      table.counts, in: city, model: Self.model, version: Self.version, digest: loaded.digest, threads: threads
    ) { day in
      try DemandDraws(of: city, on: day, threads: threads)
    } passings: { draws, counters in
      try CounterPassings(
        of: draws.trips, at: counters, stations: draws.demand.zones.count, in: city.streets, threads: threads)
    }
    check.left = table.skipped + check.left
    try check.write(toRuns: runs)
    return check
  }
}
