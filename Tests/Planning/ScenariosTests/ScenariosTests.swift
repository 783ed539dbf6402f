import Edits
import Exposure
import Modelling
import Replica
import Scenarios
import Testing

@Suite("Reading scenarios") struct ScenarioReadingTests {
  @Test("the example of the design is read")
  func design() throws {
    let scenario = try read(
      """
      # scenarios/market-street.yaml
      scenario: Close Jalan Pasar to cars and flood-proof the underpass
      changes:
        - close-streets: {named: Jalan Pasar, to: [car, truck]}
        - flood-depth: {raster: rasters/flood-2007.tif}
      models: [access, exposure]
      """)
    #expect(scenario.name == "Close Jalan Pasar to cars and flood-proof the underpass")
    let closure = try #require(scenario.changes.first as? CloseStreets)
    #expect(closure.named?.words == ["Jalan Pasar"])
    #expect(closure.to?.words == ["car", "truck"])
    #expect(scenario.models == ["access", "exposure"])
    #expect(scenario.files == ["rasters/flood-2007.tif"])
  }

  @Test("JSON is read as well, and the empty scenario is the baseline")
  func json() throws {
    let scenario = try read(
      #"{"scenario": "J", "changes": [{"speed-limit": {"named": ["A", "B"], "speed": "20 mph"}}]}"#)
    let limit = try #require(scenario.changes.first as? SpeedLimit)
    #expect(abs(limit.speed - 32.18688) < 1e-9)
    #expect(try read("scenario: Nothing").changes.isEmpty)
    #expect(try read("scenario: Nothing\nchanges:\nmodels:").changes.isEmpty)
  }

  @Test(
    "a number may carry its unit",
    arguments: [("0.5", 0.5), ("500 mm", 0.5), ("50cm", 0.5), ("0.5 m", 0.5), ("1 ft", 0.3048), ("5e-1 m", 0.5)])
  func units(text: String, metres: Double) throws {
    let scenario = try read("scenario: U\nchanges:\n  - flood-depth: {raster: a.tif, threshold: \(text)}")
    let flood = try #require(scenario.changes.first as? FloodDepth)
    #expect(abs((flood.threshold ?? .nan) - metres) < 1e-12)
  }

  @Test("yes, no, true and false are what they look like")
  func yesAndNo() throws {
    for (word, value) in [("true", "yes"), ("yes", "yes"), ("false", "no"), ("\"no\"", "no")] {
      let text = "scenario: Y\nchanges:\n  - open-street: {line: [[1, 2], [1, 3]], class: service, oneway: \(word)}"
      #expect((try read(text).changes.first as? OpenStreet)?.oneway == value)
    }
  }

  static let wrong: [(text: String, line: Int?, says: [String])] = [
    ("scenario: A\nchanges:\n  - close-street: {named: B}", 3, ["close-street", "\"close-streets\""]),
    ("scenario: A\nchanges:\n  - close-streets:\n      nmaed: B", 4, ["nmaed", "\"named\""]),
    ("scenario: A\nchange:\n  - close-streets: {named: B}", 2, ["\"change\"", "\"changes\""]),
    ("scenario: A\nchanges: []\nmodels: [acces]", 3, ["acces", "\"access\""]),
    ("scenario: A\nchanges:\n  - flood-depth: {threshold: 0.3}", 3, ["needs \"raster\""]),
    ("scenario: A\nchanges:\n  - flood-depth: {raster: a.tif, threshold: 3 km/h}", 3, ["km/h", "mm"]),
    ("scenario: A\nchanges:\n  - flood-depth: {raster: a.tif, threshold: deep}", 3, ["number in m", "deep"]),
    ("scenario: A\nchanges:\n  - flood-depth: {raster: a.tif, threshold: -1}", 3, ["between 0 and 20 m"]),
    ("scenario: A\nchanges:\n  - speed-limit: {named: B, speed: 300}", 3, ["between 5 and 130 km/h"]),
    ("scenario: A\nchanges:\n  - add-place: {kind: clinic, at: [101.7, 3.1, 5]}", 3, ["[longitude, latitude]"]),
    ("scenario: A\nchanges:\n  - add-place: {kind: clinic, at: [3.1, 101.7]}", 3, ["between -90 and 90"]),
    ("scenario: A\nchanges:\n  - close-streets: {named: B, to: [car, lorry]}", 3, ["lorry", "truck"]),
    ("scenario: A\nchanges:\n  - open-street: {line: 5, class: service}", 3, ["list of positions"]),
    ("scenario: A\nchanges:\n  - open-street: {line: [[1, 2], [1, 3]], class: [a, b]}", 3, ["class"]),
    ("scenario: A\nchanges:\n  - close-streets", 3, ["one word and its fields"]),
    ("scenario: A\nchanges: close-streets", 2, ["list"]),
    ("scenario: A\nscenario: B", nil, ["twice"]),
    ("changes: []", 1, ["has a name"]),
    ("", nil, ["no scenario"]),
    ("- a\n- b", 1, ["no scenario"]),
    ("scenario: \"A", nil, ["YAML"]),
    ("scenario: A\nchanges: [" + String(repeating: "[", count: 3000), nil, ["nested"]),
  ]

  @Test("what is wrong is told with its file, its line and the nearest word", arguments: wrong.indices)
  func refusals(number: Int) throws {
    let (text, line, says) = Self.wrong[number]
    let error = try #require(throws: ScenarioError.self) { try read(text) }
    #expect(error.file == "a.yaml")
    if let line { #expect(error.line == line) }
    for word in says { #expect(error.description.contains(word), "\(error)") }
  }

  @Test("a short text that unfolds without end is refused at once, as key and as value")
  func aliases() throws {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1..<12 {
      text +=
        "a\(level): &a\(level) [" + [String](repeating: "*a\(level - 1)", count: 10).joined(separator: ", ") + "]\n"
    }
    for end in ["? *a11\n: 1\n", "changes: *a11\n"] {
      let error = try #require(throws: ScenarioError.self) { try read(text + end) }
      #expect(error.line == 2 && error.description.contains("aliases"))
    }
    #expect(throws: Never.self) {
      try read("scenario: Bar & Grill * 5\nchanges: [{add-place: {kind: shop, name: \"* & *\", at: [101.5, 3]}}]")
    }
  }

  @Test("what is written is read again as the same")
  func roundTrip() throws {
    let scenario = Scenario(
      name: "Yes: \"no\" #1\n",
      changes: [
        CloseStreets(named: ["Jalan Pasar", "Lorong: 3", "true"], to: ["car"]),
        OpenStreet(line: [[101.5, 3], [101.25, 3.125]], class: "motorway_link", oneway: "yes", speed: 30),
        AddPlace(kind: "clinic", name: "诊所", at: [101.5, 3]), FloodDepth(raster: "rasters/a b.tif"),
      ], models: ["access"])
    let again = try read(scenario.yaml)
    #expect(again.name == scenario.name)
    #expect(again.canonicalChanges == scenario.canonicalChanges)
    #expect(again.models == scenario.models)
    #expect(again.yaml == scenario.yaml)
  }

  @Test("equal changes written differently are the same")
  func canonical() throws {
    let one = try read("scenario: A\nchanges:\n  - flood-depth: {raster: a.tif, threshold: 300 mm}")
    let two = try read("scenario: B\nchanges: [{flood-depth: {threshold: 0.3, raster: \"a.tif\"}}]")
    #expect(one.canonicalChanges == two.canonicalChanges)
    #expect(
      String(decoding: one.canonicalChanges, as: UTF8.self)
        == #"[{"flood-depth":{"raster":"a.tif","threshold":0.3}}]"#)
  }

  private func read(_ text: String) throws -> Scenario {
    try Scenario.parse(text, file: "a.yaml", catalogue: .standard)
  }
}

@Suite("The catalogue") struct CatalogueTests {
  @Test("the standard one is sound, and every change says what it does")
  func standard() {
    #expect(
      Catalogue.standard.models.map { $0.card.name } == ["flood", "exposure", "traffic", "access", "damage", "city"])
    for change in Catalogue.standard.changes {
      #expect(!change.summary.isEmpty)
      #expect(change.parameters.allSatisfy { !$0.summary.isEmpty })
    }
  }

  @Test("a model stands after those that offer what it uses, whatever the order of the lines")
  func order() throws {
    let catalogue = try Catalogue([Drinker.entry(), Rainmaker.entry()])
    #expect(catalogue.models.map { $0.card.name } == ["rainmaker", "drinker"])
  }

  @Test("a circle, two models of one name and two changes of one word are errors")
  func errors() {
    #expect { try Catalogue([Ouroboros.entry()]) } throws: { _ in true }
    #expect(throws: CatalogueError.self) { try Catalogue([Drinker.entry(), Drinker.entry()]) }
    #expect(throws: CatalogueError.self) {
      try Catalogue([Entry(changes: [FloodDepth.self]), Entry(changes: [FloodDepth.self])])
    }
  }
}

