import Geography
import Modelling
import Replica
import ShallowWater

/// A cut across a river at a gauge, which turns levels into m³/s: a rating curve by Manning's rule, not a measured one.
///
/// Q = √S Σ Δx h^⁵⁄₃ ⁄ n over what is under water between the river and the first ground above it on either side (uniform flow; V. T. Chow,
/// Open-Channel Hydraulics, 1959, 5-6 and 6-5). It does not see the backwater of a tide, a weir or a bridge, nor the loop of a rising and
/// falling flood. With n wrong by a quarter and S by a half a flow is wrong by about a third (assumed).
struct RiverSection: Sendable {
  /// From the middle of the river to either side: bed in m above the datum, Manning's n.
  private var sides: [[(bed: Double, n: Double)]] = [[], []]
  /// Metres between two of them.
  private let spacing: Double
  /// m/m.
  let slope: Double
  /// The bed and the lower bank in m above the datum.
  let bed, bank: Double

  /// The lowest cell of the river at the gauge.
  let cell: Int

  /// Metres from a gauge to the river it belongs to (assumed).
  static let reach = 200.0

  /// The section of the nearest river; nothing where none flows within ``reach`` and its own width.
  init?(at gauge: Point, in town: TownBasin) {
    let candidates = town.rivers.map { (river: $0, found: $0.nearest(to: gauge)) }
    guard let (river, found) = candidates.min(by: { $0.found.metres < $1.found.metres }),
      found.metres <= Self.reach + river.width
    else { return nil }
    let stations = river.stations
    let station = stations[found.number]
    let before = stations[max(0, found.number - 3)].point
    let after = stations[min(stations.count - 1, found.number + 3)].point
    let length = before.distance(to: after)
    guard length > 0 else { return nil }
    let across = Point(x: -(after.y - before.y) / length, y: (after.x - before.x) / length)
    spacing = town.grid.cell / 4
    slope = river.slope(
      at: found.number, beds: river.beds(town.basin.bed), spacing: town.grid.cell / 2,
      reach: TownBasin.slopeReach(of: river))
    let bottom = station.lowest(town.basin.bed)
    guard let lowest = station.cells.first(where: { town.basin.bed[$0] == bottom }) else { return nil }
    cell = lowest
    bed = Double(bottom)
    bank = Double(station.bank)
    let far = Int(max(250, 3 * river.width) / spacing)
    for side in 0..<2 {
      for step in (side == 0 ? 0 : 1)...far {
        let metres = Double(step) * spacing * (side == 0 ? 1 : -1)
        let point = Point(x: station.point.x + across.x * metres, y: station.point.y + across.y * metres)
        guard let cell = town.grid.index(at: point), !town.basin.bed[cell].isNaN else { break }
        sides[side].append((Double(town.basin.bed[cell]), Double(town.basin.roughness[cell])))
      }
    }
  }

  /// m³/s at a level in m above the datum. O(width ⁄ cell).
  func discharge(at level: Double) -> Double {
    var conveyance = 0.0
    for side in sides {
      for part in side {
        guard part.bed < level else { break }
        conveyance += spacing * Portable.pow(level - part.bed, 5.0 / 3) / part.n
      }
    }
    return conveyance * slope.squareRoot()
  }

  /// Metres a second at which a rise of a level in m above the datum runs down the river: dQ ⁄ dA (J. A. Seddon, Trans. ASCE 43 (1900)
  /// 179–229). O(width ⁄ cell).
  func celerity(at level: Double) -> Double {
    let step = 0.1
    var width = 0.0
    for side in sides {
      for part in side {
        guard part.bed < level else { break }
        width += spacing
      }
    }
    return width > 0 ? (discharge(at: level) - discharge(at: level - step)) / (step * width) : 0
  }
}
