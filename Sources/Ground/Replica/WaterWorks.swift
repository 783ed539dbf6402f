public import Geography

/// What people build, dig or lay that steers water and is finer than a map of streets and land: walls, raised and cut ground,
/// ponds, pumps, ground that takes in more or less. A list in the order it was built: later works lie on top.
public struct WaterWorks: Hashable, Sendable {
  /// A height given by people.
  public enum Height: Hashable, Sendable {
    /// Metres above the datum.
    case level(Double)
    /// Metres above (negative: below) the ground as it is.
    case above(Double)
  }

  /// A line that water must overtop: a wall, a bank, a kerb.
  public struct Wall: Hashable, Sendable {
    /// Its line in city metres.
    public var line: [Point]
    /// Its crest.
    public var crest: Height
    /// Metres from the line to the water's edge where it is a river whose two banks are raised; nothing for a wall on the line
    /// itself.
    public var halfWidth: Double?

    /// A wall along a line, or the two banks of a river along its middle.
    public init(line: [Point], crest: Height, halfWidth: Double? = nil) {
      self.line = line
      self.crest = crest
      self.halfWidth = halfWidth
    }
  }

  /// An area whose ground is cut or filled: a platform, a pond's bed, a raised street.
  public struct Ground: Hashable, Sendable {
    /// Its outline in city metres.
    public var outline: MultiPolygon
    /// The ground after the work.
    public var height: Height

    /// Ground cut or filled.
    public init(outline: MultiPolygon, height: Height) {
      self.outline = outline
      self.height = height
    }
  }

  /// An area that takes in another share of the rain than its land use says.
  public struct Surface: Hashable, Sendable {
    /// Its outline in city metres.
    public var outline: MultiPolygon
    /// Share of it that lets nothing in, 0…1; NaN leaves the land use's.
    public var pavedShare: Double
    /// Metres of rain it holds before any runs off: a green roof's substrate, the voids under permeable paving.
    public var storage: Double

    /// A surface of another kind.
    public init(outline: MultiPolygon, pavedShare: Double = .nan, storage: Double = 0) {
      self.outline = outline
      self.pavedShare = pavedShare
      self.storage = storage
    }
  }

  /// A tank or basin that holds back what runs off an area and lets it go slowly.
  public struct Detention: Hashable, Sendable {
    /// The area that drains to it, in city metres.
    public var outline: MultiPolygon
    /// m³ it holds.
    public var volume: Double
    /// m³/s it lets go at most.
    public var release: Double

    /// A detention.
    public init(outline: MultiPolygon, volume: Double, release: Double) {
      self.outline = outline
      self.volume = volume
      self.release = release
    }
  }

  /// Lifts water from one point to another, or out of the city.
  public struct Pump: Hashable, Sendable {
    /// Where it takes water.
    public var from: Point
    /// Where it puts it; nothing takes it out of the model.
    public var to: Point?
    /// Heads in m, ascending, and the m³/s it lifts against each; one pair is a constant rate.
    public var heads: [Double], rates: [Double]
    /// Metres of water at which it starts, and below which it stops.
    public var startDepth: Double, stopDepth: Double

    /// A pump.
    public init(
      from: Point, to: Point?, heads: [Double], rates: [Double], startDepth: Double = 0.1, stopDepth: Double = 0.02
    ) {
      self.from = from
      self.to = to
      self.heads = heads
      self.rates = rates
      self.startDepth = startDepth
      self.stopDepth = stopDepth
    }
  }

  /// Walls and banks.
  public var walls: [Wall] = []
  /// Ground cut or filled.
  public var ground: [Ground] = []
  /// Surfaces of another kind.
  public var surfaces: [Surface] = []
  /// Detentions.
  public var detentions: [Detention] = []
  /// Pumps.
  public var pumps: [Pump] = []
  /// Share of the capacity of drains and culverts that rubbish and silt take, 0…1.
  public var blockage = 0.0

  /// No works.
  public init() {}

  /// Whether there are none.
  public var isEmpty: Bool { self == WaterWorks() }

  func feed(_ digest: inout Digest) {
    guard !isEmpty else { return }
    for wall in walls {
      digest.feed("works.wall", points: wall.line)
      feed(wall.crest, &digest)
      if let half = wall.halfWidth { digest.feed("works.bank", numbers: [half]) }
    }
    for piece in ground {
      feed(piece.outline, &digest)
      feed(piece.height, &digest)
    }
    for surface in surfaces {
      feed(surface.outline, &digest)
      digest.feed("works.surface", numbers: [surface.pavedShare, surface.storage])
    }
    for detention in detentions {
      feed(detention.outline, &digest)
      digest.feed("works.detention", numbers: [detention.volume, detention.release])
    }
    for pump in pumps {
      digest.feed("works.pump", points: [pump.from] + (pump.to.map { [$0] } ?? []))
      digest.feed("works.pump", numbers: pump.heads + pump.rates + [pump.startDepth, pump.stopDepth])
    }
    digest.feed("works.blockage", numbers: [blockage])
  }

  private func feed(_ height: Height, _ digest: inout Digest) {
    switch height {
    case .level(let metres): digest.feed("works.level", numbers: [metres])
    case .above(let metres): digest.feed("works.above", numbers: [metres])
    }
  }

  private func feed(_ outline: MultiPolygon, _ digest: inout Digest) {
    for ring in outline.rings { digest.feed("works.ring", points: ring) }
  }
}
