import Geography
import Modelling

/// Shapes the ground to the water: hills worn down to the rivers, their beds, and the floor of the sea.
struct GroundMaker {
  let sizes: LandSizes
  let shoreline: Shoreline?
  /// The courses; ``begin()`` settles them.
  private(set) var net: RiverNet
  let shape: LandShape
  let threads: Int

  init(_ net: RiverNet, sizes: LandSizes, shape: LandShape, threads: Int) {
    self.sizes = sizes
    self.shape = shape
    self.threads = threads
    self.net = net
    shoreline = net.shoreline
  }

  /// Metres above the sea of the line between land and sea on the map.
  static let shoreLevel: Float = 1

  /// Halved until few cells are left; the coarse rounds draw the valleys, the fine ones only carve them.
  private var sides: [Int] { [sizes.cells, (sizes.cells + 1) / 2, (sizes.cells + 3) / 4] }

  /// The land of the coarse rounds, and what the fine ones begin from.
  struct Beginning: Sendable {
    fileprivate var coarse: LeastRise?
    fileprivate var steepness: [Float]
    fileprivate var hilliness: [Float]
    fileprivate var sea: Water
  }

  /// The coarse rounds. A round is one thread's work, a shortest path; the noise of the fine cells is another's meanwhile.
  mutating func begin() -> Beginning {
    let maker = self
    let (coarse, fine) = sideBySide(threads: threads) {
      maker.coarseLand()
    } _: {
      (
        sea: maker.sea(side: maker.sizes.cells, cell: maker.sizes.cell),
        steepness: maker.steepness(side: maker.sizes.cells, cell: maker.sizes.cell)
      )
    }
    net = coarse.net
    return Beginning(
      coarse: coarse.land, steepness: fine.steepness.steepness, hilliness: fine.steepness.hilliness, sea: fine.sea)
  }

  /// The land of coarse cells, and the courses where its water runs: after each round they are settled on it.
  private func coarseLand() -> (land: LeastRise?, net: RiverNet) {
    let rounds = [3, 8]
    var land: LeastRise?
    var net = net
    for level in [2, 1] {
      let (side, cell) = (sides[level], sizes.cell * Double(1 << level))
      var next = LeastRise(side: side, cell: cell, areas: land?.areasOfHalvedCells(side: side))
      let sea = sea(side: side, cell: cell)
      let (steepness, _) = steepness(side: side, cell: cell)
      for _ in 0..<rounds[level - 1] {
        next.run(water: laid(net.courses, on: sea).banks, steepness: steepness, least: least)
        net.settle(on: heights(of: next), shortening: true)
      }
      land = next
    }
    return (land, net)
  }

  /// The heights of land by position.
  private func heights(of land: LeastRise) -> (Point) -> Double {
    { point in place(point, land.side, Double(land.cell)).map { Double(land.heights[$0]) } ?? .infinity }
  }

  /// Land between the river and the sea rises faster from the sea than the river does, so that it lies above its banks.
  private var least: Float { Float(1.6 * sizes.riverFall) }

  /// Heights and, for each cell, the usual level of the water it drains to; both row by row from the north.
  func finish(_ beginning: Beginning) -> (heights: [Float], waterLevels: [Float], hilliness: [Float]) {
    var net = net
    var land = LeastRise(
      side: sizes.cells, cell: sizes.cell, areas: beginning.coarse?.areasOfHalvedCells(side: sizes.cells))
    land.run(water: laid(net.courses, on: beginning.sea).banks, steepness: beginning.steepness, least: least)
    net.settle(on: heights(of: land), shortening: false)
    let water = laid(net.courses, on: beginning.sea)
    land.run(water: water.banks, steepness: beginning.steepness, least: least)
    net.settle(on: heights(of: land), shortening: false)
    var heights = land.heights
    Self.round(&heights, side: sizes.cells, passes: 3, keeping: water.banks)
    let levels = land.carried(water.levels)
    sink(&heights, for: net.courses)
    let mouth = shoreline == nil ? net.courses[0].line.last.flatMap { place($0, sizes.cells, sizes.cell) } : nil
    PitFill.fill(&heights, side: sizes.cells) { height, i in
      i == mouth || (height < -1 && water.banks[i] == Self.shoreLevel)
    }
    return (heights, levels, beginning.hilliness)
  }

  /// The middle of a cell of a grid that shares the map's north-west corner.
  private func center(_ row: Int, _ column: Int, _ cell: Double) -> Point {
    Point(x: sizes.box.minX + (Double(column) + 0.5) * cell, y: sizes.box.maxY - (Double(row) + 0.5) * cell)
  }

  private func steepness(side: Int, cell: Double) -> (steepness: [Float], hilliness: [Float]) {
    let rows = inChunks(of: side, chunk: 16, threads: threads) { range in
      var steepness: [Float] = []
      var hilliness: [Float] = []
      for row in range {
        for column in 0..<side {
          let point = center(row, column, cell)
          let hilly = shape.hilliness(point)
          // Ground is not the same everywhere: what is left to chance keeps valleys from lining up with the cells.
          let chance = 0.7 + 0.6 * LatticeNoise.chance(row, column)
          steepness.append(Float(shape.steepness(point, hilliness: hilly) * chance))
          hilliness.append(Float(hilly))
        }
      }
      return (steepness, hilliness)
    }
    return (rows.flatMap(\.0), rows.flatMap(\.1))
  }

  /// The level of the banks, and of the water, where there is water; NaN on land.
  fileprivate struct Water: Sendable {
    var side: Int
    var cell: Double
    var banks: [Float]
    var levels: [Float]
  }

