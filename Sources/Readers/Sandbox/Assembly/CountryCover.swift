import Geography
import Modelling
import Replica

/// Fields, plantations, forests and swamps around the town, up to its last houses and down to the shore.
///
/// The land is a lattice of cells, each of what covers most of it and its neighbours; cells alike and side by side are one
/// area. Lines between areas are shared and drawn out smooth, so areas neither overlap nor leave gaps. Trees on the plain are
/// plantations and so farmland; on peat and slopes above 12 % they are forest (assumed).
struct CountryCover: Sendable {
  /// Areas: outline first, then its holes.
  private(set) var areas: [(use: LandUse, rings: [[Point]])] = []

  private let land: Landscape
  private let count: Int
  private let size: Double
  private var uses: [LandUse?]

  /// O(cells + quarters' outlines).
  init(of land: Landscape, around quarters: [Quarter]) {
    self.land = land
    count = max(60, min(240, Int(land.box.width / 32)))
    size = land.box.width / Double(count)
    uses = []
    for row in 0..<count { for column in 0..<count { uses.append(use(at: center(column, row))) } }
    clearTown(quarters)
    for _ in 0..<2 { smoothUses() }
    outline()
  }

  private func center(_ column: Int, _ row: Int) -> Point {
    Point(x: land.box.minX + (Double(column) + 0.5) * size, y: land.box.minY + (Double(row) + 0.5) * size)
  }

  private func use(at point: Point) -> LandUse? {
    guard let cell = land.landCover.cell(at: point) else { return nil }
    if land.clearance(at: point) < 1.5 * size {
      let reach = 0.5 * size
      let around = [(0.0, 0.0), (reach, 0), (-reach, 0), (0, reach), (0, -reach)]
      if around.contains(where: { land.sea.contains(Point(x: point.x + $0.0, y: point.y + $0.1)) }) { return nil }
    }
    switch CoverClass(rawValue: land.landCover.values[cell]) {
    case .trees: return land.soil(at: point) == .peat || land.slope(at: point) > 0.12 ? .forest : .farmland
    case .crops: return .farmland
    case .mangroves: return .wetland
    default: return .grass
    }
  }

  /// Nothing within three quarters of a cell of a quarter.
  private mutating func clearTown(_ quarters: [Quarter]) {
    for quarter in quarters {
      let box = Box(quarter.ring).expanded(by: size)
      let area = MultiPolygon(rings: [quarter.ring])
      let closed = quarter.ring + [quarter.ring[0]]
      let columns = range(box.minX - land.box.minX, box.maxX - land.box.minX)
      for row in range(box.minY - land.box.minY, box.maxY - land.box.minY) {
        for column in columns where uses[row * count + column] != nil {
          let point = center(column, row)
          if area.contains(point) || Lines.squaredDistance(from: point, to: closed) < 0.6 * size * size {
            uses[row * count + column] = nil
          }
        }
      }
    }
  }

  private func range(_ low: Double, _ high: Double) -> Range<Int> {
    let first = max(0, min(count, Int(low / size)))
    return first..<max(first, min(count, Int(high / size) + 1))
  }

  /// Every cell takes what most of the nine around it bear; where nothing is drawn, nothing comes.
  private mutating func smoothUses() {
    let before = uses
    for row in 0..<count {
      for column in 0..<count {
        guard let own = before[row * count + column] else { continue }
        var votes = [Int](repeating: 0, count: LandUse.allCases.count)
        for y in max(0, row - 1)...min(count - 1, row + 1) {
          for x in max(0, column - 1)...min(count - 1, column + 1) {
            if let there = before[y * count + x] { votes[Int(there.rawValue)] += 1 }
          }
        }
        if let best = LandUse.allCases.max(by: { votes[Int($0.rawValue)] < votes[Int($1.rawValue)] }),
          votes[Int(best.rawValue)] > votes[Int(own.rawValue)]
        {
          uses[row * count + column] = best
        }
      }
    }
  }

  // MARK: Outlines

