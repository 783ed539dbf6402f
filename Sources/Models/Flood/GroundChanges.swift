public import Edits
import Geography
public import Modelling
public import Replica

/// Digs a pond that holds water back: `pond: {area: […], depth: 2 m}`.
public struct PondChange: Change {
  public static let keyword = "pond"
  public static let summary = "Digs a pond that is empty when the rain begins."
  public static let parameters = [
    Parameter("area", .area, required: true, summary: "Its outline."),
    Parameter("depth", .number(unit: "m", within: 0.1...50), summary: "Metres below the ground as it is."),
    Parameter("bed", .number(unit: "m", within: -50...9000), summary: "Its bed above the terrain's zero."),
  ]

  /// A ring of `[longitude, latitude]`.
  public var area: [[Double]]
  /// Metres.
  public var depth, bed: Double?

  /// A pond.
  public init(area: [[Double]], depth: Double? = nil, bed: Double? = nil) {
    self.area = area
    self.depth = depth
    self.bed = bed
  }

  /// Adds cut ground to the city's works.
  public func apply(to city: inout City, under conditions: inout Conditions, with files: any Files) throws {
    let outline = try Drawn(for: Self.keyword, in: city).area(area)
    switch (depth, bed) {
    case (let depth?, nil): city.waterWorks.ground.append(.init(outline: outline, height: .above(-depth)))
    case (nil, let bed?): city.waterWorks.ground.append(.init(outline: outline, height: .level(bed)))
    default: throw ChangeError(Self.keyword, "say how deep: either depth or bed.")
    }
  }
}

/// Cuts or fills ground: `terrain: {area: […], level: 6.5 m}`.
public struct TerrainChange: Change {
  public static let keyword = "terrain"
  public static let summary = "Cuts or fills the ground of an area."
  public static let parameters = [
    Parameter("area", .area, required: true, summary: "Its outline."),
    Parameter(
      "level", .number(unit: "m", within: -50...9000), summary: "The ground after the work, above the terrain's zero."),
    Parameter("fill", .number(unit: "m", within: 0.01...50), summary: "Metres that are filled up."),
    Parameter("cut", .number(unit: "m", within: 0.01...50), summary: "Metres that are cut away."),
  ]

  /// A ring of `[longitude, latitude]`.
  public var area: [[Double]]
  /// Metres.
  public var level, fill, cut: Double?

  /// Ground that is cut or filled.
  public init(area: [[Double]], level: Double? = nil, fill: Double? = nil, cut: Double? = nil) {
    self.area = area
    self.level = level
    self.fill = fill
    self.cut = cut
  }

  /// Adds the ground to the city's works.
  public func apply(to city: inout City, under conditions: inout Conditions, with files: any Files) throws {
    let outline = try Drawn(for: Self.keyword, in: city).area(area)
    let height: WaterWorks.Height
    switch (level, fill, cut) {
    case (let level?, nil, nil): height = .level(level)
    case (nil, let fill?, nil): height = .above(fill)
    case (nil, nil, let cut?): height = .above(-cut)
    default: throw ChangeError(Self.keyword, "say what is done: one of level, fill and cut.")
    }
    city.waterWorks.ground.append(.init(outline: outline, height: height))
  }
}

/// Raises streets: `raise-street: {named: Jalan Pasar, by: 0.4 m}`.
public struct RaiseStreetChange: Change {
  public static let keyword = "raise-street"
  public static let summary = "Raises streets over their width."
  public static let parameters = [
    Parameter("named", .streets, summary: "The streets' names."),
    Parameter("keys", .streets, summary: "Their keys."),
    Parameter("within", .area, summary: "Only those in an area; alone, all of them."),
    Parameter("by", .number(unit: "m", within: 0.01...20), required: true, summary: "Metres they are raised."),
  ]

  /// The streets' names and keys.
  public var named, keys: OneOrMany?
  /// A ring of `[longitude, latitude]`.
  public var within: [[Double]]?
  /// Metres.
  public var by: Double

  /// Streets that are raised.
  public init(named: OneOrMany? = nil, keys: OneOrMany? = nil, within: [[Double]]? = nil, by: Double) {
    self.named = named
    self.keys = keys
    self.within = within
    self.by = by
  }

  /// Adds the ground of the streets that lie on the ground to the city's works.
  public func apply(to city: inout City, under conditions: inout Conditions, with files: any Files) throws {
    let choice = StreetChoice(change: Self.keyword, named: named, keys: keys, within: within)
    let segments = city.streets.segments
    let rows = try choice.segments(in: city).filter {
      segments.structures[$0] == .ground || segments.structures[$0] == .ford
    }
    guard !rows.isEmpty else { throw ChangeError(Self.keyword, "the streets meant are bridges or tunnels.") }
    // One area: where pieces meet the ground is raised once.
    var rings: [[Point]] = []
    for row in rows {
      rings += Beside.band(Array(segments.shapes[row]), width: StreetWidth.of(row, city.streets)).rings
    }
    city.waterWorks.ground.append(.init(outline: MultiPolygon(rings: rings), height: .above(by)))
  }
}

/// Lets ground take in more rain: `infiltration: {area: […], paved: 0.4, storage: 20 mm}`.
public struct InfiltrationChange: Change {
  public static let keyword = "infiltration"
  public static let summary = "Lets an area take in more or less rain: green roofs, permeable paving, gardens, asphalt."
  public static let parameters = [
    Parameter("area", .area, required: true, summary: "Its outline."),
    Parameter("paved", .number(unit: "", within: 0...1), summary: "Share of it that lets nothing in after the change."),
    Parameter(
      "storage", .number(unit: "mm", within: 0...1000),
      summary: "Millimetres it holds before any runs off: a green roof's substrate, the voids under paving."),
    Parameter(
      "share", .number(unit: "", within: 0...1),
      summary: "Share of the area that has the storage; by default all of it."),
  ]

  /// A ring of `[longitude, latitude]`.
  public var area: [[Double]]
  /// Shares, and millimetres.
  public var paved, storage, share: Double?

  /// A surface of another kind.
  public init(area: [[Double]], paved: Double? = nil, storage: Double? = nil, share: Double? = nil) {
    self.area = area
    self.paved = paved
    self.storage = storage
    self.share = share
  }

  /// Adds a surface to the city's works.
  public func apply(to city: inout City, under conditions: inout Conditions, with files: any Files) throws {
    guard paved != nil || storage != nil else {
      throw ChangeError(Self.keyword, "say what changes: paved, storage or both.")
    }
    city.waterWorks.surfaces.append(
      .init(
        outline: try Drawn(for: Self.keyword, in: city).area(area), pavedShare: paved ?? .nan,
        storage: (storage ?? 0) / 1000 * (share ?? 1)))
  }
}
