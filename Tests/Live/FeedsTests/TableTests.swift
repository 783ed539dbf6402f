import Feeds
import Foundation
import Modelling
import Observations
import Testing

/// Tables as people's programs write them.
@Suite struct Tables {
  private func feed(
    _ table: String = "", time: String = "{field: Date, format: d/M/yyyy H:mm, zone: Asia/Kuala_Lumpur}"
  ) -> String {
    """
    feed: Tables
    folder: inbox
    format: csv
    \(table)
    time: \(time)
    station: {key: "{Station}", name: "{Name}"}
    values:
      - {field: Level, property: Water level, unit: m}
    """
  }

  private func pull(_ text: String, _ yaml: String? = nil) throws -> (Pulled, FeedReport) {
    try pull(Array(text.utf8), yaml)
  }

  private func pull(_ bytes: [UInt8], _ yaml: String? = nil) throws -> (Pulled, FeedReport) {
    let pulled = try Pulled(yaml ?? feed())
    try pulled.write("a.csv", bytes)
    let report = try pulled.pull().report
    return (pulled, report)
  }

  private static let one = ["2026-09-23T00:00:00Z 1.5"]

  @Test(arguments: [
    "Station,Name,Date,Level\nA,Ampang,23/9/2026 8:00,1.5\n",
    "Station,Name,Date,Level\r\nA,Ampang,23/9/2026 8:00,1.5\r\n",
    "Station,Name,Date,Level\rA,Ampang,23/9/2026 8:00,1.5\r", "Station,Name,Date,Level\nA,Ampang,23/9/2026 8:00,1.5",
    "\u{FEFF}Station,Name,Date,Level\nA,Ampang,23/9/2026 8:00,1.5\n",
    "Station;Name;Date;Level\nA;Ampang;23/9/2026 8:00;1.5\n",
    "Station\tName\tDate\tLevel\nA\tAmpang\t23/9/2026 8:00\t1.5\n",
    "Station|Name|Date|Level\nA|Ampang|23/9/2026 8:00|1.5\n",
    "sep=;\r\nStation;Name;Date;Level\r\nA;Ampang;23/9/2026 8:00;1.5\r\n",
    "\"Station\",\"Name\",\"Date\",\"Level\"\n\"A\",\"Ampang\",\"23/9/2026 8:00\",\"1.5\"\n",
    " Station , Name ,Date, Level \n A ,Ampang, 23/9/2026 8:00 ,  1.5 \n",
    "Station,Name,Date,Level,,\nA,Ampang,23/9/2026 8:00,1.5,,\n",
    "\n\nStation,Name,Date,Level\n\nA,Ampang,23/9/2026 8:00,1.5\n\n\n",
    "Level,Date,Station,Name\n1.5,23/9/2026 8:00,A,Ampang\n",
    "Station,Name,Date,Level\nA,Ampang,23/9/2026 8:00,+1.5e0\n",
    "Station,Name,Date,Level\nA,Ampang,23/9/2026 8:00,1.5,,\n",
  ])
  func manyFormsSayTheSame(_ text: String) throws {
    let (pulled, report) = try pull(text)
    #expect(pulled.numbers("test/A/level") == Self.one)
    #expect(pulled.things.map(\.name) == ["Ampang"])
    #expect(report.skippedCount == 0 && report.remarks.isEmpty && report.rows == 1)
  }

  @Test func quotesHoldSeparatorsBreaksAndQuotes() throws {
    let (pulled, report) = try pull(
      "Station,Name,Date,Level\n\"A\",\"Ampang, \"\"lower\"\"\r\nbridge\",23/9/2026 8:00,1.5\n"
        + "B,Say \"hi\",23/9/2026 8:00,2\n"
    )
    #expect(pulled.things.map(\.name) == ["Ampang, \"lower\"\r\nbridge", "Say \"hi\""])
    #expect(report.taken == 2)
  }

  @Test func decimalCommasAreSaid() throws {
    let yaml = feed("table: {decimal: \",\"}")
    let (pulled, _) = try pull("Station;Name;Date;Level\nA;Ampang;23/9/2026 8:00;1,5\n", yaml)
    #expect(pulled.numbers("test/A/level") == Self.one)
    let (_, report) = try pull("Station;Name;Date;Level\nA;Ampang;23/9/2026 8:00;1,5\n")
    #expect(Pulled.skipped(report, "Level is no number") == 1)
  }

  @Test func latinLettersAreReadWithARemark() throws {
    let bytes =
      Array("Station,Name,Date,Level\nA,Caf".utf8) + [0xE9]
      + Array(",23/9/2026 8:00,1.5\nB,Père,23/9/2026 8:00,2\n".utf8)
    let (pulled, report) = try pull(bytes)
    #expect(pulled.things.map(\.name) == ["Café", "Père"])
    #expect(report.remarks.first?.hasPrefix("1 rows are not UTF-8") == true)
  }

