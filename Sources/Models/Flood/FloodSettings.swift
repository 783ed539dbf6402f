public import Geography
public import Modelling
public import Replica

/// How closely one looks at a flood: what is computed, not what happens.
public struct FloodSettings: Condition {
  public static let name = "flood-settings"

  /// Which engine moves the water.
  public enum Engine: String, CaseIterable, Sendable {
    /// Local inertia: fast.
    case live
    /// Finite volumes: for dam breaks and steep flow.
    case reference
  }
  /// How the ground takes in water.
  public enum Infiltration: String, CaseIterable, Sendable {
    /// The curve number of the US Soil Conservation Service, by land use and hydrologic soil group.
    case curveNumber = "curve-number"
    /// Green and Ampt's equation, by texture.
    case greenAmpt = "green-ampt"
    /// Nothing.
    case none
  }

  /// A cell's side in metres; nothing lets the terrain and ``mostCells`` decide.
  public var cell: Double?
  /// Hours that are computed; nothing lets rain and tide decide.
  public var hours: Double?
  /// Members of the ensemble beside the run itself.
  public var members = 6
  /// A cell's side in metres in the runs beside the main one; nothing lets the work decide.
  public var memberCell: Double?
  /// Which engine.
  public var engine = Engine.live
  /// Seconds between two pictures of the water.
  public var interval = 900.0
  /// The part of the city that is looked at; nothing takes all of its terrain.
  public var area: MultiPolygon?
  /// How the ground takes in water.
  public var infiltration = Infiltration.curveNumber
  /// The soil where the city does not say which.
  public var soil = SoilGroup.c
  /// Share of their channels' depth to which rivers run that no inflow is given for; 0 leaves them empty (a third is assumed).
  public var baseFlow = 1.0 / 3
  /// Whether the drains of the map carry water beneath the surface.
  public var drains = false
  /// Years for which the greatest depths are computed too; empty for none.
  public var years: [Double] = []
  /// Cells the model may have.
  public var mostCells = 1_500_000
  /// Cell-updates the run itself may take, and all runs beside it together, before cells are widened that no one asked for.
  public var mostUpdates = 1.5e9

  /// The usual settings.
  public init() {}

  public func feed(_ digest: inout Digest) {
    digest.feed(
      "settings", numbers: [mostUpdates, cell ?? .nan, memberCell ?? .nan, hours ?? .nan, interval, baseFlow] + years)
    digest.feed("settings", integers: [Int64(members), Int64(mostCells), drains ? 1 : 0])
    digest.feed("settings", texts: [engine.rawValue, infiltration.rawValue, soil.rawValue])
    for ring in area?.rings ?? [] { digest.feed("settings.area", points: ring) }
  }
}

/// The hydrologic soil groups of the US Soil Conservation Service: how fast wet ground drains, from A (sand) to D (clay).
public enum SoilGroup: String, CaseIterable, Sendable { case a = "A", b = "B", c = "C", d = "D" }
