import Geography
import Replica

/// A part of the town that bus lines should reach.
struct BusTarget: Sendable {
  /// Its middle, in city metres.
  var center: Point
  /// What it is called.
  var name: String
  /// People who live there, and jobs.
  var weight: Double
}

/// The bus lines of a town: stops on the left of the road, routes along links, timetables.
struct BusNetwork: Sendable {
  /// A stop, beside one link.
  struct Stop: Sendable {
    /// Where one waits, on the left of the road, in city metres.
    var point: Point
    /// The link buses halt on, and how far along it in metres.
    var link: LinkID
    var along: Double
    /// What the sign says.
    var name: String
    /// Whether it is the bus station.
    var isStation: Bool
  }

  /// One direction of a line.
  struct Run: Sendable {
    /// The links driven, one after the other.
    var links: [LinkID]
    /// Stops in the order of the run, as rows of ``BusNetwork/stops``.
    var stops: [Int]
    /// Metres from the start of the run's shape to each stop.
    var distances: [Double]
    /// Seconds from departure to the arrival at and the departure from each stop, before congestion.
    var arrivals: [Int]
    var departures: [Int]
    /// The line driven, in city metres.
    var shape: [Point]
  }

  /// A line with its two directions.
  struct Route: Sendable {
    /// The number on the bus, such as `T12`.
    var number: String
    /// Both ends.
    var name: String
    /// Outwards from the middle, and back.
    var runs: [Run]
    /// Departures in seconds after midnight: of workdays, of Saturdays, of Sundays and holidays; for each direction.
    var departures: [[[Int]]]
  }

  var stops: [Stop] = []
  var routes: [Route] = []
  /// Sentences about targets no bus reaches, and why.
  var remarks: [String] = []

  /// Lines over streets, from the middle to targets and across.
  init(streets: Streets, center: Point, targets: [BusTarget], people: Int, seed: UInt64, naming: TownNaming) {}
}
