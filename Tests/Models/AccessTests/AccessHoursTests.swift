import Access
import Geography
import Modelling
import Replica
import Testing

@Suite("Access by the hour") struct AccessHoursTests {
  static func run(_ city: City, _ depths: [(hours: Double, depth: Float)], at x: Double = 400) throws -> Outcome {
    var conditions = Conditions()
    try conditions.set(
      WaterDepth(
        frames: depths.map {
          .init(seconds: $0.hours * 3600, depth: AccessTests.puddle(at: Point(x: x, y: 0), depth: $0.depth))
        }), from: "test")
    return try AccessModel().run(on: city, under: conditions, in: TestContext())
  }

  @Test("minutes are told for each hour, and the numbers are those of the worst")
  func hours() throws {
    let flood: [(Double, Float)] = [(0, 0), (1, 0.4), (2, 0.6), (3, 0.1)]
    let outcome = try Self.run(AccessTests.city(), flood)
    let walk = try #require(outcome.fields.first { $0.name == "access.clinic.walk" })
    #expect(walk.times.map(\.milliseconds) == [0, 3_600_000, 7_200_000, 10_800_000])
    #expect(walk.values.map(\.isNaN) == [0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0].map { $0 == 1 })
    #expect(AccessTests.number(outcome, "access.clinic.walk.people-cut-off") == 500)
    #expect(AccessTests.number(outcome, "access.clinic.walk.worst-hour") == 2)
    #expect(AccessTests.number(outcome, "access.clinic.walk.people-hours-cut-off") == 500)
    // By car two of the three hours are lost, for 500 of 600 people.
    #expect(AccessTests.number(outcome, "access.clinic.car.people-hours-cut-off") == 1000)
    let share = try #require(AccessTests.number(outcome, "access.clinic.car.share-of-time-cut-off"))
    #expect(abs(share - 1000 / 18.0) < 1e-9)
    #expect(AccessTests.number(outcome, "access.clinic.car.worst-hour") == 1)
  }

  @Test("each hour has the minutes that its water alone gives, on random floods")
  func eachHour() throws {
    var random = SplitMix(seed: 5)
    var city = AccessTests.city()
    city.places.append(key: FeatureKey("h"), kind: PlaceKind(rawValue: "hospital"), name: "", at: Point(x: 1300, y: 4))
    for _ in 0..<12 {
      let flood = (0..<4).map { (Double($0), Float((random.unit() * 8).rounded() / 10)) }
      let x = random.uniform(0..<1330)
      let together = try Self.run(city, flood, at: x)
      for (number, moment) in flood.enumerated() {
        let alone = try Self.run(city, [moment], at: x)
        for field in alone.fields {
          let all = try #require(together.fields.first { $0.name == field.name })
          let frame = all.times.count == 1 ? 0 : number
          #expect(
            all.values[frame * 3..<frame * 3 + 3].elementsEqual(field.values) { $0 == $1 || $0.isNaN && $1.isNaN })
        }
      }
    }
  }

  @Test("water that closes the same streets all along is searched and told once")
  func still() throws {
    let outcome = try Self.run(AccessTests.city(), [(0, 0.4), (1, 0.45), (2, 0.42)])
    let one = try Self.run(AccessTests.city(), [(0, 0.4)])
    #expect(outcome.fields.map(\.values).count == one.fields.count)
    #expect(outcome.fields.first { $0.name == "access.clinic.car" }?.times.count == 1)
    for indicator in one.indicators {
      #expect(outcome.indicators.first { $0.id == indicator.id }?.value == indicator.value)
    }
    #expect(one.indicators.allSatisfy { !$0.id.hasSuffix("worst-hour") })
  }
}
