import Geography
import Replica
import ShallowWater

extension TownBasin {
  /// Cells up to this side show single houses, which then block; above it houses only narrow a cell (the flood notes of LISFLOOD-FP and
  /// ANUGA's own Merewether case do the same at 1–2 m).
  static let blockingCell = 2.0
  /// Metres by which a blocking building stands above the ground; its roof sheds its rain.
  static let blockHeight: Float = 5
  /// The least share of a cell and of an edge that houses leave to water: they let some in, and walls have gates (assumed).
  static let leastRoom: Float = 0.2

  /// Puts the buildings on the ground.
  mutating func placeBuildings(_ cover: LandCover) {
    if grid.cell <= Self.blockingCell {
      block(cover.roofs)
    } else if cover.roofs.contains(where: { $0 > 0 }) {
      basin.room = cover.roofs.map { max(Self.leastRoom, 1 - $0) }
      basin.eastOpenings = [Float](repeating: 1, count: grid.count)
      basin.southOpenings = basin.eastOpenings
      for index in 0..<grid.count {
        if index % grid.columns < grid.columns - 1 {
          basin.eastOpenings[index] = max(Self.leastRoom, 1 - (cover.roofs[index] + cover.roofs[index + 1]) / 2)
        }
        if index + grid.columns < grid.count {
          basin.southOpenings[index] = max(
            Self.leastRoom, 1 - (cover.roofs[index] + cover.roofs[index + grid.columns]) / 2)
        }
      }
    }
  }

  /// Raises the cells more than half under a building, and notes for each the nearest cell outside it.
  private mutating func block(_ roofs: [Float]) {
    var beside = [Int32](repeating: -1, count: grid.count)
    let isBlocked = roofs.indices.map { roofs[$0] > 0.5 && !basin.bed[$0].isNaN }
    guard isBlocked.contains(true) else { return }
    var front: [Int] = []
    for index in isBlocked.indices where isBlocked[index] {
      var found: Int?
      grid.forEachNeighbour(of: index) { if found == nil, !isBlocked[$0], !basin.bed[$0].isNaN { found = $0 } }
      if let found {
        beside[index] = Int32(found)
        front.append(index)
      }
    }
    var next = 0
    while next < front.count {
      let index = front[next]
      next += 1
      grid.forEachNeighbour(of: index) { other in
        if isBlocked[other], beside[other] < 0 {
          beside[other] = beside[index]
          front.append(other)
        }
      }
    }
    for index in isBlocked.indices where isBlocked[index] { basin.bed[index] += Self.blockHeight }
    besideBuilding = beside
  }

  /// Sets crests on the edges that walls and banks cross.
  mutating func raiseWalls(_ walls: [WaterWorks.Wall]) {
    guard !walls.isEmpty else { return }
    basin.eastCrests = [Float](repeating: -.infinity, count: grid.count)
    basin.southCrests = basin.eastCrests
    var missed = 0
    for wall in walls {
      var edges = 0
      if let half = wall.halfWidth {
        edges = raiseBanks(along: wall.line, half, wall.crest)
      } else {
        for (a, b) in zip(wall.line, wall.line.dropFirst()) { edges += raise(a, b, wall.crest) }
      }
      if edges == 0 { missed += 1 }
    }
    if missed > 0 { remarks.append("\(missed) walls lie outside the model, or within one cell of it.") }
  }

  /// Sets the crest of the edges whose cells' middles a piece of wall parts; returns how many.
  private mutating func raise(_ a: Point, _ b: Point, _ height: WaterWorks.Height) -> Int {
    var edges: [(index: Int, isEast: Bool)] = []
    forEachEdge(parted: a, b) { edges.append(($0, $1)) }
    for (index, isEast) in edges {
      if isEast {
        basin.eastCrests[index] = max(basin.eastCrests[index], crest(height, index, index + 1))
      } else {
        basin.southCrests[index] = max(basin.southCrests[index], crest(height, index, index + grid.columns))
      }
    }
    return edges.count
  }

