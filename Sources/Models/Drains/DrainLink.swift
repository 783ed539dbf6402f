/// What carries water from one node to another.
public struct DrainLink: Sendable, Hashable {
  /// What it is.
  public enum Kind: Sendable, Hashable {
    /// A pipe, box or open drain.
    case conduit(DrainConduit)
    /// A pump.
    case pump(DrainPump)
    /// An opening in a wall or floor.
    case orifice(DrainOrifice)
    /// A weir.
    case weir(DrainWeir)
  }
  /// Its name, unlike any other link's.
  public var name: String
  /// The nodes it leads from and to, by their place in the network.
  public var from: Int
  /// The node it leads to.
  public var to: Int
  /// What it is.
  public var kind: Kind
  /// Metres from the invert of the node it leaves to its bottom (a weir's or orifice's crest), 0 or more.
  public var fromOffset = 0.0
  /// Metres from the invert of the node it reaches to its bottom, 0 or more.
  public var toOffset = 0.0
  /// Whether a flap keeps water from flowing back.
  public var hasFlapGate = false

  /// A link.
  public init(name: String, from: Int, to: Int, kind: Kind) {
    self.name = name
    self.from = from
    self.to = to
    self.kind = kind
  }
}

/// A pipe, box or open drain.
public struct DrainConduit: Sendable, Hashable {
  /// Metres, above 0.
  public var length: Double
  /// Manning's n in s/m^⅓, above 0.
  public var roughness: Double
  /// The shape across.
  public var section: DrainSection
  /// How many lie side by side.
  public var barrels = 1
  /// Loss coefficients K of K v² ⁄ 2g where water enters, where it leaves and along the way.
  public var entryLoss = 0.0
  /// Where it leaves.
  public var exitLoss = 0.0
  /// Along the way.
  public var meanLoss = 0.0
  /// Share of the section that silt or rubbish takes, 0 up to below 1.
  public var blockage = 0.0
  /// m³/s at the start.
  public var initialFlow = 0.0
  /// m³/s it never passes; 0: no limit.
  public var flowLimit = 0.0

  /// A conduit.
  public init(length: Double, roughness: Double, section: DrainSection) {
    self.length = length
    self.roughness = roughness
    self.section = section
  }
}

/// A pump.
public struct DrainPump: Sendable, Hashable {
  /// How the flow in m³/s follows the state.
  public enum Curve: Sendable, Hashable {
    /// By steps of the volume in m³ before it (EPA's type 1).
    case volume(DrainCurve)
    /// By steps of the depth in m before it (type 2).
    case depthSteps(DrainCurve)
    /// By the head in m it lifts (type 3): falling.
    case head(DrainCurve)
    /// By the depth in m before it, continuously (type 4).
    case depth(DrainCurve)
    /// Whatever comes in (SWMM's ideal pump).
    case ideal
  }
  /// Its curve; nothing is a problem.
  public var curve: Curve?
  /// Metres of water before it at which it starts; 0: it always runs.
  public var startDepth = 0.0
  /// Metres of water before it at which it stops.
  public var stopDepth = 0.0
  /// Whether it runs at the start.
  public var isOn = true

  /// A pump.
  public init(curve: Curve?) { self.curve = curve }
}

/// An opening in a wall or floor.
public struct DrainOrifice: Sendable, Hashable {
  /// Round, or a box.
  public var section: DrainSection
  /// Whether it lies in the floor.
  public var isBottom = false
  /// Discharge coefficient, about 0.65.
  public var coefficient = 0.65

  /// An orifice.
  public init(section: DrainSection) { self.section = section }
}

/// A weir.
public struct DrainWeir: Sendable, Hashable {
  /// How it stands.
  public enum Shape: Sendable, Hashable {
    /// Across the flow: C L h^1.5.
    case transverse
    /// Beside the flow: C L^0.83 h^1.67.
    case side
    /// A notch with sides of a slope (run over rise): C S h^2.5.
    case notch(slope: Double)
    /// A trapezium: C L h^1.5 + C₂ S h^2.5.
    case trapezoidal(slope: Double, endCoefficient: Double)
  }
  /// How it stands.
  public var shape: Shape
  /// Metres from its crest to what closes it above.
  public var height: Double
  /// Metres along its crest.
  public var length: Double
  /// Discharge coefficient in m^½/s, about 1.84 for a sharp crest.
  public var coefficient: Double
  /// End contractions: 0, 1 or 2.
  public var contractions = 0.0
  /// Whether it runs as an orifice when water stands above its height.
  public var canSurcharge = true

  /// A weir.
  public init(shape: Shape, height: Double, length: Double, coefficient: Double) {
    self.shape = shape
    self.height = height
    self.length = length
    self.coefficient = coefficient
  }
}
