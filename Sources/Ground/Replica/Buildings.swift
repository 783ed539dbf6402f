public import Geography

/// What a building is used for, as far as damage, demand and people differ by it.
public enum BuildingUse: UInt8, CaseIterable, Sendable, Codable {
  case unknown, residential, commercial, industrial, education, health, worship, civic, agricultural, parking, ancillary

  /// The name in files and scenarios.
  public var name: String { "\(self)" }

  /// A use by its name in files, or nothing.
  public init?(name: String) {
    guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = found
  }

  /// Whether people may live there: residential, and unknown because most buildings without a tag are homes.
  public var mayHouse: Bool { self == .residential || self == .unknown }
}

/// What carries a building, as far as damage, heat and value differ by it.
public enum BuildingMaterial: UInt8, CaseIterable, Sendable, Codable {
  case unknown, timber, brick, concrete, steel

  /// The name in files.
  public var name: String { "\(self)" }

  /// A material by its name in files, or nothing.
  public init?(name: String) {
    guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = found
  }
}

/// A building, as its source describes it.
public struct Building: Hashable, Sendable {
  /// The name on it; empty when it has none.
  public var name = ""
  /// What it is used for.
  public var use: BuildingUse = .unknown
  /// Storeys above ground, above 0; fractions allowed.
  public var levels: Float = 1
  /// Whether the number of storeys was not in the source.
  public var areLevelsAssumed = true
  /// Homes; NaN when not known.
  public var dwellings: Float = .nan
  /// Jobs; NaN when not known.
  public var jobs: Float = .nan
  /// People who live there, spread by floor area where only a total is known.
  public var people: Double = 0
  /// The year it was built, of the common era; 0 when not known.
  public var year: Int16 = 0
  /// What carries it.
  public var material: BuildingMaterial = .unknown

  /// A one-storey building with nothing known about it.
  public init() {}
}

/// The columns of the buildings; every array has `count` entries.
public struct Buildings: Hashable, Sendable {
  /// Names for ever.
  public private(set) var keys: [FeatureKey] = []
  /// Outlines in city metres.
  public private(set) var footprints = MultiPolygons()
  /// Centres of mass of the outlines.
  public private(set) var centroids: [Point] = []
  /// Areas of the outlines in m².
  public private(set) var areas: [Double] = []
  /// Names on them; empty when they have none.
  public var names: [String] = []
  /// What they are used for.
  public var uses: [BuildingUse] = []
  /// Storeys above ground.
  public var levels: [Float] = []
  /// Whether the number of storeys was not in the source.
  public var areLevelsAssumed: [Bool] = []
  /// Homes; NaN when not known.
  public var dwellings: [Float] = []
  /// Jobs; NaN when not known.
  public var jobs: [Float] = []
  /// People who live there.
  public var people: [Double] = []
  /// The years they were built, of the common era; 0 when not known.
  public var years: [Int16] = []
  /// What carries them.
  public var materials: [BuildingMaterial] = []
  /// Whether a change took them away.
  public var areRemoved: [Bool] = []

  /// No buildings.
  public init() {}

  /// How many there are, removed ones included.
  public var count: Int { keys.count }

  /// Gross floor area in m²: outline × storeys.
  public func floorArea(of building: BuildingID) -> Double {
    areas[building.index] * Double(levels[building.index])
  }

  /// Adds a building.
  @discardableResult
  public mutating func append(_ building: Building, key: FeatureKey, footprint: MultiPolygon) -> BuildingID {
    keys.append(key)
    footprints.append(footprint)
    centroids.append(footprint.centroid)
    areas.append(footprint.area)
    names.append(building.name)
    uses.append(building.use)
    levels.append(building.levels)
    areLevelsAssumed.append(building.areLevelsAssumed)
    dwellings.append(building.dwellings)
    jobs.append(building.jobs)
    people.append(building.people)
    years.append(building.year)
    materials.append(building.material)
    areRemoved.append(false)
    return BuildingID(keys.count - 1)
  }

  func feed(_ digest: inout Digest) {
    digest.feed("buildings.keys", texts: keys.map(\.text))
    footprints.feed("buildings", &digest)
    digest.feed("buildings.names", texts: names)
    digest.feed("buildings.uses", integers: uses.map(\.rawValue))
    digest.feed("buildings.levels", numbers: levels)
    digest.feed("buildings.levels-assumed", integers: areLevelsAssumed.map { $0 ? 1 : 0 as UInt8 })
    digest.feed("buildings.dwellings", numbers: dwellings)
    digest.feed("buildings.jobs", numbers: jobs)
    digest.feed("buildings.people", numbers: people)
    digest.feed("buildings.years", integers: years)
    digest.feed("buildings.materials", integers: materials.map(\.rawValue))
    digest.feed("buildings.removed", integers: areRemoved.map { $0 ? 1 : 0 as UInt8 })
  }
}

extension MultiPolygons {
  func feed(_ label: String, _ digest: inout Digest) {
    digest.feed("\(label).points", points: points)
    digest.feed("\(label).rings", integers: ringOffsets)
    digest.feed("\(label).shapes", integers: shapeOffsets)
  }
}
