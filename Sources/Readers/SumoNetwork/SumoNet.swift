public import Geography
public import Modelling

/// A network of SUMO as its `.net.xml` says it; rows refer to each other by their number.
public struct SumoNet: Sendable {
  /// How its plane lies on the earth.
  public var location: Location?
  /// Whether it drives on the left.
  public var isLeftHand = false
  /// The directions of streets, and the ways inside junctions, in the order of the file.
  public var edges: [Edge] = []
  /// Where edges meet.
  public var junctions: [Junction] = []
  /// From which lane one may go on to which.
  public var connections: [Connection] = []
  /// The plans of signals; several may have the same `id`.
  public var programs: [Program] = []
  /// Roundabouts, each as its junctions and edges.
  public var roundabouts: [Roundabout] = []
  /// What was left out while reading, and why.
  public var skipped: [Skipped] = []

  /// A network with nothing in it.
  public init() {}

  /// Place of a plane on the earth.
  public struct Location: Hashable, Sendable {
    /// Metres added to projected positions to get the file's.
    public var offset: Point
    /// The box of the file's positions.
    public var converted: Box
    /// The box before conversion: in degrees when it was projected.
    public var original: Box
    /// The projection as a PROJ text; `!` when there is none, `-` when positions are degrees.
    public var projection: String

    /// A place from its parts.
    public init(offset: Point, converted: Box, original: Box, projection: String) {
      self.offset = offset
      self.converted = converted
      self.original = original
      self.projection = projection
    }
  }

  /// A lane of an edge.
  public struct LaneID: Hashable, Sendable {
    /// Row of the edge.
    public var edge: Int
    /// Counted from the kerb, 0 first.
    public var lane: Int

    /// A lane by its edge and number.
    public init(edge: Int, lane: Int) {
      self.edge = edge
      self.lane = lane
    }
  }

  /// What an edge is for; the raw value is the file's word.
  public enum Function: String, Sendable { case normal, connector, `internal`, crossing, walkingarea }

  /// One direction of a street, or a way inside a junction.
  public struct Edge: Hashable, Sendable {
    /// The file's name for it.
    public var id: String
    /// Rows of the junctions it leads from and to; −1 for ways inside a junction.
    public var from = -1, to = -1
    /// Higher goes first.
    public var priority = -1
    /// Such as `highway.residential`; may be empty.
    public var type = ""
    /// The name on the sign; may be empty.
    public var name = ""
    /// Street or way inside a junction.
    public var function = Function.normal
    /// `right` (lanes lie to the right of the line; the default), `center` or `roadCenter`.
    public var spread = ""
    /// The line it was drawn by; empty when it runs straight from junction to junction.
    public var shape: [Point] = []
    /// Its lanes; 0 is at the kerb.
    public var lanes: [Lane] = []
    /// Whether it is a street.
    public var isStreet: Bool { function == .normal || function == .connector }
  }

  /// A lane.
  public struct Lane: Hashable, Sendable {
    /// The file's name for it.
    public var id: String
    /// Permitted speed, m/s.
    public var speed: Double
    /// Metres from its beginning to the stop line.
    public var length: Double
    /// Metres; nothing when the file gives none (SUMO then takes 3.2).
    public var width: Double?
    /// Who may use it.
    public var allowed = SumoClasses.all
    /// Who may change to the lane on its left, and on its right.
    public var changeLeft = SumoClasses.all, changeRight = SumoClasses.all
    /// Whether it serves only to speed up or slow down.
    public var isAcceleration = false
    /// Its middle line.
    public var shape: [Point] = []
  }

  /// Where a connection turns; the raw value is the file's letter.
  public enum Direction: String, Sendable {
    case straight = "s", turn = "t", turnLeftHand = "T", left = "l", right = "r"
    case partlyLeft = "L", partlyRight = "R", none = "invalid"
  }