  @Test func linesBeforeNamesAndNamesThatAreToldInstead() throws {
    let yaml = feed("table: {skip-lines: 2}")
    let (pulled, _) = try pull(
      "Works department\nReport of today;;\nStation,Name,Date,Level\nA,Ampang,23/9/2026 8:00,1.5\n", yaml)
    #expect(pulled.numbers("test/A/level") == Self.one)
    let bare = feed("table: {columns: [Station, Name, Date, Level]}")
    let (other, _) = try pull("A,Ampang,23/9/2026 8:00,1.5\n", bare)
    #expect(other.numbers("test/A/level") == Self.one)
  }

  @Test func timesInTwoColumnsAndTheFilesName() throws {
    let yaml = """
      feed: Two
      folder: inbox
      format: csv
      time: {fields: [Date, Time], format: yyyy-MM-dd HH:mm:ss, zone: Asia/Kuala_Lumpur}
      station: {key: "{file}", name: "Logger {file}"}
      values:
        - {field: Level, property: Water level, unit: m}
      """
    let (pulled, _) = try pull("Date,Time,Level\n2026-09-23,08:00:00,1.5\n", yaml)
    #expect(pulled.numbers("test/a/level") == Self.one)
    #expect(pulled.things.map(\.name) == ["Logger a"])
  }

  @Test func columnsThatAreNotThereAreNamed() throws {
    let (_, report) = try pull("Station,Name,Date,Levels\nA,Ampang,23/9/2026 8:00,1.5\n")
    #expect(report.taken == 0)
    #expect(report.remarks == ["a.csv: it has no column \"Level\". Did you mean \"Levels\"?"])
  }

  @Test func rowsOfAnotherWidthAreCounted() throws {
    let (_, report) = try pull(
      "Station,Name,Date,Level\nA,Ampang,23/9/2026 8:00\nA,Ampang,23/9/2026 8:00,1,5\nA,Ampang,23/9/2026 8:00,1\n")
    #expect(report.rows == 3 && report.taken == 1 && Pulled.skipped(report, "not as many fields") == 2)
    #expect(report.skipped[0].examples.first == "line 2: 3")
  }

  @Test func whatIsNoTableIsTold() throws {
    let (_, open) = try pull("Station,Name,Date,Level\nA,\"Ampang,23/9/2026 8:00,1.5\nB,x,y,z\n")
    #expect(open.remarks.first?.contains("a quote that opens in line 2 is never closed") == true)
    let (_, wide) = try pull([0xFF, 0xFE] + Array("S\0t\0".utf8))
    #expect(wide.remarks.first?.contains("UTF-16") == true)
    let (_, binary) = try pull([0x50, 0x4B, 3, 4, 0, 0, 0, 8])
    #expect(binary.remarks.first?.contains("zero byte") == true)
    let (_, empty) = try pull("")
    #expect(empty.remarks == ["The table is empty."])
    let (_, endless) = try pull("Station,Name,Date,Level\n\"" + String(repeating: "a", count: 1_100_000))
    #expect(endless.remarks.first?.contains("longer than a megabyte") == true)
  }

  @Test func piecesOfAnySizeSayTheSame() throws {
    // Rows, breaks and letters of several bytes lie across the pieces a file is read in.
    var text = "Station,Name,Date,Level\r\n"
    for number in 0..<9_000 {
      text += "水\(number % 50),\"名 \"\"\(number % 50)\"\"\",23/9/2026 8:\(10 + number % 50),\(number % 50)\r\n"
    }
    let (pulled, report) = try pull(text)
    #expect(report.rows == 9_000 && report.taken == 50 && Pulled.skipped(report, "twice") == 8_950)
    #expect(pulled.things.count == 50 && pulled.things.allSatisfy { $0.name.hasPrefix("名 \"") })
    #expect(report.remarks.isEmpty)
  }

  @Test func manyRowsComeInBatches() throws {
    let pulled = try Pulled(feed())
    var text = "Station,Name,Date,Level\n"
    for number in 0..<12_000 {
      text +=
        "A,Ampang,\(1 + number / 1_440)/9/2026 \(number / 60 % 24):\(number % 60 < 10 ? "0" : "")\(number % 60),1\n"
    }
    try pulled.write("a.csv", text)
    nonisolated(unsafe) var sizes: [Int] = []
    let pull = FeedPull(pulled.feed, city: pulled.city.path) { _ in throw PullFailure("") }
    let result = try pull.run(FeedMemory(), at: pulled.now) { sizes.append($0.readings.count) }
    #expect(sizes == [5_000, 5_000, 2_000] && result.report.taken == 12_000)
  }

  @Test func hostileBytesDoNotCrash() throws {
    var random = SplitMix(seed: 5)
    let letters = Array(",;\"\n\r\t A1\u{E9}0./:-".utf8) + [0xFF, 0x80]
    let pulled = try Pulled(
      feed().replacingOccurrences(of: "folder: inbox", with: "url: https://tables.example/a.csv"))
    for round in 0..<1_000 {
      let count = Int(random.next() % 200)
      let noise = (0..<count).map { _ in letters[Int(random.next() % UInt64(letters.count))] }
      let head = round % 2 == 0 ? Array("Station,Name,Date,Level\n".utf8) : []
      pulled.answers = { _ in FeedAnswer(status: 200, body: head + noise) }
      _ = try? pulled.pull()
    }
  }
}
