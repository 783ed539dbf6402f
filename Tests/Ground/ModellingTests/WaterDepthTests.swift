import Geography
import Modelling
import Replica
import Testing

@Suite("Water on the streets")
struct WaterDepthTests {
  @Test("is the deepest a segment meets at any moment; no data and no water are dry")
  func greatest() {
    func grid(_ values: [Float]) -> Grid {
      Grid(
        columns: 3, rows: 1, values: values,
        placement: .affine(AffinePlacement(west: 0, north: 10, cellWidth: 10, cellHeight: 10)))
    }
    let water = WaterDepth(frames: [
      .init(seconds: 0, depth: grid([0.1, .nan, 0.4])), .init(seconds: 3600, depth: grid([0.5, .nan, 0.2])),
    ])
    var streets = Streets()
    let a = streets.nodes.append(key: FeatureKey("a"), at: Point(x: 0, y: 5))
    let b = streets.nodes.append(key: FeatureKey("b"), at: Point(x: 30, y: 5))
    let link = Link(access: .all, speed: 10, lanes: 1)
    let segment = Segment(streetClass: .residential, forward: link, backward: link)
    for (key, from, to) in [("whole", 0.0, 30.0), ("middle", 11, 19), ("east", 21, 29), ("off", 40, 50)] {
      streets.append(
        segment, key: FeatureKey(key), from: a, to: b, shape: [Point(x: from, y: 5), Point(x: to, y: 5)])
    }
    #expect(water.greatestDepths(along: streets.segments) == [0.5, 0, 0.4, 0])
  }

  @Test("stops each class at its wading depth and not before")
  func wading() {
    #expect(WadingDepth.stopped(at: 0.19) == [])
    #expect(WadingDepth.stopped(at: 0.2) == VehicleSet(.motorcycle))
    #expect(WadingDepth.stopped(at: 0.3) == VehicleSet([.motorcycle, .bicycle, .car]))
    #expect(WadingDepth.stopped(at: 0.5) == .all)
  }
}

@Suite("A field")
struct FieldTests {
  @Test("knows its rows and its range without what is missing")
  func range() {
    let times = [Instant(milliseconds: 0), Instant(milliseconds: 1)]
    let field = Field(
      name: "f", title: "F", unit: "m", better: .less, palette: .depth, carrier: .zones, times: times,
      values: [1, .nan, 3, -2])
    #expect(field.rowCount == 2 && field.range == -2...3)
    let none = Field(
      name: "f", title: "F", unit: "m", better: .less, palette: .depth, carrier: .zones, times: times,
      values: [.nan, .nan])
    #expect(none.range == nil)
  }
}

@Suite("What was left out")
struct SkippedTests {
  @Test("is counted by reason, with a few examples, in the order it came")
  func tally() {
    var tally = SkippedTally()
    for number in 0..<9 { tally.add("way", because: "missing nodes", example: "osm/way/\(number)") }
    tally.add("building", because: "not closed")
    tally.add("way", because: "missing nodes", count: 0)
    #expect(tally.all.map(\.count) == [9, 1])
    #expect(tally.all[0].examples.count == 5 && tally.all[1].examples.isEmpty)
  }
}

@Suite("Seeded numbers")
struct SplitMixTests {
  /// The first outputs for seed 1234567 as published with the reference implementation (prng.di.unimi.it).
  @Test("are those of SplitMix64")
  func reference() {
    var generator = SplitMix(seed: 1_234_567)
    #expect(generator.next() == 6_457_827_717_110_365_317)
    #expect(generator.next() == 3_203_168_211_198_807_973)
  }

  @Test("lie in their range")
  func ranges() {
    var generator = SplitMix(seed: 3)
    for _ in 0..<1000 {
      #expect((0..<1).contains(generator.unit()))
      #expect((-2.0..<5).contains(generator.uniform(-2..<5)))
    }
  }
}
