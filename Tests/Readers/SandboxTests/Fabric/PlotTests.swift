import Geography
import Modelling
import Testing

@testable import Sandbox

@Suite("Land is cut along lines")
struct PlotTests {
  private func plot(_ corners: [(Double, Double)]) -> Plot {
    let ring = corners.map { Point(x: 611_000 + $0.0, y: 431_000 + $0.1) }
    return Plot(ring: ring, origins: ring.indices.map { Int16($0) })
  }

  private var square: Plot { plot([(0, 0), (10, 0), (10, 10), (0, 10)]) }

  private func upright(_ x: Double) -> CutLine {
    CutLine(through: Point(x: 611_000 + x, y: 431_000), east: 0, north: 2)
  }

  @Test("A square falls into two, each side keeps its number and the cut is told apart")
  func square2() throws {
    let (left, right) = square.cut(along: upright(4))
    #expect(left.map(\.area) == [40])
    #expect(right.map(\.area) == [60])
    #expect(Set(left[0].origins) == [0, 2, 3, Plot.cut])
    #expect(Set(right[0].origins) == [0, 1, 2, Plot.cut])
  }

  @Test("A line through corners, along a side or beside the land makes no slivers")
  func touches() {
    #expect(square.cut(along: upright(0)).left.isEmpty)
    #expect(square.cut(along: upright(10)).right.isEmpty)
    #expect(square.cut(along: upright(-5)).right.map(\.area) == [100])
    let diagonal = CutLine(through: Point(x: 611_000, y: 431_000), east: 1, north: 1)
    let (left, right) = square.cut(along: diagonal)
    #expect(left.map(\.ring.count) == [3] && right.map(\.ring.count) == [3])
  }

  @Test("A comb falls into its teeth")
  func comb() {
    let comb = plot([
      (0, 0), (50, 0), (50, 20), (40, 20), (40, 10), (30, 10), (30, 20), (20, 20), (20, 10), (10, 10), (10, 20),
      (0, 20),
    ])
    let line = CutLine(through: Point(x: 611_000, y: 431_015), east: 1, north: 0)
    let (above, below) = comb.cut(along: line)
    #expect(above.map(\.area).sorted() == [50, 50, 50])
    #expect(below.count == 1)
    #expect(abs(below[0].area - (comb.area - 150)) < 1e-6)
  }

  @Test("Any line parts any block without losing land, and both pieces share the cut's corners bit for bit")
  func parted() {
    for shape in MadeBlock.allCases {
      for seed in 0..<UInt64(300) {
        var random = SplitMix(seed: seed)
        let plot = Plot(shape.block(.core, random: &random))
        let box = Box(plot.ring)
        let line = CutLine(
          through: Point(x: random.uniform(box.minX..<box.maxX), y: random.uniform(box.minY..<box.maxY)),
          east: random.uniform(-1..<1), north: random.uniform(0.1..<1))
        let (left, right) = plot.cut(along: line)
        let pieces = left + right
        // Slivers under half a square metre may vanish.
        #expect(abs(pieces.reduce(0) { $0 + $1.area } - plot.area) < 1.01, "\(shape) \(seed)")
        #expect(left.allSatisfy { $0.ring.allSatisfy { line.offset(of: $0) > -0.002 } }, "\(shape) \(seed)")
        #expect(right.allSatisfy { $0.ring.allSatisfy { line.offset(of: $0) < 0.002 } }, "\(shape) \(seed)")
        let corners = Set(plot.ring)
        if left.count == 1, right.count == 1 {
          let fresh = Set(left[0].ring).subtracting(corners)
          #expect(fresh.isSubset(of: Set(right[0].ring).union(corners)), "\(shape) \(seed)")
        }
      }
    }
  }

  @Test("A path parts land along its corners; one that leaves and comes back does not")
  func path() throws {
    let bent = [(-5.0, 5.0), (5, 7), (15, 5)].map { Point(x: 611_000 + $0.0, y: 431_000 + $0.1) }
    let (left, right) = try #require(square.split(along: bent))
    #expect(abs(left.area - 35) < 1e-6 && abs(right.area - 65) < 1e-6)
    #expect(left.ring.contains(bent[1]) && right.ring.contains(bent[1]))
    let wild = [(-5.0, 5.0), (5, 15), (15, 5)].map { Point(x: 611_000 + $0.0, y: 431_000 + $0.1) }
    #expect(square.split(along: wild) == nil)
  }
}
