import Foundation
import Geography
import Modelling
import Projections
import Testing

@testable import Rasters
import ReaderScratch

let jakarta = UTM(epsg: 32748)!

func ascii(
  columns: Int, rows: Int, west: Double, south: Double, cell: Double, noData: String = "-9999", values: String
) -> String {
  """
  ncols \(columns)
  nrows \(rows)
  xllcorner \(west)
  yllcorner \(south)
  cellsize \(cell)
  NODATA_value \(noData)
  \(values)
  """
}

@Suite("Reading rasters")
struct RasterReaderTests {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  @Test("keeps the cells as they came, with no data as NaN, in the city's own projection")
  func ownProjection() throws {
    let path = try scratch.write(
      ascii(columns: 3, rows: 2, west: 700_000, south: 9_300_000, cell: 10, values: "1 2 3\n4 -9999 6.5\n"),
      to: "depth.asc")
    let layer = try RasterReader(projection: jakarta, crs: "EPSG:32748").read(path)
    #expect(layer.grid.columns == 3 && layer.grid.rows == 2)
    #expect(layer.grid.values.map(\.description) == ["1.0", "2.0", "3.0", "4.0", "nan", "6.5"])
    #expect(layer.noDataShare == 1.0 / 6)
    #expect(layer.grid.value(at: Point(x: 700_005, y: 9_300_015)) == 1)
    #expect(layer.grid.value(at: Point(x: 700_029.9, y: 9_300_000.1)) == 6.5)
    #expect(layer.grid.cell(at: Point(x: 700_031, y: 9_300_005)) == nil)
    guard case .affine = layer.grid.placement else { return #expect(Bool(false), "an affine placement") }
  }

  @Test("finds the cells of another coordinate system to a hundredth of a cell")
  func otherProjection() throws {
    let values = (0..<40).map { row in (0..<40).map { "\(row * 40 + $0)" }.joined(separator: " ") }
    let path = try scratch.write(
      ascii(columns: 40, rows: 40, west: 106.7, south: -6.4, cell: 0.005, values: values.joined(separator: "\n")),
      to: "depth.asc")
    let layer = try RasterReader(projection: jakarta, crs: "4326").read(path)
    for (column, row) in [(0.5, 0.5), (20.25, 11.75), (39.9, 0.1), (0.1, 39.9), (33.3, 38.2)] {
      let place = jakarta.project(Coordinate(longitude: 106.7 + column * 0.005, latitude: -6.2 - row * 0.005))
      let found = layer.grid.placement.gridPosition(of: place)
      #expect(abs(found.x - column) <= 0.01 && abs(found.y - row) <= 0.01)
      #expect(layer.grid.value(at: place) == Float(Int(row) * 40 + Int(column)))
    }
  }

  @Test("over a box costs only the window that covers it")
  func window() throws {
    let values = (0..<100).map { row in (0..<100).map { "\(row * 100 + $0)" }.joined(separator: " ") }
    let path = try scratch.write(
      ascii(columns: 100, rows: 100, west: 700_000, south: 9_300_000, cell: 10, values: values.joined(separator: "\n")),
      to: "big.asc")
    let box = Box(minX: 700_500, minY: 9_300_500, maxX: 700_550, maxY: 9_300_550)
    let reader = RasterReader(projection: jakarta, crs: "EPSG:32748")
    let cut = try reader.read(path, over: box).grid
    let whole = try reader.read(path).grid
    #expect(cut.columns == 9 && cut.rows == 9)
    for x in stride(from: 700_501.0, through: 700_550, by: 7) {
      let place = Point(x: x, y: 9_300_530)
      #expect(cut.value(at: place) == whole.value(at: place))
    }
  }

  @Test("from NetCDF and from SRTM height files, which say themselves where they lie")
  func otherKinds() throws {
    let values = (0..<4).map { row in (0..<4).map { "\(row * 4 + $0 + 1)" }.joined(separator: " ") }
    let path = try scratch.write(
      ascii(columns: 4, rows: 4, west: 106.7, south: -6.3, cell: 0.025, values: values.joined(separator: "\n")),
      to: "a.asc")
    try run("gdal_translate", "-q", "-of", "netCDF", "-a_srs", "EPSG:4326", path, scratch.file("a.nc"))
    let place = jakarta.project(Coordinate(longitude: 106.71, latitude: -6.21))
    #expect(try RasterReader(projection: jakarta).read(scratch.file("a.nc")).grid.value(at: place) == 1)

    // 1201 × 1201 heights of two bytes, the greater first; the name is the south-west corner; −32768 is no data.
    var heights = [UInt8](repeating: 0, count: 1201 * 1201 * 2)
    heights[0] = 0x80
    heights[2 * 1201 * 600 + 2 * 600 + 1] = 42
    try Data(heights).write(to: URL(fileURLWithPath: scratch.file("S07E106.hgt")))
    let layer = try RasterReader(projection: jakarta).read(scratch.file("S07E106.hgt"))
    #expect(layer.grid.value(at: jakarta.project(Coordinate(longitude: 106.5, latitude: -6.5))) == 42)
    #expect(layer.grid.values[0].isNaN && layer.grid.values[1] == 0)
  }

  @Test("honours scale, offset and unit, and tells that further bands were left")
  func scale() throws {
    let path = try scratch.write(
      ascii(columns: 2, rows: 1, west: 700_000, south: 9_300_000, cell: 10, noData: "0", values: "10 0\n"), to: "a.asc")
    try run(
      "gdal_translate", "-q", "-of", "GTiff", "-ot", "Int16", "-a_srs", "EPSG:32748", "-a_scale", "0.5", "-a_offset",
      "3",
      "-b", "1", "-b", "1", path, scratch.file("a.tif"))
    let layer = try RasterReader(projection: jakarta).read(scratch.file("a.tif"))
    #expect(layer.grid.values[0] == 8 && layer.grid.values[1].isNaN)
    #expect(layer.skipped.map(\.count) == [1] && layer.skipped[0].what == "band")
  }
}

@Suite("Bad rasters get a sentence")
struct BadRasterTests {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }
  let town = Box(minX: 690_000, minY: 9_290_000, maxX: 720_000, maxY: 9_330_000)

