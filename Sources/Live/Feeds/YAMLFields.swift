internal import Modelling
internal import Observations
internal import Yams

/// The fields of one mapping of a feed's file; whatever is wrong is told with file, line and field.
struct YAMLFields {
  let file: String
  /// The field the mapping stands in, `station.` for sentences; empty for the file itself.
  let path: String
  let line: Int
  private let mapping: Node.Mapping

  /// Bytes a file may have.
  static let longest = 1_000_000
  private static let deepest = 40

  /// The fields of a file's text.
  init(text: String, file: String) throws(FeedError) {
    guard text.utf8.count <= Self.longest else { throw FeedError(file, "is longer than a megabyte; that is no feed.") }
    try Self.checkNesting(text, file)
    let root: Node?
    do {
      root = try compose(yaml: text)
    } catch let error as YamlError {
      throw Self.sentence(error, file)
    } catch {
      throw FeedError(file, "cannot be read as YAML.")
    }
    guard let root, case .mapping(let mapping) = root else {
      throw FeedError(
        file, "is no feed. It begins with \"feed: its name\", then \"url:\" or \"folder:\" and \"format:\".")
    }
    self.init(mapping, file: file, path: "", line: root.mark?.line ?? 1)
  }

  private init(_ mapping: Node.Mapping, file: String, path: String, line: Int) {
    (self.mapping, self.file, self.path, self.line) = (mapping, file, path, line)
  }

  // MARK: - Names

  /// The names of the fields, in order.
  var names: [String] { mapping.keys.map { $0.scalar?.string ?? "" } }

  /// Refuses the first field that is not among those known.
  func check(_ known: [String]) throws(FeedError) {
    for key in mapping.keys {
      let name = key.scalar?.string ?? ""
      guard !known.contains(name) else { continue }
      let question = NearestName.question(name, among: known, count: 1)
      throw FeedError(
        "\(file):\(key.mark?.line ?? line)",
        "the field \"\(path)\(name)\" is not known."
          + (question.isEmpty ? " Known are \(known.joined(separator: ", "))." : question))
    }
  }

  /// Whether a field is there and holds something.
  func has(_ name: String) -> Bool { mapping[name].map { !Self.isNull($0) } ?? false }

  /// An error that points to a field.
  func error(_ name: String, _ reason: String) -> FeedError {
    FeedError("\(file):\(mapping[name]?.mark?.line ?? line)", "the field \"\(path)\(name)\" \(reason)")
  }

  // MARK: - Values

  func text(_ name: String) throws(FeedError) -> String {
    guard let node = mapping[name], !Self.isNull(node) else {
      throw FeedError("\(file):\(line)", "the field \"\(path)\(name)\" is missing.")
    }
    guard let scalar = node.scalar else { throw error(name, "is one text or number, not a list or fields.") }
    return scalar.string
  }

  func text(_ name: String, orElse other: String) throws(FeedError) -> String { has(name) ? try text(name) : other }

  /// One text or a list of them.
  func texts(_ name: String) throws(FeedError) -> [String] {
    guard let node = mapping[name], !Self.isNull(node) else { return [] }
    if let scalar = node.scalar { return [scalar.string] }
    guard let sequence = node.sequence else { throw error(name, "is a list of texts.") }
    var texts: [String] = []
    for item in sequence {
      guard let scalar = item.scalar else { throw error(name, "is a list of texts.") }
      texts.append(scalar.string)
    }
    return texts
  }

  func number(_ name: String, orElse other: Double) throws(FeedError) -> Double {
    guard has(name) else { return other }
    let text = try text(name)
    guard let number = WrittenNumber.value(text) else { throw error(name, "is a number, not \"\(text.quotable)\".") }
    return number
  }

  func truth(_ name: String) throws(FeedError) -> Bool {
    guard has(name) else { return false }
    switch try text(name).lowercased() {
    case "yes", "true": return true
    case "no", "false": return false
    case let other: throw error(name, "is yes or no, not \"\(other.quotable)\".")
    }
  }

  /// Milliseconds within some bounds.
  func length(_ name: String, orElse other: Int64, within bounds: ClosedRange<Int64>) throws(FeedError) -> Int64 {
    guard has(name) else { return other }
    let text = try text(name)
    guard let length = TimeLength.milliseconds(text) else {
      throw error(name, "is \(TimeLength.example), not \"\(text.quotable)\".")
    }
    guard bounds.contains(length) else {
      throw error(
        name,
        "is \(text.quotable); it lies between \(TimeLength.text(bounds.lowerBound)) "
          + "and \(TimeLength.text(bounds.upperBound))."
      )
    }
    return length
  }

  /// One of some words.
  func choice<Choice: RawRepresentable & CaseIterable>(_ name: String, _: Choice.Type) throws(FeedError) -> Choice
  where Choice.RawValue == String {
    let word = try text(name)
    guard let choice = Choice(rawValue: word) else {
      let known = Choice.allCases.map(\.rawValue)
      let question = NearestName.question(word, among: known, count: 1)
      throw error(
        name,
        "cannot be \"\(word.quotable)\"."
          + (question.isEmpty ? " Known are \(known.joined(separator: ", "))." : question))
    }
    return choice
  }