  private func sea(side: Int, cell: Double) -> Water {
    var water = Water(
      side: side, cell: cell, banks: [Float](repeating: .nan, count: side * side),
      levels: [Float](repeating: .nan, count: side * side))
    guard let shoreline else { return water }
    for row in 0..<side {
      for column in 0..<side where shoreline.isSea(center(row, column, cell)) {
        water.banks[row * side + column] = Self.shoreLevel
        water.levels[row * side + column] = 0
      }
    }
    return water
  }

  private func laid(_ courses: [Course], on sea: Water) -> Water {
    var water = sea
    for course in courses {
      walk(course, every: sea.cell / 2) { point, bank in
        guard let i = place(point, sea.side, sea.cell), water.banks[i] != Self.shoreLevel else { return }
        if water.banks[i].isNaN || Float(bank) < water.banks[i] {
          water.banks[i] = Float(bank)
          water.levels[i] = max(0, Float(bank - 0.55 * course.depth))
        }
      }
    }
    return water
  }

  private func place(_ point: Point, _ side: Int, _ cell: Double) -> Int? {
    guard sizes.box.contains(point) else { return nil }
    let column = Int((point.x - sizes.box.minX) / cell)
    let row = Int((sizes.box.maxY - point.y) / cell)
    return min(side - 1, row) * side + min(side - 1, column)
  }

  /// Visits a course downstream at least every so many metres.
  private func walk(_ course: Course, every step: Double, _ visit: (Point, _ bank: Double) -> Void) {
    for number in 1..<course.line.count {
      let a = course.line[number - 1]
      let b = course.line[number]
      let parts = max(1, Int((a.distance(to: b) / step).rounded(.up)))
      for part in 0...parts {
        let t = Double(part) / Double(parts)
        visit(a.interpolated(to: b, fraction: t), course.banks[number - 1] * (1 - t) + course.banks[number] * t)
      }
    }
  }

  /// Rounds crests and hollows as creeping soil does, more on high ground; water keeps its level.
  private static func round(_ heights: inout [Float], side: Int, passes: Int, keeping water: [Float]) {
    for _ in 0..<passes {
      let old = heights
      for row in 0..<side {
        let north = max(0, row - 1) * side
        let here = row * side
        let south = min(side - 1, row + 1) * side
        for column in 0..<side where water[here + column].isNaN {
          let west = max(0, column - 1)
          let east = min(side - 1, column + 1)
          let cross = old[here + west] + old[here + east] + old[north + column] + old[south + column]
          let diagonal = old[north + west] + old[north + east] + old[south + west] + old[south + east]
          heights[here + column] = 0.25 * old[here + column] + 0.125 * cross + 0.0625 * diagonal
        }
      }
    }
  }

  /// Lowers the sea's floor and the beds of the courses.
  private func sink(_ heights: inout [Float], for courses: [Course]) {
    let side = sizes.cells
    let cell = sizes.cell
    if let shoreline {
      for row in 0..<side {
        for column in 0..<side {
          let offshore = shoreline.offshore(center(row, column, cell))
          guard offshore > 0 else { continue }
          // A muddy shore: flat between the tides, then down to a shelf.
          let floor = -0.2 - 0.008 * offshore - 0.000004 * offshore * offshore
          heights[row * side + column] = Float(max(-22 - 0.0002 * offshore, floor))
        }
      }
    }
    for course in courses {
      let half = max(course.width / 2, 0.75 * cell)
      walk(course, every: cell / 2) { point, bank in
        let column = Int(((point.x - sizes.box.minX) / cell).rounded(.down))
        let row = Int(((sizes.box.maxY - point.y) / cell).rounded(.down))
        let reach = Int((half / cell).rounded(.up))
        for r in max(0, row - reach)..<max(0, min(side, row + reach + 1)) {
          for c in max(0, column - reach)..<max(0, min(side, column + reach + 1)) {
            let away = center(r, c, cell).distance(to: point)
            guard away < half || (r == row && c == column) else { continue }
            let share = r == row && c == column ? 0 : away / half
            let bed = Float(bank - course.depth * (1 - 0.7 * share * share * share))
            heights[r * side + c] = min(heights[r * side + c], bed)
          }
        }
      }
    }
  }
}

/// Fills what does not drain, by millimetres.
///
/// Source: R. Barnes, C. Lehman and D. Mulla, "Priority-flood: an optimal depression-filling and watershed-labeling
/// algorithm for digital elevation models", Computers & Geosciences 62 (2014), doi:10.1016/j.cageo.2013.04.024, the variant
/// that leaves no flat.
enum PitFill {
  /// Metres a filled cell stands above the next one on its way down.
  static let least: Float = 0.002

  /// Raises cells until each has a lower neighbour, but for outlets; the edge of the grid is none. Heights are rounded to
  /// millimetres.
  static func fill(_ heights: inout [Float], side: Int, isOutlet: (Float, Int) -> Bool) {
    let count = side * side
    var heap = KeyHeap(capacity: count)
    var isDone = [Bool](repeating: false, count: count)
    let steps = LeastRise.steps(side)
    for i in 0..<count {
      heights[i] = (heights[i] * 1_000).rounded() / 1_000
      if isOutlet(heights[i], i) {
        isDone[i] = true
        heap.push(LeastRise.key(heights[i], i))
      }
    }
    while let key = heap.pop() {
      let i = Int(key & 0xFFFF_FFFF)
      let row = i / side
      let column = i - row * side
      for step in steps {
        let r = row + step.row
        let c = column + step.column
        guard r >= 0, r < side, c >= 0, c < side else { continue }
        let j = i + step.offset
        guard !isDone[j] else { continue }
        isDone[j] = true
        if heights[j] < heights[i] + Self.least {
          heights[j] = ((heights[i] + Self.least) * 1_000).rounded() / 1_000
        }
        heap.push(LeastRise.key(heights[j], j))
      }
    }
  }
}
