public import Geography

/// The columns of what the city looks after — trees, lamps, bins, drains, signs; every array has `count` entries.
public struct Assets: Hashable, Sendable {
  /// Names for ever.
  public private(set) var keys: [FeatureKey] = []
  /// Positions in city metres.
  public private(set) var points: [Point] = []
  /// What they are, a lower-case word: `tree`, `lamp`, `bin` …
  public private(set) var kinds: [String] = []
  /// What they are called or made of — a tree's species; empty when not known.
  public private(set) var names: [String] = []
  /// Height in metres; NaN when not known.
  public private(set) var heights: [Float] = []

  /// No assets.
  public init() {}

  /// How many there are.
  public var count: Int { keys.count }

  /// Adds an asset.
  public mutating func append(key: FeatureKey, kind: String, name: String, at point: Point, height: Float = .nan) {
    keys.append(key)
    points.append(point)
    kinds.append(kind)
    names.append(name)
    heights.append(height)
  }

  func feed(_ digest: inout Digest) {
    digest.feed("assets.keys", texts: keys.map(\.text))
    digest.feed("assets.points", points: points)
    digest.feed("assets.kinds", texts: kinds)
    digest.feed("assets.names", texts: names)
    digest.feed("assets.heights", numbers: heights)
  }
}

/// The columns of the pieces of land one can build on; every array has `count` entries.
public struct Parcels: Hashable, Sendable {
  /// Names for ever.
  public private(set) var keys: [FeatureKey] = []
  /// Outlines in city metres.
  public private(set) var outlines = MultiPolygons()
  /// What the plan allows there.
  public private(set) var uses: [LandUse] = []
  /// Whether nothing stands on them.
  public var areFree: [Bool] = []
  /// Land value per m² in the currency of the city, without what stands on it; NaN when not known.
  public var values: [Float] = []

  /// No parcels.
  public init() {}

  /// How many there are.
  public var count: Int { keys.count }

  /// Adds a parcel; `value` is per m².
  public mutating func append(
    key: FeatureKey, use: LandUse, isFree: Bool, outline: MultiPolygon, value: Float = .nan
  ) {
    keys.append(key)
    outlines.append(outline)
    uses.append(use)
    areFree.append(isFree)
    values.append(value)
  }

  func feed(_ digest: inout Digest) {
    digest.feed("parcels.keys", texts: keys.map(\.text))
    outlines.feed("parcels", &digest)
    digest.feed("parcels.uses", integers: uses.map(\.rawValue))
    digest.feed("parcels.free", integers: areFree.map { $0 ? 1 : 0 as UInt8 })
    digest.feed("parcels.values", numbers: values)
  }
}
