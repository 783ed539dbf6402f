internal import Modelling
internal import Scenarios

/// The names of indicators, fields, changes and units, in the words of the page's own catalogues.
enum Terms {
  /// Every term by its key in the catalogues.
  static let all: [String: Phrase] = Dictionary(
    (indicators + changes + things).map { ($0.key, Phrase($0.english, $0.malay)) },
    uniquingKeysWith: { first, _ in first })

  /// A term with the values of its `{name}`s; nothing where there is no such term.
  static func term(_ key: String, _ language: Language, _ values: [String: String] = [:]) -> String? {
    guard var text = all[key]?(language) else { return nil }
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      text = text.components(around: "{\(name)}").joined(separator: value)
    }
    return text
  }

  /// A term, or what stands for it when there is none.
  static func term(_ key: String, _ language: Language, or other: String) -> String { term(key, language) ?? other }

  /// A unit, as people read it.
  static func unit(_ text: String, _ language: Language) -> String {
    if text == "1" { return "" }
    if text == "count" { return "" }
    if text.hasSuffix("/a"), text.count == 5, text.prefix(3).allSatisfy({ $0.isUppercase && $0.isASCII }) {
      return term("unit.a-year", language, ["unit": String(text.prefix(3))]) ?? text
    }
    return term("unit.\(text)", language, or: text)
  }

  /// What an indicator is called: put together from the parts of its name.
  static func indicator(_ id: String, _ language: Language) -> String {
    if let whole = term("indicator.\(id)", language) { return whole }
    let parts = id.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    if parts.count == 4, parts[0] == "access", let name = access(parts, language) { return name }
    if parts.count >= 3, parts[0] == "flood", parts[1] == "site", let name = site(parts, language) { return name }
    if let place = id.firstRange(of: ".1-in-"), let name = term("indicator.\(id[..<place.lowerBound])", language) {
      let years = String(id[place.upperBound...])
      return joined(name, term("site.years", language, ["years": years]) ?? years, language)
    }
    return part(of: id, language) ?? id
  }

  /// A thing counted, and of what: depths of water in classes, kinds of vehicle, of danger, of use.
  private static func part(of id: String, _ language: Language) -> String? {
    for place in id.indices.reversed() where id[place] == "." {
      guard let what = term("indicator.\(id[..<place])", language) else { continue }
      let of = String(id[id.index(after: place)...])
      if let named = ["vehicle", "danger", "use"].lazy.compactMap({ term("\($0).\(of)", language) }).first {
        return joined(what, named, language)
      }
      if of.hasPrefix("above-") { return joined(what, "> \(of.dropFirst(6)) m", language) }
      let ends = of.split(separator: "-")
      if ends.count == 2, ends.allSatisfy({ Double($0) != nil }) {
        return joined(what, "\(ends[0])–\(ends[1]) m", language)
      }
    }
    return nil
  }

  private static func access(_ parts: [String], _ language: Language) -> String? {
    var values = [
      "place": term("kind.\(parts[1])", language, or: parts[1]),
      "mode": term("mode.\(parts[2])", language, or: parts[2]),
    ]
    let words = [
      "median-minutes": "median", "people-cut-off": "cut-off", "people-hours-cut-off": "hours-cut-off",
      "share-of-time-cut-off": "time-cut-off", "worst-hour": "worst-hour",
    ]
    if let word = words[parts[3]] { return term("indicator.access.\(word)", language, values) }
    guard parts[3].hasPrefix("share-within-") else { return nil }
    values["minutes"] = String(parts[3].dropFirst(13))
    return term("indicator.access.share", language, values)
  }

  private static func site(_ parts: [String], _ language: Language) -> String? {
    var rest = Array(parts.dropFirst(2))
    var of: [String] = []
    if let number = rest.first, Int(number) != nil, rest.count > 1 {
      of.append(term("site.number", language, ["number": number]) ?? number)
      rest.removeFirst()
    }
    guard let what = rest.first.flatMap({ term("indicator.flood.site.\($0)", language) }) else { return nil }
    let years = rest.dropFirst().joined(separator: ".")
    if years.hasSuffix("-years") {
      of.append(term("site.years", language, ["years": String(years.dropLast(6))]) ?? years)
    }
    return of.isEmpty ? what : joined(what, of.joined(separator: ", "), language)
  }

  private static func joined(_ what: String, _ of: String, _ language: Language) -> String {
    term("indicator.of", language, ["what": what, "of": of]) ?? "\(what): \(of)"
  }

  /// What a field is called.
  static func field(_ name: String, title: String, _ language: Language) -> String {
    if let whole = term("field.\(name)", language) { return whole }
    let parts = name.split(separator: ".").map(String.init)
    if parts.count == 3, parts[0] == "access" {
      let values = [
        "place": term("kind.\(parts[1])", language, or: parts[1]),
        "mode": term("mode.\(parts[2])", language, or: parts[2]),
      ]
      return term("field.access", language, values) ?? title
    }
    if parts.count > 1, let what = term("field.\(parts.dropLast().joined(separator: "."))", language),
      let of = term("vehicle.\(parts[parts.count - 1])", language)
    {
      return joined(what, of, language)
    }
    return title
  }
}
