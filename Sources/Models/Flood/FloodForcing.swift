import Geography
package import Modelling
package import ShallowWater

/// What is supposed to happen, as one run of an engine needs it.
package struct FloodForcing: Sendable {
  var rain: Rain?
  var inflows: Inflows?
  var sea: SeaLevel?
  /// Hours that are computed.
  var hours: Double
  /// Share of the channels' depth that rivers carry which nobody gave.
  var baseFlow = 0.0

  /// What the conditions suppose; nothing when they suppose no water.
  package init?(_ conditions: Conditions, settings: FloodSettings) {
    rain = conditions[Rain.self]
    inflows = conditions[Inflows.self]
    sea = conditions[SeaLevel.self]
    guard rain != nil || inflows != nil || sea != nil else { return nil }
    hours = 0
    baseFlow = settings.baseFlow
    hours = settings.hours ?? usualHours
  }

  /// Rain alone; rivers are dry.
  init(rain: Rain, hours: Double) {
    self.rain = rain
    self.hours = hours
  }

  /// Until the rain has ended and an hour more, or until waves have passed; a tide alone is followed from one high water to the next.
  private var usualHours: Double {
    var seconds = 0.0
    if let rain { seconds = max(seconds, rain.end + 3600) }
    for source in inflows?.sources ?? [] {
      let last = source.rates.seconds.last ?? 0
      seconds = max(seconds, last > 0 ? last : 6 * 3600)
    }
    if seconds == 0, let sea { seconds = max(SeaLevel.period, sea.table?.seconds.last ?? 0) }
    return seconds / 3600
  }

  /// Throws ``FloodError`` where a hydrograph ends, above 0, before the run does.
  func check() throws {
    for source in inflows?.sources ?? [] {
      guard source.rates.seconds.count > 1, let end = source.rates.seconds.last, let last = source.rates.values.last
      else { continue }
      guard end >= hours * 3600 - 1 || last == 0 && source.gauge == nil else {
        throw FloodError(
          "the inflow at \(source.name) stops early: its last row is at \(Words.number(end / 3600)) h with "
            + "\(Words.number(last)) \(source.gauge == nil ? "m³/s" : "m"), but \(Words.number(hours)) h are computed. Add rows, end it at 0, or shorten "
            + "flood-settings: hours.", change: "inflow")
      }
    }
    if let table = sea?.table, let end = table.seconds.last, end < hours * 3600 - 1 {
      throw FloodError(
        "the sea's table stops early: its last row is at \(Words.number(end / 3600)) h, but \(Words.number(hours)) h are "
          + "computed. Add rows or shorten flood-settings: hours.", change: "sea-level")
    }
  }

  /// What an engine is given on a town; `factor` multiplies rain and inflows.
  package func forcing(on town: TownBasin, factor: Double = 1) throws -> Forcing {
    try forcing(on: town, with: rivers(on: town, factor: factor), factor: factor)
  }

  /// The same with what its rivers bring, which `factor` has multiplied already.
  func forcing(on town: TownBasin, with water: RiverWater, factor: Double) throws -> Forcing {
    var forcing = Forcing()
    if let rain { forcing.rain = try Self.field(rain, on: town.grid, factor) }
    forcing.inflows = water.inflows
    if let sea, !town.seaRim.isEmpty {
      let ground = town.ground.indices.filter { !town.isSea[$0] && !town.ground[$0].isNaN }.map { town.ground[$0] }
      guard ground.count(where: { Double($0) < sea.mean }) * 10 <= ground.count * 9 else {
        throw FloodError(
          "the mean sea level of \(Words.number(sea.mean)) m lies above nine tenths of the ground: terrain and sea do not count from "
            + "one datum. city.yaml's terrain-datum-shift brings the terrain to the sea's.", change: "sea-level")
      }
    } else if let sea {
      guard isAbove(sea, town) else {
        throw FloodError(
          "the sea is given, but the model's edge touches only dry land: no mapped water at or below the mean sea level "
            + "(\(Words.number(sea.mean)) m) reaches it, and it would rise to \(Words.number(sea.greatest(hours: hours))) m, above "
            + "the lowest ground there. Map the sea as water, widen the terrain, or check the datum.",
          change: "sea-level")
      }
    }
    var shore: Set<Int32> = []
    if !town.seaRim.isEmpty {
      let level = sea?.series(hours: hours) ?? Series(constant: 0)
      let own = Set(town.seaRim)
      let cells = town.shore(highest: level.values.max() ?? 0, begins: level.value(at: 0)).filter {
        own.contains($0) || !isWhereWaterEnters(town.grid.center(Int($0)), in: town)
      }
      shore = Set(cells)
      forcing.rims.append(Rim(cells: cells, kind: .level(level)))
    }
    let entrances = Set(water.inflows.flatMap(\.cells))
    for outflow in town.outflows {
      let cells = outflow.cells.filter { cell in
        !shore.contains(cell) && !entrances.contains(cell)
          && !isWhereWaterEnters(town.grid.center(Int(cell)), in: town)
      }
      if !cells.isEmpty { forcing.rims.append(Rim(cells: cells, kind: .outflow(slope: outflow.slope))) }
    }
    return forcing
  }

  /// Why the sea that is supposed has no part in the flood, a sentence; nothing where it has one, or none is supposed.
  func seaAside(of town: TownBasin) -> String? {
    guard let sea, town.seaRim.isEmpty, isAbove(sea, town) else { return nil }
    return
      "The sea has no part in this: it reaches \(Words.number(sea.greatest(hours: hours))) m at most, and the lowest ground at "
      + "the model's edge lies at \(Words.number(Self.lowestEdge(of: town))) m."
  }

  /// Whether all of a town's edge lies above the sea at its highest.
  private func isAbove(_ sea: SeaLevel, _ town: TownBasin) -> Bool {
    Self.lowestEdge(of: town) > sea.greatest(hours: hours)
  }

  private static func lowestEdge(of town: TownBasin) -> Double {
    Double(town.outflows.flatMap(\.cells).map { town.basin.bed[Int($0)] }.min() ?? -.infinity)
  }

  /// What rivers bring and hold at the start on a town. Throws ``FloodError``.
  func rivers(on town: TownBasin, factor: Double = 1) throws -> RiverWater {
    try RiverWater(inflows, share: baseFlow, factor: factor, in: town)
  }

  /// Whether a place of the edge lies so near an inflow that its water would leave where it enters: within its reach and 250 m
  /// or five cells more (assumed).
  private func isWhereWaterEnters(_ place: Point, in town: TownBasin) -> Bool {
    (inflows?.sources ?? []).contains { $0.point.distance(to: place) < $0.reach + max(250, 5 * town.grid.cell) }
  }

  /// Patches a side in which the rain of several gauges is told.
  private static let patches = 24

  /// Rain by the cells of its grid, or by patches: between gauges by inverse squared distances (D. Shepard, Proc. 23rd ACM National Conference, 1968).
  static func field(_ rain: Rain, on grid: TownGrid, _ factor: Double) throws -> RainField {
    if let cells = rain.grid { return try cells.field(on: grid, factor) }
    guard rain.gauges.count > 1 else { return RainField(rates: [rain.gauges[0].rates.scaled(by: factor)]) }
    let side = patches
    let wide = (grid.columns + side - 1) / side
    let high = (grid.rows + side - 1) / side
    var patches = [UInt16](repeating: 0, count: grid.count)
    for index in patches.indices {
      patches[index] = UInt16(index / grid.columns / high * side + index % grid.columns / wide)
    }
    let rates = (0..<side * side).map { patch -> Series in
      let center = Point(
        x: grid.west + (Double(patch % side) + 0.5) * Double(wide) * grid.cell,
        y: grid.north - (Double(patch / side) + 0.5) * Double(high) * grid.cell)
      let weights = rain.gauges.map { gauge -> Double in
        let metres = max(1, gauge.point?.distance(to: center) ?? 1)
        return 1 / (metres * metres)
      }
      let whole = weights.reduce(0, +)
      let first = rain.gauges[0].rates
      let values = first.seconds.indices.map { moment in
        zip(weights, rain.gauges).reduce(0) { $0 + $1.0 / whole * $1.1.rates.values[moment] } * factor
      }
      return Series(seconds: first.seconds, values: values, course: first.course)
    }
    return RainField(patches: patches, rates: rates)
  }
}

extension Series {
  /// The series with all values multiplied.
  func scaled(by factor: Double) -> Series {
    factor == 1 ? self : Series(seconds: seconds, values: values.map { $0 * factor }, course: course)
  }
}
