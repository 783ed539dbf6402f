import Foundation
public import Modelling

/// A name, what is supposed, an ordered list of changes, and the models to ask.
///
/// What is supposed — rain, a high tide — holds with the changes and without them: the baseline is the city as it is, under
/// what is supposed. With nothing supposed and no changes a scenario is the plain baseline.
public struct Scenario: Sendable {
  /// What people call it.
  public var name: String
  /// What holds on both sides of the comparison, in order.
  public var supposed: [any Change]
  /// What is changed, in order.
  public var changes: [any Change]
  /// The models to ask, by name; empty asks every model of the catalogue.
  public var models: [String]

  /// A scenario from its parts.
  public init(name: String, supposed: [any Change] = [], changes: [any Change] = [], models: [String] = []) {
    self.name = name
    self.supposed = supposed
    self.changes = changes
    self.models = models
  }

  /// The scenario as YAML; parsing it again gives an equal scenario.
  public var yaml: String {
    var text = "scenario: \(Tree.flow(name))\n"
    if !supposed.isEmpty {
      text += "supposing:\n"
      for (keyword, tree) in Self.trees(of: supposed) { text += "  - \(keyword): \(tree.flow)\n" }
    }
    let trees = Self.trees(of: changes)
    text += trees.isEmpty ? "changes: []\n" : "changes:\n"
    for (keyword, tree) in trees { text += "  - \(keyword): \(tree.flow)\n" }
    if !models.isEmpty { text += "models: \(Tree.list(models.map { .text($0) }).flow)\n" }
    return text
  }

  /// What it is compared with: the city under what is supposed, without the changes.
  public var baseline: Scenario { Scenario(name: "", changes: supposed, models: models) }

  /// All that is done, what is supposed first, as canonical JSON: fields sorted, numbers in their parameter's unit. Equal
  /// changes give equal bytes, supposed or not.
  public var canonicalChanges: [UInt8] {
    let list = Self.trees(of: supposed + changes).map { Tree.map([$0.keyword: $0.tree]) }
    return (try? Tree.canonical(list)).map { Array($0) } ?? []
  }

  /// The paths of the files it names, in order, those of what is supposed first.
  public var files: [String] {
    var paths: [String] = []
    let all = supposed + changes
    for (change, (_, tree)) in zip(all, Self.trees(of: all)) {
      guard case .map(let fields) = tree else { continue }
      for parameter in type(of: change).parameters {
        if case .file = parameter.kind, case .text(let path)? = fields[parameter.name] { paths.append(path) }
      }
    }
    return paths
  }

  /// Changes as keyword and fields.
  ///
  /// A change is made of numbers and texts, so encoding it cannot fail but for a number JSON cannot hold, which no
  /// parameter's range lets in.
  private static func trees(of changes: [any Change]) -> [(keyword: String, tree: Tree)] {
    changes.map { change in
      let tree = (try? Tree.canonical(change)).flatMap { try? JSONDecoder().decode(Tree.self, from: $0) }
      return (type(of: change).keyword, tree ?? .map([:]))
    }
  }
}

/// A scenario that cannot be read: where, what is wrong, and how to mend it.
public struct ScenarioError: Error, Equatable, CustomStringConvertible {
  /// The file's name, as given.
  public let file: String
  /// The line, counted from 1; nothing when it concerns the whole file.
  public let line: Int?
  /// What is wrong and how to mend it, a sentence.
  public let reason: String
  /// The keyword of the change and the name of the field it concerns, where it concerns one.
  public internal(set) var change: String?, field: String?

  /// An error in words.
  public init(file: String, line: Int?, _ reason: String) {
    self.file = file
    self.line = line
    self.reason = reason
  }

  public var description: String { line.map { "\(file), line \($0): \(reason)" } ?? "\(file): \(reason)" }
}
