import Drains
import Geography
import Replica
import ShallowWater

/// The drains of a town beneath its surface: those of the map that are no channels of the surface themselves.
struct TownDrains {
  /// The network, where there is one.
  private let drains: DrainsOfCity?
  /// What was assumed, mended or left out.
  let remarks: [String]

  /// The drains of a city; none where the map has none narrower than a channel of the surface.
  init(_ city: City, cell: Double) throws {
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
    var assumed = DrainsOfCity.Assumptions()
    assumed.blockage = min(0.99, city.waterWorks.blockage)
    let found = try DrainsOfCity(without, assuming: assumed)
    drains = found
    remarks = found.remarks
  }

  /// The network as what takes water from a town's cells and gives it back; nothing where there is none.
  func exchange(in town: TownBasin) throws -> DrainFlow? {
    guard let drains else { return nil }
    let inlets = drains.inlets(cell: town.grid.cell) { point in
      guard let index = town.grid.index(at: point), !town.basin.bed[index].isNaN else { return nil }
      return Int32(index)
    }
    return try DrainFlow(drains.network, inlets: inlets)
  }
}
