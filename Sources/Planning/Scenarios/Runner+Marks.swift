import Checks
public import CityFolder
import Foundation
import Modelling
import Replica

extension Runner {
  /// Replays the days of the town's flood marks with what is known of their water, and keeps what came of it with the runs in its folder; what may be
  /// trusted begins with it from then on.
  ///
  /// Synchronous, as ``run(_:seed:progress:)``. `progress` may throw to stop; then what was kept before stays. Throws a sentence where there are no
  /// marks, or no day of which the rain or a river is known.
  public func checkMarks(
    in town: CityOnDisk, progress: @escaping @Sendable (RunProgress) throws -> Void = { _ in }
  ) throws {
    let steps = RunSteps(count: 1, tell: progress)
    let table = try MarkTable(MarkSheet(city: town.path).path, city: city)
    let water = try DayReplay.water(of: Set(table.marks.map(\.date)), in: town)
    var check = try DayReplay(self, catalogue: catalogue).check(table.marks, water: water) {
      try steps.advance(0, to: $0, $1)
    }
    check.left = table.skipped + check.left
    try check.write(toRuns: town.runs.path)
    try progress(RunProgress(fraction: 1, phase: "done", secondsLeft: 0))
  }

  /// The name of what a check asks for: the city, its marks and its sheet of rain.
  func requestForMarks(in town: CityOnDisk?) throws -> String {
    let town = try Self.folder(town)
    guard let marks = FileManager.default.contents(atPath: MarkSheet(city: town.path).path) else {
      throw CheckError("There are no flood marks to check: add one, or paste a sheet of them, first.")
    }
    var request = Digest()
    request.feed("mark-check", text: digest)
    request.feed("marks", marks)
    request.feed("rain", FileManager.default.contents(atPath: RainSheet(city: town.path).path) ?? Data())
    return request.text
  }
}
