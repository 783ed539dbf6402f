import Geography
import Modelling
import Replica
import ShallowWater

/// What a file's unit of rain means.
enum RainUnit {
  /// A rate, with the m/s of one.
  case rate(Double)
  /// What falls until the next layer, with the metres of one.
  case amount(Double)

  /// A unit as files write it: `mm/h`, `mm h-1`, `mm hr^-1`, `kg m-2 s-1`, `mm`; nothing for any other.
  init?(_ text: String) {
    let word = text.lowercased().filter { !" ^*·_()".contains($0) }
      .replacing("hours", with: "h").replacing("hour", with: "h").replacing("hr", with: "h")
      .replacing("millimetres", with: "mm").replacing("millimeters", with: "mm").replacing("millimetre", with: "mm")
      .replacing("millimeter", with: "mm").replacing("kgm-2", with: "mm").replacing("kg/m2", with: "mm")
      .replacing("per", with: "/")
    switch word {
    case "mm/h", "mmh-1": self = .rate(0.001 / 3600)
    case "mm/min", "mmmin-1": self = .rate(0.001 / 60)
    case "mm/s", "mms-1": self = .rate(0.001)
    case "mm": self = .amount(0.001)
    default: return nil
    }
  }
}

extension RainChange {
  /// Rain of a grid over time.
  func gridded(_ path: String, _ files: any Files) throws -> Rain {
    guard depth == nil, returnPeriod == nil, duration == nil, pattern == nil, table == nil else {
      throw ChangeError(
        Self.keyword, "a grid says how much, how long and how: leave out depth, duration, pattern and table.",
        field: "grid")
    }
    let series = try files.series(path)
    let unit = try Self.unit(stated: series.unit, given: unit, path)
    var remarks: [String] = []
    let seconds = try moments(of: series, path, &remarks)
    var rates: [Float] = []
    rates.reserveCapacity(series.columns * series.rows * series.layers.count)
    var holes = 0
    for (number, layer) in series.layers.enumerated() {
      let size: Double
      switch unit {
      case .rate(let one): size = one
      case .amount(let one): size = one / (seconds[number + 1] - seconds[number])
      }
      if let below = layer.values.first(where: { $0 < 0 }) {
        throw ChangeError(
          Self.keyword,
          "\(path) has rain below 0 (\(below)): if that number means \"not measured\", make it the file's no data.",
          field: "grid")
      }
      let missing = layer.values.count { $0.isNaN }
      guard missing * 2 <= layer.values.count else {
        throw ChangeError(
          Self.keyword,
          "\(path) has no value in \(missing) of \(layer.values.count) cells over the town "
            + "\(Words.number(seconds[number] / 3600)) h after the start: if these are dry, write 0 there; otherwise leave the "
            + "layer out.", field: "grid")
      }
      holes += missing
      rates += Self.closed(layer.values, columns: series.columns).map { Float(Double($0) * size) }
    }
    if holes > 0 {
      remarks.append(
        "The grid of rain has holes: \(holes) of \(rates.count) values over the town were taken from the cells beside them."
      )
    }
    let grid = RainGrid(
      columns: series.columns, rows: series.rows, placement: series.placement, seconds: seconds, rates: rates)
    let cells = series.columns * series.rows
    for cell in 0..<cells {
      let one = grid.series(of: CollectionOfOne(cell))
      try Self.checkRecord(Rain.depth(of: one), over: Self.wet(one), field: "grid")
    }
    let mean = grid.series(of: 0..<cells)
    guard Rain.depth(of: mean) >= 0.001 else {
      throw ChangeError(
        Self.keyword,
        "\(path) brings less than a millimetre in all over the town: is its unit right? It is read as "
          + "\(self.unit ?? series.unit).", field: "grid")
    }
    return Rain(gauges: [Rain.Gauge(rates: mean)], grid: grid, remarks: remarks)
  }