  /// The edges whose cells' middles a piece of a line parts: the cell they belong to, and whether they are its eastern ones.
  func forEachEdge(parted a: Point, _ b: Point, _ body: (_ index: Int, _ isEast: Bool) -> Void) {
    let box = Box([a, b]).expanded(by: grid.cell)
    let columns = range((box.minX - grid.west) / grid.cell, (box.maxX - grid.west) / grid.cell, grid.columns)
    let rows = range((grid.north - box.maxY) / grid.cell, (grid.north - box.minY) / grid.cell, grid.rows)
    for row in rows {
      for column in columns {
        let index = row * grid.columns + column
        let center = grid.center(index)
        if column + 1 < grid.columns, Self.parts(a, b, center, grid.center(index + 1)) { body(index, true) }
        if row + 1 < grid.rows, Self.parts(a, b, center, grid.center(index + grid.columns)) { body(index, false) }
      }
    }
  }

  /// Sets the crest of the edges between a river's cells and the land beside them; returns how many.
  ///
  /// Such a bank has no gap and never lies within the river, however coarse the cells. Mouths of other waters stay open.
  private mutating func raiseBanks(along line: [Point], _ half: Double, _ height: WaterWorks.Height) -> Int {
    let reach = half + 1.5 * grid.cell
    var (east, south) = (basin.eastCrests, basin.southCrests)
    var edges = 0
    var isSeen = [Bool](repeating: false, count: grid.count)
    for (a, b) in zip(line, line.dropFirst()) {
      let box = Box([a, b]).expanded(by: reach)
      let columns = range((box.minX - grid.west) / grid.cell, (box.maxX - grid.west) / grid.cell, grid.columns)
      let rows = range((grid.north - box.maxY) / grid.cell, (grid.north - box.minY) / grid.cell, grid.rows)
      for row in rows {
        for column in columns {
          let index = row * grid.columns + column
          let center = grid.center(index)
          guard holdsWater[index], !isSeen[index], center.distance(to: center.nearest(from: a, to: b)) <= reach
          else { continue }
          isSeen[index] = true
          if column + 1 < grid.columns { edges += bank(&east, index, index, index + 1, height) }
          if column > 0 { edges += bank(&east, index - 1, index, index - 1, height) }
          if row + 1 < grid.rows { edges += bank(&south, index, index, index + grid.columns, height) }
          if row > 0 {
            edges += bank(&south, index - grid.columns, index, index - grid.columns, height)
          }
        }
      }
    }
    (basin.eastCrests, basin.southCrests) = (east, south)
    return edges
  }

  /// Raises the edge between a cell of water and one beside it where that is land; returns 1 where it did.
  private func bank(
    _ crests: inout [Float], _ edge: Int, _ water: Int, _ beside: Int, _ height: WaterWorks.Height
  ) -> Int {
    guard !holdsWater[beside], !basin.bed[beside].isNaN else { return 0 }
    crests[edge] = max(crests[edge], crest(height, water, beside))
    return 1
  }

  private func range(_ low: Double, _ high: Double, _ count: Int) -> Range<Int> {
    let first = min(count, max(0, Int(max(-1, min(1e9, low)).rounded(.down))))
    let last = min(count, max(first, Int(max(-1, min(1e9, high)).rounded(.up)) + 1))
    return first..<last
  }

  private func crest(_ height: WaterWorks.Height, _ a: Int, _ b: Int) -> Float {
    let low = [ground[a], ground[b]].filter { !$0.isNaN }.max() ?? 0
    return switch height {
    case .level(let metres): Float(metres)
    case .above(let metres): low + Float(metres)
    }
  }

  /// Whether a piece of wall from `a` to `b` crosses the way from `c` to `d`; an end on the way counts once.
  private static func parts(_ a: Point, _ b: Point, _ c: Point, _ d: Point) -> Bool {
    func side(_ p: Point, _ q: Point, _ r: Point) -> Double {
      (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x)
    }
    return (side(a, b, c) > 0) != (side(a, b, d) > 0) && (side(c, d, a) > 0) != (side(c, d, b) > 0)
  }
}
