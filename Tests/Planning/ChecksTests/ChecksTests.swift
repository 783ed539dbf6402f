import Checks
import Foundation
import Geography
import Modelling
import Observations
import Replica
import Testing

private let day = CalendarDate(year: 2024, month: 11, day: 30)

/// Marks on a line, one a cell of 10 m, and the grid of a model that sees them with an error.
private func town(_ told: [Double], error: (Int) -> Double = { _ in 0 }) -> (marks: [Mark], grid: Grid) {
  let marks = told.indices.map { Mark(date: day, place: Point(x: Double($0) * 10 + 5, y: 5), depth: told[$0]) }
  let grid = Grid(
    columns: told.count, rows: 1, values: told.indices.map { Float(max(0, told[$0] + error($0))) },
    placement: .affine(AffinePlacement(west: 0, north: 10, cellWidth: 10, cellHeight: 10)))
  return (marks, grid)
}

private let storm = [day: DayWater(date: day, rain: DayRain.spread(80, over: day))]

private func check(_ marks: [Mark], _ grid: Grid, water: [CalendarDate: DayWater] = storm) throws -> TownCheck {
  try TownCheck(marks, water: water, model: "flood", version: "1", city: "abc") { _, _ in TownCheck.Replay(peak: grid) }
}

@Suite("A town's flood marks replayed") struct TownCheckTests {
  @Test("hits, misses, false alarms and their rates by hand")
  func table() throws {
    let scores = Scores(told: [0.5, 0.3, 0, 0, 0.8, 0.05], modelled: [0.4, 0.02, 0.2, 0, 0.7, 0])
    let counts: [Int] = [scores.hits, scores.misses, scores.falseAlarms, scores.dry]
    #expect(counts == [2, 1, 1, 2])
    #expect(scores.hitRate == 2.0 / 3)
    #expect(scores.falseAlarmRatio == 1.0 / 3)
    #expect(scores.successIndex == 0.5)
    #expect(abs(scores.meanError - (0.1 + 0.28 + 0.2 + 0 + 0.1 + 0.05) / 6) < 1e-12)
  }

  @Test("the guess at a mark is the mean of the others")
  func guess() {
    let scores = Scores(told: [0, 1, 2], modelled: [0, 0, 0])
    // 1.5, 1 and 0.5 are guessed.
    #expect(abs(scores.guessMeanError - 1) < 1e-12)
    #expect(abs(scores.guessRootError - (4.5 / 3).squareRoot()) < 1e-12)
    #expect(scores.finding == .tooFew)
  }

  @Test("a model that is right beats the guess, and says so")
  func right() throws {
    let (marks, grid) = town([0, 0.2, 0.5, 0, 0.9, 1.2, 0.4, 0]) { $0.isMultiple(of: 2) ? 0.05 : -0.05 }
    let found = try check(marks, grid)
    #expect(found.scores.finding == .better)
    #expect(try #require(found.scores.skill) > 0.9)
    #expect(found.verdict(cityNow: "abc", versionNow: "1").level == .fit)
    #expect(found.verdict(cityNow: "other", versionNow: "1").level == .screeningOnly)
    #expect(found.verdict(cityNow: "abc", versionNow: "2").because.contains("run kembar check again"))
  }

  @Test("shuffled marks score no better than the guess, however good the model is", arguments: [UInt64(1), 2, 3])
  func shuffled(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let told = (0..<24).map { _ in random.unit() < 0.3 ? 0 : random.uniform(0.1..<1.5) }
    let (marks, grid) = town(told)
    #expect(try check(marks, grid).scores.finding == .better)
    var skills: [Double] = []
    var better = 0
    for _ in 0..<20 {
      var depths = told
      for last in stride(from: depths.count - 1, to: 0, by: -1) {
        depths.swapAt(last, Int(random.unit() * Double(last + 1)))
      }
      let wrong = zip(marks, depths).map { Mark(date: $0.date, place: $0.place, depth: $1) }
      let scores = try check(wrong, grid).scores
      skills.append(try #require(scores.skill))
      if scores.finding == .better { better += 1 }
    }
    #expect(skills.reduce(0, +) / Double(skills.count) < 0)
    // One shuffle in twenty may look good by chance; more would mean that the test lets chance through.
    #expect(better <= 4)
  }

  @Test("a model that says the same everywhere shows no skill, though it hits every mark")
  func constant() throws {
    let (marks, _) = town([0.2, 0.4, 0.6, 0.8, 1.0, 0.5])
    let flat = town([Double](repeating: 0.58, count: 6)).grid
    let found = try check(marks, flat)
    #expect(found.scores.hitRate == 1)
    #expect(found.scores.finding == .noBetter)
    #expect(found.verdict(cityNow: "abc", versionNow: "1").level == .cannot)
  }

  @Test("days without known rain and marks outside the model are left out and told")
  func leftOut() throws {
    var (marks, grid) = town([0.5, 0.2, 0])
    marks.append(Mark(date: day, place: Point(x: 1000, y: 5), depth: 1))
    marks.append(Mark(date: CalendarDate(year: 2019, month: 1, day: 2), place: Point(x: 5, y: 5), depth: 1))
    let found = try check(marks, grid)
    #expect(found.scores.marks == 3)
    #expect(found.left.map(\.why) == ["neither the rain nor a river of its day is known", "it lies outside the model"])
    #expect(throws: CheckError.self) { try check(marks, grid, water: [:]) }
  }

  @Test("a dry day is not run, and the model is then dry")
  func dryDay() throws {
    let (marks, _) = town([0, 0, 0.4])
    let found = try TownCheck(
      marks, water: [day: DayWater(date: day, rain: .spread(0.2, over: day))], model: "flood", version: "1", city: "abc"
    ) { _, _ in throw CheckError("ran") }
    #expect(found.pairs.allSatisfy { $0.modelled == 0 })
    #expect(found.scores.misses == 1)
  }

  @Test("a result is kept with the city and read again; a damaged one is none")
  func kept() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/kembar-checks-\(UUID().uuidString)/runs"
    defer { try? FileManager.default.removeItem(atPath: (folder as NSString).deletingLastPathComponent) }
    let (marks, grid) = town([0, 0.2, 0.5])
    let found = try check(marks, grid)
    #expect(TownCheck.kept(inRuns: folder) == nil)
    try found.write(toRuns: folder)
    #expect(TownCheck.kept(inRuns: folder) == found)
    try Data("{".utf8).write(to: URL(filePath: folder + "/check.json"))
    #expect(TownCheck.kept(inRuns: folder) == nil)
  }
}

