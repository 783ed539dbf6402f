import Flood
import Geography
import Modelling
import Replica
import ShallowWater
import Testing

@Suite("The soil of a raster") struct SoilMapTests {
  /// Two cells side by side over ground of 8 × 8 cells of 10 m.
  private func raster(_ values: [Float], unit: String = "") -> GridSeries {
    GridSeries(
      columns: values.count, rows: 1,
      placement: .affine(
        AffinePlacement(west: 500_000, north: 400_080, cellWidth: 80 / Double(values.count), cellHeight: 80)),
      layers: [GridSeries.Layer(seconds: 0, values: values)], tellsMoments: false, unit: unit)
  }

  private func basin(_ series: GridSeries?, _ infiltration: String, soil: String = "C") throws -> TownBasin {
    var city = Hand.city(Hand.ground(8, 8) { _, y in 5 + y * 0.01 })
    var conditions = Conditions()
    try FloodSettingsChange(
      infiltration: infiltration, soil: soil, soilRaster: series.map { _ in "s.tif" }
    ).apply(to: &city, under: &conditions, with: NoFiles(rasters: series.map { ["s.tif": $0] } ?? [:]))
    let settings = try #require(conditions[FloodSettings.self])
    let terrain = try #require(city.terrain)
    return try TownBasin(
      city, terrain: terrain, on: TownBasin.grid(of: city, terrain: terrain, settings: settings), settings: settings)
  }

  private func retention(_ basin: TownBasin) -> [Float] {
    guard case .curveNumber(let values) = basin.basin.soil else { return [] }
    return [values[0], values[7]]
  }

  @Test("curve numbers follow the group under each cell; A/D counts as D; what it does not know is told")
  func groups() throws {
    let uniform = try ["A", "D"].map { try retention(basin(nil, "curve-number", soil: $0))[0] }
    #expect(try retention(basin(raster([1, 4]), "curve-number")) == uniform)
    #expect(try retention(basin(raster([1, 11]), "curve-number")) == uniform)
    let half = try basin(raster([4, 255]), "curve-number", soil: "A")
    #expect(retention(half) == [uniform[1], uniform[0]])
    #expect(half.remarks.contains { $0.contains("nothing of 50 %") && $0.contains("group A") })
  }

  @Test("Green and Ampt take a conductivity as it is, the suction of the group it means")
  func conductivity() throws {
    // 36 mm/h is 10 µm/s, where C ends.
    let made = try basin(raster([40, 3.6], unit: "mm/h"), "green-ampt")
    guard case .greenAmpt(let conductivity, let suction) = made.basin.soil else {
      Issue.record("no Green–Ampt")
      return
    }
    #expect(abs(conductivity[0] / (40 / 3.6e6) - 1) < 1e-5 && abs(conductivity[7] / 1e-6 - 1) < 1e-5)
    #expect(abs(suction[0] - 0.0889 * 0.434 / 2) < 1e-6 && abs(suction[7] - 0.3163 * 0.385 / 2) < 1e-6)
    let groups = try basin(raster([2, 4]), "green-ampt")
    guard case .greenAmpt(let known, _) = groups.basin.soil else { return }
    #expect(abs(known[0] / (3.4 / 3.6e6) - 1) < 1e-5)
    #expect(try retention(basin(raster([300, 0.5], unit: "cm/d"), "curve-number")).count == 2)
  }

  @Test("no code, no known unit, a conductivity of no soil, several bands: a sentence each; sand takes more than clay")
  func bad() throws {
    func text(_ series: GridSeries) -> String {
      do {
        _ = try basin(series, "curve-number")
        return ""
      } catch { return "\(error)" }
    }
    #expect(text(raster([1, 7])).contains("7.0, which is no code"))
    #expect(text(raster([0, 255])).contains("knows the soil nowhere"))
    #expect(text(raster([1, 2], unit: "log10(cm/d)")).contains("log10(cm/d)"))
    #expect(text(raster([1, 2], unit: "m/s")).contains("no soil has"))
    #expect(text(raster([1, -3], unit: "mm/h")).contains("-3.0 mm/h"))
    let stack = GridSeries(
      columns: 1, rows: 1, placement: raster([1]).placement,
      layers: [.init(seconds: 0, values: [1]), .init(seconds: 0, values: [2])], tellsMoments: false, unit: "")
    #expect(text(stack).contains("2 bands"))
    func taken(_ codes: [Float]) throws -> Double {
      let files = NoFiles(rasters: ["s.tif": raster(codes)])
      var city = Hand.city(Hand.ground(8, 8) { _, y in 5 + y * 0.01 })
      var conditions = Conditions()
      try RainChange(depth: 60, duration: 1).apply(to: &city, under: &conditions, with: files)
      try FloodSettingsChange(members: 0, soilRaster: "s.tif").apply(to: &city, under: &conditions, with: files)
      let outcome = try FloodModel().run(on: city, under: conditions, in: TestContext())
      return Hand.number(outcome, "flood.balance.infiltrated")
    }
    let (sand, both, clay) = try (taken([1, 1]), taken([1, 4]), taken([4, 4]))
    #expect(sand > both && both > clay && abs(both - (sand + clay) / 2) < 0.02 * sand)
  }
}
