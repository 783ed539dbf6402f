import Geography
import Modelling
import Replica
import Testing

@testable import Sandbox

/// Towns of several sizes and seeds, made once.
enum Lands {
  static let small = (1...10 as ClosedRange<UInt64>).map { Landscape(people: 5_000, seed: $0) }
  static let villages = (1...10 as ClosedRange<UInt64>).map { Landscape(people: 500, seed: $0) }
  static let usual = Landscape(people: 20_000, seed: 1)
  static let middle = [Landscape(people: 100_000, seed: 2)]
  static let all = small + villages + [usual] + middle
}

@Suite("The land")
struct LandscapeTests {
  @Test("drains: every cell but the sea, the river's way out and ponds has a lower neighbour")
  func drains() {
    let inland = (1...60 as ClosedRange<UInt64>).first { LandSizes(people: 3_000, seed: $0).shore == nil }
    #expect(inland != nil)
    let metropolis = Landscape(people: 1_000_000, seed: 2, threads: 2)
    for land in Lands.all + [metropolis, Landscape(people: 3_000, seed: inland ?? 0)] {
      let side = land.terrain.columns
      var isPond = Set<Int>()
      for pond in land.ponds { land.terrain.forEachCell(coveredBy: pond) { isPond.insert($0) } }
      let exit = land.sea.isEmpty ? land.courses[0].line.last : nil
      var pits: [Point] = []
      land.terrain.values.withUnsafeBufferPointer { heights in
        for row in 0..<side {
          for column in 0..<side {
            let i = row * side + column
            var isPit = true
            for r in max(0, row - 1)...min(side - 1, row + 1) where isPit {
              for c in max(0, column - 1)...min(side - 1, column + 1) where heights[r * side + c] < heights[i] {
                isPit = false
                break
              }
            }
            if isPit, !isPond.contains(i) {
              let cell = land.box.width / Double(side)
              let point = Point(
                x: land.box.minX + (Double(column) + 0.5) * cell, y: land.box.maxY - (Double(row) + 0.5) * cell)
              if heights[i] < -1, land.sea.contains(point) { continue }
              if let exit, exit.distance(to: point) < 1.5 * cell { continue }
              pits.append(point)
            }
          }
        }
      }
      #expect(pits.isEmpty, "\(land.radius) \(pits.prefix(3))")
    }
  }

  @Test("is the same, bit for bit, for the same seed and any number of threads, and another for another seed")
  func same() {
    let again = Landscape(people: 20_000, seed: 1, threads: 3)
    #expect(again.terrain == Lands.usual.terrain)
    #expect(again.soils == Lands.usual.soils && again.landCover == Lands.usual.landCover)
    #expect(again.courses.map(\.line) == Lands.usual.courses.map(\.line))
    #expect(again.sea == Lands.usual.sea && again.ponds == Lands.usual.ponds)
    #expect(Landscape(people: 20_000, seed: 2).terrain != Lands.usual.terrain)
    var sum: UInt64 = 0
    for height in again.terrain.values { sum = (sum ^ UInt64(height.bitPattern)) &* 0x100_0000_01B3 }
    for point in again.courses.flatMap(\.line) { sum = (sum ^ point.x.bitPattern) &* 0x100_0000_01B3 }
    // The bits this seed always gave; a change of the land changes them on purpose.
    #expect(sum == 4_039_052_491_278_099_065)
  }

  @Test("of the default town has a coast, a low core and hills in sight; the beds lie below the banks")
  func relief() {
    for land in Lands.small + [Lands.usual] + Lands.middle where !land.sea.isEmpty {
      let share = land.sea.area / (land.box.width * land.box.height)
      #expect(share > 0.03 && share < 0.4)
      var core: [Double] = []
      var random = SplitMix(seed: 4)
      while core.count < 300 {
        let point = Point(
          x: land.origin.x + random.uniform(-0.35..<0.35) * land.radius,
          y: land.origin.y + random.uniform(-0.35..<0.35) * land.radius)
        if land.clearance(at: point) > 10 { core.append(land.height(at: point)) }
      }
      core.sort()
      #expect(core[150] > 3 && core[150] < 12, "\(land.radius)")
      #expect(core[15] > 2)
      #expect(core.allSatisfy { $0 < 40 })
      #expect(land.terrain.values.max() ?? 0 > 60)
      for number in stride(from: 5, to: land.courses[0].line.count - 5, by: 7) {
        let point = land.courses[0].line[number]
        guard !land.sea.contains(point), land.box.expanded(by: -20).contains(point) else { continue }
        let depth = land.banks[number] - Double(land.terrain.value(at: point))
        #expect(depth > 1.5 && depth < 5)
      }
      #expect(zip(land.banks, land.banks.dropFirst()).allSatisfy { $0 >= $1 })
    }
    var random = SplitMix(seed: 8)
    let slopes = (0..<5_000).map { _ in
      Lands.usual.slope(
        at: Point(
          x: random.uniform(Lands.usual.box.minX + 30..<Lands.usual.box.maxX - 30),
          y: random.uniform(Lands.usual.box.minY + 30..<Lands.usual.box.maxY - 30)))
    }
    #expect(slopes.filter { $0 > 0.25 }.count > 200)
    #expect(slopes.filter { $0 < 0.03 }.count > 1_500)
    #expect(!Lands.usual.sea.isEmpty)
  }

  @Test("grows with the people by the density of towns, in a box with no more cells than memory should bear")
  func sizes() {
    var last = 0.0
    for people in [500, 2_000, 20_000, 100_000, 1_000_000, 5_000_000] {
      let sizes = LandSizes(people: people, seed: 1)
      #expect(sizes.radius > last)
      last = sizes.radius
      #expect(sizes.box.width >= 2 * (1.5 * sizes.radius + 700))
      #expect(sizes.cells * sizes.cells <= (people > 2_000_000 ? 4_000_000 : 2_500_000))
      #expect(people > 100_000 || sizes.cell == 10)
      let density = Double(people) / (3.14159 * sizes.radius * sizes.radius / 1e6 * 0.8)
      #expect(density > 2_900 && density < 7_100)
      for seed in 1...40 as ClosedRange<UInt64> {
        let other = LandSizes(people: people, seed: seed)
        guard let shore = other.shore else { continue }
        #expect(shore < other.axes.reach(of: other.box))
        #expect(people < 3_000 || (shore / other.radius > 0.99 && shore / other.radius < 1.6))
      }
    }
  }

  @Test("of a nonsense number of people is that of the nearest sensible one")
  func nonsense() {
    #expect(LandSizes(people: -5, seed: 1).radius == LandSizes(people: 100, seed: 1).radius)
    #expect(LandSizes(people: .max, seed: 1).radius == LandSizes(people: 10_000_000, seed: 1).radius)
    let tiny = Landscape(people: 0, seed: .max)
    #expect(tiny.terrain.values.allSatisfy { $0.isFinite } && !tiny.courses.isEmpty)
  }
}
