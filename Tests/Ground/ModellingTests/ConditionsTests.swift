import Geography
import Modelling
import Replica
import Testing

private struct Rain: Condition {
  static let name = "rain"
  var millimetres: Double
  func feed(_ digest: inout Digest) { digest.feed("mm", numbers: [millimetres]) }
}

private struct Tide: Condition {
  static let name = "tide"
  var metres: Double
  func feed(_ digest: inout Digest) { digest.feed("m", numbers: [metres]) }
}

@Suite("Conditions")
struct ConditionsTests {
  @Test("hold one value a kind, found by its type")
  func typed() throws {
    var conditions = Conditions()
    try conditions.set(Rain(millimetres: 30), from: "rain")
    #expect(conditions[Rain.self]?.millimetres == 30)
    #expect(conditions[Tide.self] == nil)
    #expect(conditions.names == ["rain"] && conditions.source(of: "rain") == "rain")
  }

  @Test("may be given again by the same source, and by a second one not, which the error says")
  func givenTwice() throws {
    var conditions = Conditions()
    try conditions.set(Rain(millimetres: 30), from: "rain")
    try conditions.set(Rain(millimetres: 40), from: "rain")
    #expect(throws: GivenTwice(condition: "rain", sources: ["rain", "storm"])) {
      try conditions.set(Rain(millimetres: 50), from: "storm")
    }
    #expect(conditions[Rain.self]?.millimetres == 40)
    var offered = Conditions()
    try offered.set(Rain(millimetres: 1), from: "weather")
    #expect(throws: GivenTwice.self) { try conditions.merge(offered) }
  }

  @Test("feed only the kinds that are named, in an order of their own")
  func digest() throws {
    func fingerprint(_ conditions: Conditions, _ names: [String]) -> String {
      var digest = Digest()
      conditions.feed(&digest, only: names)
      return digest.text
    }
    var one = Conditions()
    try one.set(Rain(millimetres: 30), from: "a")
    var two = one
    try two.set(Tide(metres: 1), from: "b")
    #expect(fingerprint(one, ["rain"]) == fingerprint(two, ["rain"]))
    #expect(fingerprint(one, ["rain", "tide"]) != fingerprint(two, ["rain", "tide"]))
    #expect(fingerprint(two, ["tide", "rain"]) == fingerprint(two, ["rain", "tide"]))
    two.start = Instant(milliseconds: 1)
    #expect(fingerprint(one, ["rain"]) != fingerprint(two, ["rain"]))
  }
}

@Suite("The name of a run")
struct RunIDTests {
  private struct Still: Model {
    static let card = ModelCard(
      name: "still", version: "1", purpose: "", method: "", sources: [], inputs: [], limits: [], measured: [])
    static let uses: [any Condition.Type] = [Rain.self]
    static let offers: [any Condition.Type] = []
    func verdicts(on city: City) -> [Verdict] { [] }
    func run(on city: City, under conditions: Conditions, in context: any RunContext) throws -> Outcome { Outcome() }
  }

  @Test("follows from its inputs and from nothing else")
  func inputs() throws {
    var wet = Conditions()
    try wet.set(Rain(millimetres: 30), from: "rain")
    var unrelated = wet
    try unrelated.set(Tide(metres: 1), from: "tide")
    func name(
      city: String = "c", changes: String = "[]", files: [String] = ["1", "2"], conditions: Conditions, seed: UInt64 = 1
    ) -> RunID {
      RunID(Still.self, city: city, changes: Array(changes.utf8), files: files, conditions: conditions, seed: seed)
    }
    let base = name(conditions: wet)
    #expect(name(files: ["2", "1"], conditions: wet) == base)
    #expect(name(conditions: unrelated) == base)
    #expect(name(city: "d", conditions: wet) != base)
    #expect(name(changes: "[1]", conditions: wet) != base)
    #expect(name(files: ["1"], conditions: wet) != base)
    #expect(name(conditions: Conditions()) != base)
    #expect(name(conditions: wet, seed: 2) != base)
    #expect(RunID(scenarioOf: [base, RunID(text: "x")]) == RunID(scenarioOf: [RunID(text: "x"), base]))
  }
}
