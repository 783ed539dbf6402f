import Feeds
import Foundation
import Geography
import Observations
import Testing

/// Files of feeds: what is wrong is told with file, line, field and the nearest name.
@Suite struct FeedTexts {
  static let good = """
    feed: Rain
    folder: inbox
    format: csv
    every: 10 min
    time:
      field: Date
      format: dd/MM/yyyy HH:mm
      zone: Asia/Kuala_Lumpur
    station:
      key: "{Station}"
      name: "{Station}"
    values:
      - field: Rain
        property: Rainfall
        unit: mm
    """

  private func fault(_ text: String, file: String = "feeds/rain.yaml") -> String {
    do {
      _ = try Feed.parse(text, file: file)
      return "no fault"
    } catch { return "\(error)" }
  }

  @Test func aFileIsRead() throws {
    let feed = try Feed.parse(Self.good, file: "feeds/rain.yaml")
    #expect(feed.name == "rain" && feed.title == "Rain" && feed.every == 600_000 && feed.stale == 3_600_000)
    #expect(feed.source == .folder(path: "inbox", files: "*.csv"))
    #expect(feed.mapping?.values.first?.key == "rain")
  }

  @Test(arguments: [
    ("every: 10 min", "evry: 10 min", "feeds/rain.yaml:4: the field \"evry\" is not known. Did you mean \"every\"?"),
    ("every: 10 min", "every: soon", "feeds/rain.yaml:4: the field \"every\" is a number with its unit"),
    ("every: 10 min", "every: 10 ms", "feeds/rain.yaml:4: the field \"every\" is 10 ms; it lies between 1 s and 31 d."),
    ("format: csv", "format: cvs", "feeds/rain.yaml:3: the field \"format\" cannot be \"cvs\". Did you mean \"csv\"?"),
    ("format: csv", "", "feeds/rain.yaml:1: the field \"format\" is missing."),
    ("feed: Rain", "", "the field \"feed\" is missing."), ("folder: inbox", "", "a feed has a source"),
    ("folder: inbox", "folder: inbox\nurl: https://a.example", "a feed has one source: keep one of url, folder."),
    ("folder: inbox", "folder: ../etc", "feeds/rain.yaml:2: the field \"folder\" is a folder within the city's own"),
    ("folder: inbox", "folder: /etc", "within the city's own"),
    ("folder: inbox", "url: file:///etc/passwd", "begins with https://"),
    ("folder: inbox", "url: \"https://a.example/{day}\"", "has {day}, which nothing fills in"),
    ("folder: inbox", "url: \"https://a.example/{now:HH}\"", "a moment is written {now:yyyy-MM-dd}"),
    ("folder: inbox", "topic: a/b", "does not go with the format csv"),
    (
      "      zone: Asia/Kuala_Lumpur", "      zone: Asia/Kuala_Lumper",
      "feeds/rain.yaml:8: the field \"time.zone\" is a time zone"
    ),
    ("      zone: Asia/Kuala_Lumpur\n", "", "the field \"time.zone\" is missing: times without an offset"),
    (
      "      format: dd/MM/yyyy HH:mm", "      format: dd/mm/yyyy",
      "feeds/rain.yaml:7: the field \"time.format\" is iso, unix"
    ),
    ("      key: \"{Station}\"\n", "", "the field \"station.key\" is missing."),
    (
      "      key: \"{Station}\"", "      kee: a",
      "feeds/rain.yaml:10: the field \"station.kee\" is not known. Did you mean \"key\"?"
    ),
    (
      "        unit: mm", "        unti: mm",
      "feeds/rain.yaml:15: the field \"values[1].unti\" is not known. Did you mean \"unit\"?"
    ),
    ("        property: Rainfall\n", "", "the field \"values[1].property\" is missing."),
    ("        unit: mm", "        factor: ten", "feeds/rain.yaml:15: the field \"values[1].factor\" is a number"),
    ("        unit: mm", "      - {field: Rain, property: B}", "has \"rain\" twice"),
    ("      key: \"{Station}\"", "      key: a\n      place: {at: [3, 101, 5]}", "is [longitude, latitude]"),
    ("      key: \"{Station}\"", "      key: a\n      place: {at: [3.1, 101.6]}", "is [longitude, latitude]"),
    ("every: 10 min", "largest: 5 GB", "is a size such as 20 MB"),
    ("every: 10 min", "requests: [{a: 1}, {b: 2}]", "elements with other names"),
    ("every: 10 min", "feed: Twice", "\"feed\" stands twice: keep one."), ("feed: Rain", "feed: [", "feeds/rain.yaml:"),
    ("every: 10 min", "table: {separator: abc}", "is one letter"), ("every: 10 min", "rows: a", "is for JSON"),
  ])
  func whatIsWrongIsNamed(_ old: String, _ new: String, _ words: String) {
    func plain(_ text: String) -> String {
      text.split(separator: "\n", omittingEmptySubsequences: false).map {
        $0.hasPrefix("    ") ? String($0.dropFirst(4)) : String($0)
      }
      .joined(separator: "\n")
    }
    let text = Self.good.replacingOccurrences(of: plain(old), with: plain(new))
    #expect(text != Self.good)
    let said = fault(text)
    #expect(said.contains(words), "\(said)")
    #expect(said.hasPrefix("feeds/rain.yaml"))
  }

