import Geography
import Modelling
import Replica
import Routing

extension AccessModel {
  /// Adds what the minutes of the zones say: median, share within the limit, people cut off, and the field.
  static func append(
    _ hours: MinutesByHour, to kind: PlaceKind, by mode: TravelMode, of city: City, from start: Instant,
    _ outcome: inout Outcome
  ) {
    let minutes = hours.atWorst
    let limit = AccessLimits.minutes(of: mode)
    let found = PeopleMinutes(minutes, people: city.zones.people)
    let name = "access.\(kind.rawValue).\(mode.rawValue)"
    let way =
      "to the nearest \(kind.rawValue), \(word(mode))\(hours.closed.isOverTime ? ", at the worst hour" : "") (access \(card.version))"
    let unknown = "no one is known to live in the zones; import --population"
    func add(
      _ id: String, _ value: Indicator.Value, _ unit: String, _ better: Indicator.Better, _ formula: String
    ) {
      outcome.indicators.append(
        Indicator("\(name).\(id)", value, unit: unit, better: better, formula: "\(formula) \(way)"))
    }
    func number(_ value: Double) -> Indicator.Value {
      found.people > 0 ? .number(value, low: nil, high: nil) : .notComputable(because: unknown)
    }
    let median: Indicator.Value =
      found.people > 0 && found.median.isInfinite
      ? .notComputable(because: "half of the people or more have no way to a \(kind.rawValue) \(word(mode))")
      : number(found.median)
    add("median-minutes", median, "min", .less, "Median over people of the minutes from their zone's centre")
    add(
      "share-within-\(limit)", number(found.share(within: Double(limit)) * 100), "%", .more,
      "Share of people whose zone's centre is within \(limit) minutes")
    add("people-cut-off", number(found.cutOff), "people", .less, "People whose zone's centre has no way at all")
    if hours.closed.isOverTime, AccessLimits.essential.contains(kind) {
      appendHours(hours, name, to: kind, by: mode, number, &outcome)
    }
    let (times, values) = hours.values(from: start)
    outcome.fields.append(
      Field(
        name: name, title: "Minutes to the nearest \(kind.rawValue), \(word(mode))", unit: "min", better: .less,
        palette: .time, carrier: .zones, times: times, values: values))
    let stranded = minutes.count { !$0.isFinite }
    // Of dozens of kinds only those every town should have are worth a sentence; the others have their number.
    if stranded > 0, AccessLimits.essential.contains(kind) {
      outcome.remarks.append(
        "\(stranded) of \(minutes.count) zones, with \(Int(found.cutOff.rounded())) people, have no way to a "
          + "\(kind.rawValue) \(word(mode))\(hours.closed.isOverTime ? " at the worst hour" : "").")
    }
  }

  /// Adds what only water over time can tell: when it is worst, and for how long people are cut off.
  private static func appendHours(
    _ hours: MinutesByHour, _ name: String, to kind: PlaceKind, by mode: TravelMode,
    _ number: (Double) -> Indicator.Value, _ outcome: inout Outcome
  ) {
    let way = "a way to a \(kind.rawValue) \(word(mode)) (access \(card.version))"
    func add(_ id: String, _ value: Indicator.Value, _ unit: String, _ better: Indicator.Better, _ formula: String) {
      outcome.indicators.append(
        Indicator("\(name).\(id)", value, unit: unit, better: better, formula: "\(formula) \(way)"))
    }
    add(
      "worst-hour",
      hours.minutes.count > 1
        ? number(hours.closed.seconds[hours.worst] / 3600)
        : .notComputable(because: "no hour is worse than another: the same streets are closed at all of them"),
      "h", .neither, "Hours from the start to the moment at which most people are without")
    add(
      "people-hours-cut-off", number(hours.peopleHoursCutOff), "people·h", .less,
      "People times the hours for which their zone's centre is without")
    if let share = hours.shareOfTimeCutOff {
      add(
        "share-of-time-cut-off", number(share * 100), "%", .less,
        "Share of the time the water is told for, a mean over people, in which their zone's centre is without")
    }
  }

  /// Says how many places of the kinds every town should have, and of kinds that are lost altogether, stand on streets in
  /// water too deep for a mode.
  static func remarkUnderWater(
    _ kinds: [PlaceKind], by mode: TravelMode, _ isUnderWater: [Bool], _ snaps: Snaps, _ city: City,
    _ outcome: inout Outcome
  ) {
    for kind in kinds {
      let tied = city.places.kinds.indices.filter { city.places.kinds[$0] == kind }.compactMap { snaps.places[$0] }
      let lost = tied.count { isUnderWater[$0.segment] }
      guard lost > 0, lost == tied.count || AccessLimits.essential.contains(kind) else { continue }
      outcome.remarks.append(
        "\(lost) of \(tied.count) places of the kind \(kind.rawValue) stand on streets in water too deep to reach them "
          + "\(word(mode)).")
    }
  }

  /// Says which of the places every town should have are not on the map.
  static func remarkMissing(_ kinds: [PlaceKind], _ city: City, _ outcome: inout Outcome) {
    let missing = AccessLimits.essential.filter { !kinds.contains($0) }
    guard !missing.isEmpty else { return }
    let because = "the city has no"
    for kind in missing {
      for mode in TravelMode.allCases {
        outcome.indicators.append(
          Indicator(
            "access.\(kind.rawValue).\(mode.rawValue).median-minutes",
            .notComputable(because: "\(because) \(kind.rawValue); import --places, or add-place in a scenario"),
            unit: "min", better: .less, formula: "Median over people of the minutes to the nearest \(kind.rawValue)"))
      }
    }
    let words = missing.map(\.rawValue).joined(separator: ", ")
    outcome.remarks.append(
      "The map has no \(words): bring them along with kembar import --places, or as add-place in a scenario.")
  }

  /// A mode as one says it.
  static func word(_ mode: TravelMode) -> String {
    switch mode {
    case .walk: "on foot"
    case .cycle: "by bicycle"
    case .car: "by car"
    }
  }
}

/// Minutes of zones, weighed by their people.
struct PeopleMinutes {
  private let ordered: [(minutes: Double, people: Double)]
  /// All people.
  let people: Double

  init(_ minutes: [Double], people: [Double]) {
    // Ties by row, so that the sums below have one order.
    ordered = zip(minutes, people).enumerated()
      .sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }
      // A table edited by hand may lack a number: unknown people are nobody.
      .map { ($0.element.0, $0.element.1 > 0 ? min($0.element.1, 1e12) : 0) }
    self.people = ordered.reduce(0) { $0 + $1.people }
  }

  /// The least time within which half of the people or more are; infinite when half have no way.
  var median: Double {
    var sum = 0.0
    for zone in ordered {
      sum += zone.people
      if sum >= people / 2, zone.people > 0 { return zone.minutes }
    }
    return .infinity
  }

  /// Share of the people, 0…1, within some minutes.
  func share(within limit: Double) -> Double {
    guard people > 0 else { return 0 }
    return min(1, ordered.reduce(0) { $1.minutes <= limit ? $0 + $1.people : $0 } / people)
  }

  /// Minutes of those who have a way, added up over people.
  var sum: Double { ordered.reduce(0) { $1.minutes.isFinite ? $0 + $1.minutes * $1.people : $0 } }

  /// People without a way.
  var cutOff: Double { ordered.reduce(0) { $1.minutes.isFinite ? $0 : $0 + $1.people } }
}
