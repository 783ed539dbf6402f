import Modelling
import Replica

extension TrafficAnswer {
  /// Lines told one by one, those with most buses.
  static let mostLines = 40

  /// What becomes of the buses, of all and by line.
  func busIndicators() -> [Indicator] {
    let why =
      buses.lines.isEmpty
      ? "the city knows no bus lines: a map with route=bus relations has them"
      : "no bus of the lines can drive on this day"
    let ways = "from the first stop to the last, with 15 s at each stop between"
    var rows = [
      row("bus-minutes", \.busMinutes, "min", .less, "Mean minutes of a bus \(ways)", none: why),
      row(
        "bus-minutes-lost", \.busMinutesLost, "min", .less,
        "Mean minutes that a bus loses against free streets, stops left out", none: why),
    ]
    guard !buses.lines.isEmpty else { return rows }
    rows += [
      count("buses", Double(buses.buses.count), "buses", .neither, "Buses that drive on the day"),
      count(
        "bus-lines-diverted", Double(buses.diverted.count), "lines", .less,
        "Lines, each direction one, that cannot keep their way at some hour: a street is closed, gone or not to be driven"
      ),
      count(
        "bus-stops-missed", Double(buses.missedStops), "stops", .less,
        "Stops that buses pass by on such ways, each counted for every bus"),
    ]
    var counts = [Int](repeating: 0, count: buses.lines.count)
    for bus in buses.buses { counts[bus.line] += 1 }
    let told = counts.indices.filter { counts[$0] > 0 }.sorted { (-counts[$0], $0) < (-counts[$1], $1) }
    for line in told.prefix(Self.mostLines).sorted() {
      let minutes = journeys.minutes(of: line)
      guard minutes.isFinite else { continue }
      let name = buses.lines.names[line]
      rows.append(
        count(
          "bus-line-minutes", minutes, "min", .less,
          "Mean minutes of the \(counts[line]) buses of \(name.isEmpty ? "this line" : name), \(ways)",
          at: buses.lines.keys[line].text, called: name.isEmpty ? nil : name))
    }
    return rows
  }

  /// What was assumed of the buses.
  func busRemarks() -> [String] {
    var remarks: [String] = []
    if buses.assumedLines > 0 {
      let (hourly, hours) = (Int(BusDay.assumed.hourly), BusDay.assumed.hours)
      remarks.append(
        "Of \(buses.lines.count) directions of bus lines \(buses.assumedLines) have no timetable: \(hourly) buses an hour from \(hours.lowerBound) to "
          + "\(hours.upperBound) were assumed.")
    }
    if buses.fallenOut > 0 {
      remarks.append("\(buses.fallenOut) buses find no street of their line open and do not drive.")
    }
    return remarks
  }
}
