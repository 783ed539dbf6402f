import CityFolder
import Foundation
import Geography
import HTTPTypes
import Modelling
import Replica
import Testing

@Suite("A run's field, as the page asks for it")
struct FieldTests {
  private static let id = RunID(text: String(repeating: "0a", count: 32))

  /// A desk with one run: water on 100 × 80 cells of 10 m around the middle of the town, at three moments.
  private func desk() throws -> (desk: Desk, middle: Point) {
    let desk = try Desk()
    let box = desk.city.box
    let middle = Point(x: (box.minX + box.maxX) / 2, y: (box.minY + box.maxY) / 2)
    var values: [Float] = []
    for frame in 0..<3 {
      for cell in 0..<8000 {
        let around: Float = cell % 7 == 0 ? 0.25 : 0
        values.append(cell == 4050 ? Float(frame) : around)
      }
    }
    let field = Field(
      name: "flood.depth", title: "Water", unit: "m", better: .less, palette: .depth,
      carrier: .grid(columns: 100, rows: 80), times: (0..<3).map { Instant(milliseconds: $0 * 900_000) },
      values: values,
      placement: .affine(
        AffinePlacement(west: middle.x - 500, north: middle.y + 400, cellWidth: 10, cellHeight: 10)))
    try CityOnDisk(path: desk.folder.path).runs.write(
      StoredRun(
        id: Self.id, model: "flood", version: "1", city: desk.digest, indicators: [], fields: [field], remarks: []))
    return (desk, middle)
  }

  private let path = "/api/v1/runs/\(FieldTests.id.text)/fields/flood.depth"

  @Test("tells where a grid's corners are, clockwise from its first cell")
  func corners() async throws {
    let (desk, middle) = try desk()
    let about = try await desk.ask(path + ".json")
    #expect(about["columns"] as? Int == 100 && about["rows"] as? Int == 80 && about["type"] as? String == "u16")
    let corners = try #require(about["corners"] as? [[Double]])
    let unproject = desk.city.profile.projection.unproject
    let away: [(east: Double, north: Double)] = [(-500, 400), (500, 400), (500, -400), (-500, -400)]
    let expected = away.map { unproject(Point(x: middle.x + $0.east, y: middle.y + $0.north)) }
    #expect(corners.count == 4)
    for (corner, place) in zip(corners, expected) {
      #expect(abs(corner[0] - place.longitude) < 2e-7 && abs(corner[1] - place.latitude) < 2e-7)
    }
  }

  @Test("is sent whole, one moment alone, or one cell through all moments")
  func parts() async throws {
    let (desk, _) = try desk()
    let whole = try await desk.ask(path + ".bin").bytes
    #expect(whole.count == 3 * 16_000)
    for frame in 0..<3 {
      let part = try await desk.ask(path + ".bin?frame=\(frame)")
      #expect(part.bytes == Array(whole[(frame * 16_000)..<((frame + 1) * 16_000)]))
    }
    let row = try await desk.ask(path + ".bin?row=4050").bytes
    let about = try await desk.ask(path + ".json")
    let scale = try #require(about["scale"] as? Double)
    #expect(row.count == 6)
    for frame in 0..<3 {
      let code = Int(row[2 * frame]) + 256 * Int(row[2 * frame + 1])
      #expect(abs(Double(code) * scale - Double(frame)) < scale)
    }
  }

  @Test(
    "has no moment and no cell beyond its last",
    arguments: ["frame=3", "frame=-1", "frame=x", "row=8000", "frame=0&row=0"])
  func beyond(query: String) async throws {
    let (desk, _) = try desk()
    let answer = try await desk.ask(path + ".bin?\(query)")
    #expect(answer.status == 400)
    #expect(answer.headers[.contentType] == "application/problem+json")
  }

  @Test("is packed for those who unpack it, and each way has a tag of its own")
  func packed() async throws {
    let (desk, _) = try desk()
    let plain = try await desk.ask(path + ".bin?frame=1")
    let packed = try await desk.ask(path + ".bin?frame=1", headers: [.acceptEncoding: "gzip, br"])
    #expect(packed.headers[.contentEncoding] == "gzip" && plain.headers[.contentEncoding] == nil)
    #expect(packed.bytes.starts(with: [0x1F, 0x8B]) && packed.bytes.count < plain.bytes.count / 4)
    // The format ends with the length of what was packed.
    var length = 0
    for byte in packed.bytes.suffix(4).reversed() { length = length * 256 + Int(byte) }
    #expect(length == plain.bytes.count)
    let tags = [plain, packed].compactMap { $0.headers[.eTag] }
    #expect(Set(tags).count == 2)
    #expect(try await desk.ask(path + ".bin?frame=1", headers: [.ifNoneMatch: tags[0]]).status == 304)
    #expect(try await desk.ask(path + ".bin?frame=2", headers: [.ifNoneMatch: tags[0]]).status == 200)
  }
}
