import ArgumentParser
import Checks
import Foundation
import Geography
import Modelling
import Observations
import Replica
import Scenarios
import Testing

@testable import kembar

@Suite("kembar check") struct CheckCommandTests {
  @Test("a sheet with headings alone holds nothing to check, one with a row does, one that is not there does not")
  func headings() throws {
    let path = FileManager.default.temporaryDirectory.path + "/kembar-headings-\(UUID().uuidString).csv"
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(!CheckCommand.holdsRows(path))
    try "date,longitude,latitude,depth_m\n\n".write(toFile: path, atomically: true, encoding: .utf8)
    #expect(!CheckCommand.holdsRows(path))
    try "date,longitude,latitude,depth_m\n2025-01-01,101.7,3.1,0.4\n".write(
      toFile: path, atomically: true, encoding: .utf8)
    #expect(CheckCommand.holdsRows(path))
  }

  /// Six marks of one day on a line, and a model that sees them half as deep and floods a dry one.
  static func check() throws -> TownCheck {
    let day = CalendarDate(year: 2024, month: 11, day: 30)
    let told = [0.4, 0.8, 0, 1.2, 0.6, 0.1]
    let grid = Grid(
      columns: 6, rows: 1, values: told.map { $0 == 0 ? 0.3 : Float($0 / 2) },
      placement: .affine(AffinePlacement(west: 0, north: 10, cellWidth: 10, cellHeight: 10)))
    var marks = told.indices.map { Mark(date: day, place: Point(x: Double($0) * 10 + 5, y: 5), depth: told[$0]) }
    marks.append(Mark(date: CalendarDate(year: 2020, month: 1, day: 1), place: Point(x: 5, y: 5), depth: 1))
    return try TownCheck(
      marks, water: [day: DayWater(date: day, rain: .spread(90, over: day))], model: "flood", version: "1", city: "c"
    ) { day, _ in
      TownCheck.Replay(
        peak: grid, used: ["90.0 mm of rain (\(day.window.count / 60) h)"], missing: ["the sea's level"])
    }
  }

  @Test("The table tells each mark beside the model, the rates, and the errors beside the guess")
  func table() throws {
    let text = CheckTable(try Self.check()).text(within: 100)
    for words in [
      "2024-11-30: 90.0 mm of rain (5 h), replayed from 14:00 to 19:00", "not: the sea's level", "false alarm", "miss",
      "4 hits, 1 misses, 1 false alarms, 0 dry in both (wet from 0.1 m)",
      "Hit rate 80 %, false-alarm ratio 20 %, critical success index 67 %", "guess",
      "Left out: 1 × mark: neither the rain nor a river of its day is known (2020-01-01)",
    ] { #expect(text.contains(words), "\(words)") }
  }

  @Test("What the town remembers stands before every other verdict")
  func first() throws {
    let (check, city) = (
      try Self.check(),
      City(
        profile: Profile(
          name: "Tiny", country: "MY", timeZone: "Asia/Kuala_Lumpur", languages: ["ms"], currency: "MYR",
          drivingSide: .left, projection: UTM(containing: Coordinate(longitude: 101, latitude: 3))))
    )
    let verdicts = Catalogue.standard.verdicts(on: city, digest: "c", checked: check)
    #expect(verdicts.first?.verdict.question == "Was the flood model right in your town?")
    let cards = Catalogue.standard.cards(digest: "c", checked: check)
    let flood = try #require(cards.first { $0.name == "flood" })
    #expect(flood.measured.first?.hasPrefix("Your town: 6 flood marks of 1 day: 4 hits") == true)
    #expect(cards.filter { $0.measured.first?.hasPrefix("Your town") == true }.count == 1)
    #expect(verdicts.count == Catalogue.standard.verdicts(on: city).count + 1)
    #expect(Catalogue.standard.verdicts(on: city, digest: "c", checked: nil) == Catalogue.standard.verdicts(on: city))
  }

  @Test("A number of threads that cannot be is wrong usage; a folder without a city fails with a sentence")
  func badInput() throws {
    #expect(throws: (any Error).self) { try CheckCommand.parse(["town", "--threads", "0"]) }
    let command = try CheckCommand.parse(["/nonexistent/town"])
    #expect { try command.run() } throws: { Talk.sentence(of: $0).contains("there is no city in this folder") }
  }
}
