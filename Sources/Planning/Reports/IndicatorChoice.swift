internal import Modelling
internal import Scenarios

/// The few indicators the council is shown, and how many more change.
struct IndicatorChoice {
  /// At most so many.
  static let most = 8
  /// The rows shown.
  let rows: [IndicatorRow]
  /// Indicators of the whole city that change and are not shown.
  let more: Int

  /// What is asked about first.
  private static let headlines = [
    "flood.deepest", "flood.area", "exposure.people", "exposure.buildings", "exposure.closed-km.car", "damage.total",
    "damage.expected-annual", "traffic.trips-without-way", "traffic.trip-minutes", "traffic.delay-hours",
    "traffic.trips-not-arrived",
    "traffic.kilometres", "traffic.co2", "access.hospital.car.median-minutes", "access.hospital.walk.median-minutes",
    "access.school.walk.median-minutes", "access.hospital.car.people-cut-off",
  ]
  /// The parts of an indicator's name that tell how a model did its work, not what it found.
  private static let working = [".balance.", ".relative-gap", ".gridlocks", ".froude"]

  init(_ run: ScenarioRun) {
    let told = run.rows.filter { row in
      row.place.isEmpty && (row.value != nil || row.baseline != nil)
        && !Self.working.contains { ".\(row.id).".contains($0) }
    }
    let changed = told.filter(Self.isChanged)
    var chosen: [IndicatorRow] = []
    func take(_ row: IndicatorRow) {
      if chosen.count < Self.most, !chosen.contains(row) { chosen.append(row) }
    }
    for id in Self.headlines { changed.first { $0.id == id }.map(take) }
    // Of a kind of place or a group two are enough, so that others have room too.
    var groups: [Substring: Int] = [:]
    let byWeight = changed.enumerated().sorted {
      (Self.weight($1.element), $0.offset) < (Self.weight($0.element), $1.offset)
    }.map(\.element)
    for row in byWeight where !chosen.contains(row) {
      let group = Self.group(row.id)
      guard groups[group, default: 0] < 2 else { continue }
      groups[group, default: 0] += 1
      take(row)
    }
    for row in byWeight { take(row) }
    // What stays as it is, is an answer too.
    if chosen.count < 4 {
      for id in Self.headlines where chosen.count < 4 { told.first { $0.id == id }.map(take) }
      for row in told where chosen.count < 4 { take(row) }
    }
    rows = chosen
    more = changed.count { !chosen.contains($0) }
  }

  /// Whether any of the numbers shown has an interval.
  var tellsIntervals: Bool {
    rows.contains { row in [row.low, row.baselineLow, row.differenceLow].contains { $0 != nil } }
  }

  private static func group(_ id: String) -> Substring {
    let parts = id.split(separator: ".")
    return parts.count > 2 ? id[..<parts[1].endIndex] : parts.first ?? ""
  }

  /// Decimals that both numbers of a row are told with.
  static func decimals(_ row: IndicatorRow) -> Int {
    Numbers.decimals(row.unit, greatest: max(abs(row.value ?? 0), abs(row.baseline ?? 0)))
  }

  /// Whether a row says something else than before, by what is told of it.
  static func isChanged(_ row: IndicatorRow) -> Bool {
    guard let difference = row.difference else { return row.value != nil || row.baseline != nil }
    return abs(difference) >= 0.5 / [1.0, 10, 100, 1000][decimals(row)]
  }

  /// How much a row changes beside what it was; what is neither better nor worse counts little.
  private static func weight(_ row: IndicatorRow) -> Double {
    guard let difference = row.difference else { return row.baseline == nil ? 0.1 : 10 }
    let share = abs(difference) / max(1, abs(row.baseline ?? 0))
    return row.better == .neither ? share / 100 : share
  }
}
