/// Where every cubic metre of a network is. All numbers in m³.
public struct DrainLedger: Sendable, Codable, Equatable {
  /// What was in it at the start.
  public var initial = 0.0
  /// What given inflows brought.
  public var inflow = 0.0
  /// What came from the surface, and what went back to it, the mouths of outfalls included.
  public var fromSurface = 0.0
  /// What went back to the surface.
  public var toSurface = 0.0
  /// What left through outfalls that have no mouth on the surface; negative when more came in.
  public var outfalls = 0.0
  /// What outfalls brought to their mouths on the surface, less what came in there; part of ``toSurface`` and ``fromSurface``.
  public var mouths = 0.0
  /// What was lost over the rims of nodes that neither pond nor meet the surface.
  public var flooded = 0.0
  /// What is in it now.
  public var stored = 0.0

  /// Nothing happened yet.
  public init() {}

  /// Adds what another part of the same network holds and moved.
  mutating func add(_ other: DrainLedger) {
    initial += other.initial
    inflow += other.inflow
    fromSurface += other.fromSurface
    toSurface += other.toSurface
    outfalls += other.outfalls
    mouths += other.mouths
    flooded += other.flooded
    stored += other.stored
  }

  /// What is missing (negative) or too much.
  public var error: Double { stored - (initial + inflow + fromSurface - toSurface - outfalls - flooded) }

  /// The error as a share of all water that was ever there; 0 when there was none.
  public var relativeError: Double {
    let all = initial + inflow + fromSurface + max(0, -outfalls)
    return all > 0 ? error / all : 0
  }
}

/// What was greatest so far.
public struct DrainPeaks: Sendable, Equatable {
  /// By link: the greatest flow in m³/s, either way, with the sign of the link's direction.
  public var flows: [Double]
  /// By link: when, in seconds from the start.
  public var flowSeconds: [Double]
  /// By node: the greatest depth in m.
  public var depths: [Double]
  /// By node: m³ lost over its rim or risen from it to the surface, less what fell in meanwhile.
  public var flooded: [Double]
}
