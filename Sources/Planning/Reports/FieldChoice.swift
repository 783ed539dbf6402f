internal import Modelling
internal import Scenarios

/// Which fields of a run the council is shown.
enum FieldChoice {
  /// Fields that maps may show, the most telling first: water on the ground, then what people's ways change most to,
  /// then flows on streets, then whatever there is.
  static func forMap(_ run: ScenarioRun) -> [FieldSummary] {
    let fields = run.fields.filter { $0.carrier != "trips" && $0.low != nil }
    var chosen: [FieldSummary] = []
    func take(_ wanted: (FieldSummary) -> Bool) { chosen += fields.filter { wanted($0) && !chosen.contains($0) } }
    take { $0.name == "flood.peak" && ($0.high ?? 0) >= 0.05 }
    take { $0.carrier == "grid" && $0.palette == .depth && $0.unit == "m" && ($0.high ?? 0) >= 0.05 }
    take { $0.model == "exposure" && $0.carrier == "links" && $0.unit == "m" && ($0.high ?? 0) >= 0.05 }
    let ways = ways(run)
    chosen += ways.filter(\.isAsked).map(\.field)
    take { $0.name == "traffic.flow" }
    chosen += ways.filter { $0.weight > 0 && !chosen.contains($0.field) }.map(\.field)
    take { $0.carrier == "zones" }
    take { _ in true }
    return chosen
  }

  /// Fields on zones that tell who gains and who loses, the most telling first.
  static func forZones(_ run: ScenarioRun) -> [FieldSummary] {
    let fields = run.fields.filter { $0.carrier == "zones" && $0.better != .neither && $0.low != nil }
    let first = ["damage.zones", "traffic.zone-minutes"].compactMap { name in fields.first { $0.name == name } }
    let ways = ways(run).map(\.field).filter { $0.better != .neither && !first.contains($0) }
    return first + ways + fields.filter { !first.contains($0) && !ways.contains($0) }
  }

  /// A field of times by zone.
  private struct Way {
    var field: FieldSummary
    /// How much the indicators that belong to it change.
    var weight: Double
    /// Whether it is among what people ask about first, and changes.
    var isAsked: Bool
  }

  /// Times to places by zone: those people ask about first, where they change; then by how much changes.
  private static func ways(_ run: ScenarioRun) -> [Way] {
    let asked = ["hospital", "clinic", "school"].flatMap { kind in
      ["car", "walk", "cycle"].map { "access.\(kind).\($0)" }
    }
    let found = byWeight(run.fields.filter { $0.carrier == "zones" && $0.palette == .time && $0.low != nil }, run).map {
      Way(field: $0.0, weight: $0.1, isAsked: asked.contains($0.0.name) && $0.1 > 0.005)
    }
    let first = asked.compactMap { name in found.first { $0.field.name == name && $0.isAsked } }
    return first + found.filter { !$0.isAsked }
  }

  /// Fields by how much the indicators that belong to them change, in their order where that is the same.
  private static func byWeight(_ fields: [FieldSummary], _ run: ScenarioRun) -> [(FieldSummary, Double)] {
    let weighed = fields.map { field in
      let weight = run.rows.filter { $0.id.hasPrefix(field.name + ".") }.map { row -> Double in
        guard let value = row.value else { return row.baseline ?? 0 }
        return abs(value - (row.baseline ?? value))
      }.max()
      return (field, weight ?? 0)
    }
    return weighed.enumerated().sorted { ($1.element.1, $0.offset) < ($0.element.1, $1.offset) }.map(\.element)
  }
}
