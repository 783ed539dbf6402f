import Geography
import Testing

@Suite("A grid")
struct GridTests {
  /// 4 × 3 cells of 10 m whose north-west corner is (100, 230); values 0…11.
  static let plain = Grid(
    columns: 4, rows: 3, values: (0..<12).map(Float.init),
    placement: .affine(AffinePlacement(west: 100, north: 230, cellWidth: 10, cellHeight: 10)))

  @Test("knows the cell under a position, edges going to the cell south-east of them")
  func cell() {
    #expect(Self.plain.cell(at: Point(x: 100, y: 230)) == 0)
    #expect(Self.plain.cell(at: Point(x: 139.9, y: 200.1)) == 11)
    #expect(Self.plain.cell(at: Point(x: 115, y: 215)) == 5)
    #expect(Self.plain.cell(at: Point(x: 140, y: 215)) == nil)
    #expect(Self.plain.cell(at: Point(x: 99.9, y: 215)) == nil)
    #expect(Self.plain.value(at: Point(x: 0, y: 0)).isNaN)
  }

  @Test("interpolates between centres and falls back to the cell at the rim and beside missing cells")
  func interpolation() {
    #expect(Self.plain.interpolatedValue(at: Point(x: 110, y: 220)) == 2.5)
    #expect(Self.plain.interpolatedValue(at: Point(x: 101, y: 229)) == 0)
    var holed = Self.plain
    holed.values[0] = .nan
    #expect(holed.interpolatedValue(at: Point(x: 111, y: 219)) == 5)
  }

  @Test("an affine placement is undone by its inverse")
  func inverse() throws {
    let affine = AffinePlacement(c0: 3, cx: 0.1, cy: 0.02, r0: 7, rx: 0.01, ry: -0.1)
    let back = try #require(affine.position(column: 12.5, row: 4.25))
    let there = affine.gridPosition(of: back)
    #expect(abs(there.x - 12.5) < 1e-12 && abs(there.y - 4.25) < 1e-12)
  }

  @Test("a lattice placement is exact at its nodes and linear between and beyond them")
  func lattice() {
    let box = Box(minX: 0, minY: 0, maxX: 100, maxY: 50)
    let nodes = [0.0, 1, 2].flatMap { j in [0.0, 1, 2, 3].map { Point(x: 10 * $0 + j, y: 20 - 5 * j) } }
    let lattice = LatticePlacement(box: box, columns: 3, rows: 2, nodes: nodes)
    #expect(lattice.gridPosition(of: Point(x: 0, y: 0)) == nodes[0])
    #expect(lattice.gridPosition(of: Point(x: 100, y: 50)) == nodes[11])
    let middle = lattice.gridPosition(of: Point(x: 50, y: 12.5))
    #expect(abs(middle.x - 15.5) < 1e-12 && abs(middle.y - 17.5) < 1e-12)
    let beyond = lattice.gridPosition(of: Point(x: -100.0 / 3, y: 0))
    #expect(abs(beyond.x + 10) < 1e-12)
  }

  @Test("a shape covers the cells whose centres it contains")
  func cover() {
    var cells: [Int] = []
    let shape = MultiPolygon(Box(minX: 104, minY: 204, maxX: 126, maxY: 226))
    let looked = Self.plain.forEachCell(coveredBy: shape) { cells.append($0) }
    #expect(cells.sorted() == [0, 1, 2, 4, 5, 6, 8, 9, 10])
    #expect(looked == cells.count)
  }

  @Test("a shape that covers no centre stands in the cell under its centroid")
  func small() {
    var cells: [Int] = []
    let shape = MultiPolygon(Box(minX: 111, minY: 211, maxX: 113, maxY: 213))
    #expect(Self.plain.forEachCell(coveredBy: shape) { cells.append($0) } == 1)
    #expect(cells == [5])
  }

  @Test("cells outside the grid are counted as looked for and not visited")
  func outside() {
    var visits = 0
    let looked = Self.plain.forEachCell(coveredBy: MultiPolygon(Box(minX: 60, minY: 200, maxX: 140, maxY: 230))) { _ in
      visits += 1
    }
    #expect(looked == 24 && visits == 12)
  }

  @Test("cover agrees with testing every centre, for many seeded shapes with holes")
  func coverAgrees() {
    var state: UInt64 = 7
    func random() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53
    }
    for _ in 0..<300 {
      let center = Point(x: 100 + 40 * random(), y: 200 + 30 * random())
      // A star around its centre never crosses itself.
      func star(_ radius: Double) -> [Point] {
        let corners = [(1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1)]
        return corners.map {
          let reach = radius * (0.6 + 0.4 * random())
          return Point(x: center.x + Double($0.0) * reach, y: center.y + Double($0.1) * reach)
        }
      }
      let shape = MultiPolygon(polygons: [[star(20), star(5)]])
      var covered: [Int] = []
      Self.plain.forEachCell(coveredBy: shape) { covered.append($0) }
      let expected = (0..<12).filter {
        shape.contains(Point(x: 105 + 10 * Double($0 % 4), y: 225 - 10 * Double($0 / 4)))
      }
      if !expected.isEmpty { #expect(covered.sorted() == expected) }
    }
  }

  @Test("the pieces of a line lie in the right cells and add up to the line")
  func pieces() {
    var metres: [Int: Double] = [:]
    var outside = 0.0
    let line = [Point(x: 90, y: 225), Point(x: 125, y: 225), Point(x: 125, y: 190)]
    Self.plain.forEachPiece(along: line) { cell, length in
      if let cell { metres[cell, default: 0] += length } else { outside += length }
    }
    #expect(abs(outside - 20) < 1e-9)
    let expected = [0: 10.0, 1: 10, 2: 10, 6: 10, 10: 10]
    #expect(Set(metres.keys) == Set(expected.keys))
    for (cell, length) in expected { #expect(abs((metres[cell] ?? 0) - length) < 1e-9) }
  }
}
