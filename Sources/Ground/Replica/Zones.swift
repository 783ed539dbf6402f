public import Geography

/// The columns of the zones — small areas with people, homes and jobs; every array has `count` entries.
public struct Zones: Hashable, Sendable {
  /// Names for ever.
  public private(set) var keys: [FeatureKey] = []
  /// Outlines in city metres.
  public private(set) var outlines = MultiPolygons()
  /// Where travel from a zone begins: the centre of its people where they are known, otherwise of its area.
  public var centers: [Point] = []
  /// What people call them.
  public var names: [String] = []
  /// People who live there.
  public var people: [Double] = []
  /// Homes; NaN when not known.
  public var homes: [Float] = []
  /// Jobs; NaN when not known.
  public var jobs: [Float] = []
  /// The wards they belong to, the areas a council is elected by; empty when not known.
  public var wards: [String] = []
  /// What a census counts in them.
  public var census: [Census] = []

  /// No zones.
  public init() {}

  /// How many there are.
  public var count: Int { keys.count }

  /// Adds a zone; its centre is at first that of its area.
  @discardableResult
  public mutating func append(
    key: FeatureKey, name: String, outline: MultiPolygon, people: Double = 0, homes: Float = .nan, jobs: Float = .nan,
    ward: String = "", census: Census = Census()
  ) -> ZoneID {
    keys.append(key)
    outlines.append(outline)
    centers.append(outline.centroid)
    names.append(name)
    self.people.append(people)
    self.homes.append(homes)
    self.jobs.append(jobs)
    wards.append(ward)
    self.census.append(census)
    return ZoneID(keys.count - 1)
  }

  func feed(_ digest: inout Digest) {
    digest.feed("zones.keys", texts: keys.map(\.text))
    outlines.feed("zones", &digest)
    digest.feed("zones.centers", points: centers)
    digest.feed("zones.names", texts: names)
    digest.feed("zones.people", numbers: people)
    digest.feed("zones.homes", numbers: homes)
    digest.feed("zones.jobs", numbers: jobs)
    digest.feed("zones.wards", texts: wards)
    for field in Census.fields {
      digest.feed("zones.census.\(field.name)", numbers: census.map { $0[keyPath: field.path] })
    }
  }
}
