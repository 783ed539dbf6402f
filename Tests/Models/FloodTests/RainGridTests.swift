import Flood
import Geography
import Modelling
import Replica
import ShallowWater
import Testing

@Suite("Rain by the cells of a radar") struct RainGridTests {
  /// Cells of 100 m from (499,900, 399,900) on: over the valley of 300 × 200 m and 100 m around.
  static func radar(
    _ layers: [[Float]], seconds: [Double]? = nil, unit: String = "mm/h", columns: Int = 5, west: Double = 499_900
  ) -> GridSeries {
    let rows = layers[0].count / columns
    return GridSeries(
      columns: columns, rows: rows,
      placement: .affine(
        AffinePlacement(west: west, north: 399_900 + Double(rows) * 100, cellWidth: 100, cellHeight: 100)),
      layers: layers.enumerated().map {
        GridSeries.Layer(seconds: seconds?[$0.offset] ?? 0, values: $0.element)
      }, tellsMoments: seconds != nil, unit: unit)
  }

  static let even = [Float](repeating: 30, count: 20)

  private static func rain(_ series: GridSeries, unit: String? = nil, step: Double? = nil) throws -> Rain {
    var city = Hand.city()
    var conditions = Conditions()
    try RainChange(grid: "r.nc", unit: unit, step: step).apply(
      to: &city, under: &conditions, with: NoFiles(rasters: ["r.nc": series]))
    return try #require(conditions[Rain.self])
  }

  private static func complaint(_ body: () throws -> Void) -> String {
    do {
      try body()
      return ""
    } catch { return "\(error)" }
  }

  @Test("rates and amounts bring the same, whatever way the unit is written; a layer holds until the next")
  func units() throws {
    for unit in ["mm/h", "mm h-1", "mm hr^-1", "MM/HR", "kg m-2 h-1", "mm per hour"] {
      let rain = try Self.rain(Self.radar([Self.even, Self.even], seconds: [0, 1800], unit: unit))
      #expect(abs(rain.depth - 0.03) < 1e-8 && rain.end == 3600, "\(unit)")
    }
    let slow = Self.even.map { $0 / 3600 }
    #expect(abs(try Self.rain(Self.radar([slow], seconds: [0], unit: "kg m-2 s-1"), step: 60).depth - 0.03) < 1e-8)
    let amounts = try Self.rain(Self.radar([Self.even, Self.even], seconds: [0, 600], unit: "mm"))
    #expect(abs(amounts.depth - 0.06) < 1e-8 && amounts.end == 1200)
    #expect(abs(try Self.rain(Self.radar([Self.even, Self.even], unit: ""), unit: "mm", step: 30).depth - 0.06) < 1e-8)
  }

  @Test("each cell of the ground has the rain of the radar's cell above it, and the engine counts all of it")
  func placed() throws {
    var west = Self.even
    for row in 0..<4 { west[row * 5 + 1] = 90 }
    let files = NoFiles(rasters: ["r.nc": Self.radar([west, Self.even], seconds: [0, 1800])])
    let outcome = try TownFloodTests.run(TownFloodTests.valley()) {
      try RainChange(grid: "r.nc").apply(to: &$0, under: &$1, with: files)
      try FloodSettingsChange(members: 0).apply(to: &$0, under: &$1, with: files)
    }
    // A third of the valley lies under the heavy column for half an hour.
    let fell = 300 * 200 * 0.03 + 100 * 200 * 0.03
    #expect(abs(Hand.number(outcome, "flood.balance.rain") - fell) < 0.5)
    #expect(abs(Hand.number(outcome, "flood.balance.error")) < 1e-6)
  }

  @Test("holes are closed and told, gaps in time are told, cells beyond 1,024 are joined to their mean")
  func holes() throws {
    var holed = Self.even
    for cell in [6, 7, 11, 12] { holed[cell] = .nan }
    let rain = try Self.rain(Self.radar([holed, Self.even, Self.even, Self.even], seconds: [0, 300, 600, 3600]))
    #expect(rain.grid?.rates.allSatisfy { abs($0 * 3.6e6 - 30) < 1e-3 } == true)
    #expect(rain.remarks.contains { $0.contains("4 of 80 values") })
    #expect(rain.remarks.contains { $0.contains("lacks layers in 1 places") })

    let many = GridSeries(
      columns: 60, rows: 40,
      placement: .affine(AffinePlacement(west: 500_000, north: 400_200, cellWidth: 5, cellHeight: 5)),
      layers: [GridSeries.Layer(seconds: 0, values: (0..<2400).map { Float($0 % 60) })], tellsMoments: true,
      unit: "mm/h")
    let files = NoFiles(rasters: ["r.nc": many])
    let outcome = try TownFloodTests.run(TownFloodTests.valley()) {
      try RainChange(grid: "r.nc", step: 60).apply(to: &$0, under: &$1, with: files)
      try FloodSettingsChange(cell: 5, members: 0).apply(to: &$0, under: &$1, with: files)
    }
    #expect(abs(Hand.number(outcome, "flood.balance.rain") - 300 * 200 * 0.0295) < 0.5)
  }

