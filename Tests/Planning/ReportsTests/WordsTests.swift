import Foundation
import Geography
import Modelling
import Replica
import Sandbox
import Scenarios
import Testing

@testable import Reports

@Suite("The words of the council's page") struct WordsTests {
  @Test("terms are those of the page's catalogues, and none of these is missing")
  func terms() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources/Doors/Web/strings")
    for language in Language.allCases {
      let files = try [language.rawValue, "rest/\(language.rawValue)"].map {
        try JSONDecoder().decode([String: String].self, from: Data(contentsOf: folder.appending(path: "\($0).json")))
      }
      let words = files[0].merging(files[1]) { one, _ in one }
      for (key, phrase) in Terms.all { #expect(words[key] == phrase(language), "\(key)") }
      let groups = [
        "indicator.", "field.", "kind.", "mode.", "vehicle.", "danger.", "use.", "model.", "unit.", "word.",
      ]
      for key in words.keys where groups.contains(where: { key.hasPrefix($0) }) {
        #expect(Terms.all[key] != nil, "\(key) is in the catalogue and not on the council's page")
      }
    }
  }

  @Test("every change and every model of the catalogue has a name in both languages")
  func catalogue() {
    for change in Catalogue.standard.changes {
      #expect(Terms.all["change.\(change.keyword)"] != nil, "\(change.keyword)")
    }
    for model in Catalogue.standard.models {
      #expect(Terms.all["model.\(model.card.name)"] != nil, "\(model.card.name)")
    }
  }

  @Test("every limit of a model is known in Malay")
  func limits() {
    for model in Catalogue.standard.models {
      for limit in model.card.limits { #expect(Sayings.malay(of: limit) != nil, "\(limit)") }
    }
  }

  @Test("every doubt about a made-up town and an empty one is known in Malay, with its numbers")
  func doubts() {
    let profile = Profile(
      name: "Tiny", country: "MY", timeZone: "Asia/Kuala_Lumpur", languages: ["ms"], currency: "MYR",
      drivingSide: .left, projection: UTM(containing: Coordinate(longitude: 101, latitude: 3)))
    for city in [Town.city, City(profile: profile)] {
      for one in Catalogue.standard.verdicts(on: city) where one.verdict.level != .fit {
        let verdict = one.verdict
        for sentence in [verdict.question, verdict.because, verdict.askFor].compactMap(\.self) {
          let malay = Sayings.malay(of: sentence)
          #expect(malay != nil, "\(sentence)")
          #expect(malay?.contains("{}") != true, "\(sentence)")
        }
      }
    }
    let error = "This terrain is wrong by 1.5 m, you ask for 0.3 m."
    #expect(Sayings.malay(of: error) == "Rupa bumi ini tersasar 1.5 m, sedangkan 0.3 m diperlukan.")
    #expect(Sayings.malay(of: "Something new.") == nil)
    #expect(Sayings.html("Something <new>.", .ms, 80) == "<span lang=\"en\">Something &lt;new&gt;.</span>")
  }

  @Test("both languages say every sentence with the same places to fill in")
  func places() {
    func places(_ text: String) -> Int { text.components(around: "{}").count }
    for one in Sayings.limits + Sayings.questions + Sayings.reasons + Sayings.asks {
      #expect(places(one.english) >= places(one.malay) && !one.malay.isEmpty, "\(one.english)")
    }
  }

  @Test(
    "indicators are named from the parts of their names",
    arguments: [
      ("access.hospital.car.median-minutes", "Masa median ke hospital, kereta"),
      ("access.school.walk.share-within-15", "Dalam 15 minit dari sekolah, jalan kaki"),
      ("damage.total.1-in-50", "Jumlah kerosakan: ribut sekali dalam 50 tahun"),
      ("exposure.buildings.0.3-0.5", "Bangunan di dalam air: 0.3–0.5 m"),
      ("exposure.closed-km.car", "Jalan ditutup air: kereta"),
      ("flood.site.2.runoff-before.10-years", "Aliran puncak tapak sebelum: tapak 2, ribut sekali dalam 10 tahun"),
      ("something.else", "something.else"),
    ])
  func indicators(id: String, name: String) { #expect(Terms.indicator(id, .ms) == name) }

  @Test("days are days of the calendar, numbers are told as both languages write them")
  func numbers() throws {
    #expect(Day("2026-02-29") == nil && Day("2028-02-29") != nil && Day("2026-1-1") == nil && Day("x") == nil)
    #expect(try #require(Day("2026-03-05")).words(.ms) == "5 Mac 2026")
    #expect(try #require(Day("0826-03-05")).description == "0826-03-05")
    // Six hours before midnight in Greenwich it is the next day in Malaysia.
    #expect(Day(of: Date(timeIntervalSince1970: 1_795_456_800), in: "Asia/Kuala_Lumpur")?.description == "2026-11-24")
    #expect(Numbers.text(-1234567.25, decimals: 1) == "−1,234,567.3" && Numbers.text(nil, decimals: 1) == "–")
    #expect(Numbers.short(0.3) == "0.3" && Numbers.short(1200) == "1,200" && Numbers.short(2) == "2")
    #expect(Markup.cut("one two three four", to: 12) == "one two…")
    #expect(Markup.escaped("<a href='x'>&\u{7}") == "&lt;a href=&#39;x&#39;&gt;&amp;")
  }
}
