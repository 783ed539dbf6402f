import Geography
import ReaderScratch
import Rasters
import Testing

@Suite("Terrain of two sources") struct SeamTests {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  /// A plane that falls to the east by 1 m in 100 m, and to the south by half of it.
  private func height(_ x: Double, _ y: Double) -> Double { 20 - (x - 700_000) * 0.01 + (y - 9_300_000) * 0.005 }

  private func fine(cell: Double = 10) throws -> String {
    let rows = (0..<40).map { row in
      (0..<40).map { "\(height(700_000 + (Double($0) + 0.5) * cell, 9_300_400 - (Double(row) + 0.5) * cell))" }.joined(
        separator: " ")
    }
    let path = try scratch.write(
      ascii(columns: 40, rows: 40, west: 700_000, south: 9_300_000, cell: cell, values: rows.joined(separator: "\n")),
      to: "fine.asc")
    try run("gdal_translate", "-q", "-a_srs", "EPSG:32748", path, scratch.file("fine.tif"))
    return scratch.file("fine.tif")
  }

  /// The same plane in degrees, 30 m wide cells, `higher` metres above.
  private func coarse(higher: Double) throws -> String {
    let corner = jakarta.unproject(Point(x: 699_000, y: 9_299_000))
    let cell = 30 / 111_000.0
    let rows = (0..<80).map { row in
      (0..<80).map { column -> String in
        let place = jakarta.project(
          Coordinate(
            longitude: corner.longitude + (Double(column) + 0.5) * cell,
            latitude: corner.latitude + (79.5 - Double(row)) * cell))
        return "\(height(place.x, place.y) + higher)"
      }.joined(separator: " ")
    }
    let path = try scratch.write(
      ascii(
        columns: 80, rows: 80, west: corner.longitude, south: corner.latitude, cell: cell,
        values: rows.joined(separator: "\n")), to: "coarse.asc")
    try run("gdal_translate", "-q", "-a_srs", "EPSG:4326", path, scratch.file("coarse.tif"))
    return scratch.file("coarse.tif")
  }

  private let view = Box(minX: 699_300, minY: 9_299_300, maxX: 701_100, maxY: 9_301_100)

  @Test(
    "a fine one in the town's plane over a coarse one in degrees, 2 m higher: exact inside, a ramp and no cliff outside"
  )
  func ramp() throws {
    let reader = RasterReader(projection: jakarta)
    let joined = try reader.read(tiles: [fine(), coarse(higher: 2)], over: view)
    #expect(joined.skipped.isEmpty)
    #expect(abs(joined.grid.value(at: Point(x: 700_205, y: 9_300_205)) - Float(height(700_205, 9_300_205))) < 1e-4)
    // From the fine one's middle eastward, every 10 m: no step beyond the slope and the ramp, 2 m over 300 m.
    let line = stride(from: 700_205.0, through: 701_000, by: 10).map {
      joined.grid.value(at: Point(x: $0, y: 9_300_205)) - Float(height($0, 9_300_205))
    }
    #expect(line.allSatisfy { !$0.isNaN })
    for (a, b) in zip(line, line.dropFirst()) { #expect(abs(b - a) < 0.15) }
    #expect(abs((line.last ?? 0) - 2) < 0.05 && abs(line[10]) < 0.05)
    let corner = Point(x: 699_400, y: 9_301_000)
    #expect(abs(joined.grid.value(at: corner) - Float(height(corner.x, corner.y) + 2)) < 0.1)
    let remark = try #require(joined.remarks.first)
    #expect(remark.contains("2.0 m higher") && remark.contains("over 300 m") && remark.contains("same datum"))
  }

  @Test("with the coarse one first the fine one only fills what it lacks, on wide cells")
  func order() throws {
    let reader = RasterReader(projection: jakarta)
    let joined = try reader.read(tiles: [coarse(higher: 0), fine()], over: view)
    let place = Point(x: 700_205, y: 9_300_205)
    #expect(abs(joined.grid.interpolatedValue(at: place) - Float(height(place.x, place.y))) < 0.02)
    #expect(joined.remarks.count == 1 && joined.remarks[0].contains("fine.tif"))
    #expect(!joined.remarks[0].contains("datum"))
  }

  @Test("two that nowhere overlap are joined, and that their datums cannot be compared is told")
  func apart() throws {
    func tile(_ name: String, _ west: Double, _ cell: Double) throws -> String {
      try scratch.write(
        ascii(
          columns: 4, rows: 4, west: west, south: 9_300_000, cell: cell, values: "1 1 1 1\n1 1 1 1\n1 1 1 1\n1 1 1 1\n"),
        to: name)
    }
    let reader = RasterReader(projection: jakarta, crs: "EPSG:32748")
    let joined = try reader.read(tiles: [tile("a.asc", 700_000, 10), tile("b.asc", 700_040, 20)])
    #expect(joined.grid.columns == 12 && joined.grid.value(at: Point(x: 700_100, y: 9_300_030)) == 1)
    #expect(joined.remarks[0].contains("nowhere overlap"))
  }
}
