public import Geography

/// What covers a piece of ground.
public enum LandUse: UInt8, CaseIterable, Sendable, Codable {
  case residential, commercial, retail, industrial, civic, farmland, forest, grass, park, cemetery, construction
  case military, railway, bare, water, wetland

  /// The name in files.
  public var name: String { "\(self)" }

  /// A use by its name in files, or nothing.
  public init?(name: String) {
    guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = found
  }

  /// Whether it is water one cannot stand on.
  public var isWater: Bool { self == .water }
}

/// The columns of land use and water; every array has `count` entries. Areas may overlap; later rows lie on top.
public struct Land: Hashable, Sendable {
  /// Names for ever.
  public private(set) var keys: [FeatureKey] = []
  /// Outlines in city metres.
  public private(set) var outlines = MultiPolygons()
  /// What covers them.
  public private(set) var uses: [LandUse] = []
  /// What people call them; empty when not known.
  public private(set) var names: [String] = []

  /// No land.
  public init() {}

  /// How many areas there are.
  public var count: Int { keys.count }

  /// Adds an area.
  public mutating func append(key: FeatureKey, use: LandUse, name: String, outline: MultiPolygon) {
    keys.append(key)
    outlines.append(outline)
    uses.append(use)
    names.append(name)
  }

  func feed(_ digest: inout Digest) {
    digest.feed("land.keys", texts: keys.map(\.text))
    outlines.feed("land", &digest)
    digest.feed("land.uses", integers: uses.map(\.rawValue))
    digest.feed("land.names", texts: names)
  }
}

/// What kind of channel water runs in.
public enum WaterwayKind: UInt8, CaseIterable, Sendable, Codable {
  case river, stream, canal, drain, ditch

  /// The name in files.
  public var name: String { "\(self)" }

  /// Whether it drains a street or a field and has water after rain alone; rivers, streams and canals have some on any day.
  public var isDrain: Bool {
    switch self {
    case .drain, .ditch: true
    case .river, .stream, .canal: false
    }
  }

  /// A kind by its name in files, or nothing.
  public init?(name: String) {
    guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = found
  }
}

/// The columns of rivers, canals and drains as lines in the direction of flow; every array has `count` entries.
public struct Waterways: Hashable, Sendable {
  /// Names for ever.
  public private(set) var keys: [FeatureKey] = []
  /// Lines in city metres, downstream.
  public private(set) var lines = Lines()
  /// What they are.
  public private(set) var kinds: [WaterwayKind] = []
  /// What people call them; empty when not known.
  public private(set) var names: [String] = []
  /// Width in metres; NaN when not known.
  public private(set) var widths: [Float] = []
  /// Depth of the channel below its banks in metres; NaN when not known.
  public private(set) var depths: [Float] = []
  /// What the channel carries when it runs full, in m³/s; NaN when not known.
  public private(set) var capacities: [Float] = []
  /// Whether they run below ground: culverts, covered drains.
  public private(set) var areCovered: [Bool] = []

  /// No waterways.
  public init() {}

  /// How many there are.
  public var count: Int { keys.count }

  /// Adds a waterway; `width` and `depth` in metres, `capacity` in m³/s.
  public mutating func append(
    key: FeatureKey, kind: WaterwayKind, name: String, line: some Collection<Point>, width: Float = .nan,
    depth: Float = .nan, capacity: Float = .nan, isCovered: Bool = false
  ) {
    keys.append(key)
    lines.append(line)
    kinds.append(kind)
    names.append(name)
    widths.append(width)
    depths.append(depth)
    capacities.append(capacity)
    areCovered.append(isCovered)
  }

  func feed(_ digest: inout Digest) {
    digest.feed("waterways.keys", texts: keys.map(\.text))
    digest.feed("waterways.points", points: lines.points)
    digest.feed("waterways.offsets", integers: lines.offsets)
    digest.feed("waterways.kinds", integers: kinds.map(\.rawValue))
    digest.feed("waterways.names", texts: names)
    digest.feed("waterways.widths", numbers: widths)
    digest.feed("waterways.depths", numbers: depths)
    digest.feed("waterways.capacities", numbers: capacities)
    digest.feed("waterways.covered", integers: areCovered.map { $0 ? 1 : 0 as UInt8 })
  }
}
