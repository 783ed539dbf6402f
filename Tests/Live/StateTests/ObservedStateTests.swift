import Geography
import Modelling
import Observations
import Replica
import State
import Testing

/// A condition as a model beside it would have it: levels at gauges, in metres.
struct Levels: Condition, Equatable {
  static let name = "levels"
  var seconds: [Double], metres: [Double]
  func feed(_ digest: inout Digest) {
    digest.feed("seconds", numbers: seconds)
    digest.feed("metres", numbers: metres)
  }
}

/// Turns water levels in metres or centimetres into ``Levels``.
enum LevelSource: ConditionSource {
  static let condition = Levels.name
  static func uses(_ value: ObservedValue) -> Bool {
    value.property == SmallStore.level && ["m", "cm"].contains(value.unit)
  }
  static func give(_ values: [ObservedValue], on city: City, to conditions: inout Conditions) throws {
    let start = conditions.start.milliseconds
    let levels = Levels(
      seconds: values.map { Double($0.time.milliseconds - start) / 1000 },
      metres: values.map { $0.unit == "cm" ? $0.value / 100 : $0.value })
    try conditions.set(levels, from: "state")
  }
}

/// Knows water levels by what people call them.
enum NamedSource: ConditionSource {
  static let condition = Levels.name
  static func uses(_ value: ObservedValue) -> Bool { value.property == "water level" && value.unit == "m" }
  static func give(_ values: [ObservedValue], on city: City, to conditions: inout Conditions) throws {}
}

private struct TextFiles: Files {
  var texts: [String: String]
  func grid(_ path: String) throws -> Grid { throw ChangeError("files", "no grids here.") }
  func text(_ path: String) throws -> String {
    guard let text = texts[path] else { throw ChangeError("files", "\(path) is not there.") }
    return text
  }
  func digest(_ path: String) throws -> String { "" }
}

@Suite("Starting from what was observed")
struct ObservedStateTests {
  static let city = City(profile: Profile.small)

  static func store() throws -> MemoryStore {
    let store = try SmallStore.make()
    try store.append([SmallStore.sample(1, -5, 12), SmallStore.sample(3, -7, 2.25), SmallStore.sample(2, -6, 1.75)])
    return store
  }

  static func name(_ conditions: Conditions) -> String {
    var digest = Digest()
    conditions.feed(&digest, only: ["levels"])
    return digest.text
  }

  @Test(
    "A what-if from the live state and one from a file of those values have the same conditions and the same fingerprint"
  )
  func same() throws {
    let state = try LiveState(of: try Self.store(), at: SmallStore.noon)
    let live = try state.snapshot(for: [LevelSource.self])
    #expect(live.values.map(\.key) == ["Datastreams(2)", "Datastreams(3)"])
    var fromLive = Conditions()
    fromLive.start = SmallStore.noon
    try live.give(by: [LevelSource.self], on: Self.city, to: &fromLive)

    var fromFile = Conditions()
    fromFile.start = SmallStore.noon
    var city = Self.city
    let files = TextFiles(texts: ["states/noon.json": live.text])
    try StateChange(file: "states/noon.json").apply(to: &city, under: &fromFile, with: files)
    let read = try #require(fromFile[ObservedState.self])
    try read.give(by: [LevelSource.self], on: city, to: &fromFile)

    #expect(read == live && read.digest == live.digest && read.text == live.text)
    #expect(fromFile[Levels.self] == Levels(seconds: [-360, -420], metres: [1.75, 2.25]))
    #expect(Self.name(fromFile) == Self.name(fromLive))
  }

  @Test("A source that knows a property by its name has it too, once, under the word that some source knows")
  func named() throws {
    let state = try LiveState(of: try Self.store(), at: SmallStore.noon)
    #expect(try state.snapshot(for: [NamedSource.self]).values.map(\.property) == ["water level", "water level"])
    let both = try state.snapshot(for: [NamedSource.self, LevelSource.self])
    #expect(both.values.map(\.property) == [SmallStore.level, SmallStore.level])
  }

  @Test("Asked later, before anything new was observed, it is the same; a new value makes another")
  func ageless() throws {
    let store = try Self.store()
    func name(_ minutes: Double) throws -> String {
      try LiveState(of: store, at: SmallStore.after(minutes)).snapshot(for: [LevelSource.self]).digest
    }
    let first = try name(0)
    #expect(try name(10) == first)
    try store.append([SmallStore.sample(1, 11, 3)])
    #expect(try name(12) == first, "rain is not used")
    try store.append([SmallStore.sample(2, 12, 1.75)])
    #expect(try name(13) != first)
  }

