public import Modelling

/// Vehicles and what stands beside the road, as `.rou.xml` and additional files say it; edges and lanes are rows of the
/// network they were read on.
public struct SumoDemand: Sendable {
  /// Kinds of vehicles. Row 0 is SUMO's own `DEFAULT_VEHTYPE`.
  public var types: [VehicleType] = [VehicleType(id: "DEFAULT_VEHTYPE")]
  /// Kinds drawn by lot.
  public var typeDistributions: [Distribution] = []
  /// Ways through the network, in the order of the files.
  public var routes: [Route] = []
  /// Routes drawn by lot.
  public var routeDistributions: [Distribution] = []
  /// Vehicles and trips, in the order of the files; SUMO's flows are beside.
  public var vehicles: [Vehicle] = []
  /// Streams of vehicles, see ``departures(seed:until:)``.
  public var flows: [Flow] = []
  /// Places where buses stop.
  public var busStops: [BusStop] = []
  /// What counts vehicles.
  public var detectors: [Detector] = []
  /// Plans of signals that replace the network's, the last for a signal counting.
  public var programs: [SumoNet.Program] = []
  /// What was left out while reading, and why.
  public var skipped: [Skipped] = []

  /// No vehicles.
  public init() {}

  /// A kind of vehicle. What a file does not give is that of SUMO's documentation, "Vehicle Type Parameter Defaults".
  public struct VehicleType: Hashable, Sendable {
    /// The file's name for it.
    public var id: String
    /// Its one class.
    public var vehicleClass: SumoClasses = ["passenger"]
    /// Metres of the vehicle, and of the gap before it when standing.
    public var length = 5.0, minGap = 2.5
    /// Most it can drive, m/s.
    public var maxSpeed = 200.0 / 3.6
    /// m/s²: most it speeds up, and brakes.
    public var acceleration = 2.6, deceleration = 4.5
    /// Its driver's imperfection, 0…1, and wished time gap in seconds.
    public var sigma = 0.5, tau = 1.0
    /// Its wished speed as a multiple of the permitted: mean, standard deviation and bounds of a normal law.
    public var speedFactor = SpeedFactor(mean: 1, deviation: 0.1, low: 0.2, high: 2)
    /// Its weight in a distribution.
    public var probability = 1.0

    /// A kind with SUMO's defaults of a passenger car.
    public init(id: String) { self.id = id }
  }

  /// A normal law cut at both ends.
  public struct SpeedFactor: Hashable, Sendable {
    /// Multiples of the permitted speed.
    public var mean: Double, deviation: Double, low: Double, high: Double
  }

  /// What is drawn by lot: rows of types or routes with their weights.
  public struct Distribution: Hashable, Sendable {
    /// The file's name for it.
    public var id: String
    /// Rows.
    public var members: [Int] = []
    /// A weight for each, 0 or more.
    public var weights: [Double] = []
  }

  /// A way through the network.
  public struct Route: Hashable, Sendable {
    /// The file's name for it; empty when it stands inside a vehicle.
    public var id: String
    /// Rows of the edges, one behind the other.
    public var edges: [Int32]
    /// Its weight in a distribution.
    public var probability = 1.0
    /// Where a vehicle on it stops.
    public var stops: [Stop] = []
  }

  /// Which one, or one drawn by lot.
  public enum Choice: Hashable, Sendable {
    /// A row of types or routes.
    case row(Int)
    /// A row of distributions.
    case lot(Int)
  }

  /// Where a vehicle goes.
  public enum Way: Hashable, Sendable {
    /// Along a route, or one drawn by lot.
    case route(Choice)
    /// From an edge over others to an edge, as the router finds it.
    case trip(from: Int32, via: [Int32], to: Int32)
  }

  /// A vehicle.
  public struct Vehicle: Hashable, Sendable {
    /// The file's name for it.
    public var id: String
    /// Its kind.
    public var type: Choice
    /// Seconds after the simulation's zero at which it wishes to leave.
    public var depart: Double
    /// Where it goes.
    public var way: Way
    /// The file's words for how it enters; empty for SUMO's defaults (lane `first`, position `base`, speed 0).
    public var departLane = "", departPosition = "", departSpeed = ""
    /// The file's words for how it leaves; empty for SUMO's defaults.
    public var arrivalLane = "", arrivalPosition = "", arrivalSpeed = ""
    /// Stops beside those of its route.
    public var stops: [Stop] = []
  }

  /// How the vehicles of a flow follow each other.
  public enum Rhythm: Hashable, Sendable {
    /// A number of vehicles at even gaps between begin and end.
    case number(Int)
    /// Seconds from one to the next; with a number at most so many.
    case period(Double, atMost: Int?)
    /// Gaps drawn from an exponential law with so many a second on the mean.
    case poisson(rate: Double, atMost: Int?)
    /// Every second one with this probability.
    case probability(Double, atMost: Int?)
  }

  /// A stream of vehicles.
  public struct Flow: Hashable, Sendable {
    /// What its vehicles are like; they are called `id.0`, `id.1` … and leave at `depart` and after.
    public var vehicle: Vehicle
    /// Seconds at which it ends.
    public var end: Double
    /// How they follow each other.
    public var rhythm: Rhythm
  }

  /// A stop of a vehicle.
  public struct Stop: Hashable, Sendable {
    /// The lane it stops on.
    public var lane: SumoNet.LaneID
    /// Metres from the lane's beginning.
    public var start: Double, end: Double
    /// Seconds it stands at least; 0 when only `until` is given.
    public var duration = 0.0
    /// Seconds before which it does not leave.
    public var until: Double?
    /// Row of the bus stop, when it is at one.
    public var busStop: Int?
  }

  /// A place where buses stop.
  public struct BusStop: Hashable, Sendable {
    /// The file's name for it.
    public var id: String
    /// What people call it; may be empty.
    public var name: String
    /// Its lane.
    public var lane: SumoNet.LaneID
    /// Metres from the lane's beginning.
    public var start: Double, end: Double
    /// Lines that stop here.
    public var lines: [String]
  }

  /// What a detector sees; the raw value is how the files call it.
  public enum DetectorKind: String, Sendable { case point = "e1", area = "e2", section = "e3" }

  /// What counts vehicles.
  public struct Detector: Hashable, Sendable {
    /// The file's name for it.
    public var id: String
    /// A loop at a point, a stretch of lanes, or a section between entries and exits.
    public var kind: DetectorKind
    /// Lanes with metres from the lane's beginning: the loop, the stretch's lanes (its beginning), or the entries.
    public var places: [Place]
    /// Exits of a section, or the end of a stretch.
    public var exits: [Place] = []
    /// Seconds over which it sums up; 0 when the file gives none.
    public var period: Double
  }

  /// A place on a lane.
  public struct Place: Hashable, Sendable {
    /// The lane.
    public var lane: SumoNet.LaneID
    /// Metres from its beginning.
    public var position: Double
  }
}
