import Checks
public import CityFolder
import Modelling
import Replica

extension Runner {
  /// Holds the town's demand against the sheet of counts in its folder, and keeps what came of it with the runs there; runs of traffic that begin
  /// afterwards follow it (``TownCounts/kept(in:cityNow:)``).
  ///
  /// Synchronous, as ``run(_:seed:progress:)``. `progress` may throw to stop; then what was kept before stays. Throws a sentence where there are no counts.
  public func checkCounts(
    in town: CityOnDisk, progress: @escaping @Sendable (RunProgress) throws -> Void = { _ in }
  ) throws {
    let steps = RunSteps(count: 1, tell: progress)
    let check = try CountReplay(city, digest: digest, threads: threads)
      .check(CountSheet(city: town.path).path, isTowns: true) { try steps.advance(0, to: $0, $1) }
    try check.write(toRuns: town.runs.path)
    try progress(RunProgress(fraction: 1, phase: "done", secondsLeft: 0))
  }

  /// The name of what a check asks for: the city, its sheet of counts, and the version of the check.
  func requestForCounts(in town: CityOnDisk?) throws -> String {
    guard let sheet = CountSheet(city: try Self.folder(town).path).digest else {
      throw CheckError("There are no counts to check: type one, or paste a sheet of them, first.")
    }
    var request = Digest()
    request.feed("count-check", texts: [digest, sheet, CountReplay.version])
    return request.text
  }

  /// Whether the check that is kept is of this city and of the sheet as it is.
  func isChecked(in town: CityOnDisk?) -> Bool {
    guard let town, let check = CountCheck.kept(inRuns: town.runs.path) else { return false }
    return check.city == digest && check.version == CountReplay.version
      && check.sheet == CountSheet(city: town.path).digest
  }

  static func folder(_ town: CityOnDisk?) throws -> CityOnDisk {
    guard let town else {
      throw CheckError("This queue was made without a city's folder, so that it knows no counts and no marks.")
    }
    return town
  }
}
