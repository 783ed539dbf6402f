internal import Access
public import Checks
internal import Damage
internal import Edits
internal import Exposure
internal import Flood
internal import Inventory
public import Modelling
public import Observations
public import Replica
internal import Traffic

/// The models and the changes there are: one line an entry.
public struct Catalogue: Sendable {
  /// The lines as given.
  public let entries: [Entry]
  /// What makes conditions of observed values.
  public let observedSources: [any ConditionSource.Type]
  /// The models, each after those that offer what it uses; otherwise in the order of the lines.
  public let models: [any Model.Type]

  /// All that comes with the program. A new model is one line here.
  public static let standard: Catalogue = {
    do {
      return try Catalogue(
        [
          Entry(changes: [
            CloseStreets.self, OpenStreet.self, OneWay.self, BanTurn.self, SpeedLimit.self, Build.self, AddPlace.self,
            RemovePlace.self,
            Start.self, StateChange.self,
          ]),
          FloodModel.entry(
            changes: RainChange.self, InflowChange.self, SeaLevelChange.self, FloodSettingsChange.self, BankChange.self,
            WallChange.self, PondChange.self, DrainChange.self, PumpChange.self, InfiltrationChange.self,
            RaiseStreetChange.self, TerrainChange.self),
          ExposureModel.entry(changes: FloodDepth.self),
          TrafficModel.entry(changes: LanesChange.self, SignalPlanChange.self, DemandChange.self),
          AccessModel.entry(),
          DamageModel.entry(),
          InventoryModel.entry(),
        ], sources: [ObservedSea.self, ObservedRain.self])
    } catch {
      preconditionFailure("the lines above share no word and form no circle: \(error)")
    }
  }()

  /// A catalogue from its lines; throws ``CatalogueError`` when two share a word or the models' needs form a circle.
  public init(_ entries: [Entry], sources: [any ConditionSource.Type] = []) throws {
    self.entries = entries
    observedSources = sources
    models = try Self.ordered(entries.compactMap(\.model))
    var seen: Set<String> = []
    for word in entries.flatMap(\.changes).map({ $0.keyword }) where !seen.insert(word).inserted {
      throw CatalogueError(reason: "Two changes are called \(word): rename one.")
    }
  }

  /// The changes, in the order of the lines.
  public var changes: [any Change.Type] { entries.flatMap(\.changes) }

  /// The change of a keyword, or nothing.
  public func change(_ keyword: String) -> (any Change.Type)? { changes.first { $0.keyword == keyword } }

  /// The model of a name, or nothing.
  public func model(_ name: String) -> (any Model.Type)? { models.first { $0.card.name == name } }

  /// How far each model may be trusted with each of its questions on a city, in the order of the models.
  public func verdicts(on city: City) -> [ModelVerdict] {
    models.flatMap { model in
      model.init().verdicts(on: city).map { ModelVerdict(model: model.card.name, verdict: $0) }
    }
  }

  /// The same, and before all of them what the town's own marks and counts say of a model (`kembar check`), where it was held against them.
  public func verdicts(
    on city: City, digest: String, checked: TownCheck?, counted: CountCheck? = nil
  ) -> [ModelVerdict] {
    ownVerdicts(digest: digest, checked: checked, counted: counted) + verdicts(on: city)
  }

  /// What the town's own marks and counts say of the models that were held against them (`kembar check`).
  public func ownVerdicts(digest: String, checked: TownCheck?, counted: CountCheck?) -> [ModelVerdict] {
    var own: [ModelVerdict] = []
    if let checked {
      let version = model(checked.model)?.card.version
      own.append(
        ModelVerdict(model: checked.model, verdict: checked.verdict(cityNow: digest, versionNow: version)))
    }
    if let counted {
      own.append(
        ModelVerdict(
          model: counted.model, verdict: counted.verdict(cityNow: digest, versionNow: CountReplay.version)))
    }
    return own
  }

  /// The models' cards on a city; on that of a model which was held against the town's own marks (`kembar check`) what came of it
  /// stands before all that was measured elsewhere.
  public func cards(digest: String, checked: TownCheck?, counted: CountCheck? = nil) -> [ModelCard] {
    models.map { model in
      var card = model.card
      if let checked, checked.model == card.name {
        card.measured.insert(
          "Your town: " + checked.verdict(cityNow: digest, versionNow: card.version).because, at: 0)
      }
      if let counted, counted.model == card.name {
        card.measured.insert(
          "Your town: " + counted.verdict(cityNow: digest, versionNow: CountReplay.version).because, at: 0)
      }
      return card
    }
  }

  /// The models, each after those that offer what it uses.
  private static func ordered(_ models: [any Model.Type]) throws -> [any Model.Type] {
    var offeredBy: [String: String] = [:]
    var names: Set<String> = []
    for model in models {
      let name = model.card.name
      guard names.insert(name).inserted else {
        throw CatalogueError(reason: "Two models are called \(name): rename one.")
      }
      for condition in model.offers {
        if let other = offeredBy.updateValue(name, forKey: condition.name) {
          throw CatalogueError(reason: "\(other) and \(name) both offer \(condition.name): keep one of them.")
        }
      }
    }
    var ordered: [any Model.Type] = []
    var waiting = models
    while !waiting.isEmpty {
      let open = Set(waiting.map { $0.card.name })
      let ready = waiting.firstIndex { model in
        !model.uses.contains { use in
          guard let other = offeredBy[use.name] else { return false }
          return open.contains(other)
        }
      }
      guard let ready else {
        let circle = waiting.map { $0.card.name }.joined(separator: ", ")
        throw CatalogueError(
          reason: "The models \(circle) each wait for what another of them offers: what must iterate is one model.")
      }
      ordered.append(waiting.remove(at: ready))
    }
    return ordered
  }
}

/// A catalogue that cannot be built, in words.
public struct CatalogueError: Error, Equatable, CustomStringConvertible {
  /// What is wrong and how to mend it.
  public let reason: String

  public var description: String { reason }
}

/// A verdict and the model that gives it.
public struct ModelVerdict: Sendable, Codable, Equatable {
  /// The model's name.
  public var model: String
  /// What it says.
  public var verdict: Verdict

  /// A verdict of a model.
  public init(model: String, verdict: Verdict) {
    self.model = model
    self.verdict = verdict
  }
}

/// How far each model of the standard catalogue may be trusted with each of its questions on a city.
public func verdicts(on city: City) -> [ModelVerdict] { Catalogue.standard.verdicts(on: city) }
