/// Moves the water of a basin forward in time. Used from one thread at a time; parallel inside.
public protocol WaterEngine: AnyObject {
  /// What it is called where a result says which engine made it.
  var title: String { get }
  /// Seconds from the start of the run.
  var seconds: Double { get }
  /// Steps made.
  var steps: Int { get }
  /// Where every cubic metre is.
  var balance: WaterBalance { get }
  /// What was greatest so far, cell by cell.
  var peaks: Peaks { get }
  /// How far the flow has left the engine's range so far.
  var range: RangeReport { get }
  /// Depths in m, cell by cell; NaN outside the model.
  func depths() -> [Float]
  /// Speeds in m/s toward east and toward north at the cells' centres; 0 where it is dry.
  func velocities() -> (east: [Float], north: [Float])
  /// Puts water: depths in m, 0 or more, at the start.
  func fill(depths: [Float])
  /// Adds what takes and gives water; before the first step.
  func add(_ exchange: any WaterExchange)
  /// Goes on until a moment, in steps it chooses itself. Throws ``Unstable`` and then keeps the state before the bad step.
  func advance(to seconds: Double) throws
}

/// A run that went unstable: when, where, and what it met.
public struct Unstable: Error, Equatable, CustomStringConvertible {
  /// Seconds from the start of the run.
  public let seconds: Double
  /// The first cell that went wrong, by index.
  public let cell: Int
  /// What it met.
  public let what: String

  /// An error in words.
  public init(seconds: Double, cell: Int, what: String) {
    self.seconds = seconds
    self.cell = cell
    self.what = what
  }

  /// The sentence.
  public var description: String { "the water became unstable after \(seconds) s in cell \(cell): \(what)" }
}

/// Where every cubic metre is. All numbers in m³, counted in `Double`.
public struct WaterBalance: Sendable, Codable, Equatable {
  /// What was there at the start.
  public var initial = 0.0
  /// What rain, inflows and the rim brought.
  public var rain = 0.0, inflow = 0.0, rimIn = 0.0
  /// What left over the rim, through exchanges (drains' outfalls), by evaporation, into the ground.
  public var rimOut = 0.0, drained = 0.0, evaporated = 0.0, infiltrated = 0.0
  /// What the surface holds now, and what exchanges hold within.
  public var surface = 0.0, within = 0.0

  /// Nothing happened yet.
  public init() {}

  /// What is missing (negative) or too much, in m³; 0 when every drop is accounted for.
  public var error: Double {
    surface + within - (initial + rain + inflow + rimIn - rimOut - drained - evaporated - infiltrated)
  }
  /// The error as a share of all water that was ever there; 0 when there was none.
  public var relativeError: Double {
    let all = initial + rain + inflow + rimIn
    return all > 0 ? error / all : 0
  }
}

/// What was greatest so far, cell by cell; NaN outside the model.
public struct Peaks: Sendable {
  /// Greatest depth in m.
  public var depth: [Float]
  /// Greatest speed in m/s.
  public var speed: [Float]
  /// Greatest hazard to people h (v + 0.5) in m²/s (DEFRA FD2321, without the debris factor).
  public var hazard: [Float]
  /// Seconds from the start at which the water first stood 0.05 m deep; NaN where it never did.
  public var arrival: [Float]

  /// No water anywhere.
  public init(depth: [Float], speed: [Float], hazard: [Float], arrival: [Float]) {
    self.depth = depth
    self.speed = speed
    self.hazard = hazard
    self.arrival = arrival
  }
}

/// How far the flow has left an engine's range.
public struct RangeReport: Sendable, Codable, Equatable {
  /// The greatest Froude number met at a depth of 0.05 m or more.
  public var greatestFroude = 0.0
  /// The share of the cells ever 0.05 m deep in which the Froude number passed 1.
  public var supercriticalShare = 0.0
  /// The greatest fall of level between two wet neighbours beyond the fall of their beds, in units of the deeper one's depth: a dam
  /// break has about 1, a sheet running down a slope none.
  public var steepestFront = 0.0

  /// Nothing met yet.
  public init() {}
}
