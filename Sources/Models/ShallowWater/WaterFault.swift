/// A basin or a forcing that no engine can run on: what is wrong, where, and how to mend it.
public struct WaterFault: Error, Equatable, CustomStringConvertible {
  /// The sentence.
  public let description: String

  /// A fault in words.
  public init(_ description: String) { self.description = description }
}

extension Basin {
  /// Throws ``WaterFault`` for the first thing that is wrong with this basin or with what moves its water: a column of the
  /// wrong length, a number outside its range or not finite, a cell that is not there or outside the model. O(cells).
  public func check(_ forcing: Forcing = Forcing()) throws {
    try checkGround()
    try checkEdges()
    try checkSoil()
    if let rain = forcing.rain { try check(rain) }
    if let evaporation = forcing.evaporation { try check(evaporation, "evaporation", least: 0) }
    for (number, inflow) in forcing.inflows.enumerated() {
      try check(inflow.rate, "inflow \(number + 1)", least: nil)
      try check(inflow.cells, "inflow \(number + 1)")
    }
    for (number, rim) in forcing.rims.enumerated() {
      try check(rim.cells, "rim \(number + 1)")
      if let cell = rim.cells.first(where: { !isAtRim(Int($0)) }) {
        throw WaterFault(
          "rim \(number + 1) names \(place(Int(cell))), which lies inside; name cells at the model's edge")
      }
      switch rim.kind {
      case .level(let series): try check(series, "the level of rim \(number + 1)", least: nil)
      case .outflow(let slope):
        guard slope > 0, slope < .infinity else {
          throw WaterFault("rim \(number + 1) has a slope of \(slope) m/m; give one above 0")
        }
      }
    }
  }

  private func checkGround() throws {
    guard bed.contains(where: { !$0.isNaN }) else { throw WaterFault("the bed has no cell inside the model") }
    for i in 0..<count where !bed[i].isNaN {
      guard bed[i].isFinite else { throw WaterFault("the bed is infinite in \(place(i)); NaN stands for outside") }
      guard roughness[i] > 0, roughness[i].isFinite else {
        throw WaterFault("Manning's n is \(roughness[i]) in \(place(i)); it must be above 0, in s/m^⅓")
      }
    }
    try check(room, "room") { $0 > 0 && $0 <= 1 }
  }

  private func checkEdges() throws {
    try check(eastOpenings, "openings to the east") { $0 >= 0 && $0 <= 1 }
    try check(southOpenings, "openings to the south") { $0 >= 0 && $0 <= 1 }
    try check(eastCrests, "crests to the east") { $0 < .infinity }
    try check(southCrests, "crests to the south") { $0 < .infinity }
    for bridge in bridges { try check(bridge) }
  }

  private func check(_ bridge: BridgeDeck) throws {
    let cell = Int(bridge.cell)
    let other = cell + (bridge.isEast ? 1 : columns)
    guard cell >= 0, other < count, !bridge.isEast || cell % columns + 1 < columns, !bed[cell].isNaN, !bed[other].isNaN
    else {
      throw WaterFault("a bridge stands over an edge outside the model, of cell \(cell); name one between two cells")
    }
    guard bridge.soffit.isFinite, bridge.top >= bridge.soffit, bridge.top.isFinite else {
      throw WaterFault("the deck of the bridge in \(place(cell)) lies below its underside; give both levels, in m")
    }
    guard bridge.open > 0, bridge.open <= 1, bridge.slant > 0, bridge.slant <= 1 else {
      throw WaterFault("the bridge in \(place(cell)) is open by \(bridge.open); give a share above 0 and up to 1")
    }
  }

  private func checkSoil() throws {
    let columns: [(String, [Float])] =
      switch soil {
      case .sealed: []
      case .constant(let rate): [("infiltration rates", rate)]
      case .greenAmpt(let k, let suction): [("conductivity", k), ("suction deficit", suction)]
      case .curveNumber(let retention): [("retention", retention)]
      }
    for (name, values) in columns {
      guard values.count == count else {
        throw WaterFault("\(name) has \(values.count) values for \(count) cells; give one for each")
      }
      try check(values, name) { $0 >= 0 && $0 < .infinity }
    }
  }

  private func check(_ values: [Float], _ name: String, _ holds: (Float) -> Bool) throws {
    guard values.isEmpty || values.count == count else {
      throw WaterFault("\(name) has \(values.count) values for \(count) cells; give one for each or none")
    }
    for i in values.indices where !bed[i].isNaN && !holds(values[i]) {
      throw WaterFault("\(name) is \(values[i]) in \(place(i)), outside its range")
    }
  }

  private func check(_ rain: RainField) throws {
    guard !rain.rates.isEmpty else { throw WaterFault("the rain has no series; give one, or no rain") }
    for (number, series) in rain.rates.enumerated() { try check(series, "rain series \(number + 1)", least: 0) }
    guard rain.patches.isEmpty || rain.patches.count == count else {
      throw WaterFault("the rain has patches for \(rain.patches.count) cells of \(count); give one for each or none")
    }
    if let i = rain.patches.firstIndex(where: { Int($0) >= rain.rates.count }) {
      throw WaterFault("\(place(i)) asks for rain series \(rain.patches[i] + 1) of \(rain.rates.count)")
    }
    // The most rain ever measured in a minute is 31 mm (Barot, Guadeloupe, 1970; WMO): 0.52 mm/s.
    let most = rain.rates.flatMap(\.values).max() ?? 0
    if most > 0.002 {
      throw WaterFault(
        "rain of \(most) m/s is four times the world record of a minute; was it meant in mm/h? Divide by 3.6e6")
    }
  }

  private func check(_ series: Series, _ name: String, least: Double?) throws {
    for k in series.seconds.indices {
      guard series.seconds[k].isFinite, k == 0 || series.seconds[k] > series.seconds[k - 1] else {
        throw WaterFault("\(name): moment \(k + 1) does not come after the one before; sort the moments, each once")
      }
      guard series.values[k].isFinite, least.map({ series.values[k] >= $0 }) ?? true else {
        throw WaterFault("\(name) is \(series.values[k]) at \(series.seconds[k]) s, outside its range")
      }
    }
  }

  private func check(_ cells: [Int32], _ name: String) throws {
    guard !cells.isEmpty else { throw WaterFault("\(name) names no cells") }
    for cell in cells {
      guard cell >= 0, Int(cell) < count, !bed[Int(cell)].isNaN else {
        throw WaterFault(
          "\(name) names cell \(cell), which is not in the model; its cells are 0…\(count - 1) without NaN")
      }
    }
    guard Set(cells).count == cells.count else { throw WaterFault("\(name) names a cell twice") }
  }

  private func isAtRim(_ i: Int) -> Bool {
    let (row, column) = i.quotientAndRemainder(dividingBy: columns)
    return row == 0 || column == 0 || row == rows - 1 || column == columns - 1
      || bed[i - 1].isNaN || bed[i + 1].isNaN || bed[i - columns].isNaN || bed[i + columns].isNaN
  }

  private func place(_ i: Int) -> String { "the cell in column \(i % columns) of row \(i / columns)" }
}
