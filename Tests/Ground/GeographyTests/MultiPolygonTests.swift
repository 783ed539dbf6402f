import Geography
import Testing

@Suite("A multipolygon")
struct MultiPolygonTests {
  static func square(_ x: Double, _ y: Double, _ side: Double) -> [Point] {
    [
      Point(x: x, y: y), Point(x: x + side, y: y), Point(x: x + side, y: y + side), Point(x: x, y: y + side),
      Point(x: x, y: y),
    ]
  }

  @Test("orients its rings however they came, and takes holes out of the area")
  func orientation() {
    let outer = Self.square(0, 0, 10)
    let hole = Self.square(2, 2, 4)
    for exterior in [outer, outer.reversed()] {
      for interior in [hole, hole.reversed()] {
        let shape = MultiPolygon(polygons: [[exterior, interior]])
        #expect(shape.rings.map(\.count) == [4, 4])
        #expect(shape.area == 84)
        #expect(MultiPolygon.signedArea(of: shape.rings[0]) == 100)
        #expect(MultiPolygon.signedArea(of: shape.rings[1]) == -16)
      }
    }
  }

  @Test("contains what lies in it and not what lies in its holes or outside")
  func contains() {
    let shape = MultiPolygon(polygons: [[Self.square(0, 0, 10), Self.square(2, 2, 4)], [Self.square(20, 0, 5)]])
    #expect(shape.contains(Point(x: 1, y: 1)))
    #expect(!shape.contains(Point(x: 3, y: 3)))
    #expect(shape.contains(Point(x: 22, y: 1)))
    #expect(!shape.contains(Point(x: 15, y: 1)))
  }

  @Test("has its centre of mass where calculus puts it, far from the origin too")
  func centroid() {
    let far = 9_300_000.0
    let shape = MultiPolygon(polygons: [[Self.square(far, far, 10), Self.square(far, far, 5)]])
    // The square of 10 m less the one of 5 m in its corner, by hand.
    let expected = (5.0 * 100 - 2.5 * 25) / 75
    #expect(abs(shape.centroid.x - far - expected) < 1e-6)
    #expect(abs(shape.centroid.y - far - expected) < 1e-6)
  }

  @Test("leaves out rings that enclose nothing, and with an exterior its holes")
  func degenerate() {
    let line = [Point(x: 0, y: 0), Point(x: 1, y: 1), Point(x: 0, y: 0)]
    #expect(MultiPolygon(polygons: [[line, Self.square(0, 0, 1)]]).isEmpty)
    #expect(MultiPolygon(polygons: [[Self.square(0, 0, 9), line]]).rings.count == 1)
    #expect(MultiPolygon(rings: []).isEmpty)
  }

  @Test("is read from a column as it was put in")
  func column() {
    let first = MultiPolygon(polygons: [[Self.square(0, 0, 10), Self.square(2, 2, 4)]])
    let second = MultiPolygon(polygons: [[Self.square(20, 0, 5)], [Self.square(30, 0, 5)]])
    var column = MultiPolygons()
    column.append(first)
    column.append(MultiPolygon(rings: []))
    column.append(second)
    #expect(column.count == 3)
    #expect(column[0] == first)
    #expect(column[1].isEmpty && column.box(of: 1).isEmpty)
    #expect(column[2] == second)
    #expect(column.area(of: 2) == 50)
    #expect(column.contains(Point(x: 31, y: 1), in: 2))
    #expect(column.box(of: 2) == second.box)
  }
}
