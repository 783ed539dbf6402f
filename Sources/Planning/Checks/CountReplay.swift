import Demand
import Modelling
public import Replica

/// Holds a town's demand against a sheet of its vehicle counts, everyone on the quickest way on empty streets.
public struct CountReplay: Sendable {
  /// What the result is of: the model of the catalogue that rests on the demand.
  public static let model = "traffic"
  /// Rises whenever an answer may change.
  public static let version = "free-flow 1"

  private let city: City
  private let digest: String
  private let threads: Int

  /// A replay on a city with its digest; the answer does not depend on `threads`.
  public init(_ city: City, digest: String, threads: Int) {
    (self.city, self.digest, self.threads) = (city, digest, threads)
  }

  /// The result for the counts of a file; `isTowns` says that it is the sheet of the city's own folder, whose later changes make it old.
  ///
  /// `advance` hears how far it is, 0…1, and may throw to stop. Throws a ``CheckError``, or the reader's own sentence.
  public func check(
    _ file: String, isTowns: Bool, advance: (Double, String) throws -> Void = { _, _ in }
  ) throws -> CountCheck {
    // Before it is read: a sheet that changes meanwhile counts as changed.
    let sheet = isTowns ? CountSheet.digest(of: file) : nil
    try advance(0, "counts: reading the sheet")
    let table = try CountTable(file, city: city)
    try advance(0.02, "counts: who travels")
    var check = try CountCheck(
      table.counts, in: city, model: Self.model, version: Self.version, digest: digest, threads: threads,
      advance: { try advance(0.5 + 0.5 * $0, $1) }
    ) { day in
      try DemandDraws(of: city, on: day, threads: threads) { try advance(0.02 + 0.33 * $0, "counts: who travels") }
    } passings: { draws, counters in
      try advance(0.35, "counts: who passes where")
      return try CounterPassings(
        of: draws.trips, at: counters, stations: draws.demand.zones.count, in: city.streets, threads: threads)
    }
    check.left = table.skipped + check.left
    check.sheet = sheet
    return check
  }
}
