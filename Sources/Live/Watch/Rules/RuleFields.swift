internal import Modelling
internal import Yams

/// The fields of a mapping in a file of rules; a name that is not known is an error.
struct RuleFields {
  let file: String
  /// What the mapping is, for sentences.
  let what: String
  let line: Int?
  private let mapping: Node.Mapping

  init(_ node: Node, of what: String, in file: String, known: [String]) throws(WatchRuleError) {
    guard case .mapping(let mapping) = node else {
      throw WatchRuleError(
        file, line: node.mark?.line, field: what,
        "\(what) has fields: {\(known.prefix(4).joined(separator: ": …, ")): …}.")
    }
    self.file = file
    self.what = what
    self.mapping = mapping
    line = node.mark?.line
    for key in mapping.keys {
      let name = key.scalar?.string ?? ""
      guard !known.contains(name) else { continue }
      throw WatchRuleError(
        file, line: key.mark?.line ?? line, field: name,
        "\(what) has no field \"\(name)\"." + Self.offer(name, known))
    }
  }

  /// The nearest word; all of them where none is near.
  static func offer(_ word: String, _ known: [String]) -> String {
    let question = NearestName.question(word, among: known, count: 1)
    return question.isEmpty ? " Known are \(known.joined(separator: ", "))." : question
  }

  /// The value of a field; nothing where it is not there or empty.
  subscript(name: String) -> Node? {
    guard let node = mapping[name] else { return nil }
    if let scalar = node.scalar, scalar.style == .plain, ["", "~", "null"].contains(scalar.string.lowercased()) {
      return nil
    }
    return node
  }

  func has(_ name: String) -> Bool { self[name] != nil }

  func failure(_ name: String, _ reason: String) -> WatchRuleError {
    WatchRuleError(file, line: self[name]?.mark?.line ?? line, field: name, "\(what): \"\(name)\" \(reason)")
  }

  func node(_ name: String) throws(WatchRuleError) -> Node {
    guard let node = self[name] else { throw failure(name, "is missing.") }
    return node
  }

  func text(_ name: String) throws(WatchRuleError) -> String {
    guard let scalar = try node(name).scalar, !scalar.string.isEmpty else {
      throw failure(name, "is a text, not a list or fields.")
    }
    guard scalar.string.utf8.count <= 4_000 else { throw failure(name, "is longer than 4,000 bytes.") }
    return scalar.string
  }

  /// One text or a list of them.
  func texts(_ name: String) throws(WatchRuleError) -> [String] {
    guard let node = self[name] else { return [] }
    guard case .sequence(let list) = node else { return [try text(name)] }
    var words: [String] = []
    for item in list {
      guard let word = item.scalar?.string, !word.isEmpty else { throw failure(name, "is a text or a list of texts.") }
      words.append(word)
    }
    guard !words.isEmpty else { throw failure(name, "is empty: leave it out, or name at least one.") }
    return words
  }

  /// A word of an enumeration, spelled as there or all in small letters.
  func word<Word: RawRepresentable & CaseIterable>(_ name: String, _ type: Word.Type) throws(WatchRuleError) -> Word?
  where Word.RawValue == String {
    guard has(name) else { return nil }
    return try Self.word(try text(name), type) { word, known throws(WatchRuleError) in
      throw failure(name, "cannot be \"\(word)\"." + Self.offer(word, known))
    }
  }

  static func word<Word: RawRepresentable & CaseIterable>(
    _ text: String, _ type: Word.Type, orElse fail: (String, [String]) throws(WatchRuleError) -> Never
  ) throws(WatchRuleError) -> Word where Word.RawValue == String {
    for word in Word.allCases where word.rawValue == text || word.rawValue.lowercased() == text { return word }
    try fail(text, Word.allCases.map(\.rawValue))
  }

  /// A number and what stands behind it.
  func quantity(_ name: String) throws(WatchRuleError) -> (value: Double, unit: String?) {
    let written = try text(name)
    guard let quantity = Self.quantity(written) else { throw failure(name, "is a number, not \"\(written)\".") }
    return quantity
  }

