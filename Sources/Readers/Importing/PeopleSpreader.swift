import Geography
import Replica

/// Spreads people over zones and buildings so that the sum is kept.
///
/// The rule is dasymetric mapping with floor area as the control (Maantay, Maroko and Herrmann 2007,
/// doi:10.1559/152304007781002190): people of a raster's cell go to the buildings in it that may house them, by floor
/// area; those of a cell without such a building go to its zone and there to the zone's buildings; a zone without any
/// keeps them for itself. Where a zone's own number is known, it goes to its buildings the same way.
struct PeopleSpreader {
  /// Metres beyond every zone within which a cell or a building still belongs to the nearest.
  static let reach = 500.0

  private(set) var zones: Zones
  private(set) var buildings: Buildings
  /// The zone of each building; -1 for none.
  private let zoneOfBuilding: [Int]
  /// Floor area in m² that may house people, by building.
  private let housing: [Double]
  private let finder: ZoneFinder
  /// People for whom their zone has no building that may house them.
  private(set) var withoutBuilding = 0.0
  /// People of cells without a building that were spread over their zone's.
  private(set) var movedInZone = 0.0
  /// People of cells too far from every zone; they are left out.
  private(set) var outside = 0.0

  init(_ zones: Zones, _ buildings: Buildings) {
    self.zones = zones
    self.buildings = buildings
    let finder = ZoneFinder(zones)
    self.finder = finder
    zoneOfBuilding = buildings.centroids.map { finder.zone(at: $0, within: Self.reach) ?? -1 }
    housing = (0..<buildings.count).map { row in
      buildings.uses[row].mayHouse ? buildings.floorArea(of: BuildingID(row)) : 0
    }
  }

  /// Gives every zone its own number, times a factor.
  mutating func spread(zonesOwn factor: Double) {
    let total = zones.people.reduce(0, +) * factor
    for zone in 0..<zones.count { zones.people[zone] *= factor }
    settle(zones.people, total: total)
  }

  /// Spreads a total by floor area, or by the area of the zones where no building may house people.
  mutating func spread(total: Double) {
    var weights = [Double](repeating: 0, count: zones.count)
    for row in housing.indices where zoneOfBuilding[row] >= 0 { weights[zoneOfBuilding[row]] += housing[row] }
    if weights.reduce(0, +) <= 0 { weights = (0..<zones.count).map { zones.outlines.area(of: $0) } }
    let all = weights.reduce(0, +)
    guard all > 0 else { return }
    settle(weights.map { total * ($0 / all) }, total: total)
  }

  /// Spreads the people of a raster's cells; with a total the cells are weights to it.
  ///
  /// Answers the sum of the cells that were used, or nothing when no cell holds anybody in reach of a zone.
  mutating func spread(cells: Grid, centers: (Int) -> Point, total: Double?) -> Double? {
    var zoneOfCell = [Int32](repeating: -1, count: cells.values.count)
    var sum = 0.0
    for cell in cells.values.indices where cells.values[cell] > 0 {
      let value = Double(cells.values[cell])
      guard let zone = finder.zone(at: centers(cell), within: Self.reach) else {
        outside += value
        continue
      }
      zoneOfCell[cell] = Int32(zone)
      sum += value
    }
    guard sum > 0 else { return nil }
    let factor = (total ?? sum) / sum
    if total != nil { outside = 0 }
    share(cells, zoneOfCell, factor: factor)
    correct(to: total ?? sum)
    place()
    return sum
  }

  private mutating func share(_ cells: Grid, _ zoneOfCell: [Int32], factor: Double) {
    var floor = [Double](repeating: 0, count: cells.values.count)
    var cellOfBuilding = [Int](repeating: -1, count: buildings.count)
    for row in housing.indices where housing[row] > 0 && zoneOfBuilding[row] >= 0 {
      guard let cell = cells.cell(at: buildings.centroids[row]) else { continue }
      cellOfBuilding[row] = cell
      floor[cell] += housing[row]
    }
    var people = [Double](repeating: 0, count: zones.count)
    var homeless = people
    for row in housing.indices {
      buildings.people[row] = 0
      let cell = cellOfBuilding[row]
      guard cell >= 0, zoneOfCell[cell] >= 0, floor[cell] > 0 else { continue }
      buildings.people[row] = Double(cells.values[cell]) * factor * housing[row] / floor[cell]
      people[zoneOfBuilding[row]] += buildings.people[row]
    }
    for cell in zoneOfCell.indices where zoneOfCell[cell] >= 0 && floor[cell] <= 0 {
      homeless[Int(zoneOfCell[cell])] += Double(cells.values[cell]) * factor
    }
    movedInZone = homeless.reduce(0, +)
    let floors = floorsOfZones()
    for row in housing.indices where housing[row] > 0 && zoneOfBuilding[row] >= 0 {
      let zone = zoneOfBuilding[row]
      buildings.people[row] += homeless[zone] * housing[row] / floors[zone]
    }
    for zone in 0..<zones.count {
      if floors[zone] <= 0 { withoutBuilding += homeless[zone] }
      zones.people[zone] = people[zone] + homeless[zone]
    }
    movedInZone -= withoutBuilding
  }

