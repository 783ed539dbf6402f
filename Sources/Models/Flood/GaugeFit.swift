import Geography
import Modelling
import Replica
import ShallowWater

/// Brings the water of rivers whose levels are given to where the model stands as high at the gauge as was read.
///
/// The section at a gauge knows uniform flow alone. The town's storage, its bends, a tide below it make the same flow stand higher or lower;
/// so a first run shows how high the model stands, and all the river's water is multiplied by the section's flow at the level read over
/// that at the level found, ``runs`` times at most, until its highest level is ``close`` enough.
///
/// A section is cut anew from the cells of every grid, and so are its bed and its fall: what was found is m³/s, not a factor, so that the run
/// itself and the ensemble on other cells have the same river.
struct GaugeFit {
  /// What is supposed, with its rivers brought to their levels.
  private(set) var supposed: FloodForcing
  /// What came of it, a sentence a gauge.
  private(set) var remarks: [String] = []

  /// Runs once more on a town, at most; metres that are close enough (assumed: what a gauge's own error is); bounds of a single change, and
  /// of all as a share of the section's flow in the first town.
  static let runs = 2, close = 0.05, change = 0.33...3.0, bounds = 0.1...5.0

  /// Whether there is a gauge to bring anything to.
  static func isNeeded(_ supposed: FloodForcing) -> Bool {
    supposed.inflows?.sources.contains { $0.gauge != nil } ?? false
  }

  /// Fits on a town, going on from what a fit on another one found; `peaks` runs a forcing and answers the greatest depths over the bed by
  /// cell, or nothing when that went unstable. The last forcing run is the one that is kept. Throws what it throws.
  init(_ supposed: FloodForcing, on town: TownBasin, peaks: (FloodForcing) throws -> [Float]?) throws {
    self.supposed = supposed
    if var inflows = supposed.inflows {
      for number in inflows.sources.indices { try inflows.sources[number].readFlow(in: town) }
      self.supposed.inflows = inflows
    }
    var found: [Double?] = []
    for round in 0...Self.runs {
      guard let depths = try peaks(self.supposed), var inflows = self.supposed.inflows else { break }
      var isFar = false
      found = []
      for number in inflows.sources.indices {
        let source = inflows.sources[number]
        guard let gauge = source.gauge, let section = RiverSection(at: gauge, in: town),
          let read = source.rates.values.max()
        else {
          found.append(nil)
          continue
        }
        let level = Double(town.basin.bed[section.cell] + depths[section.cell])
        found.append(level)
        guard abs(level - read) > Self.close else { continue }
        let ratio = section.discharge(at: read) / max(1e-6, section.discharge(at: level))
        let scale = min(
          Self.bounds.upperBound,
          max(Self.bounds.lowerBound, source.scale * min(Self.change.upperBound, max(Self.change.lowerBound, ratio))))
        if scale != source.scale { isFar = true }
        inflows.sources[number].scale = scale
      }
      guard isFar, round < Self.runs else { break }
      self.supposed.inflows = inflows
    }
    for (source, level) in zip(self.supposed.inflows?.sources ?? [], found) {
      guard let level, let read = source.rates.values.max(), let flow = source.flow?.values.max() else { continue }
      remarks.append(
        "At the gauge of \(source.name) \(Words.number(read)) m were read at most; with \(Words.number(source.scale)) times the "
          + "section's flow, \(Words.number(source.scale * flow)) m³/s at most, the model stands at \(Words.number(level)) m."
      )
    }
  }
}

extension Inflows.Source {
  /// Turns levels read at a gauge into m³/s by the section there, once: ``flow``. Throws a ``FloodError`` for levels below the bed and for a
  /// gauge beside no river.
  mutating func readFlow(in town: TownBasin) throws {
    guard flow == nil, let gauge else { return }
    guard let section = RiverSection(at: gauge, in: town) else {
      throw FloodError(
        "the levels of \(name) were read where no open river is mapped within \(Words.number(RiverSection.reach)) m: "
          + "move the gauge, or bring the river's line.")
    }
    guard let highest = rates.values.max(), highest > section.bed else {
      throw FloodError(
        "the levels of \(name) reach \(Words.number(rates.values.max() ?? 0)) m, which is below the river's bed there "
          + "(\(Words.number(section.bed)) m above the terrain's zero): give them above that zero, not above the gauge's."
      )
    }
    flow = Series(
      seconds: rates.seconds, values: rates.values.map { section.discharge(at: $0) }, course: rates.course)
    reading =
      "Levels of \(name), at most \(Words.number(highest)) m, were turned into at most "
      + "\(Words.number(flow?.values.max() ?? 0)) m³/s by Manning's rule on the section there (fall "
      + "\(Words.number(section.slope * 1000)) ‰, bank \(Words.number(section.bank)) m): no measured rating curve, wrong by about a "
      + "third."
  }
}
