import CityFolder
import Edits
import Foundation
import Modelling
import Yams

extension Scenario {
  /// Bytes a scenario's text may have.
  static let longest = 1_000_000

  /// A scenario from its text, YAML or JSON.
  ///
  /// `file` is the name errors call the text by. A number may carry its unit (`100 mm`). Throws ``ScenarioError``, a
  /// sentence that names the file, the line, the word that is not known and the nearest that is.
  public static func parse(_ text: String, file: String, catalogue: Catalogue) throws -> Scenario {
    try ScenarioParser(file: file, catalogue: catalogue).parse(text)
  }
}

/// Reads one text: checks every word against the catalogue, then decodes.
struct ScenarioParser {
  let file: String
  let catalogue: Catalogue

  func parse(_ text: String) throws -> Scenario {
    guard text.utf8.count <= Scenario.longest else {
      throw ScenarioError(file: file, line: nil, "is longer than a megabyte; that is no scenario.")
    }
    try checkNesting(text)
    if let line = YAMLAliases.line(in: text) {
      throw ScenarioError(file: file, line: line, "repeats itself by aliases (*name): write the values out.")
    }
    let root: Node?
    do { root = try compose(yaml: text) } catch let error as YamlError { throw sentence(error) }
    guard let root, case .mapping(let fields) = root, !fields.isEmpty else {
      throw ScenarioError(
        file: file, line: root?.mark?.line,
        "is no scenario. It begins with \"scenario: its name\", then \"changes:\" and a list of them.")
    }
    try check(fields.map(\.key), against: ["scenario", "supposing", "changes", "models"], of: "a scenario")
    var scenario = Scenario(name: "")
    guard let name = fields["scenario"], let words = name.scalar?.string, !words.isEmpty else {
      throw failure(fields["scenario"] ?? root, "a scenario has a name: write \"scenario: its name\".")
    }
    scenario.name = words
    scenario.supposed = try changes(fields["supposing"], "supposing")
    scenario.changes = try changes(fields["changes"], "changes")
    if let list = fields["models"], !isNull(list) { scenario.models = try models(list) }
    return scenario
  }

  private func changes(_ node: Node?, _ field: String) throws -> [any Change] {
    guard let node, !isNull(node) else { return [] }
    guard case .sequence(let list) = node else {
      throw failure(node, "\"\(field)\" is a list: begin every change with \"- \".")
    }
    return try list.map { try change($0) }
  }

  private func models(_ node: Node) throws -> [String] {
    var names: [String] = []
    for item in node.sequence.map(Array.init) ?? [node] {
      guard let name = item.scalar?.string, catalogue.model(name) != nil else {
        let known = catalogue.models.map { $0.card.name }
        throw failure(
          item, "there is no model \"\(item.scalar?.string ?? "")\"." + offer(item.scalar?.string ?? "", known))
      }
      if !names.contains(name) { names.append(name) }
    }
    return names
  }

  private func change(_ node: Node) throws -> any Change {
    guard case .mapping(let mapping) = node, mapping.count == 1, let pair = mapping.first,
      let keyword = pair.key.scalar?.string
    else {
      throw failure(
        node, "a change is one word and its fields: \"- close-streets: {named: Jalan Pasar}\".")
    }
    guard let type = catalogue.change(keyword) else {
      let known = catalogue.changes.map { $0.keyword }
      throw failure(pair.key, "there is no change \"\(keyword)\"." + offer(keyword, known))
    }
    guard case .mapping(let fields) = pair.value else {
      throw failure(
        pair.value, "\(keyword) has fields: {\(type.parameters.map(\.name).joined(separator: ": …, ")): …}.")
    }
    let parameters = type.parameters
    try check(fields.map(\.key), against: parameters.map(\.name), of: keyword)
    var tree: [String: Tree] = [:]
    for parameter in parameters {
      guard let value = fields[parameter.name], !isNull(value) else {
        if parameter.required {
          var error = failure(pair.key, "\(keyword) needs \"\(parameter.name)\": \(parameter.summary)")
          (error.change, error.field) = (keyword, parameter.name)
          throw error
        }
        continue
      }
      do {
        tree[parameter.name] = try self.value(value, of: parameter, in: keyword)
      } catch var error as ScenarioError {
        (error.change, error.field) = (keyword, parameter.name)
        throw error
      }
    }
    do {
      return try decode(type, .map(tree))
    } catch let error as DecodingError {
      let name = error.field ?? ""
      let summary = parameters.first { $0.name == name }.map { ": \($0.summary)" } ?? "."
      throw failure(fields[name] ?? pair.key, "\(keyword) cannot take this \"\(name)\"\(summary)")
    }
  }

  private func decode<C: Change>(_ type: C.Type, _ tree: Tree) throws -> any Change {
    try JSONDecoder().decode(type, from: Tree.canonical(tree))
  }

  // MARK: Values

  private func value(_ node: Node, of parameter: Parameter, in keyword: String) throws -> Tree {
    let field = "\(keyword): \"\(parameter.name)\""
    switch parameter.kind {
    case .number(let unit, let range): return try .number(number(node, unit: unit, within: range, field))
    case .choice(let words): return try choice(node, words, field)
    case .text, .file: return .text(try text(node, field))
    case .streets:
      guard case .sequence(let list) = node else { return .text(try text(node, field)) }
      return .list(try list.map { .text(try text($0, field)) })
    case .place: return try position(node, field)
    case .area:
      guard case .sequence(let list) = node else {
        throw failure(node, "\(field) is a list of positions: [[longitude, latitude], …].")
      }
      return .list(try list.map { try position($0, field) })
    }
  }

