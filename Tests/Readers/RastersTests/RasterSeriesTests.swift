import Geography
import Modelling
import ReaderScratch
import Rasters
import Testing

@Suite("Rasters over time") struct RasterSeriesTests {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  /// Three layers of 4 × 3 cells: the layer's number × the cell's, 0 being "no data" as in many files of rain.
  private func stack(
    unit: String = "mm h-1", times: String = "{10,25,55}", since: String = "minutes since 2021-12-18 00:00:00",
    dimensions: String = "{time}"
  ) throws -> String {
    var bands = ""
    for layer in 1...3 {
      let rows = (0..<3).map { row in (0..<4).map { "\(layer * (row * 4 + $0))" }.joined(separator: " ") }
      try scratch.write(
        ascii(
          columns: 4, rows: 3, west: 106.7, south: -6.3, cell: 0.01, noData: "0", values: rows.joined(separator: "\n")),
        to: "r\(layer).asc")
      bands += """
        <VRTRasterBand dataType="Float32" band="\(layer)"><Metadata><MDI key="units">\(unit)</MDI></Metadata>\
        <NoDataValue>0</NoDataValue><SimpleSource><SourceFilename relativeToVRT="1">r\(layer).asc</SourceFilename>\
        <SourceBand>1</SourceBand></SimpleSource></VRTRasterBand>
        """
    }
    let path = try scratch.write(
      """
      <VRTDataset rasterXSize="4" rasterYSize="3"><SRS>EPSG:4326</SRS>
      <GeoTransform>106.7,0.01,0,-6.27,0,-0.01</GeoTransform><Metadata><MDI key="NETCDF_DIM_EXTRA">\(dimensions)</MDI>
      <MDI key="NETCDF_DIM_time_DEF">{3,6}</MDI><MDI key="NETCDF_DIM_time_VALUES">\(times)</MDI>
      <MDI key="time#units">\(since)</MDI></Metadata>\(bands)</VRTDataset>
      """, to: "s.vrt")
    try run("gdal_translate", "-q", "-of", "netCDF", path, scratch.file("s.nc"))
    return scratch.file("s.nc")
  }

  @Test("from NetCDF, and from a GeoTIFF made of it: moments, unit, zeros, every band, where it lies")
  func moments() throws {
    let path = try stack()
    try run("gdal_translate", "-q", path, scratch.file("s.tif"))
    for file in [path, scratch.file("s.tif")] {
      let series = try RasterReader(projection: jakarta).series(file)
      #expect(series.tellsMoments && series.layers.map(\.seconds) == [0, 900, 2700])
      #expect(series.unit == "mm h-1")
      #expect(series.layers[0].values == (0..<12).map(Float.init) && series.layers[2].values[11] == 33)
      let place = jakarta.project(Coordinate(longitude: 106.735, latitude: -6.275))
      #expect(series.grid(1).value(at: place) == 6)
    }
  }

  @Test("over a box only the cells that cover it")
  func window() throws {
    let here = jakarta.project(Coordinate(longitude: 106.739, latitude: -6.271))
    let series = try RasterReader(projection: jakarta).series(stack(), over: Box([here]).expanded(by: 10))
    #expect(series.columns == 3 && series.grid(0).value(at: here) == 3)
  }

  @Test("a stack without moments says so; months and two dimensions are refused in a sentence")
  func bad() throws {
    let path = try scratch.write(
      ascii(columns: 2, rows: 1, west: 700_000, south: 9_300_000, cell: 10, values: "1 2\n"), to: "a.asc")
    let plain = try RasterReader(projection: jakarta, crs: "EPSG:32748").series(path)
    #expect(!plain.tellsMoments && plain.unit.isEmpty && plain.layers.count == 1)
    func sentence(_ path: String) -> String {
      do {
        _ = try RasterReader(projection: jakarta).series(path)
        return ""
      } catch { return "\(error)" }
    }
    #expect(try sentence(stack(since: "months since 2021-12-18")).contains("counts its time in months"))
    #expect(try sentence(stack(since: "a while")).contains("does not say in which unit its time is"))
    #expect(sentence(scratch.file("none.nc")).contains("no such file"))
  }
}
