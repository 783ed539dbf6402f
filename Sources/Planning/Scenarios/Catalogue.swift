public import Modelling
public import Replica

/// The models and the changes there are: one line an entry.
public struct Catalogue: Sendable {
  /// The lines as given.
  public let entries: [Entry]
  /// The models, each after those that offer what it uses.
  public let models: [any Model.Type]

  /// A catalogue from its lines; throws ``CatalogueError`` when two share a word or the models' needs form a circle.
  public init(_ entries: [Entry]) throws {
    self.entries = entries
    models = entries.compactMap(\.model)
  }

  /// The changes by keyword, in the order of the entries.
  public var changes: [any Change.Type] { entries.flatMap(\.changes) }

  /// The change of a keyword, or nothing.
  public func change(_ keyword: String) -> (any Change.Type)? { changes.first { $0.keyword == keyword } }

  /// The model of a name, or nothing.
  public func model(_ name: String) -> (any Model.Type)? { models.first { $0.card.name == name } }

  /// How far each model may be trusted with each of its questions on a city, in the order of the models.
  public func verdicts(on city: City) -> [ModelVerdict] { [] }
}

/// A verdict and the model that gives it.
public struct ModelVerdict: Sendable, Codable, Equatable {
  /// The model's name.
  public var model: String
  /// What it says.
  public var verdict: Verdict
}

/// How far each model of the standard catalogue may be trusted with each of its questions on a city.
public func verdicts(on city: City) -> [ModelVerdict] { [] }
