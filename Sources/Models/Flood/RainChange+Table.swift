import Edits
import Geography
import Modelling
import Replica
import ShallowWater

extension RainChange {
  /// Rain of a table: by the hour, or the shares of a storm's blocks beside its depth.
  func tabled(_ path: String, _ city: City, _ files: any Files) throws -> Rain {
    let text = try files.text(path)
    let found = try HourTable(text, named: path, for: Self.keyword, units: ["mm/h", "mm", "share"])
    if found.columns.contains(where: { $0.unit == "share" }) { return try shared(found, path, city.profile) }
    guard depth == nil, returnPeriod == nil, duration == nil, pattern == nil else {
      throw ChangeError(
        Self.keyword, "a table says how much, how long and how: leave out depth, duration and pattern.", field: "table")
    }
    let begin = (start ?? 0) * 3600
    let moments = found.seconds.map { $0 + begin }
    let drawn = Drawn(for: Self.keyword, in: city)
    let gauges = try found.columns.map { column in
      guard column.values.allSatisfy({ $0 >= 0 }) else {
        throw ChangeError(
          Self.keyword, "\(path) has rain below 0; if that number means \"not measured\", leave the row out.",
          field: "table")
      }
      var rates = column.values.map { $0 / 1000 / 3600 }
      if column.unit == "mm" {
        // A row of millimetres is what fell until the next row; the last row only ends the one before.
        for index in 0..<(moments.count - 1) {
          rates[index] = column.values[index] / 1000 / (moments[index + 1] - moments[index])
        }
        guard column.values[column.values.count - 1] == 0 else {
          throw ChangeError(
            Self.keyword,
            "\(path): the last row ends the table; it has no next row until which its mm could fall. "
              + "Add a row with the moment at which the rain ends, and 0.", field: "table")
        }
      }
      return Rain.Gauge(
        point: try column.place.map { try drawn.point($0) },
        rates: Series(seconds: moments, values: rates, course: .steps))
    }
    guard gauges.count == 1 || gauges.allSatisfy({ $0.point != nil }) else {
      throw ChangeError(
        Self.keyword, "\(path) has several columns: say where each gauge stands, mm/h @ 101.45 3.04.", field: "table")
    }
    let rain = Rain(gauges: gauges)
    guard rain.depth >= 0.001 else {
      throw ChangeError(
        Self.keyword,
        "\(path) brings less than a millimetre in all: are its numbers in metres or in inches? They are "
          + "read as \(found.columns[0].unit).", field: "table")
    }
    return rain
  }

  /// A storm whose course a table of shares tells, such as a manual's temporal pattern.
  private func shared(_ found: HourTable, _ path: String, _ profile: Profile) throws -> Rain {
    func fail(_ what: String) -> ChangeError { ChangeError(Self.keyword, "\(path): \(what)", field: "table") }
    guard found.columns.count == 1, pattern == nil else {
      throw fail("a table of shares has one column and stands in place of a pattern.")
    }
    let shares = Array(found.columns[0].values.dropLast())
    let step = found.seconds[1] - found.seconds[0]
    guard found.columns[0].values.last == 0, shares.allSatisfy({ $0 >= 0 }), found.seconds[0] == 0,
      zip(found.seconds, found.seconds.dropFirst()).allSatisfy({ abs($1 - $0 - step) < 1e-6 * step })
    else {
      throw fail("shares are 0 or more, of blocks equally long from 0 on; the last row is the storm's end, with 0.")
    }
    // Manuals round to three digits.
    let whole = shares.reduce(0, +)
    guard abs(whole - 1) <= 0.01 else { throw fail("its shares make \(Words.number(whole)) in all, not 1.") }
    let hours = (found.seconds.last ?? 0) / 3600
    guard duration.map({ abs($0 - hours) < 1e-6 * hours }) ?? true else {
      throw fail(
        "it lasts \(Words.number(hours)) h, duration says \(Words.number(duration ?? 0)) h: leave out duration.")
    }
    var storm = self
    storm.duration = hours
    return try storm.designed(for: profile, shares: shares)
  }
}
