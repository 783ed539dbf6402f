import Checks
import Foundation
import Geography
import Modelling
import Observations
import Replica
import Testing

private let today = CalendarDate(year: 2026, month: 5, day: 1)

@Suite("A mark is added to the city's sheet") struct MarkSheetTests {
  private let folder = FileManager.default.temporaryDirectory.path + "/kembar-sheet-\(UUID().uuidString)"
  private let city = City(
    profile: Profile(
      name: "Tiny", country: "MY", timeZone: "Asia/Kuala_Lumpur", languages: ["ms"], currency: "MYR",
      drivingSide: .left, projection: UTM(zone: 48, isSouthern: false)!))
  private let mark = TypedMark(date: "30/11/2024", depth: "40 cm", longitude: 101.5, latitude: 3.0)

  private func sheet(holding text: String? = nil) throws -> MarkSheet {
    let sheet = MarkSheet(city: folder)
    try FileManager.default.createDirectory(atPath: folder + "/observations", withIntermediateDirectories: true)
    if let text { try Data(text.utf8).write(to: URL(filePath: sheet.path)) }
    return sheet
  }

  private func text(_ sheet: MarkSheet) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: sheet.path)), as: UTF8.self)
  }

  @Test("a first mark makes the sheet; a second one follows; both are read again")
  func first() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let sheet = MarkSheet(city: folder)
    let added = try sheet.add(mark, to: city, today: today)
    #expect(added.depth == 0.4)
    #expect(added.date == CalendarDate(year: 2024, month: 11, day: 30))
    var dry = mark
    (dry.depth, dry.source) = ("kering", "Council")
    try sheet.add(dry, to: city, today: today)
    #expect(
      try text(sheet) == """
        date,longitude,latitude,depth_m,error_m,source
        2024-11-30,101.5,3.0,0.4,,resident
        2024-11-30,101.5,3.0,dry,,council

        """)
    let table = try MarkTable(sheet.path, city: city)
    #expect(table.marks.map(\.depth) == [0.4, 0])
    #expect(table.marks[0].place.distance(to: added.place) < 0.5)
  }

  @Test("a sheet with other headings, units, separators and line ends keeps them, and what it holds")
  func own() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let before =
      "\u{feff}Bil;Tarikh;\"Kedalaman air (cm)\";Bujur;Lintang;Catatan\r\n1;2024-11-29;55;101.4;3,1;\"rumah; dua\""
    let sheet = try sheet(holding: before)
    try sheet.add(mark, to: city, today: today)
    #expect(try text(sheet) == before + "\r\n;2024-11-30;40.0;101.5;3.0;\r\n")
  }

  @Test("the same mark a second time is refused, and nothing is written")
  func twice() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let sheet = try sheet()
    try sheet.add(mark, to: city, today: today)
    let before = try text(sheet)
    #expect { try sheet.add(mark, to: city, today: today) } throws: { "\($0)".contains("already") }
    #expect(try text(sheet) == before)
  }

  @Test(
    "what cannot be is a sentence, and nothing is written",
    arguments: [
      (TypedMark(date: "31/11/2024", depth: "1", longitude: 101.5, latitude: 3), "no day"),
      (TypedMark(date: "2027-01-01", depth: "1", longitude: 101.5, latitude: 3), "still to come"),
      (TypedMark(date: "1024-01-01", depth: "1", longitude: 101.5, latitude: 3), "too long ago"),
      (TypedMark(date: "2024-11-30", depth: "deep", longitude: 101.5, latitude: 3), "no depth"),
      (TypedMark(date: "2024-11-30", depth: "-1", longitude: 101.5, latitude: 3), "no depth"),
      (TypedMark(date: "2024-11-30", depth: "1e400", longitude: 101.5, latitude: 3), "no depth"),
      (TypedMark(date: "2024-11-30", depth: "45", longitude: 101.5, latitude: 3), "write cm"),
      (TypedMark(date: "2024-11-30", depth: "1", longitude: .nan, latitude: 3), "needs a place"),
      (TypedMark(date: "2024-11-30", depth: "1", longitude: 3, latitude: 101.5), "needs a place"),
      (TypedMark(date: "2024-11-30", depth: "1", longitude: 101.5, latitude: 3, source: "=cmd()"), "no source"),
    ])
  func bad(mark: TypedMark, words: String) {
    let sheet = MarkSheet(city: folder)
    #expect { try sheet.add(mark, to: city, today: today) } throws: { "\($0)".contains(words) }
    #expect(!FileManager.default.fileExists(atPath: sheet.path))
  }

  @Test("a sheet without a column that is needed, or not in UTF-8, is left as it is")
  func unfit() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let sheet = try sheet(holding: "date,street,depth_m\n2024-11-30,Jalan Pasar,0.4\n")
    #expect { try sheet.add(mark, to: city, today: today) } throws: { "\($0)".contains("no column longitude") }
    try Data([0x64, 0xe9, 0x0a]).write(to: URL(filePath: sheet.path))
    #expect { try sheet.add(mark, to: city, today: today) } throws: { "\($0)".contains("UTF-8") }
    #expect(FileManager.default.contents(atPath: sheet.path)?.count == 3)
  }

  @Test("marks are pasted with the columns people write; what stands there already and what cannot be used is told")
  func pasted() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let sheet = MarkSheet(city: folder)
    let text = """
      Tarikh\tBujur\tLintang\tKedalaman (cm)
      30/11/2024\t101.5\t3.0\t40
      30/11/2024\t101.6\t3,1\tkering
      30/11/2024\t101.6\t\t55
      someday\t101.6\t3.1\t55
      01/12/2027\t101.6\t3.1\t55
      """
    let first = try sheet.paste(text, to: city, today: today)
    #expect((first.added, first.known) == (2, 0))
    #expect(first.skipped.reduce(0) { $0 + $1.count } == 3)
    #expect(try MarkTable(sheet.path, city: city).marks.map(\.depth) == [0.4, 0])
    let second = try sheet.paste(text, to: city, today: today)
    #expect((second.added, second.known) == (0, 2))
    for (text, words) in [
      ("", "names the columns"), ("date\tdepth_m\n2024-11-30\t1", "tells the place"),
      ("date\tdepth_m\tstreet\n2024-11-30\t1\tNowhere", "No row"),
    ] {
      #expect { try sheet.paste(text, to: city, today: today) } throws: { "\($0)".contains(words) }
    }
  }

  @Test("the rain of a day is kept, told anew, and refused where it cannot be")
  func rain() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let sheet = RainSheet(city: folder)
    #expect(try sheet.days().isEmpty)
    try sheet.paste("date\tmm\n2024-11-30\t85\n2024-12-01\t10\n", today: today)
    let days = try sheet.paste("30/11/2024;15:00;40\n30/11/2024;16:00;20", today: today)
    let day = CalendarDate(year: 2024, month: 11, day: 30)
    #expect(days.count == 1 && days[day]?.isSpread == false)
    let kept = try sheet.days()
    #expect(kept.count == 2)
    #expect(abs((kept[day]?.millimetres ?? 0) - 60) < 1e-9)
    for (text, words) in [
      ("2027-01-01,5", "still to come"), ("2024-11-30,-5", "0 or more"), ("2024-11-30,9000", "another unit"),
      ("", "no day"),
    ] {
      #expect { try sheet.paste(text, today: today) } throws: { "\($0)".contains(words) }
    }
    #expect(try sheet.days() == kept)
  }

  @Test("marks added at once by many are all there")
  func atOnce() async throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let sheet = try sheet()
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<20 {
        group.addTask {
          let mark = TypedMark(date: "2024-11-30", depth: "\(number + 1) cm", longitude: 101.5, latitude: 3)
          _ = try? sheet.add(mark, to: city, today: today)
        }
      }
    }
    #expect(try text(sheet).split(separator: "\n").count == 21)
  }

  @Test(
    "days as people write them",
    arguments: [
      "2024-11-30", "2024/11/30 00:00:00", "2024-11-30T16:00:00+08:00", "30/11/2024", "30.11.2024", "30-11-2024 16:00",
      "30 Nov 2024", "30 November 2024", "Nov 30, 2024",
    ])
  func days(text: String) {
    #expect(CalendarDate(written: text) == CalendarDate(year: 2024, month: 11, day: 30))
  }

  @Test("months in Malay and Indonesian; what is no day")
  func months() {
    #expect(CalendarDate(written: "1 Ogos 2023") == CalendarDate(year: 2023, month: 8, day: 1))
    #expect(CalendarDate(written: "17 Disember 2021") == CalendarDate(year: 2021, month: 12, day: 17))
    #expect(CalendarDate(written: "5 Mac 2022") == CalendarDate(year: 2022, month: 3, day: 5))
    for text in ["", "30.11.", "11/30/2024", "30/11/24", "2024-13-01", "2023-02-29", "someday"] {
      #expect(CalendarDate(written: text) == nil, "\(text)")
    }
  }
}
