import Foundation
import HTTPTypes
import Replica
import Server
import Testing

@Suite("The town's counts over HTTP")
struct CountTests {
  private static func body(_ fields: [String: Any]) throws -> String {
    String(decoding: try JSONSerialization.data(withJSONObject: fields), as: UTF8.self)
  }

  private static func rows(_ desk: Desk, _ name: String = "items") async throws -> [[String: Any]] {
    try #require(try await desk.ask("/api/v1/counts")[name] as? [[String: Any]])
  }

  /// Pieces of street that cars may drive forward.
  private static func keys(_ desk: Desk, _ count: Int) -> [String] {
    let streets = desk.city.streets
    return Array(
      (0..<streets.segments.count).filter { streets.links.access[2 * $0].contains(.car) }.prefix(count).map {
        streets.segments.keys[$0].text
      })
  }

  @Test("a count is typed, listed with its street and way, and taken away")
  func typed() async throws {
    let desk = try Desk()
    #expect(try await Self.rows(desk).isEmpty)
    let key = Self.keys(desk, 1)[0]
    let sent =
      [
        "street": key, "direction": "forward", "date": "2024-11-27", "from": "7.00 pagi", "to": "08:00",
        "vehicles": ["car": 41, "motorcycle": "63"],
      ] as [String: Any]
    let answer = try await desk.ask("/api/v1/counts", .post, body: try Self.body(sent))
    #expect(answer.status == 201 && answer["key"] as? String == key, "\(answer.text)")
    let again = try await desk.ask("/api/v1/counts", .post, body: try Self.body(sent))
    #expect(again.status == 422 && (again["reason"] as? String)?.contains("already") == true)

    let row = try #require(try await Self.rows(desk).first)
    #expect(row["direction"] as? String == "forward" && row["date"] as? String == "2024-11-27")
    #expect(row["from"] as? String == "07:00" && row["to"] as? String == "08:00")
    #expect(row["vehicles"] as? [String: Int] == ["car": 41, "motorcycle": 63])
    #expect((0..<8).contains(row["eighth"] as? Int ?? -1) && (row["position"] as? [Double])?.count == 2)
    let id = try #require(row["id"] as? String)
    #expect(try await desk.ask("/api/v1/counts/nothing", .delete).status == 404)
    #expect(try await desk.ask("/api/v1/counts/\(id)", .delete).status == 204)
    #expect(try await desk.ask("/api/v1/counts/\(id)", .delete).status == 404)
    #expect(try await Self.rows(desk).isEmpty)
  }

  @Test("a count that cannot be is a sentence at its field, and nothing is written")
  func wrong() async throws {
    let desk = try Desk()
    let good =
      [
        "street": Self.keys(desk, 1)[0], "direction": "forward", "date": "2024-11-27", "from": "07:00", "to": "08:00",
        "vehicles": ["car": 41],
      ] as [String: Any]
    for (name, value, field) in [
      ("street", "Nowhere Street", "place"), ("date", "30 Foo", "date"), ("date", "2199-01-01", "date"),
      ("to", "07:00", "time"), ("from", "soon", "time"), ("vehicles", ["car": "-4"], "count"),
      ("vehicles", [String: Any](), "count"), ("vehicles", ["rocket": 4], "count"),
      ("vehicles", ["car": 90_000], "count"),
    ] as [(String, Any, String)] {
      var bad = good
      bad[name] = value
      let answer = try await desk.ask("/api/v1/counts", .post, body: try Self.body(bad))
      #expect(answer.status == 422 && answer["field"] as? String == field, "\(name) \(value): \(answer.text)")
      #expect((answer["reason"] as? String)?.hasSuffix(".") == true, "\(answer.text)")
    }
    #expect(try await desk.ask("/api/v1/counts", .post, body: #"{"vehicles": 3}"#).status == 422)
    let large = String(repeating: "x", count: 5_000)
    #expect(try await desk.ask("/api/v1/counts", .post, body: #"{"street": "\#(large)"}"#).status == 413)
    let form = try await desk.ask("/api/v1/counts", .post, body: "x=1", type: "application/x-www-form-urlencoded")
    var elsewhere = HTTPFields()
    elsewhere[.origin] = "https://elsewhere.example"
    let foreign = try await desk.ask("/api/v1/counts/any", .delete, headers: elsewhere)
    #expect(form.status == 415 && foreign.status == 403)
    #expect(try await Self.rows(desk).isEmpty)
    let check = try await desk.ask("/api/v1/counts/check", .post, body: "{}")
    #expect(check.status == 422 && (check["reason"] as? String)?.contains("no counts to check") == true)
    #expect(try await desk.ask("/api/v1/counts/check")["check"] is NSNull)
  }

