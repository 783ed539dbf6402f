import Drains
import Geography
import Replica
import ShallowWater

/// The drains of a town beneath its surface: those of the map that are no channels of the surface themselves.
struct TownDrains {
  /// The network, where there is one.
  private let drains: DrainsOfCity?
  /// Seconds between two exchanges with the surface, and the network's own step.
  private let interval: Double
  /// What was assumed, mended or left out.
  let remarks: [String]

  /// Seconds between two exchanges in the run itself: the network's equations are implicit, and a drain answers in minutes
  /// (assumed; measured against exchange at every step in Docs/models/flood-city.md).
  static let interval = 15.0
  /// The same in runs beside it on wider cells, whose water answers more slowly too (assumed, measured there).
  static let coarseInterval = 60.0

  /// The drains of a city; none where the map has none narrower than a channel of the surface, or none that can be run.
  init(_ city: City, cell: Double, interval: Double = Self.interval) {
    self.interval = interval
    var without = city
    without.waterways = Waterways()
    let ways = city.waterways
    for row in 0..<ways.count where !TownBasin.isCarved(ways, row, cell: cell) || ways.areCovered[row] {
      without.waterways.append(
        key: ways.keys[row], kind: ways.kinds[row], name: ways.names[row], line: ways.lines[row],
        width: ways.widths[row], depth: ways.depths[row], capacity: ways.capacities[row],
        isCovered: ways.areCovered[row])
    }
    guard
      (0..<without.waterways.count).contains(where: { [.drain, .ditch, .canal].contains(without.waterways.kinds[$0]) })
    else {
      drains = nil
      remarks = ["The map has no drains: the surface alone carries the water."]
      return
    }
    guard city.waterWorks.blockage < 1 else {
      drains = nil
      remarks = ["The drains of the map are closed by rubbish and carry nothing."]
      return
    }
    var assumed = DrainsOfCity.Assumptions()
    assumed.blockage = max(0, city.waterWorks.blockage)
    assumed.spacing = max(assumed.spacing, 2 * cell)
    do {
      let found = try DrainsOfCity(without, assuming: assumed)
      if let problem = found.network.problems().first { throw problem }
      drains = found
      remarks = found.remarks
    } catch {
      drains = nil
      remarks = ["The drains of the map carry nothing: \(error)"]
    }
  }

  /// What is said when drains carry nothing; nothing where the map has none that the surface does not carry itself.
  static func without(_ city: City, cell: Double) -> [String] {
    let ways = city.waterways
    let count = (0..<ways.count).count {
      [.drain, .ditch].contains(ways.kinds[$0]) && !TownBasin.isCarved(ways, $0, cell: cell)
    }
    guard count > 0 else { return [] }
    return [
      "\(count) street drains of the map carry nothing here, so streets may look wetter than they are: flood-settings "
        + "{drains: yes} lets them."
    ]
  }

  /// The network as what takes water from a town's cells and gives it back; nothing where there is none.
  func exchange(in town: TownBasin) throws -> DrainFlow? {
    guard let drains else { return nil }
    let inlets = drains.inlets(cell: town.grid.cell) { point in
      guard let index = town.grid.index(at: point), !town.basin.bed[index].isNaN else { return nil }
      return Int32(index)
    }
    var network = drains.network
    // The surface's steps do not fall on the interval: one step of the network goes a little beyond it.
    network.options.longestStep = 1.5 * interval
    return try DrainFlow(network, inlets: inlets, exchangeInterval: interval)
  }
}