  private func sentence(_ path: String, crs: String? = nil, over: Box? = nil) -> String {
    do {
      _ = try RasterReader(projection: jakarta, crs: crs).read(path, over: over)
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  @Test("when a picture is named .tif")
  func picture() throws {
    let png = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13])
    try png.write(to: URL(fileURLWithPath: scratch.file("photo.tif")))
    #expect(sentence(scratch.file("photo.tif")).contains("is a PNG picture, whatever its name says"))
  }

  @Test("when they lie elsewhere on Earth: where, and where the town is")
  func elsewhere() throws {
    let path = try scratch.write(
      ascii(columns: 2, rows: 2, west: 101.6, south: 3.1, cell: 0.1, values: "1 2\n3 4\n"), to: "kl.asc")
    let said = sentence(path, crs: "EPSG:4326", over: town)
    #expect(said.contains("around 3.20° N 101.70° E, the town around 6.24° S 106.85° E"))
    #expect(sentence(path, crs: "EPSG:25832", over: town).contains("lies elsewhere"))
  }

  @Test("when they name no coordinate system: the numbers are in the error")
  func noProjection() throws {
    let path = try scratch.write(
      ascii(columns: 2, rows: 2, west: 101.5, south: 3.5, cell: 0.5, values: "1 2\n3 4\n"), to: "a.asc")
    let error = #expect(throws: RasterError.self) { try RasterReader(projection: jakarta).read(path) }
    #expect(error == .noProjection(file: path, box: Box(minX: 101.5, minY: 3.5, maxX: 102.5, maxY: 4.5)))
    #expect(error?.description.contains("--crs") == true)
  }

  @Test("when every cell is without data")
  func noData() throws {
    let path = try scratch.write(
      ascii(columns: 2, rows: 2, west: 700_000, south: 9_300_000, cell: 10, values: "-9999 -9999\n-9999 -9999\n"),
      to: "a.asc")
    #expect(sentence(path, crs: "EPSG:32748").contains("has no value anywhere over the town"))
  }

  @Test("when they are empty, cut short, missing, a folder, an address or a virtual file")
  func unreadable() throws {
    let path = try scratch.write(
      ascii(columns: 50, rows: 50, west: 700_000, south: 9_300_000, cell: 10, values: "1 2 3"), to: "short.asc")
    #expect(sentence(path, crs: "EPSG:32748").contains("cut short or damaged"))
    try scratch.write("", to: "empty.tif")
    #expect(sentence(scratch.file("empty.tif")).contains("is empty"))
    try scratch.write("hello", to: "text.tif")
    #expect(sentence(scratch.file("text.tif")).contains("cannot be read as a GeoTIFF"))
    #expect(sentence(scratch.file("none.tif")).contains("there is no such file"))
    #expect(sentence(scratch.path).contains("is a folder"))
    for address in ["/vsicurl/http://example.org/a.tif", "https://example.org/a.tif", "/vsizip/a.zip/a.tif"] {
      #expect(sentence(address).contains("addresses and virtual files are not opened"))
    }
    #expect(sentence("NETCDF:\(path):depth").contains("there is no such file"))
    #expect(sentence("/dev/null").contains("is no ordinary file"))
  }