  /// The area of each cell; −1 for none. Cells of areas smaller than three are left out.
  private mutating func components() -> [Int32] {
    var number = [Int32](repeating: -1, count: uses.count)
    var next: Int32 = 0
    for start in uses.indices where number[start] < 0 {
      guard let use = uses[start] else { continue }
      var members = [start]
      number[start] = next
      var at = 0
      while at < members.count {
        let cell = members[at]
        at += 1
        let column = cell % count
        for (other, isInside) in [
          (cell - 1, column > 0), (cell + 1, column < count - 1), (cell - count, cell >= count),
          (cell + count, cell < uses.count - count),
        ] where isInside && number[other] < 0 && uses[other] == use {
          number[other] = next
          members.append(other)
        }
      }
      if members.count < 3 {
        for cell in members { (number[cell], uses[cell]) = (-2, nil) }
      } else {
        areas.append((use, []))
        next += 1
      }
    }
    return number.map { max(-1, $0) }
  }

  private mutating func outline() {
    let number = components()
    let side = count + 1
    func area(_ column: Int, _ row: Int) -> Int32 {
      column < 0 || row < 0 || column >= count || row >= count ? -1 : number[row * count + column]
    }
    let corners = smoothed(area)
    // Directions 0 east, 1 north, 2 west, 3 south; the area lies to the left of its line.
    func left(_ vertex: Int, _ direction: Int) -> Int32 {
      let (x, y) = (vertex % side, vertex / side)
      return area(direction == 1 || direction == 2 ? x - 1 : x, direction < 2 ? y : y - 1)
    }
    func right(_ vertex: Int, _ direction: Int) -> Int32 {
      let (x, y) = (vertex % side, vertex / side)
      return area(direction == 0 || direction == 1 ? x : x - 1, direction == 1 || direction == 2 ? y : y - 1)
    }
    let steps = [1, side, -1, -side]
    var isDone = [Bool](repeating: false, count: side * side * 4)
    func isLine(_ vertex: Int, _ direction: Int, _ area: Int32) -> Bool {
      !isDone[vertex * 4 + direction] && left(vertex, direction) == area && right(vertex, direction) != area
    }
    for start in 0..<side * side {
      for first in 0..<4 {
        let inside = left(start, first)
        guard inside >= 0, isLine(start, first, inside) else { continue }
        var ring: [Point] = []
        var (vertex, direction) = (start, first)
        while true {
          isDone[vertex * 4 + direction] = true
          ring.append(corners[vertex])
          vertex += steps[direction]
          guard
            let turn = [(direction + 1) % 4, direction, (direction + 3) % 4].first(where: { isLine(vertex, $0, inside) }
            )
          else { break }
          direction = turn
        }
        areas[Int(inside)].rings.append(ring)
      }
    }
    for place in areas.indices {
      areas[place].rings.sort { MultiPolygon.signedArea(of: $0) > MultiPolygon.signedArea(of: $1) }
    }
  }

  /// The corners of the cells, drawn towards those next to them on a line between two areas.
  private func smoothed(_ area: (Int, Int) -> Int32) -> [Point] {
    let side = count + 1
    var corners: [Point] = []
    for row in 0..<side {
      for column in 0..<side {
        corners.append(
          Point(x: land.box.minX + Double(column) * size, y: land.box.minY + Double(row) * size))
      }
    }
    for _ in 0..<4 {
      var moved = corners
      for row in 1..<side - 1 {
        for column in 1..<side - 1 {
          let (southWest, southEast) = (area(column - 1, row - 1), area(column, row - 1))
          let (northWest, northEast) = (area(column - 1, row), area(column, row))
          let here = row * side + column
          var (x, y, arms) = (0.0, 0.0, 0.0)
          for (isLine, other) in [
            (southEast != northEast, here + 1), (northWest != northEast, here + side),
            (southWest != northWest, here - 1), (southWest != southEast, here - side),
          ] where isLine {
            x += corners[other].x
            y += corners[other].y
            arms += 1
          }
          guard arms > 1 else { continue }
          moved[here] = corners[here].interpolated(to: Point(x: x / arms, y: y / arms), fraction: 0.5)
        }
      }
      corners = moved
    }
    return corners
  }
}