@Suite("Rain of a day") struct DayRainTests {
  @Test("a sheet of sums is spread over the assumed hours; one with clocks is kept")
  func sheet() throws {
    let text = "date,time,mm\n2024-11-30,15:00,30\n2024-11-30,16:00,10\n\n# later\n2024-12-01,,48\n"
    let rain = try DayRain.sheet(text, named: "rain.csv")
    let first = try #require(rain[day])
    #expect(abs(first.millimetres - 40) < 1e-9)
    #expect(abs(first.gauges[0].millimetres[180..<192].reduce(0, +) - 30) < 1e-9)
    #expect(!first.isSpread)
    let second = try #require(rain[CalendarDate(year: 2024, month: 12, day: 1)])
    #expect(second.isSpread)
    #expect(Array(second.gauges[0].millimetres[15..<18]) == [16, 16, 16])
  }

  @Test(
    "a bad line is named",
    arguments: [
      ("date,mm\n2024-11-31,5", "line 2"), ("2024-11-30,-4", "0 or more"), ("2024-11-30,9000", "another unit"),
      ("date,mm", "no day's rain"), ("2024-11-30,25:00,4", "no clock"), ("2024-11-30,wet", "line 1"),
    ])
  func bad(text: String, words: String) {
    #expect { try DayRain.sheet(text, named: "rain.csv") } throws: { "\($0)".contains(words) }
  }

  @Test("the table has a row a step and ends with none")
  func table() {
    let rain = DayRain(
      date: day, minutes: 720,
      gauges: [
        .init(place: Coordinate(longitude: 101.5, latitude: 3), millimetres: [4, 0]),
        .init(place: Coordinate(longitude: 101.6, latitude: 3.1), millimetres: [0, 6]),
      ])
    #expect(rain.table == "minutes,mm @ 101.5 3.0,mm @ 101.6 3.1\n0,4.0,0.0\n720,0.0,6.0\n1440,0,0\n")
    #expect(rain.millimetres == 5)
  }

  @Test("gauges are read from a month of observations; faults and half a day count as missing")
  func gauges() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/kembar-gauges-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func stream(_ key: String, _ property: Int) -> String {
      """
      {"key": "\(key)", "observedProperty": \(property), "unitOfMeasurement": {"symbol": "mm"}, "properties": \
      {"interval": "PT1H"}, "observedArea": {"type": "Point", "coordinates": [100.5, 4]}}
      """
    }
    let things = """
      {"datastreams": [\(stream("a/rain", 1)), \(stream("b/rain", 1)), \(stream("c/level", 2))],
       "observedProperties": [{"id": 1, "key": "p/rain", "name": "Rainfall"}, {"id": 2, "key": "p/level", "name": "Level"}]}
      """
    try Data(things.utf8).write(to: URL(filePath: folder + "/things.json"))
    var lines = ["stream,time,value"]
    for hour in 0..<24 {
      let clock = "2024-11-30T\(hour < 10 ? "0" : "")\(hour):00:00+08:00"
      lines.append("a/rain,\(clock),\(hour == 3 ? "999" : hour == 15 ? "20.5" : "0.0")")
      if hour < 12 { lines.append("b/rain,\(clock),7.0") }
      lines.append("c/level,\(clock),3.0")
    }
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: folder + "/2024-11.csv"))
    let readings = try GaugeReadings(observations: folder)
    let water = try readings.water(of: [day, CalendarDate(year: 2023, month: 1, day: 1)])
    #expect(water.count == 1)
    #expect(water[day]?.rain?.gauges.count == 1)
    // A reading stands at the end of its hour.
    #expect(water[day]?.rain?.millimetres == 20.5)
    #expect(water[day]?.rain?.gauges[0].millimetres[12 + 14] == 20.5)
    #expect(try GaugeReadings(observations: folder + "/none").isEmpty)
  }
}

