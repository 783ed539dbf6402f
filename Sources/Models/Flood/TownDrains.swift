import Drains
import Geography
import Replica
import ShallowWater

/// The drains of a town beneath its surface: those of the map that are no channels of the surface themselves, and those of a file.
struct TownDrains {
  /// The network of the map, where there is one.
  private let drains: DrainsOfCity?
  /// The network of a file, and the share of it that rubbish closes.
  private let pipes: PipeNetwork?
  private let blockage: Double
  /// Seconds between two exchanges with the surface, and the network's own step.
  private let interval: Double
  /// What was assumed, mended or left out.
  private(set) var remarks: [String]

  /// Seconds between two exchanges in the run itself: the network's equations are implicit, and a drain answers in minutes
  /// (assumed; measured against exchange at every step in Docs/models/flood-city.md).
  static let interval = 15.0
  /// The same in runs beside it, of which only what lies between them is told (assumed, measured there).
  static let sideInterval = 120.0

  /// The drains of the map where `usesMap` says so, and those of a file; none where the map has none narrower than a channel of the
  /// surface, or none that can be run.
  init(_ city: City, cell: Double, usesMap: Bool, pipes: PipeNetwork?, interval: Double = Self.interval) {
    self.interval = interval
    blockage = max(0, city.waterWorks.blockage)
    self.pipes = blockage < 1 ? pipes : nil
    var told = pipes?.remarks ?? []
    if let pipes, blockage >= 1 { told.append("The pipes of \(pipes.file) are closed by rubbish and carry nothing.") }
    guard usesMap else {
      drains = nil
      remarks = told + Self.without(city, cell: cell)
      return
    }
    var without = city
    without.waterways = Waterways()
    let ways = city.waterways
    let culverts = TownCulverts.carryingOn(ways, cell: cell)
    for row in 0..<ways.count
    where !TownBasin.isCarved(ways, row, cell: cell) || ways.areCovered[row] && !culverts.contains(row) {
      without.waterways.append(
        key: ways.keys[row], kind: ways.kinds[row], name: ways.names[row], line: ways.lines[row],
        width: ways.widths[row], depth: ways.depths[row], capacity: ways.capacities[row],
        isCovered: ways.areCovered[row])
    }
    guard
      (0..<without.waterways.count).contains(where: { [.drain, .ditch, .canal].contains(without.waterways.kinds[$0]) })
    else {
      drains = nil
      remarks = told + (pipes == nil ? ["The map has no drains: the surface alone carries the water."] : [])
      return
    }
    guard blockage < 1 else {
      drains = nil
      remarks = told + ["The drains of the map are closed by rubbish and carry nothing."]
      return
    }
    var assumed = DrainsOfCity.Assumptions()
    assumed.blockage = blockage
    assumed.spacing = max(assumed.spacing, 2 * cell)
    do {
      let found = try DrainsOfCity(without, assuming: assumed)
      if let problem = found.network.problems().first { throw problem }
      drains = found
      remarks = told + found.remarks
    } catch {
      drains = nil
      remarks = told + ["The drains of the map carry nothing: \(error)"]
    }
  }

  /// What is said when drains carry nothing; nothing where the map has none that the surface does not carry itself.
  static func without(_ city: City, cell: Double) -> [String] {
    let ways = city.waterways
    let count = (0..<ways.count).count {
      ways.kinds[$0].isDrain && !TownBasin.isCarved(ways, $0, cell: cell)
    }
    guard count > 0 else { return [] }
    return [
      "\(count) street drains of the map carry nothing here, so streets may look wetter than they are: flood-settings "
        + "{drains: yes} lets them."
    ]
  }

  /// The networks as what takes water from a town's cells and gives it back, each with what it is called.
  func exchanges(in town: TownBasin) throws -> [(name: String, flow: DrainFlow)] {
    func cell(at point: Point) -> Int32? {
      guard let index = town.grid.index(at: point), !town.basin.bed[index].isNaN else { return nil }
      return Int32(index)
    }
    func flow(_ network: DrainNetwork, _ inlets: [DrainInlet]) throws -> DrainFlow {
      var network = network
      // The surface's steps do not fall on the interval: one step of the network goes a little beyond it.
      network.options.longestStep = 1.5 * interval
      return try DrainFlow(network, inlets: inlets, exchangeInterval: interval)
    }
    var found: [(name: String, flow: DrainFlow)] = []
    if let drains {
      found.append(("the map", try flow(drains.network, drains.inlets(cell: town.grid.cell, cellAt: cell))))
    }
    if let pipes {
      var network = pipes.network
      for number in network.links.indices {
        guard case .conduit(var conduit) = network.links[number].kind else { continue }
        conduit.blockage = max(conduit.blockage, blockage)
        network.links[number].kind = .conduit(conduit)
      }
      found.append((pipes.file, try flow(network, pipes.inlets(cellAt: cell))))
    }
    return found
  }
}
