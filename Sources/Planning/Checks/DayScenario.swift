import Geography
import Observations
public import Replica

/// A day as a scenario that supposes its water, with the tables it names, and what of the day's water it uses.
public struct DayScenario: Sendable, Equatable {
  /// The scenario as YAML.
  public private(set) var text: String
  /// Its tables by name.
  public private(set) var tables: [String: String] = [:]
  /// What it uses, a phrase each.
  public private(set) var used: [String] = []
  /// What it does not know or use, a phrase each.
  public private(set) var missing: [String] = []

  /// Metres from a gauge to the river it belongs to (assumed).
  static let reach = 200.0

  /// The scenario of a day on a city.
  ///
  /// Rain comes from gauges or a sheet. On each river with gauges the one nearest to the middle of the marks brings the river's water in at its
  /// upper end, a flow as it is, levels through the section at the gauge; of the others nothing is used. Nor are levels of a steep stream,
  /// which shoots. The sea stands as the tide gauge read it, its zero taken for the terrain's; `hasSea` false
  /// leaves it out.
  public init(_ water: DayWater, on city: City, marks: [Mark] = [], hasSea: Bool = true) {
    let window = water.window
    let day = water.date.text
    var lines = ["scenario: \"\(day)\"", "changes:"]
    // Marks are compared with the run itself: an ensemble would only cost time.
    lines.append("  - flood-settings: {members: 0, hours: \(Double(window.count) / 60) h}")
    if let rain = water.rain {
      let whole = (rain.millimetres * 10).rounded() / 10
      let gauges = "\(rain.gauges.count) \(rain.gauges.count == 1 ? "gauge" : "gauges")"
      used.append(
        "\(whole) mm of rain ("
          + (rain.isSpread
            ? "a sum of the day; assumed to fall from \(DayRain.assumedHours.lowerBound) to "
              + "\(DayRain.assumedHours.upperBound) h)" : "\(gauges))"))
      let inside = stride(from: window.lowerBound, to: window.upperBound, by: rain.minutes).reduce(0) {
        $0 + rain.mean(at: $1)
      }
      if inside >= 1 {
        tables["rain.csv"] = rain.table(of: window)
        lines.append("  - rain: {table: rain.csv}")
      }
    } else {
      missing.append("rain")
    }
    for (river, gauge) in Self.chosen(water.rivers, on: city, marks: marks, &missing) {
      let name = "river-\(tables.count).csv"
      let isFlow = gauge.kind == .discharge
      tables[name] = gauge.table(of: window, unit: isFlow ? "m3/s" : "m")
      lines.append(
        "  - inflow: {river: \(Self.quoted(river)), table: \(name)"
          + (isFlow ? "}" : ", gauge: [\(gauge.place.longitude), \(gauge.place.latitude)]}"))
      let top = ((gauge.greatest?.value ?? 0) * 100).rounded() / 100
      used.append(
        isFlow
          ? "\(gauge.name), at most \(top) m³/s" : "\(gauge.name), at most \(top) m (as a flow by the section there)")
    }
    if water.rivers.isEmpty { missing.append("a river's level or flow: rivers carry their base flow") }
    if let sea = water.sea, hasSea {
      tables["sea.csv"] = sea.table(of: window, unit: "m")
      lines.append("  - sea-level: {table: sea.csv}")
      used.append(sea.name)
    } else if water.sea == nil {
      missing.append("the sea's level")
    }
    text = lines.joined(separator: "\n") + "\n"
  }

  /// Fall of a river in m/m beyond which its levels are not turned into flows, over so many metres to either side: there uniform flow of 3 m
  /// is critical, g n² ⁄ h^⅓ with n 0.03 (V. T. Chow, Open-Channel Hydraulics, 1959, chapter 6; depth and way assumed).
  static let steep = 0.006, beside = 500.0

  /// The river of each gauge, by name or key, and of several gauges on one river the one nearest to the middle of the marks.
  private static func chosen(
    _ gauges: [DayWater.Readings], on city: City, marks: [Mark], _ missing: inout [String]
  ) -> [(river: String, gauge: DayWater.Readings)] {
    let ways = city.waterways
    let count = Double(max(1, marks.count))
    let middle = Point(
      x: marks.reduce(0) { $0 + $1.place.x } / count, y: marks.reduce(0) { $0 + $1.place.y } / count)
    var best: [(river: String, gauge: DayWater.Readings, metres: Double)] = []
    for gauge in gauges {
      let place = city.profile.projection.project(gauge.place)
      var nearest = (row: -1, metres: Double.infinity, along: 0.0)
      for row in 0..<ways.count where !ways.kinds[row].isDrain {
        let half = ways.widths[row].isFinite ? Double(ways.widths[row]) / 2 : 0
        let line = Array(ways.lines[row])
        var along = 0.0
        for (a, b) in zip(line, line.dropFirst()) {
          let point = place.nearest(from: a, to: b)
          let metres = point.distance(to: place) - half
          if metres < nearest.metres { nearest = (row, metres, along + a.distance(to: point)) }
          along += a.distance(to: b)
        }
      }
      guard nearest.row >= 0, nearest.metres <= reach else {
        missing.append("\(gauge.name): no river is mapped within \(Int(reach)) m of it")
        continue
      }
      if gauge.kind == .level {
        let line = Array(ways.lines[nearest.row])
        let ends = [-beside, beside].map { Self.point(along: line, nearest.along + $0) }
        let heights = ends.map { Double(city.terrain?.interpolatedValue(at: $0) ?? 0) }
        let fall = abs(heights[0] - heights[1]) / max(1, ends[0].distance(to: ends[1]))
        guard !(fall > steep) else {
          let told = (fall * 10_000).rounded() / 10
          missing.append("\(gauge.name): its stream falls \(told) ‰, too steep to tell a flow from levels")
          continue
        }
      }
      let name = ways.names[nearest.row]
      let river = name.isEmpty ? ways.keys[nearest.row].text : name
      let metres = place.distance(to: middle)
      guard let other = best.firstIndex(where: { $0.river == river }) else {
        best.append((river, gauge, metres))
        continue
      }
      let isNearer = metres < best[other].metres
      missing.append("\((isNearer ? best[other].gauge : gauge).name) stands farther from the marks: not used")
      if isNearer { best[other] = (river, gauge, metres) }
    }
    return best.map { ($0.river, $0.gauge) }
  }

  /// The point so many metres along a line; its ends beyond them.
  private static func point(along line: [Point], _ metres: Double) -> Point {
    var left = max(0, metres)
    for (a, b) in zip(line, line.dropFirst()) {
      let length = a.distance(to: b)
      if left <= length, length > 0 { return a.interpolated(to: b, fraction: left / length) }
      left -= length
    }
    return line[line.count - 1]
  }

  /// A text as YAML's double-quoted scalar.
  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
