import Foundation
import Geography
public import Observations

/// The water gauges of a city's observations: `observations/things.json` says which streams are rain, a river's level or flow, or
/// the sea; a CSV a month (`stream,time,value`, local times) what they read.
///
/// A reading stands at the end of its interval. Rain below 0 or faster than 300 mm/h is a fault of the gauge and counts as missing
/// (assumed; the 100-year storm of a quarter of an hour in Malaysia is about 250 mm/h); of levels and flows a running median of five
/// takes out single spikes. A rain gauge counts with nine tenths of a day's readings, another with three quarters (assumed).
public struct GaugeReadings {
  private struct Gauge {
    var kind: DayWater.Readings.Kind
    var name: String
    var place: Coordinate
    var minutes: Int
  }
  private let folder: String
  private var gauges: [Gauge] = []
  private var numbers: [String: Int] = [:]

  /// Greatest rate in mm/h that is taken for rain.
  static let greatestRate = 300.0

  /// The gauges of an observations folder; none where it has no list of things. Throws a ``CheckError`` for a damaged list.
  public init(observations folder: String) throws {
    self.folder = folder
    struct List: Decodable {
      struct Stream: Decodable {
        struct Unit: Decodable { var symbol: String }
        struct Properties: Decodable { var interval: String? }
        var key: String
        var name: String?
        var observedProperty: Int
        var observedArea: Geometry?
        var unitOfMeasurement: Unit
        var properties: Properties?
      }
      struct Property: Decodable {
        var id: Int
        var key, name: String
      }
      var datastreams: [Stream]
      var observedProperties: [Property]
    }
    let file = folder + "/things.json"
    guard let data = FileManager.default.contents(atPath: file) else { return }
    guard let list = try? JSONDecoder().decode(List.self, from: data) else {
      throw CheckError("\(file) is no list of things as kembar writes it: restore it, or give the rain with --rain.")
    }
    let properties = Dictionary(
      list.observedProperties.map { ($0.id, ($0.key + " " + $0.name).lowercased()) }, uniquingKeysWith: { a, _ in a })
    for stream in list.datastreams {
      guard let property = properties[stream.observedProperty],
        let kind = Self.kind(of: property, unit: stream.unitOfMeasurement.symbol),
        case .point(let place)? = stream.observedArea,
        let minutes = Self.minutes(stream.properties?.interval ?? "PT60M"), 1440 % minutes == 0, 720 % minutes == 0
      else { continue }
      numbers[stream.key] = gauges.count
      let name = stream.name.map { $0.split(separator: ",").dropFirst().joined(separator: ",") } ?? ""
      let told = name.drop { $0 == " " }
      gauges.append(Gauge(kind: kind, name: told.isEmpty ? stream.key : String(told), place: place, minutes: minutes))
    }
  }

  /// What a property with a unit is to a flood; nothing for all that is none of its business.
  private static func kind(of property: String, unit: String) -> DayWater.Readings.Kind? {
    func names(_ words: [String]) -> Bool { words.contains { property.contains($0) } }
    switch unit.replacing("³", with: "3") {
    case "mm": return names(["rain", "hujan", "precipitation"]) ? .rain : nil
    case "m3/s": return names(["discharge", "flow", "kadar alir"]) ? .discharge : nil
    case "m" where names(["tide", "sea level", "sea-level", "pasang", "aras laut"]): return .sea
    case "m": return names(["water level", "level", "stage", "paras", "aras air"]) ? .level : nil
    default: return nil
    }
  }

  /// Whether there is no gauge.
  public var isEmpty: Bool { gauges.isEmpty }

