public import Modelling
public import Replica

extension TrafficModel {
  /// Whether flows, comparisons and junctions can be told on this city.
  public func verdicts(on city: City) -> [Verdict] {
    let streets = city.streets
    let driven = streets.links.access.indices.count {
      !streets.segments.areRemoved[$0 >> 1] && streets.links.access[$0].contains(.car)
    }
    guard driven > 0 else {
      return [
        Verdict(
          question: "How much traffic is there?", level: .cannot, because: "There is no street a car may use.",
          askFor: "Import a map with roads: kembar import --osm.")
      ]
    }
    guard city.people > 0 || city.buildings.count > 0 else {
      return [
        Verdict(
          question: "How much traffic is there?", level: .cannot,
          because: "Nobody is known to live here, so nobody can be told to travel.",
          askFor: "Import people (--population, --people) or buildings (--buildings).")
      ]
    }
    return [
      Verdict(
        question: "How much traffic is on this street?", level: .screeningOnly,
        because:
          "Trips come from national rates and the map; from this town's counts only where kembar check found that they help.",
        askFor: "Hand counts of an hour or more at ten places, as a sheet: kembar check shows what they change."),
      Verdict(
        question: "Does closing, widening or calming a street help, and whom?", level: .screeningOnly,
        because:
          "Both sides of the comparison share trips, signals and ways, so that signs and ranks are surer than numbers; "
          + "people keep their destinations.",
        askFor: nil),
      signals(city),
    ]
  }

  private func signals(_ city: City) -> Verdict {
    let question = "Does another signal plan help?"
    let lit = city.streets.nodes.controls.count { $0 == .signals }
    let known = city.streets.signals.count
    guard lit > 0 || known > 0 else {
      return Verdict(
        question: question, level: .cannot, because: "The map has no signals.",
        askFor: "The signals' places and plans from whoever keeps them.")
    }
    return Verdict(
      question: question, level: known > 0 ? .screeningOnly : .cannot,
      because: known >= lit
        ? "The plans are known."
        : "Of \(max(lit, known)) signals \(known) have a known plan; the others get one by rule.",
      askFor: known >= lit ? nil : "The signals' plans from whoever keeps them.")
  }
}