  @Test(
    "no unit, inches, m/h, another unit than the scenario's, no moments, moments that fall, rain below 0: a sentence each"
  )
  func bad() {
    func text(_ series: GridSeries, unit: String? = nil, step: Double? = nil) -> String {
      Self.complaint { _ = try Self.rain(series, unit: unit, step: step) }
    }
    let two = [Self.even, Self.even]
    #expect(text(Self.radar(two, seconds: [0, 60], unit: "")).contains("does not say the unit"))
    #expect(text(Self.radar(two, seconds: [0, 60], unit: "in/h")).contains("1 in is 25.4 mm"))
    #expect(text(Self.radar(two, seconds: [0, 60], unit: "m/h")).contains("\"m/h\""))
    #expect(text(Self.radar(two, seconds: [0, 60], unit: "dBZ"), unit: "mm/h").contains("\"dBZ\""))
    #expect(text(Self.radar(two, seconds: [0, 60]), unit: "mm").contains("leave out unit"))
    #expect(text(Self.radar(two)).contains("step: 15 min"))
    #expect(text(Self.radar([Self.even], seconds: [0])).contains("how long it lasts"))
    #expect(text(Self.radar(two, seconds: [0, 60]), step: 5).contains("leave out step"))
    #expect(text(Self.radar(two, seconds: [60, 0])).contains("do not rise"))
    #expect(text(Self.radar([Self.even.map { -$0 }, Self.even], seconds: [0, 60])).contains("below 0"))
    #expect(text(Self.radar([Self.even.map { $0 / 1000 }], unit: "mm/h"), step: 60).contains("less than a millimetre"))
    #expect(
      text(Self.radar([Self.even.map { $0 * 100 }], unit: "mm/h"), step: 60).contains("more than was ever measured"))
    let blind = Self.even.map { _ in Float.nan }
    #expect(text(Self.radar([Self.even, blind], seconds: [0, 60])).contains("if these are dry, write 0"))
    #expect(
      Self.complaint {
        var city = Hand.city()
        var conditions = Conditions()
        try RainChange(depth: 5, grid: "r.nc").apply(
          to: &city, under: &conditions, with: NoFiles(rasters: ["r.nc": Self.radar(two)]))
      }.contains("leave out depth"))
  }

  @Test("a radar that sees only a part of the ground is refused with the share it sees")
  func part() {
    let files = NoFiles(rasters: ["r.nc": Self.radar([Self.even], unit: "mm/h", west: 500_100)])
    let told = Self.complaint {
      _ = try TownFloodTests.run(TownFloodTests.valley()) {
        try RainChange(grid: "r.nc", step: 60).apply(to: &$0, under: &$1, with: files)
      }
    }
    #expect(told.contains("covers only 66.7 %") || told.contains("covers only 67 %"))
  }

  @Test("the same moments on another place are another rain")
  func identity() throws {
    func name(_ series: GridSeries) throws -> String {
      var digest = Digest()
      try Self.rain(series, step: 60).feed(&digest)
      return digest.text
    }
    let one = Self.radar([Self.even])
    var other = Self.even
    other[3] += 1
    #expect(try name(one) == name(Self.radar([Self.even])))
    #expect(try name(one) != name(Self.radar([Self.even], west: 500_000)))
    #expect(try name(one) != name(Self.radar([other])))
  }
}

@Suite("Storms whose course is tabled") struct StormShapeTests {
  private func rain(_ change: RainChange, _ text: String = "") throws -> Rain {
    var city = Hand.city()
    var conditions = Conditions()
    try change.apply(to: &city, under: &conditions, with: NoFiles(texts: ["t.csv": text]))
    return try #require(conditions[Rain.self])
  }

  private func complaint(_ change: RainChange, _ text: String = "") -> String {
    do {
      _ = try rain(change, text)
      return ""
    } catch { return "\(error)" }
  }

  @Test("type II: 8 % until hour 6, 66.3 % until noon, 92.1 % until hour 18, as TR-55 tabulates it")
  func typeTwo() throws {
    let rain = try rain(RainChange(depth: 200, duration: 24, pattern: "type-ii"))
    let series = rain.gauges[0].rates
    for (hour, share) in [(6.0, 0.08), (12, 0.663), (18, 0.921), (24, 1)] {
      #expect(abs(series.integral(from: 0, to: hour * 3600) / 0.2 - share) < 1e-6)
    }
    // The middle two hours of a day's storm, brought to the whole depth.
    let short = try self.rain(RainChange(depth: 50, duration: 2, pattern: "type-ii")).gauges[0].rates
    let until = (0.663 - 0.235) / (0.772 - 0.235)
    #expect(abs(short.integral(from: 0, to: 3600) / 0.05 - until) < 1e-6)
    #expect(complaint(RainChange(depth: 200, duration: 48, pattern: "type-ii")).contains("24 h at most"))
  }

  @Test("a manual's pattern comes as a table of shares beside a depth")
  func shares() throws {
    let table = "minutes,share\n0,0.2\n5,0.5\n10,0.301\n15,0\n"
    let rain = try rain(RainChange(depth: 40, table: "t.csv"), table)
    #expect(abs(rain.depth - 0.04) < 1e-12 && rain.end == 900)
    #expect(abs(rain.gauges[0].rates.values[1] * 300 / 0.04 - 0.5 / 1.001) < 1e-9)
    #expect(
      complaint(RainChange(depth: 40, table: "t.csv"), "minutes,share\n0,20\n5,80\n10,0\n").contains("100 in all"))
    #expect(complaint(RainChange(table: "t.csv"), table).contains("either depth or return-period"))
    #expect(complaint(RainChange(depth: 40, duration: 1, table: "t.csv"), table).contains("leave out duration"))
    #expect(
      complaint(RainChange(depth: 40, table: "t.csv"), "minutes,share\n0,0.5\n5,0.5\n15,0\n").contains("equally long"))
  }
}
