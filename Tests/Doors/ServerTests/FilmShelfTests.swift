import CityFolder
import Films
import Foundation
import Geography
import Modelling
import Replica
import RunRoutes
import Sandbox
import Serving
import Testing

@Suite("Films that are open")
struct FilmShelfTests {
  /// A film for every run, in one file.
  private struct OneFilm: RunFields {
    let path: String
    func fieldData(_ run: RunID, _ name: String) -> (json: String, bin: String)? { nil }
    func fieldShape(_ run: RunID, _ name: String) -> FieldShape? { nil }
    func field(_ run: RunID, _ name: String, nearest milliseconds: Double?) -> Field? { nil }
    func city(of run: RunID) -> String? { nil }
    func film(_ run: RunID) -> String? { path }
  }

  @Test("the one that was asked for longest ago makes room, not the one that was opened first")
  func latest() throws {
    let path = NSTemporaryDirectory() + "film-\(UUID().uuidString).bin"
    defer { try? FileManager.default.removeItem(atPath: path) }
    var writer = FilmWriter(begin: 0, drivesOnLeft: true)
    _ = writer.add(FilmPath(line: [Point(x: 0, y: 0), Point(x: 100, y: 0)], stop: 90, lanes: 1, isOneWay: true))
    writer.add(Passage(path: 0, lane: 0, vehicle: 1, kind: 0, entered: 0, left: 10, free: 9))
    try Data(writer.bytes()).write(to: URL(fileURLWithPath: path))
    let shelf = FilmShelf(OneFilm(path: path), of: CitySnapshot(SandboxCity(people: 300, seed: 1).make(), digest: "a"))
    func file(_ number: Int) throws -> FilmFile { try #require(shelf.film(RunID(text: "run \(number)"))).file }
    let opened = try (0..<FilmShelf.most).map(file)
    #expect(try file(0) === opened[0])
    _ = try file(FilmShelf.most)
    #expect(try file(0) === opened[0], "it was asked for again")
    #expect(try file(1) !== opened[1], "it made room")
  }
}
