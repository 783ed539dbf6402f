/// From when to when a run goes, what it writes down, and what chance it uses.
public struct QueueOptions: Sendable, Hashable {
  /// Seconds at which the run begins, and ends whoever is still on the way.
  public var begin: Double, end: Double
  /// Seconds of an interval of the record of links; the record takes 24 bytes a link and interval.
  public var interval = 900.0
  /// The classes whose vehicles are counted apart too, as they enter links: bit c for the vehicle class of row c.
  public var countsApart: UInt64 = 0
  /// Whether the record of links leaves out seconds that vehicles stand at stops of their line: what others take is then not told too long.
  public var leavesOutStops = false
  /// Whether the seconds of each vehicle on each link of its route are kept, with its lane and its free seconds: 9 bytes a step.
  public var keepsSteps = false
  /// Whether the run ends before its time where the streets have locked: where, at the pace of the last hour, not half of those on the way for an hour would
  /// be there by the end. What was to come is then missing; who is on the way counts as if the run had had its time.
  public var endsWhenLocked = false
  /// Links closed for a while.
  public var closures: [QueueClosure] = []
  /// What the drivers' speed factors are drawn from.
  public var seed: UInt64 = 1
  /// Seconds ahead that a driver who gives way looks for others.
  var horizon = 8.0
  /// Seconds from green, or from a free gap, until the first front passes the line: it stands about 1 m before it.
  var startUp = 0.5
  /// Seconds that must lie between leaving the way of another and their arrival.
  var safety = 1.0
  /// Seconds of standing at its line after which a driver who gives way counts on the others to brake (SUMO 1.28's default).
  var patience = 300.0

  /// Options for a span of time.
  public init(begin: Double, end: Double) {
    self.begin = begin
    self.end = end
  }

  func check() throws(QueueFault) {
    guard interval > 0 else { throw .interval(seconds: interval) }
  }
}
