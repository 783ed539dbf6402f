public import Geography
import Modelling
public import Replica
public import ShallowWater

/// A city as the ground an engine runs on, and the way back from cells to the city.
public struct TownBasin: Sendable {
  /// Where the cells lie.
  public let grid: TownGrid
  /// What the engine runs on.
  public internal(set) var basin: Basin
  /// Metres above the datum from which people count a flood's depth: the ground, and the banks where there always is water.
  public internal(set) var ground: [Float]
  /// Whether a cell always holds water or was dug to hold it: rivers, ponds, the sea.
  public internal(set) var holdsWater: [Bool]
  /// Whether a cell belongs to a channel at least as wide as it.
  var isWide: [Bool]
  /// Whether a cell belongs to the sea.
  public internal(set) var isSea: [Bool]
  /// The cells of the model's edge beyond which the sea lies.
  public internal(set) var seaRim: [Int32] = []
  /// The other cells of the model's edge, with the slope down which water leaves there.
  public internal(set) var outflows: [(slope: Double, cells: [Int32])] = []
  /// The open rivers, streams and canals that were carved.
  var rivers: [TownRiver] = []
  /// By cell of a building that blocks: the cell beside the building whose water stands at its walls; empty where none block.
  var besideBuilding: [Int32] = []
  /// m of water that ponds hold at the start, cell by cell.
  var standing: [Float]
  /// What a reader must know.
  public internal(set) var remarks: [String] = []

  /// Metres above the mean sea up to which ground that is mapped as water and reaches the edge counts as sea (assumed).
  static let seaMargin: Float = 0.5

  /// The side of the cells for a city: the terrain's own, or as much wider as ``FloodSettings/mostCells`` and, for the
  /// `hours` of a run, ``FloodSettings/mostUpdates`` ask; in whole metres above 2 m.
  public static func grid(of city: City, terrain: Grid, settings: FloodSettings, hours: Double = 0, coarser: Double = 1)
    -> TownGrid
  {
    var box = TownGround.box(of: terrain, city: city)
    if let area = settings.area?.box {
      box = Box(
        minX: max(box.minX, area.minX), minY: max(box.minY, area.minY), maxX: min(box.maxX, area.maxX),
        maxY: min(box.maxY, area.maxY))
    }
    var cell = settings.cell ?? TownGround.cell(of: terrain, in: box)
    let least = (box.width * box.height / Double(settings.mostCells)).squareRoot()
    if cell < least { cell = least > 2 ? least.rounded(.up) : least }
    if settings.cell == nil, hours > 0 {
      // Cells² ⁄ cell³: half the cell is eight times the work. A wave over 3 m of water (5.4 m/s) crosses 0.7 of a cell in a step.
      let work = box.width * box.height * hours * 3600 * 5.4 / 0.7
      let cheap = Portable.pow(work / settings.mostUpdates, 1.0 / 3)
      if cell < cheap { cell = cheap > 2 ? cheap.rounded(.up) : cheap }
    }
    return TownGrid(over: box, cell: cell * coarser)
  }

  /// Makes the basin of a city on some cells. `sea` is the mean level of the sea in m above the datum, `lowSea` its lowest: no deeper
  /// than half a metre below that, or 2.5 m below the mean, its bed is taken (assumed).
  ///
  /// Throws ``FloodError`` when there is no terrain where one looks. O(cells + what is built on them).
  public init(
    _ city: City, terrain: Grid, on grid: TownGrid, settings: FloodSettings = FloodSettings(), sea: Double = 0,
    lowSea: Double? = nil, threads: Int = 1
  ) throws {
    self.grid = grid
    var land = try TownGround(city, terrain: terrain, on: grid, threads: threads)
    if let area = settings.area { Self.cut(&land.heights, to: area, on: grid) }
    var cover = LandCover(city, on: grid)
    if settings.area == nil { land.fillSea(where: cover.isWater, level: Float(sea)) }
    land.closeHoles()
    guard land.heights.contains(where: { !$0.isNaN }) else {
      throw FloodError("there is no terrain where the flood is asked for: choose another area, or import --terrain.")
    }
    let error = TerrainError(city.profile)
    let raised = SpuriousSinks.fill(&land.heights, on: grid, standardError: error.standard)
    if raised > 0 { land.remarks.append("\(raised) cells of sinks shallower than the terrain's error were filled.") }
    remarks = land.remarks

    let natural = land.heights
    var bed = land.heights
    Works.shape(&bed, by: city.waterWorks.ground, on: grid)
    ground = bed
    holdsWater = cover.isWater
    for index in bed.indices where natural[index] - bed[index] >= 0.5 { holdsWater[index] = true }
    isSea = [Bool](repeating: false, count: grid.count)
    isWide = isSea
    standing = [Float](repeating: 0, count: grid.count)
    basin = Basin(columns: grid.columns, rows: grid.rows, cell: grid.cell, bed: bed, roughness: cover.roughness)
    findSea(cover.isWater, level: Float(sea), floor: Float(min(sea - 2, lowSea ?? sea) - 0.5))
    burnBridges(city)
    carveChannels(city)
    joinRivers(city)
    fillPonds(city)
    cover.add(city.waterWorks.surfaces, on: grid)
    basin.roughness = cover.roughness
    let soils = SoilCells(settings, on: grid) { [bed = basin.bed] in !bed[$0].isNaN }
    remarks += soils.remarks
    basin.soil = cover.soil(settings, soils)
    placeBuildings(cover)
    raiseWalls(city.waterWorks.walls)
    spanBridges(city)
    findOutflows()
  }