  @Test("when a GeoTIFF is cut short")
  func cutShort() throws {
    let grid = Grid(
      columns: 600, rows: 600, values: (0..<360_000).map { Float(($0 &* 7919) % 1013) },
      placement: .affine(AffinePlacement(west: 700_000, north: 9_310_000, cellWidth: 10, cellHeight: 10)))
    let path = scratch.file("whole.tif")
    try RasterWriter.write(grid, to: path, projection: jakarta)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    for share in [0.05, 0.5, 0.9] {
      let cut = scratch.file("cut.tif")
      try bytes.prefix(Int(Double(bytes.count) * share)).write(to: URL(fileURLWithPath: cut))
      #expect(sentence(cut).contains("cut short or damaged"))
    }
  }
}

@Suite("Writing rasters")
struct RasterWriterTests {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  @Test("and reading them gives an equal grid, its placement to the last bit")
  func affine() throws {
    let placements = [
      AffinePlacement(west: 700_000.1, north: 9_310_000.7, cellWidth: 30.000_1, cellHeight: 29.9),
      AffinePlacement(c0: -1234.567, cx: 0.033, cy: 0.001, r0: 99_876.5, rx: -0.002, ry: -0.031),
    ]
    for placement in placements {
      let values = (0..<20).map { $0 == 7 ? Float.nan : Float($0) / 3 }
      let grid = Grid(columns: 5, rows: 4, values: values, placement: .affine(placement))
      try RasterWriter.write(grid, to: scratch.file("a.tif"), projection: jakarta)
      let back = try RasterReader(projection: jakarta).read(scratch.file("a.tif")).grid
      #expect(back.placement == grid.placement)
      #expect(back.values.map(\.bitPattern) == values.map(\.bitPattern))
    }
    #expect(scratch.names == ["a.tif"])
  }

  @Test("keeps a lattice exactly, and other programs can place it")
  func lattice() throws {
    let path = try scratch.write(
      ascii(columns: 3, rows: 2, west: 106.7, south: -6.4, cell: 0.05, values: "1 2 3\n4 -9999 6.5\n"), to: "a.asc")
    let grid = try RasterReader(projection: jakarta, crs: "4326").read(path).grid
    try RasterWriter.write(grid, to: scratch.file("a.tif"), projection: jakarta)
    let back = try RasterReader(projection: jakarta).read(scratch.file("a.tif")).grid
    #expect(back.placement == grid.placement)
    #expect(try run("gdalinfo", scratch.file("a.tif")).contains("GCP[  0]"))
  }

  @Test("believes the georeference when the file was moved afterwards")
  func moved() throws {
    let grid = Grid(
      columns: 2, rows: 2, values: [1, 2, 3, 4],
      placement: .affine(AffinePlacement(west: 700_000, north: 9_310_000, cellWidth: 10, cellHeight: 10)))
    try RasterWriter.write(grid, to: scratch.file("a.tif"), projection: jakarta)
    try run(
      "gdal_translate", "-q", "-a_ullr", "700100", "9310000", "700120", "9309980", scratch.file("a.tif"),
      scratch.file("b.tif"))
    let moved = try RasterReader(projection: jakarta).read(scratch.file("b.tif")).grid
    #expect(moved.value(at: Point(x: 700_105, y: 9_309_995)) == 1)
  }

  @Test(
    "where nothing can be written is a sentence, and leaves nothing",
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func unwritable() throws {
    let grid = Grid(
      columns: 2, rows: 2, values: [1, 2, 3, 4],
      placement: .affine(AffinePlacement(west: 700_000, north: 9_310_000, cellWidth: 10, cellHeight: 10)))
    let error = #expect(throws: RasterError.self) {
      try RasterWriter.write(grid, to: scratch.file("nowhere/a.tif"), projection: jakarta)
    }
    #expect(error?.description.contains("cannot be written") == true)
    try FileManager.default.createSymbolicLink(atPath: scratch.file("full.tif.part"), withDestinationPath: "/dev/full")
    #expect(throws: RasterError.self) {
      try RasterWriter.write(grid, to: scratch.file("full.tif"), projection: jakarta)
    }
    #expect(!FileManager.default.fileExists(atPath: scratch.file("full.tif")))
  }
}

