import Geography
import Modelling
import Replica
import ShallowWater

/// What covers each cell of a basin: use, share of roofs and streets, friction, what it takes in.
struct LandCover {
  /// By cell: the raw value of its ``LandUse``; 255 where none is mapped.
  private(set) var uses: [UInt8]
  /// Whether a cell is mapped as open water.
  private(set) var isWater: [Bool]
  /// Share of a cell under buildings.
  private(set) var roofs: [Float]
  /// Share of a cell under streets.
  private(set) var streets: [Float]
  /// Manning's n.
  private(set) var roughness: [Float]
  /// Share that lets nothing in.
  private(set) var paved: [Float]
  /// Metres of rain held by works.
  private(set) var storage: [Float]

  init(_ city: City, on grid: TownGrid) {
    let canvas = grid.grid([Float](repeating: 0, count: grid.count))
    let box = grid.box
    var uses = [UInt8](repeating: 255, count: grid.count)
    for row in 0..<city.land.count where city.land.outlines.box(of: row).intersects(box) {
      let use = city.land.uses[row].rawValue
      canvas.forEachCell(near: box, coveredBy: city.land.outlines[row]) { uses[$0] = use }
    }
    var roofs = [Float](repeating: 0, count: grid.count)
    for row in 0..<city.buildings.count
    where !city.buildings.areRemoved[row] && city.buildings.footprints.box(of: row).intersects(box) {
      grid.addShares(of: city.buildings.footprints[row], to: &roofs)
    }
    var streets = [Float](repeating: 0, count: grid.count)
    let segments = city.streets.segments
    let area = grid.cell * grid.cell
    for row in 0..<segments.count
    where !segments.areRemoved[row] && segments.structures[row] != .tunnel
      && segments.shapes.box(of: row).intersects(box)
    {
      let width = StreetWidth.of(row, city.streets)
      canvas.forEachPiece(along: segments.shapes[row]) { cell, metres in
        if let cell { streets[cell] += Float(min(1, metres * width / area)) }
      }
    }
    var roughness = [Float](repeating: 0, count: grid.count)
    var paved = roughness
    let table = LandUse.allCases.map { GroundCover.of($0) }
    let none = GroundCover.of(nil)
    for index in roughness.indices {
      roofs[index] = min(1, roofs[index])
      streets[index] = min(1 - roofs[index], streets[index])
      let cover = uses[index] == 255 ? none : table[Int(uses[index])]
      roughness[index] = cover.roughness + (GroundCover.street - cover.roughness) * streets[index]
      paved[index] = max(cover.paved, roofs[index] + streets[index])
    }
    isWater = uses.map { $0 == LandUse.water.rawValue }
    self.uses = uses
    self.roofs = roofs
    self.streets = streets
    self.roughness = roughness
    self.paved = paved
    storage = [Float](repeating: 0, count: grid.count)
  }

  /// Lays surfaces of another kind over the ground, later ones on top.
  mutating func add(_ surfaces: [WaterWorks.Surface], on grid: TownGrid) {
    for surface in surfaces {
      var shares = [Float](repeating: 0, count: grid.count)
      grid.addShares(of: surface.outline, to: &shares)
      for index in shares.indices where shares[index] > 0 {
        let share = min(1, shares[index])
        if !surface.pavedShare.isNaN {
          paved[index] += (Float(surface.pavedShare) - paved[index]) * share
        }
        storage[index] += Float(surface.storage) * share
      }
    }
  }

  /// The curve number of a cell: its soft part's and the paved part's, by their shares (TR-55, equation of composites).
  func number(_ index: Int, _ group: SoilGroup) -> Float {
    let cover = uses[index] == 255 ? GroundCover.of(nil) : GroundCover.of(LandUse(rawValue: uses[index]))
    let soft = cover.numbers[SoilGroup.allCases.firstIndex(of: group) ?? 2]
    return soft + (GroundCover.pavedNumber - soft) * paved[index]
  }

  /// What the ground takes in.
  ///
  /// Storage enters the retention as storage ⁄ 1.2, because of a retention S the curve number method keeps up to 1.2 S: more rain
  /// than is held never stays.
  func soil(_ settings: FloodSettings, _ cells: SoilCells) -> Soil {
    switch settings.infiltration {
    case .none: return .sealed
    case .curveNumber:
      return .curveNumber(
        retention: paved.indices.map { index in
          let number = min(100, max(1, number(index, cells.groups[index])))
          return 25.4 / number - 0.254 + storage[index] / 1.2
        })
    case .greenAmpt:
      let soils = cells.groups.map { GreenAmptSoil.of($0) }
      return .greenAmpt(
        conductivity: paved.indices.map { index in
          let known = cells.conductivity.isEmpty ? Float.nan : cells.conductivity[index]
          return (known.isNaN ? soils[index].conductivity : known) * (1 - paved[index])
        }, suctionDeficit: soils.map { $0.suctionDeficit })
    }
  }
}

extension Grid {
  /// Visits the cells a shape covers, as `forEachCell(coveredBy:)` does; of a shape that is far larger than the grid only the part within
  /// the grid's box is walked.
  fileprivate func forEachCell(near box: Box, coveredBy shape: MultiPolygon, _ visit: (Int) -> Void) {
    let whole = shape.box
    guard whole.width * whole.height > 8 * box.width * box.height else {
      forEachCell(coveredBy: shape, visit)
      return
    }
    var found: [Int] = []
    let part = shape.clipped(to: box)
    forEachCell(coveredBy: part) { found.append($0) }
    // A sliver that covers no centre stands for no cell: the shape covers others, beyond the grid.
    if found.count == 1, Swift.min(part.box.width, part.box.height) * Double(columns) < box.width { return }
    found.forEach(visit)
  }
}

extension MultiPolygon {
  /// The part within a box, ring by ring (I. E. Sutherland and G. W. Hodgman, "Reentrant polygon clipping", Communications of the ACM 17
  /// (1974) 32–42, doi:10.1145/360767.360802). Edges may run along the box's sides, which the even-odd rule does not mind. O(points).
  func clipped(to box: Box) -> MultiPolygon {
    MultiPolygon(
      rings: rings.compactMap { ring in
        var points = ring
        points = Self.cut(points) { $0.x - box.minX }
        points = Self.cut(points) { box.maxX - $0.x }
        points = Self.cut(points) { $0.y - box.minY }
        points = Self.cut(points) { box.maxY - $0.y }
        return points.count >= 3 ? points : nil
      })
  }

  /// What of a ring lies where a distance is 0 or more.
  private static func cut(_ ring: [Point], _ distance: (Point) -> Double) -> [Point] {
    guard var last = ring.last else { return [] }
    var kept: [Point] = []
    for point in ring {
      let (from, to) = (distance(last), distance(point))
      if (from >= 0) != (to >= 0) { kept.append(last.interpolated(to: point, fraction: from / (from - to))) }
      if to >= 0 { kept.append(point) }
      last = point
    }
    return kept
  }
}
