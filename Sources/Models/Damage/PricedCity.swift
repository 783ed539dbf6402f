import Geography
import Modelling
import Replica

/// A city with a price on everything that water can damage, so that each of many waters is priced quickly.
///
/// A building's floor area in water is its footprint, storey by storey: the depth over a storey's own floor counts, 3 m apart
/// (assumed), for as many storeys as there are. A street's is its length in the cell times its width, where that is known,
/// otherwise 3.25 m a lane (assumed); bridges and tunnels are left out. Farmland's is its area.
struct PricedCity: Sendable {
  /// Metres from floor to floor.
  static let storey = 3.0
  /// Metres of water below which nothing is damaged (assumed): rain leaves a film everywhere, on every cell of every yard.
  static let film: Float = 0.05
  /// Metres of street a lane where the width is not known.
  static let lane = 3.25

  let values: DamageValues
  /// The class of each building.
  let assets: [AssetClass]
  /// The greatest damage of each building's ground floor; 0 where it is gone or cannot be priced.
  private let floors: [Double]
  private let levels: [Float]
  /// The greatest damage of a metre of each segment; 0 where nothing is priced.
  private let streets: [Double]
  /// The areas of the pieces of farmland in m².
  private let fields: [Double]
  /// Their outlines.
  let farmland: [MultiPolygon]

  init(_ city: City) {
    let values = DamageValues(city.profile)
    let buildings = city.buildings
    let assets = buildings.uses.map { AssetClass.of($0) }
    self.values = values
    self.assets = assets
    levels = buildings.levels
    floors = buildings.uses.indices.map { row in
      guard !buildings.areRemoved[row], let most = values.greatestDamage(assets[row], buildings.materials[row]) else {
        return 0
      }
      return most * max(0, buildings.areas[row])
    }
    let segments = city.streets.segments
    let square = values.greatestDamage(.infrastructure) ?? 0
    streets = (0..<segments.count).map { row in
      guard !segments.areRemoved[row], segments.classes[row].isRoad, segments.structures[row] != .bridge,
        segments.structures[row] != .tunnel
      else { return 0 }
      let known = Double(segments.widths[row])
      let id = SegmentID(row)
      let lanes = [id.forward, id.backward].reduce(0.0) { sum, link in
        city.streets.links.access[link.index].isEmpty ? sum : sum + Double(city.streets.links.lanes[link.index])
      }
      return square * (known > 0 ? known : max(1, lanes) * Self.lane)
    }
    let rows = (0..<city.land.count).filter { city.land.uses[$0] == .farmland }
    farmland = rows.map { city.land.outlines[$0] }
    fields = farmland.map { max(0, $0.area) }
  }

  /// Where the priced things lie on one shape of grid.
  struct Cells: Sendable {
    var buildings, streets, farmland: TouchedCells
  }

  /// What one water costs.
  struct Bill: Sendable {
    /// By building.
    var buildings: [Double]
    /// Of streets and of farmland.
    var streets = 0.0, farmland = 0.0

    /// All of it.
    var total: Double { buildings.reduce(0, +) + streets + farmland }
  }

  /// The bill of some greatest depths. O(cells touched).
  func bill(_ cells: Cells, in grid: Grid) -> Bill {
    let depths = cells.buildings.greatest(in: grid)
    var bill = Bill(buildings: depths.indices.map { damage(of: $0, at: Double(depths[$0])) })
    let road = DamageCurve.of(.infrastructure)
    var sum = 0.0
    cells.streets.forEach(in: grid) { row, depth, metres in
      if depth >= Self.film, streets[row] > 0 { sum += streets[row] * metres * road.share(at: Double(depth)) }
    }
    bill.streets = sum
    let crop = DamageCurve.of(.agriculture)
    if let worth = values.greatestDamage(.agriculture) {
      var shares = [Double](repeating: 0, count: fields.count)
      var looked = [Int](repeating: 0, count: fields.count)
      cells.farmland.forEach(in: grid) { row, depth, _ in
        looked[row] += 1
        if depth >= Self.film { shares[row] += crop.share(at: Double(depth)) }
      }
      bill.farmland = fields.indices.reduce(0) {
        looked[$1] > 0 ? $0 + fields[$1] * worth * shares[$1] / Double(looked[$1]) : $0
      }
    }
    return bill
  }

  /// What a depth does to a building.
  func damage(of row: Int, at depth: Double) -> Double {
    guard depth >= Double(Self.film), floors[row] > 0 else { return 0 }
    let curve = DamageCurve.of(assets[row])
    let storeys = Double(levels[row]) > 0 ? Double(levels[row]) : 1
    var damage = 0.0
    var number = 0.0
    while number < storeys, depth > number * Self.storey {
      // Half a storey more is half a floor more.
      damage += min(1, storeys - number) * floors[row] * curve.share(at: depth - number * Self.storey)
      number += 1
    }
    return storeys < 1 ? damage / storeys : damage
  }
}
