import CityFolder
import Foundation
import Geography
import Modelling
import Replica
import Sandbox
import Scenarios
import Testing

@testable import Reports

/// A made-up town with a street closed, and what came of it.
enum Town {
  struct NoFiles: Files {
    func grid(_ path: String) throws -> Grid { throw ChangeError("test", "no grids") }
    func text(_ path: String) throws -> String { throw ChangeError("test", "no texts") }
    func digest(_ path: String) throws -> String { "none" }
  }

  static let city = SandboxCity(people: 1500, seed: 3).make()
  static let digest = city.digest()
  static let day = Day(year: 2026, month: 11, day: 23)!  // a day there is

  /// Closes the longest streets that have names, so that ways are surely longer.
  static let scenario = Result {
    let segments = city.streets.segments
    var lengths: [String: Double] = [:]
    for row in 0..<segments.count where !segments.name(of: SegmentID(row)).isEmpty {
      lengths[segments.name(of: SegmentID(row)), default: 0] += segments.lengths[row]
    }
    let names = lengths.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(4).map(\.key)
    let text =
      "scenario: Car-free main streets\nchanges:\n"
      + names.map { "  - close-streets: {named: \($0), to: [car, bicycle]}\n" }.joined() + "models: [access]\n"
    return try Scenario.parse(text, file: "test", catalogue: .standard)
  }

  static func page(_ city: City = Town.city, _ asked: Scenario? = nil) throws -> CouncilPage {
    let scenario = try asked ?? scenario.get()
    let folder = FileManager.default.temporaryDirectory.appending(path: "kembar-report-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let runs = RunStore(path: folder)
    let runner = Runner(city: city, digest: city.digest(), runs: runs, files: NoFiles(), threads: 2)
    return try CouncilPage(
      try runner.run(scenario), of: scenario, by: runner, verdicts: Catalogue.standard.verdicts(on: city), on: day,
      field: runs.field)
  }

  /// The page of the town, computed once.
  static let shared = Result { try page() }

  /// A row as a run's JSON tells it.
  static func row(
    _ id: String, _ baseline: Double?, _ value: Double?, unit: String = "count", better: Indicator.Better = .less,
    low: Double? = nil, high: Double? = nil
  ) throws -> IndicatorRow {
    var row: [String: Any] = [
      "id": id, "place": "", "unit": unit, "better": better.rawValue, "kind": "modelled", "why": "test",
    ]
    row["baseline"] = baseline
    row["value"] = value
    row["low"] = low
    row["high"] = high
    return try JSONDecoder().decode(IndicatorRow.self, from: JSONSerialization.data(withJSONObject: row))
  }
}

@Suite("The council's page", .serialized) struct ReportsTests {
  private func count(_ word: String, in text: String) -> Int { text.components(separatedBy: word).count - 1 }

  @Test(
    "is one sheet with question, two maps, numbers, zones, assumptions, doubts, sources, date and run",
    arguments: Language.allCases)
  func structure(language: Language) throws {
    let page = try Town.shared.get()
    let html = page.html(in: language)
    #expect(count("<article class=\"sheet\">", in: html) == 1)
    #expect(count("role=\"img\"", in: html) == 2)
    for part in ["question", "maps", "indicators", "zones", "assumptions", "verdicts", "sources"] {
      #expect(count("<section class=\"\(part)\">", in: html) == 1, "\(part)")
    }
    #expect(html.contains("<html lang=\"\(language.rawValue)\">") && html.contains("23 November 2026"))
    #expect(html.contains(page.run.run.text) && html.contains("Car-free main streets"))
    #expect(html.contains(Words.closed(language)) && count("<li>", in: html) >= 5)
    let rows = html.split(separator: "<section class=\"indicators\">")[1].split(separator: "</section>")[0]
    #expect((4...8).contains(count("<tr><th scope=\"row\">", in: String(rows))))
    #expect(count("<ol>", in: html) == 1)
    // A page that stands alone: no script, nothing fetched.
    for word in ["<script", "href=", "src=", "url(", "@import", "NaN", "inf ", "Optional("] {
      #expect(!html.contains(word), "\(word)")
    }
    #expect(html.replacing("http://www.w3.org/2000/svg", with: "").contains("http") == html.contains("http-equiv"))
    #expect(html.utf8.count < 1_500_000)
  }

  @Test("says who gains and who loses: at most three of either, with people and a word")
  func zones() throws {
    let html = try Town.shared.get().html(in: .en)
    let part = String(html.split(separator: "<section class=\"zones\">")[1].split(separator: "</section>")[0])
    let rows = count("<tr><th scope=\"row\">", in: part)
    #expect((1...6).contains(rows))
    #expect(count("class=\"worse\"", in: part) + count("class=\"better\"", in: part) == rows)
    #expect(part.contains("worse in"))
  }

  @Test("the same run on the same day gives the same text; another day another")
  func same() throws {
    let (one, other) = (try Town.page(), try Town.page())
    #expect(one.html(in: .ms) == other.html(in: .ms))
    var later = one
    later.date = try #require(Day("2026-11-24"))
    #expect(later.html(in: .ms) != one.html(in: .ms))
  }

  @Test("several scenarios are a sheet each")
  func several() throws {
    let page = try Town.shared.get()
    let html = CouncilPage.html([page, page, page], in: .en)
    #expect(count("<article class=\"sheet\">", in: html) == 3 && count("<html", in: html) == 1)
  }

