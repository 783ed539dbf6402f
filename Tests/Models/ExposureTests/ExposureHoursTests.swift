import Exposure
import Geography
import Modelling
import Replica
import Testing

@Suite("Exposure by the hour") struct ExposureHoursTests {
  /// A street of 40 m along the first row, and a house of three people in each of its cells.
  static func city() -> City {
    var city = ExposureTests.city()
    for x in [0.0, 10, 20, 30] {
      ExposureTests.building(&city, Box(minX: x + 1, minY: 31, maxX: x + 9, maxY: 39), people: 3)
    }
    ExposureTests.street(&city, [Point(x: 0, y: 35), Point(x: 40, y: 35)])
    city.zones.append(
      key: FeatureKey("z"), name: "All", outline: MultiPolygon(Box(minX: 0, minY: 0, maxX: 40, maxY: 40)), people: 12)
    return city
  }

  static func frame(_ hours: Double, _ row: [Float]) -> WaterDepth.Frame {
    .init(seconds: hours * 3600, depth: ExposureTests.grid([row] + [[Float]](repeating: [0, 0, 0, 0], count: 3)))
  }

  static func run(_ water: WaterDepth, _ members: [[Float]] = []) throws -> Outcome {
    var conditions = Conditions()
    conditions.start = Instant(milliseconds: 7_200_000)
    try conditions.set(water, from: "test")
    if !members.isEmpty {
      try conditions.set(WaterEnsemble(peaks: members.map { frame(0, $0).depth }), from: "test")
    }
    return try ExposureModel().run(on: city(), under: conditions, in: TestContext())
  }

  /// Rising for an hour, deepest in the second, gone after four.
  static let flood = WaterDepth(frames: [
    frame(0, [0, 0, 0, 0]), frame(1, [0.25, 0.25, 0, 0]), frame(2, [0.6, 0.4, 0, 0]), frame(4, [0, 0, 0, 0.1]),
  ])

  @Test("a street is closed to each class while it cannot be waded, and open again after")
  func closed() throws {
    let outcome = try Self.run(Self.flood)
    // Moments stand for 0.5, 1, 1.5 and 1 hours.
    func hours(_ vehicle: String) -> [Float]? {
      outcome.fields.first { $0.name == "exposure.closed.\(vehicle)" }?.values
    }
    #expect(hours("motorcycle") == [2.5, 2.5])
    #expect(hours("car") == [1.5, 1.5])
    #expect(ExposureTests.number(outcome, "exposure.closed-hours.foot") == 1.5)
    #expect(ExposureTests.number(outcome, "exposure.closed-km.car") == 0.04)
    #expect(ExposureTests.number(outcome, "exposure.closed-km-worst-hour.truck") == 0.04)
    let depths = try #require(outcome.fields.first { $0.name == "exposure.streets.by-hour" })
    #expect(depths.values == [0, 0, 0.25, 0.25, 0.6, 0.6, 0.1, 0.1])
    #expect(depths.times.map(\.milliseconds) == [7_200_000, 10_800_000, 14_400_000, 21_600_000])
  }

  @Test("people are counted at each moment, at the worst and over the hours")
  func people() throws {
    let outcome = try Self.run(Self.flood)
    #expect(ExposureTests.number(outcome, "exposure.people") == 6)
    #expect(ExposureTests.number(outcome, "exposure.people-worst-hour") == 6)
    #expect(ExposureTests.number(outcome, "exposure.worst-hour") == 2)
    #expect(ExposureTests.number(outcome, "exposure.people-hours") == 9)
    #expect(outcome.fields.first { $0.name == "exposure.people.by-hour" }?.values == [0, 0, 6, 0])
  }

  @Test("classes of depth share out what is deeper than 0.1 m, each thing once")
  func classes() throws {
    let outcome = try Self.run(Self.flood)
    let names = ["0.1-0.3", "0.3-0.5", "0.5-1", "1-2", "above-2"]
    #expect(names.map { ExposureTests.number(outcome, "exposure.buildings.\($0)") } == [0, 1, 1, 0, 0])
    #expect(names.map { ExposureTests.number(outcome, "exposure.street-km.\($0)") } == [0, 0.01, 0.01, 0, 0])
  }

  @Test("the members of an ensemble give intervals and probabilities")
  func ensemble() throws {
    let members: [[Float]] = (0..<21).map { [$0 < 10 ? 0 : 1, 1, 0, 0] }
    let outcome = try Self.run(WaterDepth(frames: [Self.frame(0, [1, 1, 0, 0])]), members)
    let people = outcome.indicators.first { $0.id == "exposure.people" }
    #expect(people?.value == .number(6, low: 3, high: 6))
    let share = try #require(outcome.fields.first { $0.name == "exposure.buildings.probability" })
    #expect(share.values == [11.0 / 21, 1, 0, 0])
    #expect(outcome.fields.first { $0.name == "exposure.streets.probability" }?.values == [1, 1])
  }

  @Test("walking a street once finds what walking it at every moment finds")
  func onceIsEnough() throws {
    var random = SplitMix(seed: 11)
    var city = ExposureTests.city()
    for _ in 0..<60 {
      ExposureTests.street(
        &city, (0..<3).map { _ in Point(x: random.uniform(-20..<120), y: random.uniform(-20..<120)) })
    }
    let frames = (0..<6).map { hour in
      WaterDepth.Frame(
        seconds: Double(hour) * 600,
        depth: ExposureTests.grid(
          (0..<10).map { _ in (0..<10).map { _ in random.unit() < 0.1 ? .nan : Float(random.unit() * 2) } }))
    }
    let segments = city.streets.segments
    var slowly = [Float](repeating: 0, count: segments.count)
    let cells = try TouchedCells(along: segments, on: frames[0].depth)
    for frame in frames {
      let found = cells.greatest(in: frame.depth)
      for row in slowly.indices {
        var deepest: Float = 0
        frame.depth.forEachPiece(along: segments.shapes[row]) { cell, _ in
          if let cell { deepest = max(deepest, frame.depth.values[cell]) }
        }
        #expect(found[row] == deepest)
        slowly[row] = max(slowly[row], deepest)
      }
    }
    #expect(WaterDepth(frames: frames).greatestDepths(along: segments) == slowly)
    #expect(slowly.contains { $0 > 1 })
  }
}