@Suite("Joining tiles")
struct JoinTests {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private func tile(_ name: String, west: Double, south: Double, cell: Double = 0.05, values: String) throws -> String {
    try scratch.write(ascii(columns: 2, rows: 2, west: west, south: south, cell: cell, values: values), to: name)
  }

  @Test("puts neighbours into one grid, brings those of other cells to it, and keeps the first where they overlap")
  func join() throws {
    let paths = [
      try tile("a.asc", west: 106.7, south: -6.3, values: "1 2\n3 4\n"),
      try tile("b.asc", west: 106.75, south: -6.3, values: "9 5\n-9999 6\n"),
      try tile("c.asc", west: 106.7, south: -6.4, values: "7 8\n9 10\n"),
      try tile("d.asc", west: 106.8, south: -6.3, cell: 0.01, values: "7 8\n9 10\n"),
      try tile("e.asc", west: 106.71, south: -6.3, values: "7 8\n9 10\n"),
    ]
    let reader = RasterReader(projection: jakarta, crs: "EPSG:4326")
    let joined = try reader.read(tiles: paths)
    #expect(joined.grid.columns == 3 && joined.grid.rows == 4)
    #expect(joined.grid.values.prefix(6) == [1, 2, 5, 3, 4, 6])
    #expect(joined.grid.values[6] == 7 && joined.grid.values[8].isNaN)
    #expect(joined.skipped.isEmpty && joined.remarks.count == 2)
    let place = jakarta.project(Coordinate(longitude: 106.82, latitude: -6.22))
    #expect(joined.grid.value(at: place) == 5)
  }

  @Test("leaves out tiles that lie away from the town, unless all do")
  func away() throws {
    let here = try tile("a.asc", west: 106.7, south: -6.3, values: "1 2\n3 4\n")
    let there = try tile("b.asc", west: 101.75, south: 3.3, values: "9 5\n9 6\n")
    let town = Box(minX: 688_000, minY: 9_303_000, maxX: 698_000, maxY: 9_313_000)
    let reader = RasterReader(projection: jakarta, crs: "EPSG:4326")
    let layer = try reader.read(tiles: [there, here], over: town)
    #expect(layer.grid.values == [1, 2, 3, 4] && layer.skipped[0].why == "lies away from the town")
    #expect(throws: RasterError.self) { try reader.read(tiles: [there], over: town) }
    #expect(throws: RasterError.self) { try reader.read(tiles: []) }
  }
}

@Suite("Jakarta's rasters", .enabled(if: Shared.has("jakarta/hazard"), "the shared data are not here"))
struct JakartaRasterTests {
  // Reference: gdallocationinfo -wgs84 -valonly FILE LON LAT
  @Test("hold the depths that gdallocationinfo tells")
  func depths() throws {
    let path = Shared.path("jakarta/hazard/Flood_Current_Depth_Jakarta_geographic.asc")
    let layer = try RasterReader(projection: jakarta).read(path)
    #expect(layer.grid.columns == 638 && layer.grid.rows == 649)
    var compared = 0
    for (longitude, latitude) in [(106.80, -6.12), (106.75, -6.15), (106.85, -6.2), (106.9, -6.25), (106.7, -6.1)] {
      let said = try run("gdallocationinfo", "-wgs84", "-valonly", path, "\(longitude)", "\(latitude)")
      guard let wanted = Float(said.trimmingCharacters(in: .whitespacesAndNewlines)) else { continue }
      let found = layer.grid.value(at: jakarta.project(Coordinate(longitude: longitude, latitude: latitude)))
      #expect(wanted == -9999 ? found.isNaN : found == wanted)
      compared += 1
    }
    #expect(compared >= 4)
  }

  @Test("in UTM of the other hemisphere lie where they should")
  func otherHemisphere() throws {
    let layer = try RasterReader(projection: jakarta).read(Shared.path("jakarta/test/Population_Jakarta_UTM48N.tif"))
    let other = try RasterReader(projection: jakarta).read(
      Shared.path("jakarta/test/Population_Jakarta_geographic.asc"))
    let place = jakarta.project(Coordinate(longitude: 106.83, latitude: -6.21))
    #expect(layer.grid.cell(at: place) != nil && other.grid.cell(at: place) != nil)
    let middle = layer.grid.placement.gridPosition(of: place)
    #expect(middle.x > 0 && middle.x < Double(layer.grid.columns) && middle.y > 0 && middle.y < Double(layer.grid.rows))
  }
}

/// Runs a program of GDAL and gives what it printed.
@discardableResult
func run(_ program: String, _ arguments: String...) throws -> String {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = [program] + arguments
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = FileHandle.nullDevice
  try process.run()
  let data = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return String(decoding: data, as: UTF8.self)
}