@Suite("Flood marks of a file") struct MarkTableTests {
  private var city: City {
    var city = City(
      profile: Profile(
        name: "Tiny", country: "MY", timeZone: "Asia/Kuala_Lumpur", languages: ["ms"], currency: "MYR",
        drivingSide: .left, projection: UTM(zone: 48, isSouthern: false)!))
    let ends = [Point(x: 0, y: 0), Point(x: 200, y: 0), Point(x: 200, y: 900)]
    let nodes = ends.map { city.streets.nodes.append(key: FeatureKey("\($0.x) \($0.y)"), at: $0) }
    let link = Link(access: .all, speed: 10, lanes: 1)
    for (number, name) in ["Jalan Pasar", "Jalan Besar"].enumerated() {
      var segment = Segment(streetClass: .primary, forward: link, backward: link)
      segment.name = name
      city.streets.append(
        segment, key: FeatureKey("s\(number)"), from: nodes[number], to: nodes[number + 1],
        shape: [ends[number], ends[number + 1]])
    }
    city.places.append(
      key: FeatureKey("p"), kind: PlaceKind(rawValue: "school"), name: "SK Taman Jaya", at: Point(x: 50, y: 70))
    return city
  }

  private func read(_ text: String) throws -> MarkTable {
    let path = FileManager.default.temporaryDirectory.path + "/kembar-marks-\(UUID().uuidString).csv"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(text.utf8).write(to: URL(filePath: path))
    return try MarkTable(path, city: city)
  }

  @Test("places, days and depths, dry ones too; what cannot be read is told")
  func marks() throws {
    let table = try read(
      """
      date,longitude,latitude,depth_m,source
      2024-11-30,101.5,3.0,0.60,council
      2024/11/30,101.5,3.1,dry,resident
      30.11.,101.5,3.1,0.2,resident
      2024-11-30,101.5,3.2,-1,resident
      2024-11-30,101.5,3.2,deep,resident
      """)
    #expect(table.marks.map(\.depth) == [0.6, 0])
    #expect(table.marks.map(\.date) == [day, day])
    #expect(table.skipped.reduce(0) { $0 + $1.count } == 3)
  }

  @Test("centimetres by name; metres that cannot be are an error that says so")
  func units() throws {
    #expect(try read("date,lon,lat,depth_cm\n2024-11-30,101.5,3.0,45\n").marks[0].depth == 0.45)
    #expect { try read("date,lon,lat,depth\n2024-11-30,101.5,3.0,45\n") } throws: { "\($0)".contains("depth_cm") }
    #expect { try read("when,lon,lat,depth\n2024-11-30,101.5,3.0,1\n") } throws: { "\($0)".contains("tells the day") }
  }

  @Test("headings and words of Malay, units in heading and cell, days as people write them")
  func words() throws {
    let table = try read(
      """
      Bil;Tarikh Kejadian;Bujur;Lintang;Kedalaman air (cm);Sumber
      1;30/11/2024;101,5;3,0;45;majlis
      2;30 Nov 2024;101,5;3,1;KERING;penduduk
      3;30.11.2024;101,5;3,2;1.2 m;penduduk
      4;30-11-2024;101,5;3,3;2 kaki;penduduk
      """)
    #expect(table.marks.map(\.date) == [day, day, day, day])
    #expect(zip(table.marks.map(\.depth), [0.45, 0, 1.2, 0.6096]).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(table.skipped.isEmpty)
  }

  @Test("places by name: a street, a crossing, a school; what is too long or not on the map is told by name")
  func places() throws {
    let table = try read(
      """
      tarikh,lokasi,dalam
      2024-11-30,Jln. Pasar,0.4
      2024-11-30,Simpang Jalan Besar / Jalan Pasar,0.6
      2024-11-30,sk tmn jaya,kering
      2024-11-30,Jalan Besar,0.3
      2024-11-30,Jalan Hilang,0.3
      """)
    #expect(table.marks.map(\.depth) == [0.4, 0.6, 0])
    #expect(table.marks[0].place.distance(to: Point(x: 100, y: 0)) <= 100)
    #expect(table.marks[1].place == Point(x: 200, y: 0))
    #expect(table.marks[2].place == Point(x: 50, y: 70))
    #expect(table.skipped.map(\.count) == [1, 1])
    #expect(table.skipped[0].examples[0].contains("900 m") && table.skipped[1].examples[0].contains("Jalan Hilang"))
  }
}