  /// From one lane to another.
  public struct Connection: Hashable, Sendable {
    /// Rows of the edges.
    public var from: Int, to: Int
    /// Lanes counted from the kerb.
    public var fromLane: Int, toLane: Int
    /// The lane inside the junction it runs over first.
    public var via: LaneID?
    /// Where it turns.
    public var direction = Direction.none
    /// The file's letter: `M` and `m` of a major or minor road, `=` equal, `s` stop, `w` all-way stop, `o`, `O`, `y` …
    public var state: Character = "M"
    /// The `id` of the programs that rule it; empty when none does.
    public var signal = ""
    /// Its letter's place in the programs' states.
    public var linkIndex: Int?
    /// Its row in its junction's `requests`; nothing when the junction has none for it.
    public var request: Int?
    /// Whether it never yields, whatever the signal or the right of way.
    public var passes = false
    /// Whether it keeps the junction free when it cannot leave it.
    public var keepsClear = true
    /// Whether the signal at its junction does not rule it.
    public var isUncontrolled = false
    /// Metres into the junction at which it waits; nothing where SUMO finds it out itself.
    public var waitsAt: Double?
    /// Who may use it, when not everybody that its lanes allow.
    public var allowed: SumoClasses?
    /// Permitted speed in m/s when the file gives one.
    public var speed: Double?
  }

  /// What rules a junction; the raw value is the file's word.
  public enum Control: String, Sendable {
    case priority, trafficLight = "traffic_light", rightBeforeLeft = "right_before_left"
    case leftBeforeRight = "left_before_right", unregulated, priorityStop = "priority_stop", allwayStop = "allway_stop"
    case trafficLightUnregulated = "traffic_light_unregulated", railSignal = "rail_signal"
    case railCrossing = "rail_crossing", trafficLightRightOnRed = "traffic_light_right_on_red", zipper
    case deadEnd = "dead_end", district, `internal`, unknown
  }

  /// Where edges meet, or where one waits inside a junction (`internal`).
  public struct Junction: Hashable, Sendable {
    /// The file's name for it.
    public var id: String
    /// What rules it.
    public var control: Control
    /// Its middle.
    public var point: Point
    /// Its outline.
    public var shape: [Point] = []
    /// Lanes that lead in, in the order of right of way.
    public var incoming: [LaneID] = []
    /// Lanes inside it, one a request row, in their order.
    public var inner: [LaneID] = []
    /// Right of way, one row a connection.
    public var requests: [Request] = []
  }

  /// Right of way of one connection of a junction.
  public struct Request: Hashable, Sendable {
    /// `yields[j]`: it must let connection `j` go first.
    public var yields: [Bool]
    /// `crosses[j]`: its way and that of connection `j` meet.
    public var crosses: [Bool]
    /// Whether one may drive into the junction and wait there.
    public var waitsInside: Bool
  }

  /// A signal's plan.
  public struct Program: Hashable, Sendable {
    /// The signal it is for.
    public var id: String
    /// Which of its plans.
    public var programID: String
    /// `static`, `actuated`, `delay_based` …
    public var type = "static"
    /// Seconds by which the first phase begins later than a multiple of the cycle.
    public var offset = 0.0
    /// What follows what.
    public var phases: [Phase] = []
    /// Seconds from first phase to first phase.
    public var cycle: Double { phases.reduce(0) { $0 + $1.duration } }
  }

  /// A phase of a plan.
  public struct Phase: Hashable, Sendable {
    /// Seconds it lasts; at least `minimum` and at most `maximum` where an actuated plan may change it.
    public var duration: Double
    /// Seconds; nothing when the file gives none.
    public var minimum: Double?, maximum: Double?
    /// One letter (ASCII) a link index: `G` goes, `g` goes and yields, `y` amber, `r` red, `s` goes after a stop, `u`
    /// red and amber, `o` blinking, `O` off.
    public var state: [UInt8]
    /// Places of phases that may follow; empty for the next.
    public var next: [Int] = []
  }

  /// A roundabout.
  public struct Roundabout: Hashable, Sendable {
    /// Rows of its junctions.
    public var junctions: [Int]
    /// Rows of its edges.
    public var edges: [Int]
  }

  /// The row of each edge by its name. O(edges): keep it.
  public func edgeRows() -> [String: Int] {
    Dictionary(edges.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
  }
}
