import Checks
import Foundation
import Modelling
import Observations
import Testing

private let today = CalendarDate(year: 2026, month: 5, day: 1)

@Suite("A count is added to the city's sheet") struct CountSheetTests {
  private let folder = FileManager.default.temporaryDirectory.path + "/kembar-count-sheet-\(UUID().uuidString)"
  private let count = TypedCount(
    date: "4/3/2026", from: "7.00 pagi", to: "08:00", street: "Jalan Pasar", side: "Jalan Besar", direction: "timur",
    vehicles: ["car": "120", "motorcycle": "233"])

  private func sheet(holding text: String) throws -> CountSheet {
    let sheet = CountSheet(city: folder)
    try FileManager.default.createDirectory(atPath: folder + "/observations", withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: sheet.path))
    return sheet
  }

  private func text(_ sheet: CountSheet) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: sheet.path)), as: UTF8.self)
  }

  @Test("a first count makes the sheet, and it is read again as it was typed")
  func first() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let sheet = CountSheet(city: folder)
    let added = try sheet.add(count, to: CountedTown.city, today: today)
    #expect(
      try text(sheet) == """
        street,name,direction,date,from,to,car,motorcycle,truck,bus,bicycle,total,source
        drawn/way/west-middle,Jalan Pasar,forward,2026-03-04,07:00,08:00,120,233,,,,,resident

        """)
    #expect(try CountTable(sheet.path, city: CountedTown.city).counts == added)
    #expect { try sheet.add(count, to: CountedTown.city, today: today) } throws: { "\($0)".contains("already") }
  }

  @Test("a sheet with a class a row and the clock in the day gets rows of its own kind")
  func long() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let before = "street,name,time,minutes,direction,class,count\n"
    let sheet = try sheet(holding: before)
    let added = try sheet.add(count, to: CountedTown.city, today: today)
    #expect(
      try text(sheet) == before + """
        drawn/way/west-middle,Jalan Pasar,2026-03-04T07:00:00,60,forward,car,120
        drawn/way/west-middle,Jalan Pasar,2026-03-04T07:00:00,60,forward,motorcycle,233

        """)
    #expect(try CountTable(sheet.path, city: CountedTown.city).counts == added)
  }

  @Test("what is pasted is added, what stands there already stands once, and what cannot be is told")
  func paste() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let sheet = CountSheet(city: folder)
    let pasted = "Jalan\tDari\tHingga\tKereta\nLorong Satu\t7:00\t8:00\t50\nJalan Entah\t7:00\t8:00\t9\n"
    #expect(try sheet.paste(pasted, to: CountedTown.city, today: today).table.skipped.map(\.count) == [1])
    try sheet.paste(pasted, to: CountedTown.city, today: today)
    #expect(try text(sheet).split(separator: "\n").count == 2)
    #expect { try sheet.paste("Jalan\n", to: CountedTown.city, today: today) } throws: { "\($0)".contains("no field") }
  }

  @Test("rows are told with their counts or why not, and one is taken away without touching the others")
  func rows() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(try CountSheet(city: folder).rows(in: CountedTown.city).isEmpty)
    #expect(try !CountSheet(city: folder).remove("any"))
    let line = "Lorong Satu;07:00;08:00;50;mine, \"kept\""
    let lines = [
      "\u{feff}street;from;to;car;note", line, "", "Jalan Entah;07:00;08:00;5;", line, "Lorong Satu;08:00;09:00;7;",
    ]
    let sheet = try sheet(holding: lines.joined(separator: "\r\n"))
    let rows = try sheet.rows(in: CountedTown.city)
    #expect(rows.map(\.line) == [2, 3, 4, 5])
    #expect(rows.map(\.counts.count) == [1, 0, 1, 1] && rows[0].counts == rows[2].counts)
    #expect(rows[1].wrong?.contains("Jalan Entah") == true && rows[1].text == lines[3])
    #expect(Set(rows.map(\.id)).count == 4)
    // The second of two that are the same; then the last, which no line's end follows.
    #expect(try sheet.remove(rows[2].id))
    #expect(try text(sheet) == [lines[0], line, "", lines[3], lines[5]].joined(separator: "\r\n"))
    #expect(try !sheet.remove(rows[2].id))
    #expect(try sheet.remove(rows[3].id))
    #expect(try text(sheet) == [lines[0], line, "", lines[3], ""].joined(separator: "\r\n"))
    #expect(try sheet.rows(in: CountedTown.city).map(\.id) == [rows[0].id, rows[1].id])
    let none = try self.sheet(holding: "date,depth_m\n2026-01-01,0.3\n")
    #expect { try none.rows(in: CountedTown.city) } throws: { "\($0)".contains("no field tells where") }
  }

  @Test("what cannot be is a sentence with its field, and nothing is written")
  func wrong() throws {
    var cases: [(TypedCount, String, CheckError.Field?)] = []
    func add(_ words: String, _ field: CheckError.Field?, _ change: (inout TypedCount) -> Void) {
      var wrong = count
      change(&wrong)
      cases.append((wrong, words, field))
    }
    add("still to come", .date) { $0.date = "2027-01-01" }
    add("too long ago", .date) { $0.date = "1024-01-01" }
    add("its day is not written", .date) { $0.date = "soon" }
    add("ends before it begins", .time) { $0.to = "06:00" }
    add("none of 0 or more", .count) { $0.vehicles["car"] = "-1" }
    add("fit on no street", .count) { $0.vehicles["car"] = "99999" }
    add("is no class", .count) { $0.vehicles["tank"] = "1" }
    add("no number of vehicles", .count) { $0.vehicles = [:] }
    add("Did you mean \"Jalan Pasar\"", .place) { $0.street = "Jalan Pasir" }
    add("neither a street nor a position", .place) { ($0.street, $0.side) = ("", "") }
    add("is no source", nil) { $0.source = "Ali" }
    for (typed, words, field) in cases {
      #expect { try CountSheet(city: folder).add(typed, to: CountedTown.city, today: today) } throws: { error in
        "\(error)".contains(words) && (error as? CheckError)?.field == field
      }
    }
    #expect(!FileManager.default.fileExists(atPath: folder + "/observations"))
  }
}
