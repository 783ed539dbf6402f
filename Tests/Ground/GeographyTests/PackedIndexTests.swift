import Geography
import Testing

@Suite("A packed index")
struct PackedIndexTests {
  static let boxes: [Box] = {
    var state: UInt64 = 42
    func random() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53
    }
    return (0..<1000).map { number in
      if number % 97 == 0 { return .empty }
      let x = random() * 1000
      let y = random() * 1000
      return Box(minX: x, minY: y, maxX: x + random() * 20, maxY: y + random() * 20)
    }
  }()

  @Test("finds what a look at every box finds")
  func search() {
    let index = PackedIndex(Self.boxes)
    for step in 0..<50 {
      let area = Box(
        minX: Double(step * 20), minY: Double(step * 17 % 900), maxX: Double(step * 20 + 60),
        maxY: Double(step * 17 % 900 + 45))
      #expect(index.search(area) == Self.boxes.indices.filter { Self.boxes[$0].intersects(area) })
    }
  }

  @Test("finds the nearest, the lower number on a tie, and nothing beyond the limit")
  func nearest() throws {
    let index = PackedIndex(Self.boxes)
    for step in 0..<100 {
      let point = Point(x: Double(step * 13 % 1000), y: Double(step * 29 % 1000))
      let found = try #require(index.nearest(to: point) { Self.boxes[$0].squaredDistance(to: point) })
      let best = Self.boxes.indices.filter { !Self.boxes[$0].isEmpty }
        .min { Self.boxes[$0].squaredDistance(to: point) < Self.boxes[$1].squaredDistance(to: point) }
      #expect(found.number == best)
    }
    let far = Point(x: 1e6, y: 1e6)
    #expect(index.nearest(to: far, within: 10) { Self.boxes[$0].squaredDistance(to: far) } == nil)
  }

  @Test("of nothing, or of empty boxes, finds nothing")
  func empty() {
    let everything = Box(minX: -1e9, minY: -1e9, maxX: 1e9, maxY: 1e9)
    #expect(PackedIndex([]).search(everything).isEmpty)
    #expect(PackedIndex([Box.empty]).search(everything).isEmpty)
    #expect(PackedIndex([Box(minX: 1, minY: 1, maxX: 1, maxY: 1)]).search(everything) == [0])
  }
}
