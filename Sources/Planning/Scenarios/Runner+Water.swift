import CityFolder
import Flood
import Geography
public import Modelling

extension Runner {
  /// The name of the run that would say where the water stands of what a scenario supposes, without its changes; nothing where it supposes no water.
  ///
  /// `conditions` are those of the scenario without its changes.
  public func nameOfWater(for scenario: Scenario, under conditions: Conditions, seed: UInt64 = 1) throws -> RunID? {
    guard conditions.names.contains(where: { ["rain", "inflow", "sea-level"].contains($0) }) else { return nil }
    let baseline = scenario.baseline
    return RunID(
      FloodModel.self, city: digest, changes: baseline.canonicalChanges,
      files: try baseline.files.map { try files.digest($0) }, conditions: conditions, seed: seed)
  }

  /// The greatest depths of a run of the flood model that is stored; nothing where it is not.
  public func storedWater(_ name: RunID) -> WaterDepth? {
    guard let field = runs?.field(name, "flood.peak"), let placement = field.placement,
      case .grid(let columns, let rows) = field.carrier, field.values.count == columns * rows
    else { return nil }
    let depth = Grid(columns: columns, rows: rows, values: field.values, placement: placement)
    return WaterDepth(frames: [WaterDepth.Frame(seconds: 0, depth: depth)])
  }
}
