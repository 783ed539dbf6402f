import Foundation
import HTTPTypes
import Testing

@Suite("From the live twin to what-ifs, features, feeds and replays") struct LiveStateTests {
  private static let tide = """
    {"name": "Tide gauge", "description": "", "Locations": [{"name": "Pier", "description": "",
       "encodingType": "application/geo+json", "location": {"type": "Point", "coordinates": [100.0, 3.9]}}],
     "Datastreams": [{"name": "Sea level", "description": "", "observationType":
       "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
       "unitOfMeasurement": {"name": "metre", "symbol": "m", "definition": "ucum:m"},
       "Sensor": {"name": "Radar", "description": "", "encodingType": "text/plain", "metadata": ""},
       "ObservedProperty": {"name": "Sea level", "description": "",
         "definition": "http://vocab.nerc.ac.uk/standard_name/sea_surface_height_above_mean_sea_level/"}}]}
    """

  private static func tidal(prepare: (URL) throws -> Void = { _ in }) async throws -> Desk {
    let desk = try Desk(prepare: prepare)
    let made = try await desk.ask("/v1.1/Things", .post, body: tide)
    #expect(made.status == 201, "\(made.text)")
    return desk
  }

  @Test("the state of now, and of a past moment, is a file a scenario starts from; the same state is the same file")
  func state() async throws {
    let desk = try await Self.tidal()
    #expect(try await desk.ask("/api/v1/live/state", .post, body: "{}").status == 422)
    for (time, level) in [("2026-01-01T00:00:00Z", 1.0), ("2026-01-01T06:00:00Z", 2.0)] {
      _ = try await desk.ask(
        "/v1.1/Datastreams(1)/Observations", .post, body: #"{"result": \#(level), "phenomenonTime": "\#(time)"}"#)
    }
    let early = try await desk.ask("/api/v1/live/state?at=2026-01-01T00:10:00Z", .post, body: "{}")
    let later = try await desk.ask("/api/v1/live/state?at=2026-01-01T06:10:00Z", .post, body: "{}")
    let again = try await desk.ask("/api/v1/live/state?at=2026-01-01T06:20:00Z", .post, body: "{}")
    #expect(early.status == 201 && later.status == 201, "\(early.text) \(later.text)")
    let path = try #require(later["file"] as? String)
    #expect(path != early["file"] as? String && path == again["file"] as? String)
    let shown = try await desk.ask("/api/v1/live/state?at=2026-01-01T06:10:00Z")
    #expect(shown["file"] as? String == path)
    #expect(try Data(contentsOf: desk.folder.appending(path: path)).count > 20)
    let scenario = """
      {"scenario": "From now", "supposing": [{"state": {"file": "\(path)"}}, {"rain": {"depth": "20 mm", "duration": "1 h"}}],
       "changes": [], "models": ["flood"]}
      """
    let run = try await desk.ask("/api/v1/runs", .post, body: scenario)
    #expect(run.status == 202 || run.status == 200, "\(run.text)")
    #expect(try await desk.ask("/api/v1/live/state?at=noon").status == 400)
  }

  @Test("programs read the city's layers and its sensors as features") func features() async throws {
    let desk = try await Self.tidal()
    _ = try await desk.ask("/v1.1/Datastreams(1)/Observations", .post, body: #"{"result": 1.5}"#)
    let landing = try await desk.ask("/ogc")
    #expect(landing.status == 200 && landing.text.contains("http://localhost:8080/ogc/collections"), "\(landing.text)")
    let collections = try await desk.ask("/ogc/collections")
    let names = (collections["collections"] as? [[String: Any]])?.compactMap { $0["id"] as? String } ?? []
    #expect(Set(["sensors", "streets", "buildings", "places"]).isSubset(of: names), "\(names)")
    let sensors = try await desk.ask("/ogc/collections/sensors/items")
    let first = try #require((sensors["features"] as? [[String: Any]])?.first)
    #expect((first["properties"] as? [String: Any])?["value"] as? Double == 1.5)
    let streets = try await desk.ask("/ogc/collections/streets/items?limit=3")
    let key = try #require((streets["features"] as? [[String: Any]])?.first?["id"] as? String)
    #expect(try await desk.ask("/ogc/collections/streets/items/\(key)")["id"] as? String == key)
    #expect(try await desk.ask("/ogc/collections/nothing/items").status == 404)
    #expect(try await desk.ask("/ogc/collections/streets/items?bbox=1,2").status == 400)
  }

  @Test("a period is replayed into streams of its own, and they go with it") func replay() async throws {
    let desk = try await Self.tidal()
    for number in 0..<20 {
      _ = try await desk.ask(
        "/v1.1/Datastreams(1)/Observations", .post,
        body: #"{"result": \#(number), "phenomenonTime": "2026-01-01T00:\#(number + 10):00Z"}"#)
    }
    let order = #"{"name": "drill", "from": "2026-01-01T00:00:00Z", "to": "2026-01-01T01:00:00Z", "speed": 0}"#
    let begun = try await desk.ask("/api/v1/live/replays", .post, body: order)
    #expect(begun.status == 201 && begun["streams"] as? Int == 1, "\(begun.text)")
    var listed: [[String: Any]] = []
    for _ in 0..<500 {
      listed = try await desk.ask("/api/v1/live/replays").json as? [[String: Any]] ?? []
      if listed.first?["isAtEnd"] as? Bool == true { break }
      try await Task.sleep(for: .milliseconds(20))
    }
    #expect(listed.first?["handedOn"] as? Int == 20, "\(listed)")
    // What was handed on is kept a moment later.
    var copied = ""
    for _ in 0..<500 where copied != "20" {
      copied = try await desk.ask("/v1.1/Datastreams(2)/Observations/$count").text
      try await Task.sleep(for: .milliseconds(20))
    }
    #expect(copied == "20")
    #expect(try await desk.ask("/v1.1/Datastreams(1)/Observations/$count").text == "20")
    #expect(try await desk.ask("/api/v1/live/replays", .post, body: order).status == 422)
    #expect(try await desk.ask("/api/v1/live/replays/drill", .delete).status == 204)
    #expect(try await desk.ask("/v1.1/Datastreams(2)").status == 404)
    #expect(try await desk.ask("/api/v1/live/replays/drill", .delete).status == 404)
    #expect(
      try await desk.ask(
        "/api/v1/live/replays", .post,
        body: #"{"name": "a b", "from": "2026-01-01T00:00:00Z", "to": "2026-01-02T00:00:00Z"}"#
      ).status == 422)
  }

  @Test("a table in a folder becomes streams with a place, and the feeds' health is told") func feed() async throws {
    let guide = """
      feed: Rain gauges
      folder: inbox/rain
      files: "*.csv"
      every: 1 min
      format: csv
      table: {decimal: ","}
      time: {fields: [Date, Time], format: dd/MM/yyyy HH:mm, zone: Asia/Kuala_Lumpur}
      station:
        key: "{Station}"
        name: "Rain gauge {Station}"
        place: {longitude: Lon, latitude: Lat}
      values:
        - {field: Rain, property: Rainfall, unit: mm, missing: ["-9999"]}
      """
    let table = """
      Station;Date;Time;Rain;Lon;Lat
      A1;23/09/2026;08:00;0,4;101,69;3,14
      A1;23/09/2026;08:15;-9999;101,69;3,14
      A1;23/09/2026;08:30;0,6;101,69;3,14
      """
    let desk = try Desk { folder in
      for name in ["feeds", "inbox/rain"] {
        try FileManager.default.createDirectory(at: folder.appending(path: name), withIntermediateDirectories: true)
      }
      try Data(guide.utf8).write(to: folder.appending(path: "feeds/rain.yaml"))
      try Data("feed: None".utf8).write(to: folder.appending(path: "feeds/broken.yaml"))
      try Data(table.utf8).write(to: folder.appending(path: "inbox/rain/a.csv"))
    }
    var count = ""
    for _ in 0..<400 where count != "2" {
      count = try await desk.ask("/v1.1/Observations/$count").text
      try await Task.sleep(for: .milliseconds(50))
    }
    let health = try await desk.ask("/api/v1/live/feeds")
    #expect(count == "2", "\(health.text)")
    let latest = try await desk.ask("/api/v1/live/latest")
    let stream = try #require((latest["streams"] as? [[String: Any]])?.first)
    #expect((stream["latest"] as? [Any])?[2] as? Double == 0.6 && stream["place"] as? [Double] == [101.69, 3.14])
    let feeds = try await desk.ask("/api/v1/live/feeds").json as? [[String: Any]] ?? []
    #expect(feeds.count == 2 && feeds.contains { ($0["lastError"] as? String ?? "").contains("broken") }, "\(feeds)")
  }
}
