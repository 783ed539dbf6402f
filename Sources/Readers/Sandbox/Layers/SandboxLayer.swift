import Modelling

/// What a made-up city may be made without: each layer is one folder with one entry, and nothing else leans on it.
public enum SandboxLayer: String, CaseIterable, Sendable, Codable {
  /// Trees along streets, in parks, school grounds and kampung gardens.
  case trees
  /// Open drains along streets, culverts under them, outfalls to the rivers.
  case drains
  /// Plans of traffic signals.
  case signals
  /// Traffic counters beside the larger streets.
  case counters
  /// Bus lines, their stops and timetable.
  case buses
  /// The people one by one, as files; zones and buildings keep their numbers.
  case people
  /// A year of sensors' readings, incidents, marks and counts.
  case history

  /// The layers of some words, such as those of `--without`.
  ///
  /// Throws an ``UnknownLayer`` that names the nearest.
  public static func named(_ words: some Sequence<String>) throws -> Set<SandboxLayer> {
    try Set(
      words.map { word in
        guard let layer = SandboxLayer(rawValue: word.lowercased()) else { throw UnknownLayer(word: word) }
        return layer
      })
  }
}

/// A word that names no layer.
public struct UnknownLayer: Error, Equatable, CustomStringConvertible {
  /// The word as it was given.
  public let word: String

  /// The sentence for people.
  public var description: String {
    let names = SandboxLayer.allCases.map(\.rawValue)
    return "there is no layer \u{201C}\(word)\u{201D} in a sandbox city; the layers are "
      + "\(names.joined(separator: ", ")).\(NearestName.question(word, among: names))"
  }
}