  @Test("The text is one for one state, whatever the order it is read in")
  func canonical() throws {
    let values = [
      ObservedValue(key: "é\"\\\n\u{1}", property: "p", unit: "°C", time: SmallStore.noon, value: 0.1 + 0.2),
      ObservedValue(
        key: "a", property: "", unit: "", time: SmallStore.after(0.0001), value: -0.0,
        place: Coordinate(longitude: 101.123456789, latitude: -0.5)),
      ObservedValue(key: "z", property: "p", unit: "", time: SmallStore.noon, value: 1e300),
    ]
    let state = try ObservedState(values)
    #expect(try ObservedState(values.reversed()).text == state.text)
    #expect(try ObservedState(text: state.text) == state)
    #expect(try ObservedState(text: state.text).text == state.text)
    #expect(
      state.text.split(separator: "\n")[1]
        == #"{"key": "a", "property": "", "unit": "", "time": "2026-11-23T12:00:00.006Z", "value": 0.0, "place": [101.123456789, -0.5]},"#
    )
    #expect(try ObservedState([]).text == "{\"state\": 1, \"values\": [\n]}\n")
    #expect(state.newest == SmallStore.after(0.0001))
  }

  @Test(
    "A text that is wrong says what is wrong",
    arguments: [
      ("", "The state is no JSON"), ("[]", "another kind"), (#"{"values": []}"#, "lacks \"state\""),
      (#"{"state": 2, "values": []}"#, "format 2"), (#"{"state": 1}"#, "lacks \"values\""),
      (#"{"state": 1, "values": [], "vales": 1}"#, "Did you mean \"values\"?"),
      (#"{"state": 1, "values": [{"key": "a", "property": "p", "time": "now", "value": 1}]}"#, "no time such as"),
      (#"{"state": 1, "values": [{"key": "a", "property": "p", "time": "2026-11-23T12:00:00Z"}]}"#, "lacks \"value\""),
      (
        #"{"state": 1, "values": [{"key": "a", "property": "p", "time": "2026-11-23T12:00:00Z", "value": "1"}]}"#,
        "another kind at values, number 1, value"
      ),
      (
        #"{"state": 1, "values": [{"key": "a", "property": "p", "time": "2026-11-23T12:00:00Z", "value": 1, "place": [1]}]}"#,
        "[longitude, latitude]"
      ),
      (
        #"{"state": 1, "values": [{"key": "a", "property": "p", "time": "2026-11-23T12:00:00Z", "value": 1, "place": [1, 91]}]}"#,
        "no finite number in its range"
      ),
      (
        #"{"state": 1, "values": [{"key": "a", "property": "p", "time": "2026-11-23T12:00:00Z", "value": 1e999}]}"#, ""
      ),
    ])
  func wrong(_ text: String, _ part: String) throws {
    let error = #expect(throws: ObservedStateError.self) { try ObservedState(text: text) }
    #expect(part.isEmpty || error?.description.contains(part) == true, "\(String(describing: error))")
  }

  @Test("Two values with one key, a file without values and two files are errors")
  func doubles() throws {
    let value = ObservedValue(key: "a", property: "p", unit: "", time: SmallStore.noon, value: 1)
    #expect(throws: ObservedStateError.twice(key: "a")) { try ObservedState([value, value]) }
    var city = Self.city
    var conditions = Conditions()
    let files = TextFiles(texts: ["one": try ObservedState([value]).text, "none": try ObservedState([]).text])
    #expect(throws: ChangeError.self) {
      try StateChange(file: "none").apply(to: &city, under: &conditions, with: files)
    }
    try StateChange(file: "one").apply(to: &city, under: &conditions, with: files)
    let error = #expect(throws: ChangeError.self) {
      try StateChange(file: "one").apply(to: &city, under: &conditions, with: files)
    }
    #expect(error?.description == "state: one: The run starts from two states: keep one.")
    #expect(throws: ChangeError.self) {
      try StateChange(file: "gone").apply(to: &city, under: &conditions, with: files)
    }
  }

  @Test("What a scenario says itself holds, and values no model understands are named")
  func said() throws {
    let state = try LiveState(of: try Self.store(), at: SmallStore.noon)
    let whole = try ObservedState(
      state.readings.map {
        ObservedValue(key: $0.key, property: $0.property, unit: $0.unit, time: $0.time.end, value: $0.number!)
      })
    var conditions = Conditions()
    try conditions.set(Levels(seconds: [0], metres: [9]), from: "a change")
    let given = try whole.give(by: [LevelSource.self], on: Self.city, to: &conditions)
    #expect(given.saidAlready == ["levels"] && given.conditions.isEmpty && given.unused == ["jps/rain-1"])
    #expect(conditions[Levels.self]?.metres == [9])
    #expect(whole.used(by: [LevelSource.self]).values.count == 2)
  }
}
