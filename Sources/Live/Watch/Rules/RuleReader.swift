internal import Foundation
internal import Yams

/// Reads files of rules.
public enum RuleReader {
  /// Bytes a file of rules may have.
  static let longest = 1_000_000

  /// The rules of a text: one rule, or a list of them. `file` is the name errors call it by.
  ///
  /// Throws a sentence with the line, the field and the nearest name. O(bytes).
  public static func rules(in text: String, file: String) throws(WatchRuleError) -> [WatchRule] {
    guard text.utf8.count <= longest else {
      throw WatchRuleError(file, line: nil, "is longer than a megabyte; that is no file of rules.")
    }
    try RuleText(file: file, text: text).check()
    let root = try compose(text, file)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let nodes: [Node]
    if case .sequence(let list) = root { nodes = Array(list) } else { nodes = [root] }
    guard !nodes.isEmpty else { throw WatchRuleError(file, line: nil, empty) }
    var rules: [WatchRule] = []
    for (index, node) in nodes.enumerated() {
      let first = index == 0 && nodes.count == 1 ? 1 : node.mark?.line ?? 1
      let last = index + 1 < nodes.count ? (nodes[index + 1].mark?.line ?? lines.count) - 1 : lines.count
      let own = lines[max(0, min(first, lines.count) - 1)..<max(first - 1, min(last, lines.count))]
      let rule = try RuleParser(file: file).rule(node, text: own.joined(separator: "\n"))
      if let twin = rules.first(where: { $0.name == rule.name }) {
        throw WatchRuleError(
          file, line: rule.line, field: "rule", "\"\(rule.name)\" stands in line \(twin.line) too: name each rule once."
        )
      }
      rules.append(rule)
    }
    return rules
  }

  /// All rules of a city's `watch/` folder, files by name; none where there is no such folder.
  public static func rules(inFolder folder: String) throws -> [WatchRule] {
    let files = FileManager.default
    guard let names = try? files.contentsOfDirectory(atPath: folder) else { return [] }
    var rules: [WatchRule] = []
    for name in names.sorted() where name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
      guard let data = files.contents(atPath: folder + "/" + name) else {
        throw WatchRuleError("watch/\(name)", line: nil, "cannot be read: look at its owner and rights.")
      }
      for rule in try Self.rules(in: String(decoding: data, as: UTF8.self), file: "watch/\(name)") {
        if let twin = rules.first(where: { $0.name == rule.name }) {
          throw WatchRuleError(
            rule.file, line: rule.line, field: "rule",
            "\"\(rule.name)\" stands in \(twin.file), line \(twin.line), too: name each rule once.")
        }
        rules.append(rule)
      }
    }
    return rules
  }

  private static let empty = "holds no rule. A rule begins with \"rule: its name\"."

  private static func compose(_ text: String, _ file: String) throws(WatchRuleError) -> Node {
    do {
      guard let root = try Yams.compose(yaml: text) else { throw WatchRuleError(file, line: nil, empty) }
      return root
    } catch let error as WatchRuleError {
      throw error
    } catch let error as YamlError {
      throw sentence(error, file)
    } catch {
      throw WatchRuleError(file, line: nil, "cannot be read as YAML.")
    }
  }

  /// A YAML error as one sentence; the library's own goes over several lines.
  private static func sentence(_ error: YamlError, _ file: String) -> WatchRuleError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      WatchRuleError(file, line: mark.line, "is not YAML here: \(problem).")
    case .duplicatedKeysInMapping(let names, let context):
      WatchRuleError(
        file, line: context.mark.line, "\"\(names.sorted().joined(separator: "\", \""))\" stands twice: keep one.")
    case .reader(let problem, _, _, _): WatchRuleError(file, line: nil, "is no text: \(problem).")
    default: WatchRuleError(file, line: nil, "cannot be read as YAML.")
    }
  }
}

/// Looks at a text before a parser does that calls itself for every level and unfolds what repeats itself.
struct RuleText {
  let file: String
  let text: String

  /// Throws where the text has more than a few aliases or is nested deeper than any rule. O(bytes).
  func check() throws(WatchRuleError) {
    let deepest = 24
    var brackets = 0
    var (anchors, aliases) = (0, 0)
    var indents: [Int] = []
    for (number, line) in text.utf8.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
      let content = line.drop { $0 == 32 }
      if content.isEmpty { continue }
      while let last = indents.last, last >= line.count - content.count { indents.removeLast() }
      indents.append(line.count - content.count)
      var dashes = 0
      var before = UInt8(ascii: " ")
      for byte in content {
        switch byte {
        case UInt8(ascii: "["), UInt8(ascii: "{"): brackets += 1
        case UInt8(ascii: "]"), UInt8(ascii: "}"): brackets = max(0, brackets - 1)
        case UInt8(ascii: " ") where before == UInt8(ascii: "-") || before == UInt8(ascii: "?"): dashes += 1
        case UInt8(ascii: "&") where before == 32 || before == 58 || before == 45: anchors += 1
        case UInt8(ascii: "*") where " [{,:-".utf8.contains(before): aliases += 1
        default: break
        }
        before = byte
        if brackets > deepest { break }
      }
      guard anchors == 0 || aliases <= 4 else {
        throw WatchRuleError(file, line: number + 1, "repeats itself by aliases (*name): write the values out.")
      }
      guard brackets <= deepest, indents.count <= deepest, dashes <= deepest * 4 else {
        throw WatchRuleError(file, line: number + 1, "is nested deeper than any rule.")
      }
    }
  }
}