  private static func cut(_ heights: inout [Float], to area: MultiPolygon, on grid: TownGrid) {
    var inside = [Bool](repeating: false, count: heights.count)
    grid.grid(heights).forEachCell(coveredBy: area) { inside[$0] = true }
    for index in heights.indices where !inside[index] { heights[index] = .nan }
  }

  /// Depths from which people count — above the ground, above a water's banks, at a building's walls — of depths above the bed.
  public func depthsAboveGround(_ depths: [Float]) -> [Float] {
    var above = [Float](repeating: .nan, count: depths.count)
    for index in depths.indices where !isSea[index] && !basin.bed[index].isNaN {
      above[index] = max(0, depths[index] - max(0, ground[index] - basin.bed[index]))
    }
    for index in besideBuilding.indices where besideBuilding[index] >= 0 {
      above[index] = above[Int(besideBuilding[index])]
    }
    return above
  }

  /// The sea's water and what stands at its level behind no wall, as depths above the bed, with the water of ponds: the start of a run.
  ///
  /// Connected cell by cell over their sides, from the sea. O(cells).
  public func start(seaLevel: Double?) -> [Float] {
    var depths = standing
    guard let seaLevel else { return depths }
    let level = Float(seaLevel)
    for index in connected(to: level, diagonal: false) where basin.bed[index] < level {
      depths[index] = max(depths[index], level - basin.bed[index])
    }
    return depths
  }

  /// The cells of the model's edge beyond which the sea stands: its own; from these on along the edge the shore that lies below its
  /// `highest` level and behind no wall; and wherever it reaches the edge as the run `begins`.
  ///
  /// There a slope would be an outfall: uniform flow down a beach takes more from the sea than all streets bring. O(cells).
  func shore(highest: Double, begins: Double) -> [Int32] {
    let rims = Set(seaRim).union(outflows.flatMap(\.cells))
    var along = Set(seaRim)
    var cells = seaRim
    while let cell = cells.popLast() {
      grid.forEachNeighbour(of: Int(cell)) { other in
        let next = Int32(other)
        guard rims.contains(next), basin.bed[other] < Float(highest), crest(between: Int(cell), other) < Float(highest)
        else { return }
        if along.insert(next).inserted { cells.append(next) }
      }
    }
    return along.union(rims.intersection(connected(to: Float(begins), diagonal: false).map { Int32($0) })).sorted()
  }

  /// The cells below a level that the sea reaches at it; `diagonal` also over corners. Walls hold it back.
  public func connected(to level: Float, diagonal: Bool) -> [Int] {
    var reached = [Bool](repeating: false, count: grid.count)
    var cells = seaRim.map(Int.init).filter { basin.bed[$0] < level }
    for index in cells { reached[index] = true }
    var next = 0
    while next < cells.count {
      let index = cells[next]
      next += 1
      let column = index % grid.columns
      for rise in -1...1 {
        for step in -1...1 where (rise, step) != (0, 0) && (diagonal || rise == 0 || step == 0) {
          let other = index + rise * grid.columns + step
          guard column + step >= 0, column + step < grid.columns, other >= 0, other < grid.count else { continue }
          guard !reached[other], basin.bed[other] < level else { continue }
          if rise == 0 || step == 0 {
            guard crest(between: index, other) < level else { continue }
          } else {
            let (a, b) = (index + step, index + rise * grid.columns)
            guard crest(between: index, a) < level, crest(between: a, other) < level,
              crest(between: index, b) < level, crest(between: b, other) < level
            else { continue }
          }
          reached[other] = true
          cells.append(other)
        }
      }
    }
    return cells
  }

  /// The crest on the edge between two cells side by side; -infinity where nothing stands.
  func crest(between a: Int, _ b: Int) -> Float {
    let first = min(a, b)
    if abs(a - b) == 1, grid.columns > 1 || basin.southCrests.isEmpty {
      return basin.eastCrests.isEmpty ? -.infinity : basin.eastCrests[first]
    }
    return basin.southCrests.isEmpty ? -.infinity : basin.southCrests[first]
  }
}
