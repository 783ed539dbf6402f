import Geography
import Modelling
import Replica
import ShallowWater

/// All that was found, and its telling: indicators, fields, conditions for others, remarks.
struct FloodAnswer {
  let city: City
  let town: TownBasin
  let supposed: FloodForcing
  let settings: FloodSettings
  let main: FloodRun
  /// When the run starts.
  var start = Instant(milliseconds: 0)
  /// The members' greatest depths on the cells of the town, their own cell in metres, and how many went unstable.
  var members: [[Float]] = [], memberCell = 0.0, lost = 0
  /// Greatest depths by return period.
  var byYears: [(years: Double, peak: [Float])] = []
  /// What was assumed of the drains.
  var drains: [String] = []
  /// What leaves the sites of a development.
  var sites: [Indicator] = []
  /// What rises beside the sites of a development.
  var beside: SiteNeighbours?

  /// The outcome of the model.
  func outcome() throws -> Outcome {
    var outcome = Outcome()
    outcome.indicators = counts() + account() + sites + (beside?.indicators ?? [])
    outcome.fields = fields()
    if let sea = supposed.sea { CoastBand(town, sea: sea, hours: supposed.hours, city: city).add(to: &outcome) }
    let grid = town.grid
    try outcome.offered.set(
      WaterDepth(
        frames: main.frames.map { .init(seconds: $0.seconds, depth: grid.grid($0.depths)) },
        greatest: grid.grid(main.peak)), from: "flood")
    try outcome.offered.set(WaterHazard(greatest: grid.grid(main.hazard)), from: "flood")
    if !members.isEmpty {
      try outcome.offered.set(WaterEnsemble(peaks: members.map { grid.grid($0) }), from: "flood")
    }
    if !byYears.isEmpty {
      try outcome.offered.set(
        WaterByReturnPeriod(years: byYears.map(\.years), peaks: byYears.map { grid.grid($0.peak) }), from: "flood")
    }
    outcome.remarks = remarks()
    return outcome
  }

  // MARK: Indicators

  private func counts() -> [Indicator] {
    let count = FloodCount(main.peak, in: town)
    let others = members.map { FloodCount($0, in: town) }
    func indicator(
      _ id: String, _ unit: String, _ formula: String, _ value: KeyPath<FloodCount, Double>, _ size: Double = 1
    ) -> Indicator {
      let number = count[keyPath: value] / size
      let band = FloodCount.interval(others.map { $0[keyPath: value] / size }, around: number)
      return Indicator(
        id, .number(number, low: band?.low, high: band?.high), unit: unit, better: .less,
        formula: "\(formula); \(intervals) (flood \(FloodModel.card.version))")
    }
    let danger = FloodCount.area(above: FloodCount.dangerous, main.hazard, in: town) / 10_000
    return [
      indicator(
        "flood.area", "ha", "Land ever in water deeper than 0.3 m, beds of rivers and ponds left out", \.area, 10_000),
      indicator("flood.volume", "m³", "Sum over land deeper than 0.05 m of the greatest depth × area", \.volume),
      indicator("flood.deepest", "m", "Greatest depth on land", \.deepest),
      Indicator(
        "flood.danger", .number(danger, low: nil, high: nil), unit: "ha", better: .less,
        formula: "Land where depth × (speed + 0.5) passed 0.75 m²/s, dangerous to children and old people "
          + "(DEFRA FD2320/TR2; flood \(FloodModel.card.version))"),
    ]
  }

  private var intervals: String {
    members.count > 1 ? "5th to 95th percentile of \(members.count) members" : "no ensemble, so no interval"
  }

  /// Where every cubic metre is.
  private func account() -> [Indicator] {
    let balance = main.balance
    func volume(_ id: String, _ value: Double, _ formula: String, _ better: Indicator.Better = .neither) -> Indicator {
      Indicator(
        "flood.balance.\(id)", .number(value, low: nil, high: nil), unit: "m³", better: better,
        formula: "\(formula), counted by the engine (\(main.engine); flood \(FloodModel.card.version))")
    }
    return [
      volume("start", balance.initial, "Water in rivers, ponds and the sea at the start"),
      volume("rain", balance.rain, "Rain on the model"),
      volume("inflow", balance.inflow, "Inflows"),
      volume("sea-in", balance.rimIn, "Water in over the edge"),
      volume("out", balance.rimOut, "Water out over the edge"),
      volume("infiltrated", balance.infiltrated, "Water taken in by the ground"),
      volume("drained", balance.drained, "Water out through pumps and drains"),
      volume("held", balance.within, "Water held in tanks and drains at the end"),
      volume("surface", balance.surface, "Water on the ground at the end"),
      Indicator(
        "flood.balance.error", .number(balance.relativeError, low: nil, high: nil), unit: "1", better: .neither,
        formula: "(On the ground + held − start − in + out) ÷ all that came in (flood \(FloodModel.card.version))"),
      Indicator(
        "flood.froude", .number(main.range.greatestFroude, low: nil, high: nil), unit: "1", better: .neither,
        formula:
          "Greatest Froude number in water of 0.05 m or more; without advection the live engine is made for less "
          + "than 1 (flood \(FloodModel.card.version))"),
    ]
  }

