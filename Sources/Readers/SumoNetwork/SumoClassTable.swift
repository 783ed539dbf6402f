internal import Replica

/// What a street is for, from the type and priority of an edge, and back.
enum SumoClassTable {
  /// The class an edge's type names (`highway.residential`, several joined by `|`); nothing when it names none.
  static func streetClass(type: String) -> StreetClass? {
    for part in type.split(separator: "|") {
      let word = part.split(separator: ".").last.map(String.init) ?? ""
      if let found = StreetClass(name: word) { return found }
      if let other = otherWords[word] { return other }
    }
    return nil
  }

  private static let otherWords: [String: StreetClass] = [
    "unsurfaced": .track, "step": .steps, "stairs": .steps, "bus_guideway": .busway, "road": .unclassified,
    "services": .service, "raceway": .service, "ford": .track,
  ]

  /// Assumed: the class of an edge that only has a priority. Higher goes first at a junction, and stays higher: each
  /// step is a class of its own, −1 and less a service road, 10 and more a motorway.
  static func streetClass(priority: Int) -> StreetClass { byPriority[max(0, min(byPriority.count - 1, priority + 2))] }

  private static let byPriority: [StreetClass] = [
    .service, .livingStreet, .residential, .unclassified, .tertiaryLink, .tertiary, .secondaryLink, .secondary,
    .primaryLink, .primary, .trunkLink, .trunk, .motorway,
  ]

  /// The priority written for a class: its rank among all, ways for those on foot last.
  static func priority(of streetClass: StreetClass) -> Int {
    byPriority.firstIndex(of: streetClass).map { $0 + 1 }
      ?? (streetClass == .motorwayLink ? byPriority.count - 1 : streetClass == .busway ? 3 : 0)
  }
}