  @Test func hostileFilesAreRefused() {
    #expect(fault(String(repeating: "[", count: 100_000)).contains("nested deeper"))
    #expect(fault(String(repeating: "{a: ", count: 100_000)).contains("nested deeper"))
    #expect(
      fault((0..<700).map { String(repeating: " ", count: $0) + "a:" }.joined(separator: "\n")).contains(
        "nested deeper"))
    #expect(fault(String(repeating: "- ", count: 10_000) + "a").contains("nested deeper"))
    var laughs = "a: &a [x, x]\n"
    for letter in "bcdefghij" { laughs += "\(letter): &\(letter) [*a, *a, *a, *a]\n" }
    #expect(fault(laughs).contains("aliases"))
    #expect(fault(String(repeating: "a", count: 1_000_001)).contains("longer than a megabyte"))
    #expect(
      fault("").contains("is no feed") && fault("- a").contains("is no feed")
        && fault("\u{0}").hasPrefix("feeds/rain.yaml"))
    #expect(fault(Self.good, file: "feeds/Rain Feed.yaml").contains("small letters"))
  }

  @Test func aFolderOfFeedsIsReadEvenWhereOneIsBroken() throws {
    let city = FileManager.default.temporaryDirectory.appendingPathComponent("city-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: city) }
    #expect(FeedFiles.read(city: city.path).feeds.isEmpty)
    try FileManager.default.createDirectory(at: city.appendingPathComponent("feeds"), withIntermediateDirectories: true)
    try Data(Self.good.utf8).write(to: city.appendingPathComponent("feeds/rain.yaml"))
    try Data("feed: x".utf8).write(to: city.appendingPathComponent("feeds/wind.yml"))
    try Data([0xFF]).write(to: city.appendingPathComponent("feeds/sun.yaml"))
    try Data().write(to: city.appendingPathComponent("feeds/.hidden.yaml"))
    let files = FeedFiles.read(city: city.path)
    #expect(files.feeds.map(\.name) == ["rain"])
    #expect(files.broken.keys.sorted() == ["sun", "wind"])
    #expect(files.broken["wind"]?.description.contains("feeds/wind.yml") == true)
  }

  @Test func noiseDoesNotCrash() {
    var random = SplitMixBytes(state: 3)
    let bytes = Array(Self.good.utf8)
    for _ in 0..<400 {
      var noisy = bytes
      for _ in 0..<(1 + random.next() % 6) {
        noisy[random.next() % noisy.count] = Array(":-[]{}&*\"'#\n |>!%@`,?a1".utf8)[random.next() % 23]
      }
      _ = fault(String(decoding: noisy, as: UTF8.self))
    }
  }
}

/// A small run of numbers for noise.
struct SplitMixBytes {
  var state: UInt64
  mutating func next() -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33)
  }
}
