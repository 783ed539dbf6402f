import CityFolder
import Foundation
import Geography
import HTTPTypes
import Modelling
import Replica
import Testing

@Suite("A picture of the city, for who cannot draw a map")
struct PictureTests {
  private static let wet = RunID(text: String(repeating: "0a", count: 32))
  private static let dry = RunID(text: String(repeating: "0b", count: 32))
  private static let foreign = RunID(text: String(repeating: "0c", count: 32))

  /// A desk with runs: water of 1 m and 2 m in the middle of the town at two moments, the same without, and one of another city.
  private func desk() throws -> Desk {
    let desk = try Desk()
    let box = desk.city.box
    let middle = Point(x: (box.minX + box.maxX) / 2, y: (box.minY + box.maxY) / 2)
    let runs = CityOnDisk(path: desk.folder.path).runs
    let elsewhere = String(repeating: "9", count: 64)
    for (run, depth, city) in [
      (Self.wet, Float(1), desk.digest), (Self.dry, 0, desk.digest), (Self.foreign, 1, elsewhere),
    ] {
      let field = Field(
        name: "flood.depth", title: "Water", unit: "m", better: .less, palette: .depth,
        carrier: .grid(columns: 10, rows: 10), times: [Instant(milliseconds: 0), Instant(milliseconds: 900_000)],
        values: [Float](repeating: depth, count: 100) + [Float](repeating: 2 * depth, count: 100),
        placement: .affine(
          AffinePlacement(west: middle.x - 200, north: middle.y + 200, cellWidth: 40, cellHeight: 40)))
      try runs.write(
        StoredRun(id: run, model: "flood", version: "1", city: city, indicators: [], fields: [field], remarks: []))
    }
    return desk
  }

  /// The address of a picture of the town's middle, and so many degrees around.
  private func path(_ desk: Desk, _ more: String = "", around: Double = 0.01) -> String {
    let box = desk.city.box
    let middle = desk.city.profile.projection.unproject(
      Point(x: (box.minX + box.maxX) / 2, y: (box.minY + box.maxY) / 2))
    return "/api/v1/city/picture?west=\(middle.longitude - around)&east=\(middle.longitude + around)"
      + "&south=\(middle.latitude - around)&north=\(middle.latitude + around)&width=400&height=400\(more)"
  }

  @Test("is SVG under a tag, the same each time, by day and by night")
  func picture() async throws {
    let desk = try desk()
    let answer = try await desk.ask(path(desk))
    #expect(answer.status == 200 && answer.headers[.contentType] == "image/svg+xml")
    #expect(answer.text.hasPrefix("<svg ") && answer.text.contains("#f6f4ee") && !answer.text.contains("<script"))
    #expect(try await desk.ask(path(desk)).bytes == answer.bytes)
    let tag = try #require(answer.headers[.eTag])
    #expect(try await desk.ask(path(desk), headers: [.ifNoneMatch: tag]).status == 304)
    let night = try await desk.ask(path(desk, "&theme=dark"))
    #expect(night.text.contains("#13171c") && !night.text.contains("#f6f4ee"))
    let bare = try await desk.ask(path(desk, "&layers="))
    #expect(bare.status == 200 && !bare.text.contains("<path"))
  }

  @Test("shows a field at the moment asked for, in classes that are given, and how it differs from another run")
  func field() async throws {
    let desk = try desk()
    let classes = "&classes=none,0.5,aa0001,1.5,aa0002"
    func shown(_ more: String) async throws -> [String] {
      let text = try await desk.ask(path(desk, more)).text
      return ["#aa0001", "#aa0002"].filter(text.contains)
    }
    let water = "&field=flood.depth&run=\(Self.wet.text)\(classes)"
    #expect(try await shown(water) == ["#aa0001"])
    #expect(try await shown(water + "&time=800000") == ["#aa0002"])
    #expect(try await shown(water + "&time=800000&against=\(Self.dry.text)") == ["#aa0002"])
    #expect(try await shown(water + "&time=800000&against=\(Self.wet.text)") == [])
    #expect(try await shown("&field=flood.depth&run=\(Self.dry.text)\(classes)") == [])
    // Without classes the server has its own.
    let own = try await desk.ask(path(desk, "&field=flood.depth&run=\(Self.wet.text)"))
    #expect(own.status == 200 && own.text.contains("#0c447c"))
  }

  @Test(
    "is refused with a sentence",
    arguments: [
      "&width=1601", "&height=0", "&width=x", "&theme=blue", "&layers=trees", "&run=x", "&field=a",
      "&classes=none,1", "&classes=none,2,aa0001,1,aa0002", "&classes=javascript", "&time=soon", "&none=red",
      "&against=\(PictureTests.dry.text)", "&field=../x&run=\(PictureTests.wet.text)",
    ])
  func refused(more: String) async throws {
    let desk = try Desk()
    let sane = path(desk).replacingOccurrences(of: "&width=400&height=400", with: "")
    let answer = try await desk.ask(sane + more)
    #expect(answer.status == 400, "\(more): \(answer.status)")
    #expect(answer.headers[.contentType] == "application/problem+json")
  }

  @Test("is refused for too large a piece, for none, for a run nobody knows, and one of another state of the city")
  func elsewhere() async throws {
    let desk = try desk()
    #expect(try await desk.ask("/api/v1/city/picture").status == 400)
    #expect(try await desk.ask("/api/v1/city/picture?west=1&east=nan&south=2&north=3").status == 400)
    #expect(try await desk.ask(path(desk, around: 2.5)).status == 400)
    #expect(try await desk.ask(path(desk, around: 0)).status == 400)
    let none = String(repeating: "0", count: 64)
    #expect(try await desk.ask(path(desk, "&field=flood.depth&run=\(none)")).status == 404)
    #expect(try await desk.ask(path(desk, "&field=none&run=\(Self.wet.text)")).status == 404)
    let foreign = try await desk.ask(path(desk, "&field=flood.depth&run=\(Self.foreign.text)"))
    #expect(foreign.status == 404 && foreign.text.contains("another state of the city"))
  }

  @Test("has beside it what lies at a position: the nearest place and street, the building and the zone around")
  func here() async throws {
    let desk = try Desk()
    func found(_ point: Point, _ more: String = "") async throws -> [String] {
      let position = desk.city.profile.projection.unproject(point)
      let answer = try await desk.ask("/api/v1/city/here?position=\(position.longitude),\(position.latitude)\(more)")
      let items = try #require(answer["items"] as? [[String: Any]])
      return items.map { "\($0["table"] ?? "") \($0["row"] ?? "")" }
    }
    let city = desk.city
    let place = try await found(city.places.points[3], "&within=0.1")
    #expect(place.first?.hasPrefix("places ") == true)
    let line = city.streets.segments.shapes[5]
    let street = try await found(line[line.startIndex], "&within=0.1")
    #expect(street.contains { $0.hasPrefix("streets ") })
    let zone = try await found(city.zones.centers[2])
    #expect(zone.contains("zones 2"))
    #expect(try await found(Point(x: city.box.minX - 5000, y: city.box.minY)) == [])
    for query in ["", "?position=1", "?position=x,y", "?position=101,4&within=-1", "?position=101,4&within=5000"] {
      #expect(try await desk.ask("/api/v1/city/here" + query).status == 400, "\(query)")
    }
  }
}