// MARK: Models made up

struct Puddle: Condition {
  static let name = "puddle"
  var litres: Double
  func feed(_ digest: inout Digest) { digest.feed("litres", numbers: [litres]) }
}

func madeUpCard(_ name: String) -> ModelCard {
  ModelCard(name: name, version: "1", purpose: "", method: "", sources: [], inputs: [], limits: [], measured: [])
}

struct Rainmaker: Model {
  static let card = madeUpCard("rainmaker")
  static let uses: [any Condition.Type] = []
  static let offers: [any Condition.Type] = [Puddle.self]
  func verdicts(on city: City) -> [Verdict] { [] }
  func run(on city: City, under conditions: Conditions, in context: any RunContext) throws -> Outcome {
    var outcome = Outcome()
    try outcome.offered.set(Puddle(litres: Double(city.buildings.count)), from: "rainmaker")
    return outcome
  }
}

struct Drinker: Model {
  static let card = madeUpCard("drinker")
  static let uses: [any Condition.Type] = [Puddle.self]
  static let offers: [any Condition.Type] = []
  func verdicts(on city: City) -> [Verdict] { [] }
  func run(on city: City, under conditions: Conditions, in context: any RunContext) throws -> Outcome {
    var outcome = Outcome()
    let litres = conditions[Puddle.self]?.litres
    outcome.indicators = [
      Indicator(
        "drinker.litres", litres.map { .number($0, low: nil, high: nil) } ?? .notComputable(because: "no puddle"),
        unit: "l", better: .more, formula: "All of it")
    ]
    return outcome
  }
}

struct Ouroboros: Model {
  static let card = madeUpCard("ouroboros")
  static let uses: [any Condition.Type] = [Puddle.self]
  static let offers: [any Condition.Type] = [Puddle.self]
  func verdicts(on city: City) -> [Verdict] { [] }
  func run(on city: City, under conditions: Conditions, in context: any RunContext) throws -> Outcome { Outcome() }
}
