import Foundation
import Geography
import Replica
import Testing

@testable import CityFolder
import ReaderScratch

@Suite("city.yaml")
struct ProfileTests {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private func read(_ text: String) throws -> Profile {
    try ProfileReader(path: try scratch.write(text, to: "city.yaml")).read()
  }

  private func sentence(_ text: String) -> String {
    do {
      _ = try read(text)
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  private let good = """
    format: 1
    name: Johor Bahru
    country: MY
    time-zone: Asia/Kuala_Lumpur
    languages: [ms, en]
    currency: MYR
    driving-side: left
    projection: EPSG:32648
    """

  @Test(
    "gives back every profile that was written, odd texts too",
    arguments: [
      "Kota", "", "no", "1.5", "a: b # c", "\u{4E2D}\u{6587} \"x\" \\ \t\n\u{1}\u{85}", " lead", "trail ", "- x",
      "\u{1F600}",
    ])
  func roundTrip(text: String) throws {
    var profile = HandMadeCity.make().profile
    profile.name = text
    profile.values[0].source = text
    profile.sources[0].licence = text
    profile.languages = [text, "en"]
    let back = try read(ProfileText.write(profile))
    #expect(everything(back) == everything(profile))
  }

  @Test("written by hand needs no values and sources")
  func byHand() throws {
    let profile = try read(good)
    #expect(profile.name == "Johor Bahru" && profile.projection.epsg == 32648 && profile.languages == ["ms", "en"])
    #expect(profile.drivingSide == .left && profile.values.isEmpty)
  }

  @Test("with a field that is not known names file, line, field and the nearest name")
  func unknownField() {
    let said = sentence(good + "\nvalus: []\n")
    #expect(
      said.hasSuffix("city.yaml:9: the field \u{201C}valus\u{201D} is not known; did you mean \u{201C}values\u{201D}?"))
    let inner = sentence(good + "\nvalues:\n  - {name: a, value: 1, unit: x, source: s, yeer: 2020}\n")
    #expect(inner.contains("city.yaml:10") && inner.contains("did you mean \u{201C}year\u{201D}?"))
  }

  @Test(
    "that is wrong says what and where",
    arguments: [
      ("driving-side: left", "driving-side: middle", "city.yaml:7: the field driving-side must be left or right"),
      ("EPSG:32648", "EPSG:4326", "city.yaml:8: the field projection must be a zone of UTM"),
      ("format: 1", "format: 2", "take a newer version"), ("format: 1", "format: 0", "which never was"),
      ("format: 1\n", "", "does not say its format"), ("country: MY\n", "", "the field country is missing"),
      ("languages: [ms, en]", "languages: ms", "must be a list"), ("name: Johor Bahru", "name: [a", "is not YAML"),
      ("name: Johor Bahru", "name: {a: 1}", "must be text"),
    ])
  func wrong(old: String, new: String, said: String) {
    #expect(sentence(good.replacingOccurrences(of: old, with: new)).contains(said))
  }

  @Test("that is empty or no mapping is a sentence", arguments: ["", "- a\n- b\n", "hello"])
  func nothing(text: String) { #expect(sentence(text).contains("holds no fields")) }
}