  private static func unit(stated: String, given: String?, _ path: String) throws -> RainUnit {
    switch (stated, given) {
    case ("", nil):
      throw ChangeError(
        keyword, "\(path) does not say the unit of its rain: add unit: mm/h, or unit: mm for what falls in a layer.")
    case ("", let word?), (_, let word?):
      guard let unit = RainUnit(word) else {
        throw ChangeError(keyword, "\"\(word)\" is no unit of rain; known are mm/h and mm.")
      }
      if let own = RainUnit(stated), "\(own)" != "\(unit)" {
        throw ChangeError(keyword, "\(path) says its rain is in \(stated), the scenario says \(word): leave out unit.")
      }
      if !stated.isEmpty, RainUnit(stated) == nil { throw wrong(stated, path) }
      return unit
    case (let word, nil):
      guard let unit = RainUnit(word) else { throw wrong(word, path) }
      return unit
    }
  }

  private static func wrong(_ unit: String, _ path: String) -> ChangeError {
    ChangeError(
      keyword,
      "\(path) says its rain is in \"\(unit)\"; mm/h and mm (of a layer) can be read. Multiply it (1 in is 25.4 mm, 1 m/h "
        + "1000 mm/h) and write the unit into the file, with gdal_calc.py for example.")
  }

  /// The moments at which layers begin, and the end of the last one.
  private func moments(of series: GridSeries, _ path: String, _ remarks: inout [String]) throws -> [Double] {
    let begin = (start ?? 0) * 3600
    guard series.tellsMoments else {
      guard let step, step > 0 else {
        throw ChangeError(
          Self.keyword,
          "\(path) does not tell the moments of its \(series.layers.count) layers: add step: 15 min, from one to the next.",
          field: "grid")
      }
      return (0...series.layers.count).map { begin + Double($0) * step * 60 }
    }
    let told = series.layers.map(\.seconds)
    for (before, after) in zip(told, told.dropFirst()) where after <= before {
      throw ChangeError(
        Self.keyword,
        "\(path): the moments of its layers do not rise (\(Words.number(after / 3600)) h after "
          + "\(Words.number(before / 3600)) h): sort them, each once.", field: "grid")
    }
    let steps = zip(told, told.dropFirst()).map { $1 - $0 }
    if step != nil, told.count > 1 {
      throw ChangeError(Self.keyword, "\(path) tells its moments itself: leave out step.", field: "grid")
    }
    guard let last = steps.last ?? step.map({ $0 * 60 }) else {
      throw ChangeError(Self.keyword, "\(path) has one layer: say how long it lasts, step: 60 min.", field: "grid")
    }
    let usual = steps.sorted().dropFirst(steps.count / 2).first ?? last
    let gaps = steps.count { $0 > 1.5 * usual }
    if gaps > 0 {
      remarks.append(
        "The grid of rain lacks layers in \(gaps) places: over these the layer before holds (usual are "
          + "\(Words.number(usual / 60)) min from one to the next).")
    }
    return (told + [told[told.count - 1] + last]).map { begin + $0 }
  }

  /// Values without holes: ring by ring the mean of the cells beside.
  private static func closed(_ values: [Float], columns: Int) -> [Float] {
    var values = values
    let rows = values.count / columns
    while values.contains(where: \.isNaN) {
      var found: [(Int, Float)] = []
      for index in values.indices where values[index].isNaN {
        let (row, column) = index.quotientAndRemainder(dividingBy: columns)
        var (sum, count): (Float, Float) = (0, 0)
        for y in max(0, row - 1)...min(rows - 1, row + 1) {
          for x in max(0, column - 1)...min(columns - 1, column + 1) where !values[y * columns + x].isNaN {
            sum += values[y * columns + x]
            count += 1
          }
        }
        if count > 0 { found.append((index, sum / count)) }
      }
      for (index, value) in found { values[index] = value }
    }
    return values
  }
}
