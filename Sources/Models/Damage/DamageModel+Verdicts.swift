public import Modelling
public import Replica

extension DamageModel {
  /// Whether this city says what things cost.
  public func verdicts(on city: City) -> [Verdict] {
    let question = "What does a flood cost?"
    guard city.buildings.areRemoved.contains(false) else {
      return [
        Verdict(
          question: question, level: .cannot, because: "There are no buildings to price.",
          askFor: "Building footprints (OpenStreetMap, Overture, Google open buildings): kembar import --buildings.")
      ]
    }
    let values = DamageValues(city.profile)
    let standing = Set(
      city.buildings.uses.indices.filter { !city.buildings.areRemoved[$0] }.map {
        AssetClass.of(city.buildings.uses[$0])
      })
    if let missing = AssetClass.allCases.filter({ standing.contains($0) }).lazy.compactMap({ values.reason($0) }).first
    {
      return [
        Verdict(
          question: question, level: .cannot, because: "The buildings cannot be priced: \(missing).",
          askFor: "What building costs here: the public works department's rates a m², in city.yaml.")
      ]
    }
    let all = city.buildings.areRemoved.count { !$0 }
    let unknown = city.buildings.uses.indices.count {
      !city.buildings.areRemoved[$0] && city.buildings.uses[$0] == .unknown
    }
    let share = Int((Double(unknown) / Double(all) * 100).rounded())
    return [
      Verdict(
        question: question, level: .screeningOnly,
        because:
          "Continental average curves, never held against this town's claims; the use of \(share) % of the buildings is not "
          + "known and taken as homes.",
        askFor: "What past floods cost: the welfare office's and insurers' claims, by address.")
    ]
  }
}
