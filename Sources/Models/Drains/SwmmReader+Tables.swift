internal import Modelling
internal import ShallowWater

/// A surveyed section of a text.
struct SwmmTransect {
  var stations: [Double] = []
  var levels: [Double] = []
  var roughness: Double
}

extension SwmmReader {
  mutating func readTables() {
    each("CURVES") { (reader, line) throws(SwmmError) in try reader.curve(line) }
    each("PATTERNS") { (reader, line) throws(SwmmError) in try reader.pattern(line) }
    readSeries()
    readTransects()
  }

  private static let curveKinds = [
    "STORAGE", "SHAPE", "DIVERSION", "TIDAL", "PUMP1", "PUMP2", "PUMP3", "PUMP4", "PUMP5", "RATING", "CONTROL", "WEIR",
  ]

  private mutating func curve(_ line: SwmmLine) throws(SwmmError) {
    let name = line.words[0]
    let key = name.uppercased()
    var place = 1
    if curves[key] == nil {
      let kind = try line.choose(1, "The kind of curve", Self.curveKinds)
      curves[key] = (kind, DrainCurve(name: name, x: [], y: []), line)
      place = 2
    } else if let word = line.word(1), Self.curveKinds.contains(word.uppercased()) {
      place = 2
    }
    guard let kind = curves[key]?.kind else { return }
    let length = units.length
    let (across, up): (Double, Double)
    switch kind {
    case "STORAGE": (across, up) = (length, length * length)
    case "TIDAL": (across, up) = (1, length)
    case "PUMP1": (across, up) = (length * length * length, units.flow)
    case "PUMP2", "PUMP3", "PUMP4", "PUMP5": (across, up) = (length, units.flow)
    default: (across, up) = (1, 1)
    }
    guard (line.words.count - place) % 2 == 0 else {
      throw line.fail("The points of curve \"\(name)\" do not come in pairs.")
    }
    while place + 1 < line.words.count {
      let x = try line.number(place, "A curve's x") * across
      let y = try line.number(place + 1, "A curve's y") * up
      if let last = curves[key]?.curve.x.last, x < last {
        throw line.fail("The points of curve \"\(name)\" do not ascend at \(line.words[place]).")
      }
      curves[key]?.curve.x.append(x)
      curves[key]?.curve.y.append(y)
      place += 2
    }
  }

  private mutating func pattern(_ line: SwmmLine) throws(SwmmError) {
    let name = line.words[0]
    let key = name.uppercased()
    var place = 1
    if patterns[key] == nil {
      let word = try line.choose(1, "The kind of pattern", DrainPattern.Kind.allCases.map(\.rawValue))
      patterns[key] = DrainPattern(name: name, kind: DrainPattern.Kind(rawValue: word) ?? .hourly, factors: [])
      place = 2
    }
    while place < line.words.count {
      patterns[key]?.factors.append(try line.number(place, "A factor"))
      place += 1
    }
  }

  private mutating func readSeries() {
    var order: [String] = []
    var points: [String: (name: String, seconds: [Double], values: [Double])] = [:]
    var days: [String: Double] = [:]
    let start = Double(network.options.startDay.number) * 86_400 + network.options.startSecond
    each("TIMESERIES") { (_, line) throws(SwmmError) in
      let name = line.words[0]
      let key = name.uppercased()
      if line.word(1)?.uppercased() == "FILE" {
        throw line.fail("Series \"\(name)\" lies in another file; put its values here.")
      }
      if points[key] == nil {
        points[key] = (name, [], [])
        order.append(key)
      }
      var place = 1
      while place < line.words.count {
        if line.words[place].contains("/") || line.words[place].dropFirst().contains("-") {
          days[key] = Double(try line.day(place, "A date").number) * 86_400
          place += 1
        }
        let seconds = try line.seconds(place, "A time")
        let value = try line.number(place + 1, "A value")
        let moment = days[key].map { $0 + seconds - start } ?? seconds
        if let last = points[key]?.seconds.last, moment <= last {
          throw line.fail("The times of series \"\(name)\" do not ascend at \(line.words[place]).")
        }
        points[key]?.seconds.append(moment)
        points[key]?.values.append(value)
        place += 2
      }
    }
    for key in order {
      guard let found = points[key], !found.seconds.isEmpty else { continue }
      series[key] = DrainSeries(
        name: found.name, series: Series(seconds: found.seconds, values: found.values, course: .linear))
    }
  }

  private mutating func readTransects() {
    var roughness = (left: 0.0, right: 0.0, channel: 0.0)
    var current: (name: String, stationFactor: Double, levelShift: Double)?
    let length = units.length
    each("TRANSECTS") { (reader, line) throws(SwmmError) in
      switch line.words[0].uppercased() {
      case "NC":
        roughness.left = try line.number(1, "n of the left bank")
        roughness.right = try line.number(2, "n of the right bank")
        let channel = try line.number(3, "n of the channel")
        if channel > 0 { roughness.channel = channel }
      case "X1":
        let name = try line.need(1, "The transect's name")
        let factor = try line.number(8, "The factor of stations", else: 0)
        current = (name, factor == 0 ? 1 : factor, try line.number(9, "The shift of levels", else: 0))
        reader.transects[name.uppercased()] = SwmmTransect(roughness: roughness.channel)
        if roughness.left > 0 && roughness.left != roughness.channel
          || roughness.right > 0 && roughness.right != roughness.channel
        {
          reader.remarks.append("Transect \"\(name)\" has the roughness of its channel on its banks too.")
        }
      case "GR":
        guard let current else { throw line.fail("GR comes before X1, which names the transect.") }
        var place = 1
        while place + 1 < line.words.count {
          let level = (try line.number(place, "A level") + current.levelShift) * length
          let station = try line.number(place + 1, "A station") * current.stationFactor * length
          reader.transects[current.name.uppercased()]?.levels.append(level)
          reader.transects[current.name.uppercased()]?.stations.append(station)
          place += 2
        }
      default:
        throw line.fail(
          "\"\(line.words[0])\" is none of NC, X1, GR."
            + NearestName.question(line.words[0], among: ["NC", "X1", "GR"]))
      }
    }
  }

  /// The curve of a name and of one of some kinds.
  func curve(_ line: SwmmLine, _ place: Int, _ kinds: [String]) throws(SwmmError) -> (kind: String, curve: DrainCurve) {
    let name = try line.need(place, "The curve")
    guard let found = curves[name.uppercased()] else {
      let known = curves.values.map(\.curve.name)
      throw line.fail("There is no curve \"\(name)\" in [CURVES]." + NearestName.question(name, among: known))
    }
    guard kinds.contains(found.kind) else {
      throw line.fail("Curve \"\(name)\" is of the kind \(found.kind), not \(kinds.joined(separator: " or ")).")
    }
    return (found.kind, found.curve)
  }

  /// The series of a name.
  func series(_ line: SwmmLine, _ place: Int) throws(SwmmError) -> DrainSeries {
    let name = try line.need(place, "The time series")
    guard let found = series[name.uppercased()] else {
      throw line.fail(
        "There is no series \"\(name)\" in [TIMESERIES]."
          + NearestName.question(name, among: series.values.map(\.name)))
    }
    return found
  }

  /// A series whose values are in some unit.
  static func scaled(_ series: DrainSeries, by factor: Double) -> DrainSeries {
    guard factor != 1 else { return series }
    return DrainSeries(
      name: series.name,
      series: Series(
        seconds: series.series.seconds, values: series.series.values.map { $0 * factor }, course: series.series.course))
  }
}