  private func floorsOfZones() -> [Double] {
    var floors = [Double](repeating: 0, count: zones.count)
    for row in housing.indices where zoneOfBuilding[row] >= 0 { floors[zoneOfBuilding[row]] += housing[row] }
    return floors
  }

  /// Gives zones these numbers, their buildings their shares, and corrects the last digits to the total.
  private mutating func settle(_ people: [Double], total: Double) {
    zones.people = people
    correct(to: total)
    let floors = floorsOfZones()
    withoutBuilding = 0
    for row in housing.indices {
      let zone = zoneOfBuilding[row]
      buildings.people[row] = zone >= 0 && floors[zone] > 0 ? zones.people[zone] * housing[row] / floors[zone] : 0
    }
    for zone in 0..<zones.count where floors[zone] <= 0 { withoutBuilding += zones.people[zone] }
    place()
  }

  /// Rounding of thousands of shares is taken up by the largest zone.
  private mutating func correct(to total: Double) {
    guard let largest = zones.people.indices.max(by: { zones.people[$0] < zones.people[$1] }) else { return }
    for _ in 0..<4 {
      let error = total - zones.people.reduce(0, +)
      guard error != 0 else { return }
      zones.people[largest] += error
    }
  }

  /// Puts the centres of zones where their people live: the mean of the buildings by people, or the building nearest to
  /// it where the mean lies outside the zone. A zone without buildings keeps its middle, pulled inside.
  private mutating func place() {
    var sums = [(x: Double, y: Double, people: Double)](repeating: (0, 0, 0), count: zones.count)
    for row in housing.indices where zoneOfBuilding[row] >= 0 {
      let weight = buildings.people[row] > 0 ? buildings.people[row] : 0
      let zone = zoneOfBuilding[row]
      let origin = zones.outlines.box(of: zone).center
      sums[zone].x += (buildings.centroids[row].x - origin.x) * weight
      sums[zone].y += (buildings.centroids[row].y - origin.y) * weight
      sums[zone].people += weight
    }
    var nearest = [(squared: Double, row: Int)](repeating: (.infinity, -1), count: zones.count)
    for zone in 0..<zones.count where sums[zone].people > 0 {
      let origin = zones.outlines.box(of: zone).center
      zones.centers[zone] = Point(
        x: origin.x + sums[zone].x / sums[zone].people, y: origin.y + sums[zone].y / sums[zone].people)
    }
    let isOutside = (0..<zones.count).map { !zones.outlines.contains(zones.centers[$0], in: $0) }
    for row in housing.indices where zoneOfBuilding[row] >= 0 && buildings.people[row] > 0 {
      let zone = zoneOfBuilding[row]
      guard isOutside[zone] else { continue }
      let distance = zones.centers[zone].distance(to: buildings.centroids[row])
      if distance < nearest[zone].squared { nearest[zone] = (distance, row) }
    }
    for zone in 0..<zones.count where isOutside[zone] {
      if nearest[zone].row >= 0 {
        zones.centers[zone] = buildings.centroids[nearest[zone].row]
      } else if let inside = Self.inside(zones.outlines[zone]) {
        zones.centers[zone] = inside
      }
    }
  }

  /// A position inside a shape: the middle of the widest stretch on the horizontal line through its box's middle.
  static func inside(_ shape: MultiPolygon) -> Point? {
    let y = shape.box.center.y
    var crossings: [Double] = []
    for ring in shape.rings {
      guard var previous = ring.last else { continue }
      for corner in ring {
        if (previous.y > y) != (corner.y > y) {
          crossings.append(previous.x + (y - previous.y) / (corner.y - previous.y) * (corner.x - previous.x))
        }
        previous = corner
      }
    }
    crossings.sort()
    var best: (width: Double, x: Double)?
    for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
      let width = crossings[pair + 1] - crossings[pair]
      if width > best?.width ?? 0 { best = (width, (crossings[pair] + crossings[pair + 1]) / 2) }
    }
    return best.map { Point(x: $0.x, y: y) }
  }
}
