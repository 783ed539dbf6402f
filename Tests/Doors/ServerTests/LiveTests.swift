import Keys
import Foundation
import HTTPTypes
import Server
import Testing

/// The live parts of a served town, as programs ask them.
@Suite("What is happening now, over HTTP") struct LiveTests {
  private static let station = """
    {"name": "Station", "description": "By the river",
     "Locations": [{"name": "Bank", "description": "", "encodingType": "application/geo+json",
                    "location": {"type": "Point", "coordinates": [100.0, 3.9]}}],
     "Datastreams": [{"name": "Level", "description": "", "observationType":
       "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
       "unitOfMeasurement": {"name": "metre", "symbol": "m", "definition": "ucum:m"},
       "Sensor": {"name": "Radar", "description": "", "encodingType": "text/plain", "metadata": ""},
       "ObservedProperty": {"name": "Water level", "definition": "x", "description": ""}}]}
    """

  private static func furnished(basePath: String = "") async throws -> Desk {
    let desk = try Desk(basePath: basePath)
    let made = try await desk.ask("\(basePath)/v1.1/Things", .post, body: station)
    #expect(made.status == 201, "\(made.text)")
    return desk
  }

  @Test("the SensorThings API answers below its base path, with links as its caller sees it", arguments: ["", "/ipoh"])
  func root(_ base: String) async throws {
    let desk = try await Self.furnished(basePath: base)
    let root = try await desk.ask("\(base)/v1.1")
    #expect(root.status == 200 && root.text.contains("\"http://localhost:8080\(base)/v1.1/Things\""))
    let thing = try await desk.ask("\(base)/v1.1/Things(1)?$expand=Locations,Datastreams($select=name)")
    #expect(thing["name"] as? String == "Station")
    #expect(thing.headers[.cacheControl] == "no-store")
    let made = try await desk.ask("\(base)/v1.1/Datastreams(1)/Observations", .post, body: #"{"result": 2.5}"#)
    let address = try #require(made.headers[.location])
    #expect(made.status == 201 && address.hasPrefix("http://localhost:8080\(base)/v1.1/Observations("))
    let path = String(address.dropFirst("http://localhost:8080".count))
    #expect(try await desk.ask(path)["result"] as? Double == 2.5)
    #expect(try await desk.ask(path + "/result/$value").text == "2.5")
    #expect(try await desk.ask(path, .patch, body: #"{"result": 3}"#).status == 200)
    let patch = #"[{"op": "replace", "path": "/result", "value": 4}]"#
    #expect(try await desk.ask(path, .patch, body: patch, type: "application/json-patch+json").status == 200)
    #expect(try await desk.ask(path)["result"] as? Double == 4)
    #expect(try await desk.ask(path, .delete).status == 200)
    #expect(try await desk.ask(path).status == 404)
    // What a proxy shows is for everyone who may read.
    try await desk.server.keyring.setPublic(true)
    let secure = HTTPField.Name("X-Forwarded-Proto").map { HTTPFields([HTTPField(name: $0, value: "https")]) } ?? [:]
    #expect(try await desk.ask("\(base)/v1.1", headers: secure).text.contains("\"https://localhost:8080\(base)/v1.1/"))
  }

  @Test("what cannot be taken is a problem with a sentence, and forms of other pages are not read") func refused()
    async throws
  {
    let desk = try await Self.furnished()
    for (path, method, body, status) in [
      ("/v1.1/Things(9)", .get, "", 404), ("/v1.1/Things?$filter=name%20eq", .get, "", 400),
      ("/v1.1/Things", .post, "{", 400), ("/v1.1/Nothing", .get, "", 404), ("/v1.1/Things(1)", .post, "{}", 405),
    ] as [(String, HTTPRequest.Method, String, Int)] {
      let answer = try await desk.ask(path, method, body: body)
      #expect(answer.status == status && (answer["message"] as? String ?? "").count > 20, "\(path): \(answer.text)")
    }
    #expect(try await desk.ask("/v1.1/Things", .post, body: Self.station, type: "text/plain").status == 415)
    let elsewhere = HTTPFields([HTTPField(name: .origin, value: "http://elsewhere.example")])
    #expect(try await desk.ask("/v1.1/Things", .post, body: Self.station, headers: elsewhere).status == 403)
  }

  @Test("a body beyond the limit is refused before it is read whole") func long() async throws {
    let desk = try await Self.furnished()
    let body = "{\"result\": \"" + String(repeating: "x", count: 33 << 20) + "\"}"
    #expect(try await desk.ask("/v1.1/Datastreams(1)/Observations", .post, body: body).status == 413)
  }

  @Test("the last value of everything comes with its unit and its place") func latest() async throws {
    let desk = try await Self.furnished()
    _ = try await desk.ask(
      "/v1.1/Datastreams(1)/Observations", .post,
      body: #"{"result": 2.5, "phenomenonTime": "2026-01-01T00:00:00Z", "resultQuality": {"flag": 3}}"#)
    let answer = try await desk.ask("/api/v1/live/latest")
    let stream = try #require((answer["streams"] as? [[String: Any]])?.first)
    #expect(stream["unit"] as? String == "m" && stream["property"] as? String == "Water level")
    #expect(stream["place"] as? [Double] == [100, 3.9] && stream["thingName"] as? String == "Station")
    let latest = try #require(stream["latest"] as? [Any])
    #expect(latest[1] as? Int == 1_767_225_600_000 && latest[2] as? Double == 2.5 && latest.count == 4)
  }

  @Test("a chart gets single values where they fit, and otherwise hours or days") func series() async throws {
    let desk = try await Self.furnished()
    // A value every ten minutes for 40 days: 5,760.
    let rows = (0..<5_760).map { number in
      let seconds = 1_767_225_600 + number * 600
      return "[\"\(Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601))\",\(number % 144)]"
    }
    for start in stride(from: 0, to: rows.count, by: 1_000) {
      let part = rows[start..<min(rows.count, start + 1_000)].joined(separator: ",")
      let sent = try await desk.ask(
        "/v1.1/CreateObservations", .post,
        body: #"[{"Datastream": {"@iot.id": 1}, "components": ["phenomenonTime", "result"], "dataArray": [\#(part)]}]"#)
      #expect(sent.status == 201)
    }
    let path = "/api/v1/live/streams/1/series"
    let day = try await desk.ask("\(path)?from=2026-01-02T00:00:00Z&to=2026-01-03T00:00:00Z")
    #expect(day["per"] as? String == "value" && (day["values"] as? [Double]) == (0..<144).map { Double($0) })
    let all = try await desk.ask("\(path)?from=2026-01-01T00:00:00Z&to=2026-02-10T00:00:00Z&points=1000")
    #expect(all["per"] as? String == "hour" && (all["times"] as? [Int])?.count == 960)
    let coarse = try await desk.ask("\(path)?from=2026-01-01T00:00:00Z&to=2026-02-10T00:00:00Z&points=100")
    #expect(coarse["per"] as? String == "day" && (coarse["count"] as? [Int])?.reduce(0, +) == 5_760)
    #expect((coarse["max"] as? [Double])?.max() == 143 && (coarse["min"] as? [Double])?.min() == 0)
    for (query, status) in [
      ("?from=yesterday", 400), ("?points=1", 400), ("?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z", 400),
    ] {
      #expect(try await desk.ask(path + query).status == status)
    }
    #expect(try await desk.ask("/api/v1/live/streams/9/series").status == 404)
  }

  @Test("an inbox entry that is not there cannot be decided") func inbox() async throws {
    let desk = try Desk()
    #expect(try await desk.ask("/api/v1/live/inbox").text == "[]")
    #expect(try await desk.ask("/api/v1/live/inbox/1/accept", .post, body: "{}").status == 404)
    #expect(try await desk.ask("/api/v1/live/inbox/1", .delete).status == 404)
    #expect(try await desk.ask("/api/v1/live/status")["streams"] as? Int == 0)
  }

  @Test("a value over a limit raises an alert that says what it knew, is acknowledged once and ends by itself")
  func alerts() async throws {
    let rule = """
      rule: The river is high
      streams: {property: Water level}
      threshold: {above: 3 m, clear: 2.8 m}
      quiet: 0 s
      """
    let desk = try Desk { folder in
      let watch = folder.appending(path: "watch")
      try FileManager.default.createDirectory(at: watch, withIntermediateDirectories: true)
      try Data(rule.utf8).write(to: watch.appending(path: "river.yaml"))
      try Data("rule: broken\nabove: ?".utf8).write(to: watch.appending(path: "none.txt"))
    }
    let status = try await desk.ask("/api/v1/live/watch")
    #expect(status["rules"] as? Int == 1, "\(status.text)")
    #expect(try await desk.ask("/v1.1/Things", .post, body: Self.station).status == 201)
    func alerts(_ query: String = "") async throws -> [[String: Any]] {
      try await desk.ask("/api/v1/live/alerts" + query).json as? [[String: Any]] ?? []
    }
    // The watch learns of new streams when it looks around; sending again after that is the same observation.
    var raised: [[String: Any]] = []
    for _ in 0..<600 {
      _ = try await desk.ask("/v1.1/Datastreams(1)/Observations", .post, body: #"{"result": 3.4}"#)
      raised = try await alerts()
      if !raised.isEmpty { break }
      try await Task.sleep(for: .milliseconds(100))
    }
    let alert = try #require(raised.first)
    // Charts draw a line where the rule warns.
    let limits = try #require(try await desk.ask("/api/v1/live/watch")["limits"] as? [[String: Any]])
    let limit = try #require(limits.first)
    #expect(limits.count == 1 && limit["stream"] as? Int == 1 && limit["limit"] as? Double == 3)
    #expect(limit["isBelow"] as? Bool == false && limit["rule"] as? String == "The river is high")
    #expect(limit["severity"] as? String == alert["severity"] as? String)
    let id = try #require(alert["id"] as? String)
    #expect(alert["state"] as? String == "raised" && (alert["headline"] as? String ?? "").contains("Station"))
    #expect(((alert["knew"] as? [[String: Any]])?.first?["value"] as? Double) == 3.4)
    #expect(alert["place"] as? [Double] == [100, 3.9])
    let path = "/api/v1/live/alerts/\(id)"
    #expect(try await desk.ask("\(path)/acknowledge", .post, body: #"{"note": "Seen", "by": "Aminah"}"#).status == 200)
    #expect((try await alerts().first?["acknowledged"] as? [String: Any])?["by"] as? String == "Aminah")
    #expect(try await desk.ask("/api/v1/live/alerts/nothing/acknowledge", .post, body: "{}").status == 404)
    _ = try await desk.ask("/v1.1/Datastreams(1)/Observations", .post, body: #"{"result": 1}"#)
    for _ in 0..<300 where try await !alerts().isEmpty { try await Task.sleep(for: .milliseconds(20)) }
    #expect(try await alerts().isEmpty)
    #expect(try await alerts("?past=5").first?["state"] as? String == "cleared")
  }
}