  @Test("hostile names stay text")
  func hostile() throws {
    let evil = "<script>alert(1)</script>\"'&\u{202E}<img src=x onerror=alert(2)>"
    var page = try Town.shared.get()
    page.city.profile.name = evil
    page.city.profile.council = evil
    page.city.profile.sources = [LayerSource(layer: evil, file: evil, attribution: evil, licence: evil, date: evil)]
    page.run.scenario = evil
    for zone in page.city.zones.names.indices { page.city.zones.names[zone] = evil }
    page.scenario = try Scenario.parse(
      "{\"scenario\": \"x\", \"changes\": [{\"close-streets\": {\"named\": \"<script>alert(3)</script>\"}}]}",
      file: "a", catalogue: .standard)
    page.run.rows = [try Town.row("<script>.\(evil)", 1, 2, unit: evil)] + page.run.rows
    page.run.rows[0].better = .more
    page.run.run = RunID(text: evil)
    page.cards = page.cards.map { card in
      var card = card
      card.limits = [evil]
      return card
    }
    page.verdicts = [
      ModelVerdict(
        model: "access", verdict: Verdict(question: evil, level: .cannot, because: evil, askFor: evil))
    ]
    for language in Language.allCases {
      let html = page.html(in: language)
      for word in ["<script", "<img", "\u{202E}", "onerror=alert(2)>"] {
        #expect(!html.contains(word), "\(word) in \(language)")
      }
      #expect(html.contains("&lt;script&gt;alert(1)") && html.contains("&lt;script&gt;alert(3)"))
    }
  }

  @Test("tells the interval of a number, or that there is none, and a change by sign and word")
  func intervals() throws {
    var page = try Town.shared.get()
    var flood = try Town.row("flood.area", 10, 8.5, unit: "ha", low: 7.25, high: 9.75)
    (flood.baselineLow, flood.baselineHigh) = (9, 12)
    page.run.rows = [
      flood, try Town.row("exposure.people", 100, 250, unit: "people"),
      try Town.row("traffic.kilometres", 5, nil, unit: "km"),
    ]
    let html = page.html(in: .en)
    #expect(html.contains("<small>9.00 – 12.00</small>") || html.contains("<small>9.0 – 12.0</small>"))
    #expect(html.contains("<small>7.3 – 9.8</small>") || html.contains("<small>7.25 – 9.75</small>"))
    #expect(html.contains("no interval") && html.contains("not computable"))
    #expect(html.contains("▼</span> −1.5") && html.contains("▲</span> +150"))
    #expect(html.contains(">better<") && html.contains(">worse<"))
    let malay = page.html(in: .ms)
    #expect(malay.contains(">lebih baik<") && malay.contains(">lebih teruk<") && malay.contains("tiada julat"))
  }

  @Test("a change within chance is called so, and one that is neither good nor bad is not judged")
  func chance() throws {
    var page = try Town.shared.get()
    var row = try Town.row("traffic.delay-hours", 100, 101, unit: "h")
    (row.differenceLow, row.differenceHigh) = (-3, 4)
    page.run.rows = [row, try Town.row("flood.volume", 10, 20, unit: "m³", better: .neither)]
    let html = page.html(in: .en)
    #expect(html.contains(">within chance<") && html.contains(">neutral<"))
    #expect(!html.contains(">worse<") || page.zones != nil)
  }

  @Test("a run without values by zone says so, one without a field too")
  func nothing() throws {
    var page = try Town.shared.get()
    page.zones = nil
    page.shown = nil
    page.run.rows = []
    page.city.profile.sources = []
    page.verdicts = []
    for language in Language.allCases {
      let html = page.html(in: language)
      for phrase in [Words.noZones, Words.noField, Words.noIndicators, Words.noSources, Words.allFit] {
        #expect(html.contains(phrase(language)), "\(phrase.english)")
      }
      #expect(count("role=\"img\"", in: html) == 2)
    }
  }

  @Test("long lists are cut and say how much more there is")
  func cuts() throws {
    var page = try Town.shared.get()
    page.run.rows = try (0..<40).map { try Town.row("new.thing-\($0)", 1, Double(2 + $0)) }
    page.city.profile.sources = (0..<12).map {
      LayerSource(layer: "layer-\($0)", file: "\($0) " + String(repeating: "long name ", count: 40))
    }
    page.scenario.changes = Array(repeating: page.scenario.changes, count: 3).flatMap(\.self)
    page.run.scenario = String(repeating: "A very long question ", count: 30)
    let html = page.html(in: .en)
    #expect(html.contains("and 9 more") && html.contains("and 7 more") && html.contains("and 32 more indicators"))
    let title = html.split(separator: "<h1>")[1].split(separator: "</h1>")[0]
    #expect(title.count <= 110 && title.hasSuffix("…"))
  }

  @Test("an empty city gives a page too")
  func empty() throws {
    let profile = Profile(
      name: "Tiny", country: "MY", timeZone: "Asia/Kuala_Lumpur", languages: ["ms"], currency: "MYR",
      drivingSide: .left, projection: UTM(containing: Coordinate(longitude: 101, latitude: 3)))
    let city = City(profile: profile)
    let scenario = try Scenario.parse("scenario: Nothing\nmodels: [city]", file: "a", catalogue: .standard)
    let html = try Town.page(city, scenario).html(in: .ms)
    #expect(html.contains(Words.nothingChanged.malay) && !html.contains("NaN") && !html.contains(" nan"))
  }
}