  /// The fields of a field; nothing where it is not there.
  func fields(_ name: String) throws(FeedError) -> YAMLFields? {
    guard let node = mapping[name], !Self.isNull(node) else { return nil }
    guard case .mapping(let inner) = node else { throw error(name, "has fields of its own.") }
    return YAMLFields(inner, file: file, path: "\(path)\(name).", line: node.mark?.line ?? line)
  }

  /// The fields of each element of a list.
  func list(_ name: String) throws(FeedError) -> [YAMLFields] {
    guard let node = mapping[name], !Self.isNull(node) else { return [] }
    guard let sequence = node.sequence else { throw error(name, "is a list: begin every element with \"- \".") }
    var all: [YAMLFields] = []
    for (number, item) in sequence.enumerated() {
      guard case .mapping(let inner) = item else {
        throw FeedError(
          "\(file):\(item.mark?.line ?? line)", "element \(number + 1) of \"\(path)\(name)\" has fields of its own.")
      }
      all.append(
        YAMLFields(inner, file: file, path: "\(path)\(name)[\(number + 1)].", line: item.mark?.line ?? line))
    }
    return all
  }

  /// The numbers of a list.
  func numbers(_ name: String) throws(FeedError) -> [Double]? {
    guard has(name) else { return nil }
    var numbers: [Double] = []
    for text in try texts(name) {
      guard let number = WrittenNumber.value(text) else { throw error(name, "is a list of numbers.") }
      numbers.append(number)
    }
    return numbers
  }

  /// The field as a plain value: numbers as such where they are not in quotes.
  func plain(_ name: String) throws(FeedError) -> PlainValue? {
    guard let node = mapping[name], !Self.isNull(node) else { return nil }
    return plain(node)
  }

  private func plain(_ node: Node) -> PlainValue {
    switch node {
    case .mapping(let mapping):
      var object: [String: PlainValue] = [:]
      for (key, value) in mapping { object[key.scalar?.string ?? ""] = plain(value) }
      return .object(object)
    case .sequence(let sequence): return .list(sequence.map(plain))
    default:
      guard let scalar = node.scalar else { return .null }
      if scalar.style == .plain {
        if Self.isNull(node) { return .null }
        if let number = WrittenNumber.value(scalar.string) { return .number(number) }
        if ["true", "false"].contains(scalar.string) { return .truth(scalar.string == "true") }
      }
      return .text(scalar.string)
    }
  }

  // MARK: - YAML itself

  private static func isNull(_ node: Node) -> Bool {
    guard let scalar = node.scalar, scalar.style == .plain else { return false }
    return ["", "~", "null"].contains(scalar.string.lowercased())
  }

  private static func sentence(_ error: YamlError, _ file: String) -> FeedError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      FeedError("\(file):\(mark.line)", "this is not YAML: \(problem).")
    case .duplicatedKeysInMapping(let names, let context):
      FeedError(
        "\(file):\(context.mark.line)", "\"\(names.sorted().joined(separator: "\", \""))\" stands twice: keep one.")
    case .reader(let problem, _, _, _): FeedError(file, "is no text: \(problem).")
    default: FeedError(file, "cannot be read as YAML.")
    }
  }

  /// Refuses aliases, which unfold into more than a machine holds, and texts nested deeper than any feed, before a parser that calls itself sees them.
  private static func checkNesting(_ text: String, _ file: String) throws(FeedError) {
    let before: Set<UInt8> = Set("\t\n\r [{,:-?".utf8)
    var (previous, line, anchors, aliases, brackets, indent, inLine, isIndent) = (
      UInt8(ascii: "\n"), 1, 0, 0, 0, 0, 0, true
    )
    for byte in text.utf8 {
      if before.contains(previous) {
        if byte == UInt8(ascii: "&") { anchors += 1 }
        if byte == UInt8(ascii: "*") { aliases += 1 }
      }
      switch byte {
      case UInt8(ascii: "\n"):
        line += 1
        (indent, inLine, isIndent) = (0, 0, true)
      case UInt8(ascii: "["), UInt8(ascii: "{"): brackets += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"): brackets = max(0, brackets - 1)
      case 32 where isIndent: indent += 1
      case 32 where previous == UInt8(ascii: "-") || previous == UInt8(ascii: "?"): inLine += 1
      default: isIndent = isIndent && byte == UInt8(ascii: "-")
      }
      previous = byte
      if anchors > 0, aliases > 4 {
        throw FeedError("\(file):\(line)", "the file repeats itself by aliases (*name): write the values out.")
      }
      if brackets > deepest || indent > 8 * deepest || inLine > deepest {
        throw FeedError("\(file):\(line)", "this is nested deeper than any feed.")
      }
    }
  }
}
