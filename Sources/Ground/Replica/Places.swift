public import Geography

/// The kind of a place, such as `hospital`. Any lower-case word is a kind; the ones the readers know stand in ``known``.
public struct PlaceKind: Hashable, Sendable, Codable, Comparable, RawRepresentable {
  /// The word in files, scenarios and indicator names.
  public let rawValue: String
  /// A kind from its word.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// The kinds that readers give and pages know how to draw and to name in four languages.
  public static let known: [PlaceKind] = [
    "hospital", "clinic", "pharmacy", "school", "kindergarten", "university", "shop", "supermarket", "market",
    "restaurant", "bank", "fuel", "stop", "station", "park", "playground", "sport", "worship", "community", "library",
    "townhall", "police", "fire-station", "shelter", "post-office", "toilets",
  ].map(PlaceKind.init(rawValue:))

  /// Orders by word.
  public static func < (left: PlaceKind, right: PlaceKind) -> Bool { left.rawValue < right.rawValue }
}

/// The columns of the places — hospitals, schools, shops, stops; every array has `count` entries.
public struct Places: Hashable, Sendable {
  /// Names for ever.
  public private(set) var keys: [FeatureKey] = []
  /// Positions in city metres; for a place drawn as an area its centre.
  public private(set) var points: [Point] = []
  /// What they are.
  public private(set) var kinds: [PlaceKind] = []
  /// What people call them; empty when not known.
  public var names: [String] = []
  /// Beds, pupils, seats …, by kind; NaN when not known.
  public var capacities: [Float] = []
  /// Whether a change took them away.
  public var areRemoved: [Bool] = []

  /// No places.
  public init() {}

  /// How many there are, removed ones included.
  public var count: Int { keys.count }

  /// Adds a place.
  @discardableResult
  public mutating func append(
    key: FeatureKey, kind: PlaceKind, name: String, at point: Point, capacity: Float = .nan
  ) -> PlaceID {
    keys.append(key)
    points.append(point)
    kinds.append(kind)
    names.append(name)
    capacities.append(capacity)
    areRemoved.append(false)
    return PlaceID(keys.count - 1)
  }

  func feed(_ digest: inout Digest) {
    digest.feed("places.keys", texts: keys.map(\.text))
    digest.feed("places.points", points: points)
    digest.feed("places.kinds", texts: kinds.map(\.rawValue))
    digest.feed("places.names", texts: names)
    digest.feed("places.capacities", numbers: capacities)
    digest.feed("places.removed", integers: areRemoved.map { $0 ? 1 : 0 as UInt8 })
  }
}