  private func number(_ node: Node, unit: String, within range: ClosedRange<Double>, _ field: String) throws -> Double {
    let written = try text(node, field)
    switch Quantity.parse(written, in: unit) {
    case .success(let number):
      guard range.contains(number) else {
        let unit = unit.isEmpty ? "" : " \(unit)"
        throw failure(
          node,
          "\(field) is \(Tree.number(number).flow)\(unit); it lies between \(Tree.number(range.lowerBound).flow) and "
            + "\(Tree.number(range.upperBound).flow)\(unit).")
      }
      return number
    case .failure(.noNumber):
      throw failure(node, "\(field) is a number\(unit.isEmpty ? "" : " in \(unit)"), not \"\(written)\".")
    case .failure(.unit(let given, let known)):
      throw failure(
        node,
        unit.isEmpty
          ? "\(field) is a bare number; it cannot have the unit \"\(given)\"."
          : "\(field) is in \(unit); \"\(given)\" cannot be turned into that. Known are \(known.joined(separator: ", "))."
      )
    }
  }

  private func choice(_ node: Node, _ words: [String], _ field: String) throws -> Tree {
    if case .sequence(let list) = node { return .list(try list.map { try choice($0, words, field) }) }
    var word = try text(node, field)
    if words == ["yes", "no"], node.scalar?.style == .plain, let flag = node.bool { word = flag ? "yes" : "no" }
    guard words.contains(word) else {
      throw failure(node, "\(field) cannot be \"\(word)\"." + offer(word, words))
    }
    return .text(word)
  }

  private func text(_ node: Node, _ field: String) throws -> String {
    guard let scalar = node.scalar else { throw failure(node, "\(field) is one word or number, not a list or fields.") }
    return scalar.string
  }

  private func position(_ node: Node, _ field: String) throws -> Tree {
    guard case .sequence(let list) = node, list.count == 2 else {
      throw failure(node, "\(field): a position is [longitude, latitude].")
    }
    return .list(
      try zip(list, [180.0, 90.0]).map { .number(try number($0, unit: "", within: -$1...$1, field)) })
  }

  // MARK: Errors

  private func failure(_ node: Node, _ reason: String) -> ScenarioError {
    ScenarioError(file: file, line: node.mark?.line, reason)
  }

  private func isNull(_ node: Node) -> Bool {
    guard let scalar = node.scalar, scalar.style == .plain else { return false }
    return ["", "~", "null"].contains(scalar.string.lowercased())
  }

  /// Refuses the first name that is not among those known.
  private func check(_ names: [Node], against known: [String], of what: String) throws {
    for name in names {
      guard let word = name.scalar?.string, known.contains(word) else {
        let word = name.scalar?.string ?? ""
        throw failure(name, "\(what) has no field \"\(word)\"." + offer(word, known))
      }
    }
  }

  /// The nearest words; all of them where none is near.
  private func offer(_ word: String, _ known: [String]) -> String {
    let question = NearestName.question(word, among: known, count: 1)
    return question.isEmpty ? " Known are \(known.joined(separator: ", "))." : question
  }

  /// A YAML error as one sentence; the library's own goes over several lines.
  private func sentence(_ error: YamlError) -> ScenarioError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      ScenarioError(file: file, line: mark.line, "is not YAML here: \(problem).")
    case .duplicatedKeysInMapping(let names, let context):
      ScenarioError(
        file: file, line: context.mark.line, "\"\(names.sorted().joined(separator: "\", \""))\" stands twice: keep one."
      )
    case .reader(let problem, _, _, _): ScenarioError(file: file, line: nil, "is no text: \(problem).")
    default: ScenarioError(file: file, line: nil, "cannot be read as YAML.")
    }
  }

  /// Refuses texts nested deeper than any scenario, before a parser that calls itself for every level sees them.
  private func checkNesting(_ text: String) throws {
    let deepest = 40
    var brackets = 0
    var indents: [Int] = []
    for (number, line) in text.utf8.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
      let content = line.drop { $0 == 32 }
      if content.isEmpty { continue }
      let indent = line.count - content.count
      while let last = indents.last, last >= indent { indents.removeLast() }
      indents.append(indent)
      var inLine = 0
      var previous: UInt8 = 32
      for byte in content {
        switch byte {
        case UInt8(ascii: "["), UInt8(ascii: "{"): brackets += 1
        case UInt8(ascii: "]"), UInt8(ascii: "}"): brackets = max(0, brackets - 1)
        // A space after - ? : may open one more level.
        case 32 where previous == UInt8(ascii: "-") || previous == UInt8(ascii: "?"): inLine += 1
        default: break
        }
        previous = byte
        if brackets > deepest { break }
      }
      guard brackets <= deepest, indents.count <= deepest, inLine <= deepest * 4 else {
        throw ScenarioError(file: file, line: number + 1, "is nested deeper than any scenario.")
      }
    }
  }
}

extension DecodingError {
  /// The field it speaks of, or nothing.
  fileprivate var field: String? {
    switch self {
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
      .dataCorrupted(let context):
      context.codingPath.first?.stringValue
    @unknown default: nil
    }
  }
}
