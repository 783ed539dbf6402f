import Geography
import Modelling
import Replica
import Testing

@testable import Sandbox

@Suite("Threads of the sandbox")
struct ThreadsTests {
  @Test("Any number of threads makes the same city and the same files", arguments: [5_000, 30_000])
  func sameBits(people: Int) throws {
    let sandbox = SandboxCity(people: people, seed: 7)
    let one = try sandbox.build(threads: 1)
    for threads in [2, 3] {
      let town = try sandbox.build(threads: threads)
      #expect(town.city.digest() == one.city.digest())
      #expect(town.flood == one.flood)
      #expect(town.files.map(\.path) == one.files.map(\.path))
      #expect(town.files.map(\.bytes) == one.files.map(\.bytes))
      #expect(town.grids.map(\.path) == one.grids.map(\.path))
      #expect(town.grids.map(\.grid) == one.grids.map(\.grid))
      #expect(town.remarks == one.remarks)
    }
  }

  @Test("Values made side by side come back each in its place, in line too")
  func sideBySideKeepsPlaces() {
    for threads in [1, 2, 3] {
      let (word, number) = sideBySide(threads: threads) {
        "a"
      } _: {
        // In line within a lane.
        let (inner, other) = sideBySide(threads: threads, { 1 }, { 2 })
        return 10 * inner + other
      }
      #expect(word == "a")
      #expect(number == 12)
    }
  }
}

@Suite("Outlines of water")
struct WaterOutlineTests {
  @Test("A banded outline holds the same points as the whole one, a river with an island and a crossing bend included")
  func sameAsWhole() {
    // A ring that turns sharply and crosses itself, and one within.
    let bends = (0..<400).map { number -> Point in
      let way = Double(number) / 400 * 6.283185307179586
      let reach = 100 + 40 * Portable.sin(7 * way)
      return Point(x: 500 + reach * Portable.cos(way), y: 300 + reach * Portable.sin(3 * way))
    }
    let island = (0..<30).map { number -> Point in
      let way = -Double(number) / 30 * 6.283185307179586
      return Point(x: 500 + 20 * Portable.cos(way), y: 300 + 20 * Portable.sin(way))
    }
    var shapes = MultiPolygons()
    shapes.append(MultiPolygon(rings: [bends, island]))
    shapes.append(MultiPolygon(Box(minX: 0, minY: 0, maxX: 10, maxY: 5)))
    var random = SplitMix(seed: 3)
    for row in 0..<shapes.count {
      let outline = WaterOutline(shapes, row)
      var inside = 0
      let box = shapes.box(of: row)
      let corners = (0..<shapes.points.count).map { shapes.points[$0] }
      let strewn = (0..<20_000).map { _ in
        Point(
          x: random.uniform(box.minX - 5..<box.maxX + 5), y: random.uniform(box.minY - 5..<box.maxY + 5))
      }
      for point in strewn + corners {
        #expect(outline.contains(point) == shapes.contains(point, in: row))
        if outline.contains(point) { inside += 1 }
      }
      #expect(inside > 1_000 && inside < strewn.count)
    }
  }
}
