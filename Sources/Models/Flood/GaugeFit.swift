import Geography
import Modelling
import Replica
import ShallowWater

/// Brings the water of rivers whose levels are given to where the model stands as high at the gauge as was read.
///
/// The section at a gauge knows uniform flow alone. The town's storage, its bends, a tide below it make the same flow stand higher or lower;
/// so a first run shows how high the model stands, and all the river's water is multiplied by the section's flow at the level read over
/// that at the level found, twice at most, until its highest level is within 0.1 m (assumed).
struct GaugeFit {
  /// What is supposed, with its rivers brought to their levels.
  private(set) var supposed: FloodForcing
  /// What came of it, a sentence a gauge.
  private(set) var remarks: [String] = []

  /// Runs before the run itself, at most; metres that are close enough; bounds of a single change and of all.
  static let runs = 2, close = 0.1, change = 0.33...3.0, bounds = 0.1...5.0

  /// Whether there is a gauge to bring anything to.
  static func isNeeded(_ supposed: FloodForcing) -> Bool {
    supposed.inflows?.sources.contains { $0.gauge != nil } ?? false
  }

  /// Fits on a town; `peaks` runs a forcing and answers the greatest depths over the bed by cell, or nothing when that went
  /// unstable. Throws what it throws.
  init(_ supposed: FloodForcing, on town: TownBasin, peaks: (FloodForcing) throws -> [Float]?) throws {
    self.supposed = supposed
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
      guard let level, let read = source.rates.values.max() else { continue }
      remarks.append(
        "At the gauge of \(source.name) \(Words.number(read)) m were read at most; with \(Words.number(source.scale)) times the "
          + "section's flow the model stands at \(Words.number(level)) m.")
    }
  }
}
