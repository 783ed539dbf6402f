import Geography
import Testing

@Suite("A point")
struct PointTests {
  static let a = Point(x: 10, y: 20)
  static let b = Point(x: 40, y: 60)

  @Test("knows the nearest point of a straight line: its foot, or the end before it or behind it")
  func nearestOnLine() {
    // 50 m long by the 3–4–5 triangle; the normal (−0.8, 0.6) leads off to the side by metres.
    let beside = Point(x: 25 - 0.8 * 15, y: 40 + 0.6 * 15)
    let foot = beside.nearest(from: Self.a, to: Self.b)
    #expect(foot.distance(to: Point(x: 25, y: 40)) < 1e-12)
    #expect(abs(foot.distance(to: beside) - 15) < 1e-12)
    #expect(Point(x: 0, y: 0).nearest(from: Self.a, to: Self.b) == Self.a)
    #expect(Point(x: 100, y: 90).nearest(from: Self.a, to: Self.b).distance(to: Self.b) < 1e-12)
  }

  @Test("on a line of no length the nearest is that one place")
  func noLength() {
    #expect(Self.b.nearest(from: Self.a, to: Self.a) == Self.a)
  }
}