  /// The water of some days, where it was read. Reads one file a month. O(bytes of the months).
  public func water(of days: Set<CalendarDate>) throws -> [CalendarDate: DayWater] {
    guard !gauges.isEmpty else { return [:] }
    let wanted = Set(days.flatMap { day in (-1...2).map { CalendarDate(daysSince1970: day.daysSince1970 + $0) } })
    // By gauge, values by minutes since 1970, local.
    var values = [[Int: Double]](repeating: [:], count: gauges.count)
    let names = Dictionary(wanted.map { (Array($0.text.utf8), $0.daysSince1970) }, uniquingKeysWith: { a, _ in a })
    for month in Set(wanted.map { String($0.text.prefix(7)) }).sorted() {
      guard let data = FileManager.default.contents(atPath: "\(folder)/\(month).csv") else { continue }
      data.withUnsafeBytes { bytes in
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
          guard let comma = line.firstIndex(of: UInt8(ascii: ",")), line.endIndex > comma + 18,
            let day = names[Array(line[comma + 1..<comma + 11])],
            let number = numbers[String(decoding: line[line.startIndex..<comma], as: UTF8.self)]
          else { continue }
          let rest = String(decoding: line[(comma + 12)...], as: UTF8.self)  // 15:30:00+08:00,1.2
          guard let hour = Int(rest.prefix(2)), let past = Int(rest.dropFirst(3).prefix(2)),
            let value = rest.split(separator: ",").last.flatMap({ Double($0.filter { !$0.isWhitespace }) }),
            value.isFinite
          else { continue }
          values[number][day * 1440 + hour * 60 + past] = value
        }
      }
    }
    var found: [CalendarDate: DayWater] = [:]
    for day in days {
      var water = DayWater(date: day, rain: rain(of: day, values))
      for (number, gauge) in gauges.enumerated() where gauge.kind != .rain {
        guard let readings = readings(gauge, of: day, values[number]) else { continue }
        if gauge.kind == .sea {
          if water.sea == nil { water.sea = readings }
        } else {
          water.rivers.append(readings)
        }
      }
      if water.isKnown || water.sea != nil { found[day] = water }
    }
    return found
  }

  /// The rain of a day and the hours around it, of the gauges that have the day.
  private func rain(of day: CalendarDate, _ values: [[Int: Double]]) -> DayRain? {
    let midnight = day.daysSince1970 * 1440
    let rainy = gauges.indices.filter { number in
      let gauge = gauges[number]
      guard gauge.kind == .rain else { return false }
      let count = stride(from: gauge.minutes, through: 1440, by: gauge.minutes).count {
        Self.isRain(values[number][midnight + $0], minutes: gauge.minutes)
      }
      return Double(count) >= 0.9 * 1440 / Double(gauge.minutes)
    }
    guard let step = rainy.map({ gauges[$0].minutes }).min() else { return nil }
    let around = DayWater.around
    let used = rainy.filter { gauges[$0].minutes % step == 0 }
    return DayRain(
      date: day, minutes: step, start: around.lowerBound,
      gauges: used.map { number in
        let minutes = gauges[number].minutes
        return DayRain.Gauge(
          place: gauges[number].place,
          millimetres: stride(from: around.lowerBound, to: around.upperBound, by: step).map { minute in
            // The reading at the end of the interval this step lies in.
            let end = midnight + Int((Double(minute) / Double(minutes)).rounded(.down)) * minutes + minutes
            guard let value = values[number][end], Self.isRain(value, minutes: minutes) else { return 0 }
            return value * Double(step) / Double(minutes)
          })
      })
  }

  private static func isRain(_ value: Double?, minutes: Int) -> Bool {
    value.map { $0 >= 0 && $0 <= greatestRate * Double(minutes) / 60 } ?? false
  }

  /// The levels or flows around a day, without spikes; nothing where too few are there.
  private func readings(_ gauge: Gauge, of day: CalendarDate, _ values: [Int: Double]) -> DayWater.Readings? {
    let midnight = day.daysSince1970 * 1440
    let minutes = stride(from: DayWater.around.lowerBound, through: DayWater.around.upperBound, by: gauge.minutes)
      .filter { values[midnight + $0] != nil }
    guard Double(minutes.count { (0..<1440).contains($0) }) >= 0.75 * 1440 / Double(gauge.minutes) else { return nil }
    let told = minutes.map { values[midnight + $0] ?? 0 }
    let smooth = told.indices.map { index in
      told[max(0, index - 2)...min(told.count - 1, index + 2)].sorted()[
        (min(told.count - 1, index + 2) - max(0, index - 2)) / 2]
    }
    return DayWater.Readings(
      kind: gauge.kind, name: gauge.name, place: gauge.place, minutes: minutes, values: smooth)
  }

  /// `PT15M` or `PT1H` in minutes.
  private static func minutes(_ text: String) -> Int? {
    guard text.hasPrefix("PT"), let number = Int(text.dropFirst(2).dropLast()), number > 0 else { return nil }
    return text.hasSuffix("M") ? number : text.hasSuffix("H") ? number * 60 : nil
  }
}