  @Test("what is pasted is added row by row, and what cannot be used is told")
  func pasted() async throws {
    let desk = try Desk()
    let keys = Self.keys(desk, 2)
    let text =
      "Jalan\tHala\tDari\tHingga\tKereta\n\(keys[0])\tforward\t7:00\t8:00\t50\n\(keys[1])\tforward\t7:00\t8:00\t20\n"
      + "Jalan Entah\t\t7:00\t8:00\t9\n"
    let first = try await desk.ask("/api/v1/counts/pasted", .post, body: try Self.body(["text": text]))
    #expect(first.status == 200 && first["added"] as? Int == 2 && first["known"] as? Int == 0, "\(first.text)")
    #expect(((first["skipped"] as? [[String: Any]])?.first?["why"] as? String)?.contains("no street") == true)
    let second = try await desk.ask("/api/v1/counts/pasted", .post, body: try Self.body(["text": text]))
    #expect(second["added"] as? Int == 0 && second["known"] as? Int == 2)
    #expect(try await Self.rows(desk).count == 2)
    for bad in ["", "Jalan\n", "Jalan\tDari\tHingga\tKereta\nJalan Entah\t7:00\t8:00\t9\n"] {
      let answer = try await desk.ask("/api/v1/counts/pasted", .post, body: try Self.body(["text": bad]))
      #expect(answer.status == 422 && answer["field"] as? String == "pasted", "\(answer.text)")
    }
    // A row that somebody spoilt by hand is listed apart, and can be taken away.
    let path = desk.folder.appending(path: "observations/counts.csv")
    let sheet = try String(contentsOf: path, encoding: .utf8)
    try (sheet + sheet.split(separator: "\n")[1].replacing("07:00", with: "noon") + "\n").write(
      to: path, atomically: true, encoding: .utf8)
    let spoilt = try #require(try await Self.rows(desk, "skipped").first)
    #expect((spoilt["wrong"] as? String)?.contains("time") == true)
    #expect(try await desk.ask("/api/v1/counts/\(try #require(spoilt["id"] as? String))", .delete).status == 204)
    #expect(try String(contentsOf: path, encoding: .utf8) == sheet)
  }

  @Test("a check is a job; the city's verdicts and the model's card begin with it afterwards")
  func checked() async throws {
    let desk = try Desk()
    let lines = Self.keys(desk, 8).map { "\($0),forward,07:00,08:00,40" }
    let text = (["street,direction,from,to,total"] + lines).joined(separator: "\n")
    _ = try await desk.ask("/api/v1/counts/pasted", .post, body: try Self.body(["text": text]))
    let before = try #require(try await desk.ask("/api/v1/city").headers[.eTag])
    let job = try await desk.ask("/api/v1/counts/check", .post, body: "{}")
    #expect(job.status == 202 && job["kind"] as? String == "count-check", "\(job.text)")
    let id = try #require(job["id"] as? String)
    #expect(job.headers[.location] == "/api/v1/jobs/\(id)")
    #expect(try await desk.ask("/api/v1/counts/check", .post, body: "{}")["id"] as? String == id)
    await desk.server.start()
    var state = ""
    for _ in 0..<600 {
      let now = try await desk.ask("/api/v1/jobs/\(id)")
      state = now["state"] as? String ?? ""
      if state == "done" || state == "failed" { break }
      try await Task.sleep(for: .milliseconds(50))
    }
    #expect(state == "done")
    let check = try #require(try await desk.ask("/api/v1/counts/check")["check"] as? [String: Any])
    #expect(check["streets"] as? Int == 8 && (check["pairs"] as? [Any])?.count == 8)
    #expect(check["isOld"] as? Bool == false && check["isUsed"] as? Bool != nil)
    for name in ["before", "heldOut", "fitted", "guess"] {
      #expect((check[name] as? [String: Any])?["error"] as? Double != nil, "\(name)")
    }
    let city = try await desk.ask("/api/v1/city", headers: [.ifNoneMatch: before])
    let verdict = (city["verdicts"] as? [[String: Any]])?.first
    #expect(city.status == 200 && (verdict?["because"] as? String)?.contains("8 hours of 8 streets") == true)
    let models = try await desk.ask("/api/v1/catalogue")["models"] as? [[String: Any]]
    let card = try #require(models?.first { $0["name"] as? String == "traffic" })
    #expect((card["measured"] as? [String])?.first?.hasPrefix("Your town: 8 hours of 8 streets") == true)
    #expect(!((card["measured"] as? [String])?.first?.contains("changed since") ?? true))
    // The same question again has its answer; another count makes it another question.
    #expect(try await desk.ask("/api/v1/counts/check", .post, body: "{}")["id"] as? String == id)
    let row = try #require(try await Self.rows(desk).first?["id"] as? String)
    _ = try await desk.ask("/api/v1/counts/\(row)", .delete)
    let old = try await desk.ask("/api/v1/counts/check")["check"] as? [String: Any]
    #expect(old?["isOld"] as? Bool == true)
    #expect(try await desk.ask("/api/v1/counts/check", .post, body: "{}")["id"] as? String != id)
  }
}
