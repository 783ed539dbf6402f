import CityFolder
import Foundation
import Geography
import Modelling
import Rasters
import ReaderScratch
import Replica
import Testing

@Suite("A list of rasters by the minute") struct GridListTests {
  let scratch: Scratch
  let folder: CityOnDisk
  let city: City

  init() throws {
    scratch = try Scratch()
    city = HandMadeCity.make()
    folder = CityOnDisk(path: scratch.file("town"))
    try folder.save(city)
  }

  private func raster(_ name: String, _ value: Int, cell: Double = 500) throws {
    let middle = city.box.center
    let grid = Grid(
      columns: 12, rows: 12, values: [Float](repeating: Float(value), count: 144),
      placement: .affine(
        AffinePlacement(west: middle.x - 6 * cell, north: middle.y + 6 * cell, cellWidth: cell, cellHeight: cell)))
    try RasterWriter.write(grid, to: folder.path + "/rasters/\(name)", projection: city.profile.projection)
  }

  private func series(_ list: String) throws -> GridSeries {
    try list.write(toFile: folder.path + "/rasters/rain.csv", atomically: true, encoding: .utf8)
    return try folder.files(for: city).series("rasters/rain.csv")
  }

  private func complaint(_ list: String) -> String {
    do {
      _ = try series(list)
      return ""
    } catch { return "\(error)" }
  }

  @Test("becomes a raster over time with the unit of its heading")
  func series() throws {
    try raster("a.tif", 3)
    try raster("b.tif", 5)
    let read = try series("# a radar\nminutes,mm/h\n10,a.tif\n\n25,b.tif\n")
    #expect(read.tellsMoments && read.unit == "mm/h" && read.layers.map(\.seconds) == [0, 900])
    #expect(read.grid(1).value(at: city.box.center) == 5)
  }

  @Test("a file that is not there, one outside, other cells, a line too short: a sentence with the line")
  func bad() throws {
    try raster("a.tif", 3)
    try raster("wide.tif", 3, cell: 700)
    #expect(complaint("minutes,mm/h\n0,a.tif\n15,none.tif\n").contains("no such file"))
    #expect(complaint("minutes,mm/h\n0,../../../etc/passwd\n").contains("etc/passwd"))
    #expect(complaint("minutes,mm/h\n0,a.tif\n15,wide.tif\n").contains("line 3"))
    #expect(complaint("minutes,mm/h\n0\n").contains("line 2"))
    #expect(complaint("days,mm/h\n0,a.tif\n").contains("hours, minutes or seconds"))
    #expect(complaint("minutes,mm/h\nnoon,a.tif\n").contains("no moment"))
    #expect(complaint("").contains("lists no raster") || complaint("").contains("empty"))
  }
}
