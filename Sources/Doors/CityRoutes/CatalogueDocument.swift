internal import Checks
internal import Modelling
internal import Replica
internal import Scenarios
internal import Serving

/// The catalogue as the API tells it; the page's forms are made from it.
struct CatalogueDocument {
  private let catalogue: Catalogue

  private let cards: [String: ModelCard]

  /// `checked` and `counted` are how models did on the town's own marks and counts in the city of a digest; it stands first on their cards.
  init(_ catalogue: Catalogue, digest: String = "", checked: TownCheck? = nil, counted: CountCheck? = nil) {
    self.catalogue = catalogue
    cards = Dictionary(
      catalogue.cards(digest: digest, checked: checked, counted: counted).map { ($0.name, $0) },
      uniquingKeysWith: { first, _ in first })
  }

  var document: JSON {
    [
      "changes": .list(catalogue.entries.flatMap { entry in entry.changes.map { change($0, model: entry.model) } }),
      "models": .list(catalogue.models.map(model)),
      "wadingDepths": .object(
        VehicleClass.allCases.map { JSON.Field($0.name, .number(Self.hundredths(WadingDepth.limit(of: $0)))) }),
    ]
  }

  /// Metres as they are meant: a `Float` of 0.3 is 0.30000001 otherwise.
  private static func hundredths(_ metres: Float) -> Double { (Double(metres) * 100).rounded() / 100 }

  private func change(_ change: any Change.Type, model: (any Model.Type)?) -> JSON {
    [
      "keyword": .text(change.keyword), "summary": .text(change.summary),
      "model": model.map { .text($0.card.name) } ?? .null,
      "parameters": .list(change.parameters.map(parameter)),
    ]
  }

  private func parameter(_ parameter: Parameter) -> JSON {
    var fields = [
      JSON.Field("name", .text(parameter.name)), JSON.Field("summary", .text(parameter.summary)),
      JSON.Field("required", .flag(parameter.required)),
    ]
    switch parameter.kind {
    case .number(let unit, let range):
      fields += [
        JSON.Field("kind", "number"), JSON.Field("unit", .text(unit)),
        JSON.Field("minimum", .number(range.lowerBound)), JSON.Field("maximum", .number(range.upperBound)),
      ]
    case .choice(let words):
      fields += [JSON.Field("kind", "choice"), JSON.Field("words", .list(words.map(JSON.text)))]
    case .text: fields.append(JSON.Field("kind", "text"))
    case .streets: fields.append(JSON.Field("kind", "streets"))
    case .place: fields.append(JSON.Field("kind", "place"))
    case .area: fields.append(JSON.Field("kind", "area"))
    case .file: fields.append(JSON.Field("kind", "file"))
    }
    return .object(fields)
  }

  private func model(_ model: any Model.Type) -> JSON {
    func list(_ texts: [String]) -> JSON { .list(texts.map(JSON.text)) }
    let card = cards[model.card.name] ?? model.card
    return [
      "name": .text(card.name), "version": .text(card.version), "purpose": .text(card.purpose),
      "method": .text(card.method), "sources": list(card.sources), "inputs": list(card.inputs),
      "limits": list(card.limits), "measured": list(card.measured), "uses": list(model.uses.map { $0.name }),
      "offers": list(model.offers.map { $0.name }), "isAskedFor": .flag(model.runsOnlyWhenNamed),
    ]
  }
}
