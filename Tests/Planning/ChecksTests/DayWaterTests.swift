import Checks
import Foundation
import Geography
import Modelling
import Observations
import Replica
import Testing

private let day = CalendarDate(year: 2024, month: 11, day: 30)

@Suite("What is known of a day's water") struct DayWaterTests {
  /// A river that falls 0.5 ‰ to the south and a stream that falls 2 %, both from the north.
  private static func city() throws -> City {
    var city = City(
      profile: Profile(
        name: "Tiny", country: "MY", timeZone: "Asia/Kuala_Lumpur", languages: ["ms"], currency: "MYR",
        drivingSide: .left, projection: try #require(UTM(zone: 47, isSouthern: false))))
    var values: [Float] = []
    for row in 0..<200 {
      let south = Double(row) * 10
      for column in 0..<100 { values.append(Float(column < 50 ? 10 - south * 0.0005 : 60 - south * 0.02)) }
    }
    city.terrain = Grid(
      columns: 100, rows: 200, values: values,
      placement: .affine(AffinePlacement(west: 500_000, north: 402_000, cellWidth: 10, cellHeight: 10)))
    for (number, x) in [500_250.0, 500_750].enumerated() {
      city.waterways.append(
        key: FeatureKey("w\(number)"), kind: .river, name: number == 0 ? "Sungai \"Uji\"" : "",
        line: [Point(x: x, y: 402_000), Point(x: x, y: 400_000)], width: 20)
    }
    return city
  }

  private static func gauge(
    _ name: String, _ x: Double, _ y: Double, kind: DayWater.Readings.Kind = .level, top: Int = 600
  ) throws -> DayWater.Readings {
    let minutes = Array(stride(from: -720, through: 1800, by: 60))
    return DayWater.Readings(
      kind: kind, name: name, place: try city().profile.projection.unproject(Point(x: x, y: y)), minutes: minutes,
      values: minutes.map { $0 == top ? 11 : 9 })
  }

  @Test("the hours replayed hold the day's rain and the way of a flood to its highest water")
  func window() throws {
    let rain = DayRain.spread(80, over: day)
    #expect(DayWater(date: day, rain: rain).window == 14 * 60..<19 * 60)
    #expect(DayWater(date: day, rain: .spread(0.5, over: day)).window == 0..<1440)
    let river = try Self.gauge("a", 500_250, 401_000)
    #expect(DayWater(date: day, rivers: [river]).window == -120..<780)
    #expect(DayWater(date: day, rain: rain, rivers: [river]).window == -120..<19 * 60)
  }

  @Test("a day without rain is dry only where no river was read")
  func dry() throws {
    let rain = DayRain.spread(0.4, over: day)
    #expect(DayWater(date: day, rain: rain).isDry)
    #expect(!DayWater(date: day, rain: rain, rivers: [try Self.gauge("a", 500_250, 401_000)]).isDry)
    #expect(!DayWater(date: day).isKnown)
  }

  @Test("of two gauges on a river the one near the marks is used; a steep stream's levels are not; all of it is told")
  func chosen() throws {
    let water = DayWater(
      date: day,
      rivers: [
        try Self.gauge("upper", 500_260, 401_900), try Self.gauge("lower", 500_240, 400_300),
        try Self.gauge("steep", 500_750, 401_000), try Self.gauge("lost", 500_500, 401_000),
      ])
    let marks = [Mark(date: day, place: Point(x: 500_300, y: 400_400), depth: 0.4)]
    let scenario = DayScenario(water, on: try Self.city(), marks: marks)
    #expect(scenario.text.contains("inflow: {river: \"Sungai \\\"Uji\\\"\", table: river-0.csv, gauge: ["))
    #expect(scenario.tables.count == 1)
    #expect(scenario.tables["river-0.csv"]?.hasPrefix("minutes,m\n0,9.0\n") == true)
    #expect(scenario.used.count == 1 && scenario.used[0].hasPrefix("lower, at most 11.0 m"))
    let missing = scenario.missing.joined(separator: "; ")
    for words in [
      "rain", "upper stands farther", "steep: its stream falls 20.0 ‰", "lost: no river", "the sea's level",
    ] {
      #expect(missing.contains(words), "\(words)")
    }
  }

  @Test("a flow that was measured is used as it is, and the sea as the tide gauge read it")
  func flowAndSea() throws {
    let water = DayWater(
      date: day, rain: .spread(60, over: day), rivers: [try Self.gauge("flow", 500_750, 401_000, kind: .discharge)],
      sea: try Self.gauge("Tide gauge", 500_000, 400_000, kind: .sea))
    let scenario = DayScenario(water, on: try Self.city())
    #expect(scenario.text.contains("inflow: {river: \"w1\", table: river-1.csv}"))
    #expect(scenario.tables["river-1.csv"]?.hasPrefix("minutes,m3/s\n") == true)
    #expect(scenario.text.contains("sea-level: {table: sea.csv}"))
    #expect(!DayScenario(water, on: try Self.city(), hasSea: false).text.contains("sea-level"))
    #expect(scenario.tables["rain.csv"]?.hasPrefix("minutes,mm\n0,0\n60,0\n") == true)
  }

  @Test("levels and the tide are read from a month of observations, without a spike")
  func readings() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/kembar-water-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func stream(_ key: String, _ property: Int) -> String {
      """
      {"key": "\(key)", "name": "Level, Gauge \(key)", "observedProperty": \(property), "unitOfMeasurement": {"symbol": "m"}, \
      "properties": {"interval": "PT1H"}, "observedArea": {"type": "Point", "coordinates": [100.5, 4]}}
      """
    }
    let things = """
      {"datastreams": [\(stream("a", 1)), \(stream("b", 2)), \(stream("c", 1))],
       "observedProperties": [{"id": 1, "key": "p/level", "name": "Water level"}, {"id": 2, "key": "p", "name": "Sea level"}]}
      """
    try Data(things.utf8).write(to: URL(filePath: folder + "/things.json"))
    var lines = ["stream,time,value"]
    for hour in 0..<24 {
      let clock = "2024-11-30T\(hour < 10 ? "0" : "")\(hour):00:00+08:00"
      lines.append("a,\(clock),\(hour == 7 ? 99 : 3 + Double(hour) / 10)")
      lines.append("b,\(clock),0.5")
      if hour < 9 { lines.append("c,\(clock),2") }
    }
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: folder + "/2024-11.csv"))
    let water = try #require(try GaugeReadings(observations: folder).water(of: [day])[day])
    #expect(water.rain == nil && water.rivers.map(\.name) == ["Gauge a"] && water.sea?.name == "Gauge b")
    #expect(water.rivers[0].values.max().map { $0 < 5.4 } == true)
  }
}
