import Feeds
import Foundation
import Geography
import Modelling
import Observations
import Testing

/// The examples of Docs/feeds.md, run as they stand there.
@Suite struct Guide {
  /// The blocks of the guide that begin with a feed's file, by its name, and those before them.
  private static func blocks() throws -> [(name: String, yaml: String, sample: String)] {
    var folder = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { folder.deleteLastPathComponent() }
    let guide = try String(contentsOf: folder.appendingPathComponent("Docs/feeds.md"), encoding: .utf8)
    let parts = guide.components(separatedBy: "```")
    return parts.indices.compactMap { number in
      guard number % 2 == 1, parts[number].hasPrefix("yaml\n# feeds/") else { return nil }
      let yaml = String(parts[number].dropFirst(5))
      let name = yaml.dropFirst(8).prefix { $0 != "." }
      let sample = number >= 2 && !parts[number - 2].hasPrefix("yaml") ? String(parts[number - 2].dropFirst()) : ""
      return (String(name), yaml, sample)
    }
  }

  @Test func theExamplesWork() throws {
    let blocks = try Self.blocks()
    #expect(blocks.map(\.name) == ["rain", "river-levels", "buses", "cameras"])
    for block in blocks { _ = try Feed.parse(block.yaml, file: "feeds/\(block.name).yaml") }

    let rain = try Pulled(blocks[0].yaml.replacingOccurrences(of: "inbox/rain ", with: "inbox "), name: "rain")
    try rain.write("a.csv", blocks[0].sample)
    let table = try rain.pull().report
    #expect(rain.numbers("rain/A1/rain") == ["2026-09-23T00:00:00Z 0.4"])
    #expect(table.rows == 2 && table.skippedCount == 1)
    #expect(rain.things.first?.place == Coordinate(longitude: 101.69, latitude: 3.14))
    #expect(rain.things.first?.properties["attribution"] == "Works Department, for use within the council")

    let river = try Pulled(blocks[1].yaml, name: "river-levels")
    river.secrets = ["gauges": "x"]
    river.answers = { request in
      FeedAnswer(status: 200, body: Array((request.url.contains("id=3116") ? blocks[1].sample : "No result").utf8))
    }
    try river.pull()
    #expect(river.numbers("river-levels/3116/level") == ["2026-09-23T00:00:00Z 24.2"])
    #expect(river.streams.first?.properties["levels"] == .object(["alert": 27.5, "danger": 29]))
    #expect(river.requests.first?.url.hasSuffix("from=24%2F09%2F2026%2002%3A00&to=24%2F09%2F2026%2008%3A00") == true)
  }
}
