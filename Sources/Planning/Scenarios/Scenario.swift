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

  /// A scenario from its text, YAML or JSON.
  ///
  /// `file` is the name errors call the text by. A number may carry its unit (`100 mm`). Throws ``ScenarioError``, a
  /// sentence that names the file, the line, the word that is not known and the nearest that is.
  public static func parse(_ text: String, file: String, catalogue: Catalogue) throws -> Scenario {
    Scenario(name: "")
  }

  /// The scenario as YAML; parsing it again gives an equal scenario.
  public var yaml: String { "" }

  /// The changes as canonical JSON: fields sorted, numbers in their parameter's unit. Equal changes give equal bytes.
  public var canonicalChanges: [UInt8] { [] }
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
