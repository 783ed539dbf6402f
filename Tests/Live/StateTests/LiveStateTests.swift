import Geography
import Modelling
import Observations
import Replica
import State
import Testing

@Suite("The state of a moment")
struct LiveStateTests {
  @Test("A reading has its age, unit, place and quality; streams without one are named with the reason")
  func now() throws {
    let store = try SmallStore.make()
    try store.append([SmallStore.sample(1, -5, 12), SmallStore.sample(1, -10, 8), SmallStore.sample(2, -90, 2.5)])
    try store.record([
      Observation(
        datastream: EntityID(4), phenomenonTime: TimeSpan(SmallStore.after(-30), SmallStore.after(-1)), result: "on")
    ])
    let state = try LiveState(of: store, at: SmallStore.noon)
    #expect(state.readings.map(\.key) == ["jps/rain-1", "Datastreams(4)"])
    let rain = state.readings[0]
    #expect(rain.number == 12 && rain.age == 300 && rain.unit == "mm/h" && rain.quality == .good)
    #expect(rain.place == Coordinate(longitude: 101.41, latitude: 3) && rain.property == SmallStore.rain)
    #expect(state.readings[1].age == 60 && state.readings[1].number == nil && state.readings[1].property == "pump")
    #expect(state.leftOut.map(\.reason) == [.old(age: 5400, limit: 3600), .never])
    #expect(
      state.leftOut[0].sentence == "stream 2 is left out: its last value is 90 min old, more than 60 min.")
    #expect(state.readings(of: "rain").count == 1 && state.readings(of: SmallStore.rain).count == 1)
  }

  @Test("What is flagged as bad is passed over, within the age and the number that are allowed")
  func flagged() throws {
    let store = try SmallStore.make()
    try store.append([SmallStore.sample(2, -20, 2)])
    try store.record([
      SmallStore.flagged(2, -10, 99, SmallStore.element(4)), SmallStore.flagged(2, -5, 98, "bad"),
      SmallStore.flagged(3, -5, 3, SmallStore.element(3)), SmallStore.flagged(1, -5, 3, "fail"),
    ])
    let state = try LiveState(of: store, at: SmallStore.noon)
    #expect(state.readings.map(\.number) == [2, 3] && state.readings.map(\.passedOver) == [2, 0])
    #expect(state.readings[1].quality == .suspect)
    #expect(state.leftOut.map(\.reason) == [.flagged(.bad), .never])
    #expect(state.leftOut[0].sentence == "stream 1 is left out: its last values are flagged as bad.")
    let strict = try LiveState(
      of: store, at: SmallStore.noon, using: UseRules(worstQuality: .good, lookBack: 1))
    #expect(strict.readings.isEmpty && strict.leftOut.map(\.stream.rawValue) == [1, 2, 3, 4])
    let young = try LiveState(
      of: store, at: SmallStore.noon, using: UseRules(greatestAges: [SmallStore.level: 600]))
    #expect(young.readings.map(\.number) == [3])
  }

  @Test("A past moment sees what had ended by then, where the thing stood then")
  func past() throws {
    let store = try SmallStore.make()
    try store.append((0..<60).map { SmallStore.sample(2, Double($0), Double($0)) })
    try store.put(
      Location(
        id: EntityID(9), name: "before", description: "", location: .point(Coordinate(longitude: 100, latitude: 1))))
    try store.put(
      HistoricalLocation(id: EntityID(1), time: SmallStore.after(-60), thing: EntityID(2), locations: [EntityID(9)]))
    try store.put(
      HistoricalLocation(id: EntityID(2), time: SmallStore.after(30), thing: EntityID(2), locations: [EntityID(2)]))
    let directory = try StreamDirectory(store)
    for minute in [0, 7, 29, 30, 59] {
      let state = try LiveState(of: store, at: SmallStore.after(Double(minute) + 0.5), knowing: directory)
      #expect(state.readings.map(\.number) == [Double(minute)] && state.readings[0].age == 30)
      #expect(state.readings[0].place?.longitude == (minute < 30 ? 100 : 101.42))
    }
    #expect(try LiveState(of: store, at: SmallStore.after(5)).readings.map(\.number) == [5])
    #expect(try LiveState(of: store, at: SmallStore.after(-1)).readings.isEmpty)
    try store.record([
      Observation(
        datastream: EntityID(1), phenomenonTime: TimeSpan(SmallStore.after(0), SmallStore.after(60)), result: 1.0)
    ])
    #expect(try LiveState(of: store, at: SmallStore.after(30)).readings.map(\.stream.rawValue) == [2])
    #expect(try LiveState(of: store, at: SmallStore.after(61)).readings.map(\.stream.rawValue) == [1, 2])
  }

  @Test("Readings become stations of a field; those that make none are named")
  func stations() throws {
    let store = try SmallStore.make()
    try store.append([SmallStore.sample(2, -5, 1.5), SmallStore.sample(3, -5, 2.5), SmallStore.sample(1, -5, 9)])
    var third: Datastream = try #require(try store.entity(EntityID(3)))
    third.unitOfMeasurement.symbol = "cm"
    try store.put(third)
    let projection = Profile.small.projection
    let state = try LiveState(of: store, at: SmallStore.noon)
    let made = state.stations(of: SmallStore.level, in: "m", by: projection)
    let there = projection.project(Coordinate(longitude: 101.42, latitude: 3))
    #expect(made.stations == [Station("Datastreams(2)", at: there, value: 1.5)])
    #expect(made.remarks == ["stream 3 is not in the field: its unit is \"cm\" and not \"m\"."])
    let field = StationField(made.stations, question: "Water level here?", unit: "m")
    #expect(field.estimate(at: there)?.value == 1.5 && field.verdict.level == .screeningOnly)
  }

  @Test("What is no longer valid is left out")
  func expired() throws {
    let store = try SmallStore.make()
    var forecast = Observation(SmallStore.sample(1, -5, 3))
    forecast.validTime = TimeSpan(SmallStore.after(-5), SmallStore.after(-1))
    try store.record([forecast])
    let state = try LiveState(of: store, at: SmallStore.noon)
    #expect(state.leftOut[0].reason == .expired(SmallStore.after(-1)))
    #expect(state.leftOut[0].sentence.hasSuffix("its last value was valid until 2026-11-23T11:59:00Z."))
  }

  @Test("Qualities are read as devices, people and quality control write them")
  func qualities() {
    for said: PlainValue? in [nil, .null, .number(3), .truth(true), "GOOD", .list([]), .object(["accuracy": 4])] {
      #expect(ReadingQuality(said) == .good, "\(String(describing: said))")
    }
    for said: PlainValue in ["odd", SmallStore.element(3), .object(["flag": "questionable"]), .list(["good", "x"])] {
      #expect(ReadingQuality(said) == .suspect, "\(said)")
    }
    for said: PlainValue in [.truth(false), "Fail", SmallStore.element(4), .list([SmallStore.element(3), "bad"])] {
      #expect(ReadingQuality(said) == .bad, "\(said)")
    }
  }

  @Test("Other geometries stand where the mean of their corners is, and none that is broken stands anywhere")
  func geometries() throws {
    let store = try SmallStore.make()
    try store.append([SmallStore.sample(1, 0, 1)])
    func place(_ geometry: Geometry) throws -> Coordinate? {
      try store.put(Location(id: EntityID(1), name: "", description: "", location: geometry))
      return try LiveState(of: store, at: SmallStore.noon).readings[0].place
    }
    let square: [PlainValue] = [[0, 0], [2, 0], [2, 2], [0, 2]].map { .list($0.map { .number($0) }) }
    #expect(
      try place(.other(["type": "Point", "coordinates": .list([101, 3, 55])]))
        == Coordinate(longitude: 101, latitude: 3))
    #expect(
      try place(
        .other(["type": "Feature", "geometry": .object(["type": "LineString", "coordinates": .list(square)])]))
        == Coordinate(longitude: 1, latitude: 1))
    let corners = [(0.0, 0.0), (4, 0), (4, 2), (0, 0)].map { Coordinate(longitude: $0.0, latitude: $0.1) }
    #expect(try place(.polygon([corners])) == Coordinate(longitude: 8.0 / 3, latitude: 2.0 / 3))
    #expect(try place(.point(Coordinate(longitude: 500, latitude: 3))) == nil)
    #expect(try place(.other(["type": "Point", "coordinates": "here"])) == nil)
  }
}
