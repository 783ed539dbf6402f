import Foundation
import Geography
import HTTPTypes
import Replica
import Testing

@Suite("Ways over the API")
struct WayTests {
  private let desk: Desk

  init() throws { desk = try Desk() }

  /// A place of the city's plane as an address holds it.
  private func text(_ point: Point) -> String {
    let coordinate = desk.city.profile.projection.unproject(point)
    return "\(coordinate.longitude),\(coordinate.latitude)"
  }

  private func ask(_ from: Point, _ to: Point, _ mode: String = "car") async throws -> Desk.Answer {
    try await desk.ask("/api/v1/route?from=\(text(from))&to=\(text(to))&mode=\(mode)")
  }

  @Test("a way leads from place to place over streets, and says how long it is and takes")
  func ways() async throws {
    let points = desk.city.places.points
    let (from, to) = (try #require(points.first), try #require(points.last))
    var seconds: [String: Double] = [:]
    for mode in ["car", "cycle", "walk"] {
      let answer = try await ask(from, to, mode)
      #expect(answer.status == 200, "\(answer.text)")
      let facts = try #require(answer["properties"] as? [String: Any])
      let geometry = try #require(answer["geometry"] as? [String: Any])
      let line = try #require(geometry["coordinates"] as? [[Double]]).map {
        desk.city.profile.projection.project(Coordinate(longitude: $0[0], latitude: $0[1]))
      }
      let metres = try #require(facts["metres"] as? Double)
      let away = try #require(facts["metresToStreet"] as? [Double])
      seconds[mode] = try #require(facts["seconds"] as? Double)
      let first = try #require(line.first), last = try #require(line.last)
      #expect(abs(first.distance(to: from) - away[0]) < 0.2 && abs(last.distance(to: to) - away[1]) < 0.2)
      let drawn = zip(line, line.dropFirst()).reduce(0) { $0 + $1.0.distance(to: $1.1) }
      #expect(abs(drawn - metres) < 0.01 * metres + 0.5, "\(drawn) m drawn, \(metres) m told")
      #expect(metres >= first.distance(to: last) - 0.5)
      let streets = try #require(facts["streets"] as? [[String: Any]])
      #expect(
        abs(streets.reduce(0) { $0 + ($1["metres"] as? Double ?? 0) } - metres) < 0.1 * Double(streets.count) + 0.1)
    }
    #expect(try #require(seconds["walk"]) > (try #require(seconds["cycle"])))
    #expect(try #require(seconds["cycle"]) > 0)
  }

  @Test("from a place to itself is no way at all")
  func still() async throws {
    let place = try #require(desk.city.places.points.first)
    let answer = try await ask(place, place)
    #expect(answer.status == 200)
    let facts = try #require(answer["properties"] as? [String: Any])
    #expect(facts["seconds"] as? Double == 0 && facts["metres"] as? Double == 0)
  }

  @Test("what is no place, no mode or no street near is a sentence")
  func bad() async throws {
    let place = text(try #require(desk.city.places.points.first))
    for (query, status, word) in [
      ("", 400, "from="), ("from=\(place)", 400, "to="), ("from=1,2,3&to=\(place)", 400, "degrees"),
      ("from=\(place)&to=500,4", 400, "degrees"), ("from=\(place)&to=\(place)&mode=boat", 400, "boat"),
      ("from=\(place)&to=0,0", 404, "no street"), ("from=nan,nan&to=\(place)", 400, "degrees"),
    ] {
      let answer = try await desk.ask("/api/v1/route?\(query)")
      #expect(answer.status == status && answer.text.contains(word), "\(query): \(answer.status) \(answer.text)")
    }
  }

  @Test("times between many places are those of their ways; a place far away has none")
  func times() async throws {
    let places = Array(desk.city.places.points.prefix(4))
    let listed = places.map { "[\(text($0))]" }
    let body =
      "{\"from\": [\(listed.joined(separator: ","))], \"to\": [\(listed.reversed().joined(separator: ",")), [0, 0]]}"
    let answer = try await desk.ask("/api/v1/travel-times", .post, body: body)
    #expect(answer.status == 200, "\(answer.text)")
    let rows = try #require(answer["seconds"] as? [[Any]])
    #expect(rows.count == places.count && rows.allSatisfy { $0.count == places.count + 1 && $0.last is NSNull })
    for (row, from) in places.enumerated() {
      for (column, to) in places.reversed().enumerated() {
        let facts = try await ask(from, to)["properties"] as? [String: Any]
        let way = try #require(facts?["seconds"] as? Double)
        let time = try #require(rows[row][column] as? Double)
        #expect(abs(way - time) < 0.11, "\(way) s as a way, \(time) s in the table")
      }
    }
    let written = places.map(text)
    let texts = try await desk.ask(
      "/api/v1/travel-times", .post,
      body:
        "{\"from\": \"\(written.joined(separator: ";"))\", \"to\": \"\(written.reversed().joined(separator: ";"));0,0\"}"
    )
    #expect(texts.text == answer.text, "the same places as text")
    let none = try await desk.ask("/api/v1/travel-times", .post, body: "{\"from\": [\(listed[0])], \"to\": []}")
    #expect(none.text == "{\"seconds\":[[]]}")
    for (body, status, word) in [
      ("nothing", 400, "from"), ("{\"from\": [[1]], \"to\": []}", 400, "Place 0 of from"),
      ("{\"from\": \"1,x\", \"to\": []}", 400, "Place 0 of from"),
      ("{\"from\": [], \"to\": [], \"mode\": \"boat\"}", 400, "boat"),
    ] {
      let answer = try await desk.ask("/api/v1/travel-times", .post, body: body)
      #expect(answer.status == status && answer.text.contains(word), "\(answer.text)")
    }
  }
}
