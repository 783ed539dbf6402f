import Geography
import Testing

@Suite("Lines")
struct LinesTests {
  @Test("keep every line, its length and its box")
  func column() {
    var lines = Lines()
    lines.append([Point(x: 0, y: 0), Point(x: 3, y: 4), Point(x: 3, y: 10)])
    lines.append([])
    lines.append([Point(x: 7, y: 7)])
    #expect(lines.count == 3)
    #expect(lines.length(of: 0) == 11)
    #expect(lines.length(of: 1) == 0 && lines.length(of: 2) == 0)
    #expect(lines.box(of: 0) == Box(minX: 0, minY: 0, maxX: 3, maxY: 10))
    #expect(Array(lines[2]) == [Point(x: 7, y: 7)])
  }

  @Test("know how far a point is from them, beside and beyond their ends")
  func distance() {
    let line = [Point(x: 0, y: 0), Point(x: 10, y: 0)]
    #expect(Lines.squaredDistance(from: Point(x: 5, y: 3), to: line) == 9)
    #expect(Lines.squaredDistance(from: Point(x: 13, y: 4), to: line) == 25)
    #expect(Lines.squaredDistance(from: Point(x: 1, y: 1), to: [Point(x: 1, y: 2)]) == 1)
    #expect(Lines.squaredDistance(from: Point(x: 1, y: 1), to: []) == .infinity)
  }
}