  static func quantity(_ text: String) -> (value: Double, unit: String?)? {
    let trimmed = text.drop { $0.isWhitespace }
    var digits = trimmed.prefix { $0.isASCII && $0.isNumber || "+-.eE".contains($0) }
    while let last = digits.last, "eE+-".contains(last) { digits.removeLast() }
    guard let value = Double(digits), value.isFinite else { return nil }
    var unit = String(trimmed[digits.endIndex...].drop { $0.isWhitespace })
    while unit.last?.isWhitespace == true { unit.removeLast() }
    // "3,5" is no 3 of the unit ",5".
    if let first = unit.first, first == "," || first == "." || first.isNumber { return nil }
    return (value, unit.isEmpty ? nil : unit)
  }

  /// A bare number within a range; `otherwise` where it is not there.
  func number(_ name: String, within range: ClosedRange<Double>, orElse otherwise: Double) throws(WatchRuleError)
    -> Double
  {
    guard has(name) else { return otherwise }
    let (value, unit) = try quantity(name)
    guard unit == nil else { throw failure(name, "is a bare number, without a unit.") }
    guard range.contains(value) else {
      throw failure(
        name,
        "is \(PlainNumber.text(value)); it lies between \(PlainNumber.text(range.lowerBound)) and "
          + "\(PlainNumber.text(range.upperBound)).")
    }
    return value
  }

  func count(_ name: String, within range: ClosedRange<Int>, orElse otherwise: Int) throws(WatchRuleError) -> Int {
    let value = try number(
      name, within: Double(range.lowerBound)...Double(range.upperBound), orElse: Double(otherwise))
    guard value == value.rounded() else { throw failure(name, "is a whole number.") }
    return Int(value)
  }

  /// Milliseconds of a time such as `30 min`.
  func duration(_ name: String) throws(WatchRuleError) -> Int64 {
    let (value, unit) = try quantity(name)
    let units: [(String, Double)] = [("s", 1), ("min", 60), ("h", 3_600), ("d", 86_400), ("w", 604_800)]
    guard let unit, let size = units.first(where: { $0.0 == unit })?.1 else {
      throw failure(name, "is a time such as 90 s, 30 min, 2 h or 1 d" + (unit.map { "; \"\($0)\" is none." } ?? "."))
    }
    let seconds = value * size
    guard seconds >= 0, seconds <= 366 * 86_400 else { throw failure(name, "is a time from 0 s to 366 d.") }
    return Int64((seconds * 1_000).rounded())
  }

  func duration(_ name: String, orElse otherwise: Int64) throws(WatchRuleError) -> Int64 {
    has(name) ? try duration(name) : otherwise
  }

  /// Metres of a distance such as `2 km`.
  func metres(_ name: String) throws(WatchRuleError) -> Double {
    let (value, unit) = try quantity(name)
    guard let size = [("m", 1.0), ("km", 1_000.0)].first(where: { $0.0 == unit ?? "m" })?.1 else {
      throw failure(name, "is in m or km, not in \"\(unit ?? "")\".")
    }
    guard value * size >= 1, value * size <= 1_000_000 else {
      throw failure(name, "is a distance from 1 m to 1,000 km.")
    }
    return value * size
  }

  /// Texts by language: one of the four that residents speak, or any other tag of a language.
  func byLanguage(_ name: String) throws(WatchRuleError) -> [String: String] {
    guard let node = self[name] else { return [:] }
    guard case .mapping(let mapping) = node else {
      throw failure(name, "is texts by language: {en: \"…\", ms: \"…\"}.")
    }
    var texts: [String: String] = [:]
    for (key, value) in mapping {
      let language = key.scalar?.string ?? ""
      guard Languages.isTag(language) else {
        throw WatchRuleError(
          file, line: key.mark?.line ?? line, field: name,
          "\(what): \"\(name)\" has \"\(language)\", which is no language such as en, ms, zh or ta.")
      }
      guard let text = value.scalar?.string, !text.isEmpty, text.utf8.count <= 4_000 else {
        throw WatchRuleError(
          file, line: value.mark?.line ?? line, field: name,
          "\(what): \"\(name)\" in \(language) is a text of 1 to 4,000 bytes.")
      }
      if let wrong = Template(text).unknown {
        throw WatchRuleError(
          file, line: value.mark?.line ?? line, field: name,
          "\(what): \"\(name)\" in \(language) has {\(wrong)}, which nothing fills in."
            + Self.offer(wrong, Template.words))
      }
      texts[language] = text
    }
    return texts
  }
}