  // MARK: Fields

  private func fields() -> [Field] {
    let carrier = Field.Carrier.grid(columns: town.grid.columns, rows: town.grid.rows)
    func field(
      _ name: String, _ title: String, _ unit: String, _ palette: Field.Palette, _ values: [Float],
      _ times: [Instant]? = nil, _ better: Indicator.Better = .less
    ) -> Field {
      Field(
        name: "flood.\(name)", title: title, unit: unit, better: better, palette: palette, carrier: carrier,
        times: times ?? [start], values: values, placement: town.grid.placement)
    }
    let moments = main.frames.map { Instant(milliseconds: start.milliseconds + Int64(($0.seconds * 1000).rounded())) }
    var fields = [
      field("depth", "Depth of water", "m", .depth, main.frames.flatMap(\.depths), moments),
      field("peak", "Greatest depth of water", "m", .depth, main.peak),
      field("arrival", "Water arrives after", "min", .time, main.arrival.map { $0 / 60 }, nil, .more),
      field("hazard", "Danger to people: depth × (speed + 0.5)", "m²/s", .depth, main.hazard),
    ]
    if !members.isEmpty {
      var share = main.peak.map { $0.isNaN ? Float.nan : 0 }
      for member in members {
        for index in member.indices where member[index] > FloodCount.flooded { share[index] += 1 }
      }
      let count = Float(members.count)
      fields.append(
        field("probability", "Probability of more than 0.3 m", "1", .share, share.map { $0 / count }))
    }
    if let beside {
      fields.append(
        field("site.change", "Change of the greatest depth by what is built", "m", .change, beside.change))
    }
    return fields
  }

  // MARK: Remarks

  private func remarks() -> [String] {
    var remarks: [String] = []
    if let unstable = main.unstable {
      let point = city.profile.projection.unproject(town.grid.center(unstable.cell))
      remarks.append(
        "The run became unstable after \(Words.number(unstable.seconds / 3600)) h at \(Words.number(point.longitude)), "
          + "\(Words.number(point.latitude)) (\(unstable.what)). What is shown ends there: choose smaller cells or the "
          + "reference engine.")
    }
    let balance = main.balance
    remarks.append(
      "Engine: \(main.engine); cells of \(Words.number(town.grid.cell)) m (\(town.grid.columns) × \(town.grid.rows)), "
        + "\(Words.number(supposed.hours)) h in \(main.steps) steps. Of all water "
        + "\(Words.number(abs(balance.relativeError) * 100)) % is unaccounted for.")
    if settings.cell == nil, let terrain = city.terrain {
      let own = TownGround.cell(of: terrain, in: TownGround.box(of: terrain, city: city))
      if town.grid.cell > own * 1.01 {
        remarks.append(
          "The terrain's cells of \(Words.number(own)) m were widened for speed: flood-settings with cell: "
            + "\(Words.number(own)) m or an area looks closer.")
      }
    }
    if settings.engine == .live {
      remarks += main.range.warnings(
        engine: main.engine, advection: settings.carriesMomentum(cell: town.grid.cell))
    }
    if !members.isEmpty {
      remarks.append(
        "The ensemble has \(members.count) members on cells of \(Words.number(memberCell)) m"
          + (memberCell > town.grid.cell
            ? "; how they differ from their undisturbed one is carried to the finer cells." : "."))
    }
    if lost > 0 { remarks.append("\(lost) members of the ensemble went unstable and are left out.") }
    let error = TerrainError(city.profile)
    if !error.standard.isFinite, settings.members > 0 {
      remarks.append("How wrong the terrain is, is not known: the ensemble assumes 1 m.")
    }
    if let sentence = dugUnder() { remarks.append(sentence) }
    if let sentence = supposed.seaAside(of: town) { remarks.append(sentence) }
    return remarks + (supposed.rain?.remarks ?? []) + main.riverRemarks + drains + town.remarks
  }

  /// Who stands where the ground is dug away, a sentence: nobody moved them out, and they count as in water.
  private func dugUnder() -> String? {
    let dug = city.waterWorks.ground.filter { if case .above(let metres) = $0.height { metres < -0.5 } else { false } }
    let (buildings, boxes) = (city.buildings, dug.map(\.outline.box))
    let rows = buildings.centroids.indices.filter { row in
      guard !buildings.areRemoved[row] else { return false }
      let place = buildings.centroids[row]
      return zip(dug, boxes).contains { $1.contains(place) && $0.outline.contains(place) }
    }
    guard !rows.isEmpty else { return nil }
    let people = rows.reduce(0) { $0 + (buildings.people[$1].isFinite ? buildings.people[$1] : 0) }
    return
      "\(rows.count) \(rows.count == 1 ? "building" : "buildings") with \(Words.number(people.rounded())) people stand where the ground is dug away. They are not "
      + "moved: what the dug ground holds counts as water at them."
  }
}
