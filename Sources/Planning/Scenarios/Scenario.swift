import Foundation
public import Modelling

/// A name and an ordered list of changes, and the models to ask. The empty list is the baseline.
public struct Scenario: Sendable {
  /// What people call it.
  public var name: String
  /// What is changed, in order.
  public var changes: [any Change]
  /// The models to ask, by name; empty asks every model of the catalogue.
  public var models: [String]

  /// A scenario from its parts.
  public init(name: String, changes: [any Change] = [], models: [String] = []) {
    self.name = name
    self.changes = changes
    self.models = models
  }

  /// The scenario as YAML; parsing it again gives an equal scenario.
  public var yaml: String {
    var text = "scenario: \(Tree.flow(name))\n"
    let trees = trees
    text += trees.isEmpty ? "changes: []\n" : "changes:\n"
    for (keyword, tree) in trees { text += "  - \(keyword): \(tree.flow)\n" }
    if !models.isEmpty { text += "models: \(Tree.list(models.map { .text($0) }).flow)\n" }
    return text
  }

  /// The changes as canonical JSON: fields sorted, numbers in their parameter's unit. Equal changes give equal bytes.
  public var canonicalChanges: [UInt8] {
    let list = trees.map { Tree.map([$0.keyword: $0.tree]) }
    return (try? Tree.canonical(list)).map { Array($0) } ?? []
  }

  /// The paths of the files the changes name, in order.
  public var files: [String] {
    var paths: [String] = []
    for (change, (_, tree)) in zip(changes, trees) {
      guard case .map(let fields) = tree else { continue }
      for parameter in type(of: change).parameters {
        if case .file = parameter.kind, case .text(let path)? = fields[parameter.name] { paths.append(path) }
      }
    }
    return paths
  }

  /// The changes as keyword and fields.
  ///
  /// A change is made of numbers and texts, so encoding it cannot fail but for a number JSON cannot hold, which no
  /// parameter's range lets in.
  private var trees: [(keyword: String, tree: Tree)] {
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

  /// An error in words.
  public init(file: String, line: Int?, _ reason: String) {
    self.file = file
    self.line = line
    self.reason = reason
  }

  public var description: String { line.map { "\(file), line \($0): \(reason)" } ?? "\(file): \(reason)" }
}
