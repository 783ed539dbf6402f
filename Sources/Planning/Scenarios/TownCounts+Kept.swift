import Checks
public import CityFolder
import Demand
public import Traffic

extension TownCounts {
  /// What a city's folder holds of its counts, for runs on the city of a digest: what the last check found (`runs/check-counts.json`), or that
  /// there is a sheet nobody checked; nothing where there is neither. O(bytes of both).
  public static func kept(in folder: CityOnDisk, cityNow: String) -> TownCounts? {
    let sheet = CountSheet(city: folder.path).digest
    guard let check = CountCheck.kept(inRuns: folder.runs.path) else {
      return sheet == nil
        ? nil
        : TownCounts(
          nil,
          sentence:
            "The town's counts are not used yet: check them first (the city's panel, or kembar check DIR), so that it is known whether they help."
        )
    }
    let use = check.use(cityNow: cityNow, sheetNow: sheet)
    return TownCounts(
      use.isUsed ? check.corrected : nil, on: check.isSaturday ? .saturday : .weekday, sentence: use.sentence)
  }
}
