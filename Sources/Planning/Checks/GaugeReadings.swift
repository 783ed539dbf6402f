import Foundation
import Geography
public import Observations

/// The rain gauges of a city's observations: `observations/things.json` says which streams are rain, a CSV a month
/// (`stream,time,value`) what they read.
///
/// A gauge counts on a day when nine tenths of its readings are there; a reading below 0 or faster than 300 mm/h is a fault of the
/// gauge and counts as missing (assumed; the 100-year storm of a quarter of an hour in Malaysia is about 250 mm/h).
public struct GaugeReadings {
  private struct Gauge {
    var key: String
    var place: Coordinate
    var minutes: Int
  }
  private let folder: String
  private let gauges: [Gauge]

  /// Greatest rate in mm/h that is taken for rain.
  static let greatestRate = 300.0
  /// Share of a day's readings a gauge must have.
  static let leastShare = 0.9

  /// The gauges of an observations folder; none where it has no list of things. Throws a ``CheckError`` for a damaged list.
  public init(observations folder: String) throws {
    self.folder = folder
    struct List: Decodable {
      struct Stream: Decodable {
        struct Unit: Decodable { var symbol: String }
        struct Properties: Decodable { var interval: String? }
        var key: String
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
    guard let data = FileManager.default.contents(atPath: file) else {
      gauges = []
      return
    }
    guard let list = try? JSONDecoder().decode(List.self, from: data) else {
      throw CheckError("\(file) is no list of things as kembar writes it: restore it, or give the rain with --rain.")
    }
    let rain = Set(
      list.observedProperties.filter { ($0.key + " " + $0.name).lowercased().contains("rain") }.map(\.id))
    gauges = list.datastreams.compactMap { stream in
      guard rain.contains(stream.observedProperty), stream.unitOfMeasurement.symbol == "mm",
        case .point(let place)? = stream.observedArea,
        let minutes = Self.minutes(stream.properties?.interval ?? "PT60M"),
        1440 % minutes == 0
      else { return nil }
      return Gauge(key: stream.key, place: place, minutes: minutes)
    }
  }

  /// Whether there is no gauge.
  public var isEmpty: Bool { gauges.isEmpty }

  /// The rain of some days, where it was read. Reads one file a month. O(bytes of the months).
  public func rain(of days: Set<CalendarDate>) throws -> [CalendarDate: DayRain] {
    guard !gauges.isEmpty else { return [:] }
    let step = gauges.map(\.minutes).min() ?? 60
    let usable = gauges.filter { $0.minutes % step == 0 }
    let numbers = Dictionary(usable.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
    var found: [CalendarDate: DayRain] = [:]
    for (month, ofMonth) in Dictionary(grouping: days, by: { String($0.text.prefix(7)) }).sorted(by: { $0.key < $1.key }
    ) {
      guard let data = FileManager.default.contents(atPath: "\(folder)/\(month).csv") else { continue }
      var readings: [CalendarDate: [[Int: Double]]] = [:]
      let wanted = Dictionary(ofMonth.map { (Array($0.text.utf8), $0) }, uniquingKeysWith: { first, _ in first })
      data.withUnsafeBytes { bytes in
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
          guard let comma = line.firstIndex(of: UInt8(ascii: ",")), line.endIndex > comma + 18,
            let day = wanted[Array(line[comma + 1..<comma + 11])],
            let number = numbers[String(decoding: line[line.startIndex..<comma], as: UTF8.self)]
          else { continue }
          let rest = String(decoding: line[(comma + 12)...], as: UTF8.self)  // 15:30:00+08:00,1.2
          guard let hour = Int(rest.prefix(2)), let past = Int(rest.dropFirst(3).prefix(2)),
            let value = rest.split(separator: ",").last.flatMap({ Double($0.filter { !$0.isWhitespace }) })
          else { continue }
          let minutes = usable[number].minutes
          guard value >= 0, value <= Self.greatestRate * Double(minutes) / 60 else { continue }
          readings[day, default: [[Int: Double]](repeating: [:], count: usable.count)][number][
            (hour * 60 + past) / minutes] = value
        }
      }
      for (day, byGauge) in readings {
        let whole = usable.indices.filter {
          Double(byGauge[$0].count) >= Self.leastShare * 1440 / Double(usable[$0].minutes)
        }
        guard !whole.isEmpty else { continue }
        found[day] = DayRain(
          date: day, minutes: step,
          gauges: whole.map { number in
            let parts = usable[number].minutes / step
            return DayRain.Gauge(
              place: usable[number].place,
              millimetres: (0..<1440 / step).map { (byGauge[number][$0 / parts] ?? 0) / Double(parts) })
          })
      }
    }
    return found
  }

  /// `PT15M` or `PT1H` in minutes.
  private static func minutes(_ text: String) -> Int? {
    guard text.hasPrefix("PT"), let number = Int(text.dropFirst(2).dropLast()), number > 0 else { return nil }
    return text.hasSuffix("M") ? number : text.hasSuffix("H") ? number * 60 : nil
  }
}
