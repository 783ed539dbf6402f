/// Nodes, and the links between them. A value.
public struct DrainNetwork: Sendable, Hashable {
  /// What it is called.
  public var title = ""
  /// Its nodes; a link names them by their place here.
  public var nodes: [DrainNode] = []
  /// Its links.
  public var links: [DrainLink] = []
  /// How it is to be run.
  public var options = DrainOptions()

  /// A network with nothing in it.
  public init() {}

  /// The place of a node by its name; nothing where there is none. O(nodes).
  public func node(named name: String) -> Int? { nodes.firstIndex { $0.name == name } }

  /// The place of a link by its name; nothing where there is none. O(links).
  public func link(named name: String) -> Int? { links.firstIndex { $0.name == name } }

  /// Adds a node and gives its place.
  @discardableResult
  public mutating func add(_ node: DrainNode) -> Int {
    nodes.append(node)
    return nodes.count - 1
  }

  /// Adds a link and gives its place.
  @discardableResult
  public mutating func add(_ link: DrainLink) -> Int {
    links.append(link)
    return links.count - 1
  }
}

/// How a network is to be run.
public struct DrainOptions: Sendable, Hashable {
  /// How much of the inertia counts as the flow nears the critical.
  public enum Inertia: String, Sendable, Hashable, CaseIterable {
    /// All of it.
    case full = "NONE"
    /// Less from a Froude number of 0.5, none from 1.
    case partial = "PARTIAL"
    /// None.
    case ignored = "FULL"
  }
  /// When the flow is no more than the normal flow at the depth upstream.
  public enum NormalLimit: String, Sendable, Hashable, CaseIterable {
    /// When water is shallower upstream than downstream.
    case slope = "SLOPE"
    /// When it is supercritical upstream.
    case froude = "FROUDE"
    /// In either case.
    case both = "BOTH"
    /// Never.
    case never = "NEITHER"
  }
  /// What a full conduit adds to the area of a node whose water ponds over the rim.
  public enum Surcharge: String, Sendable, Hashable, CaseIterable {
    /// Nothing: the pond is as large as it is said to be.
    case slot = "SLOT"
    /// The width at 0.96 of its height along half its length, as EPA SWMM's EXTRAN method has it.
    case extran = "EXTRAN"
  }
  /// A day, for patterns and tides.
  public struct Day: Sendable, Hashable {
    /// The year, the month from 1, the day from 1.
    public var year: Int
    /// From 1.
    public var month: Int
    /// From 1.
    public var day: Int

    /// A day.
    public init(year: Int, month: Int, day: Int) {
      self.year = year
      self.month = month
      self.day = day
    }

    /// Days since 1 January 1970 in the Gregorian calendar (H. Hinnant, "chrono-compatible low-level date algorithms", 2013).
    public var number: Int {
      let year = month <= 2 ? self.year - 1 : self.year
      let era = (year >= 0 ? year : year - 399) / 400
      let yearOfEra = year - era * 400
      let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
      return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
  }
  /// The day on which the run starts.
  public var startDay = Day(year: 2000, month: 1, day: 1)
  /// Seconds after midnight at which it starts.
  public var startSecond = 0.0
  /// Seconds it lasts.
  public var duration = 6 * 3600.0
  /// The longest step in seconds.
  public var longestStep = 5.0
  /// m² that every node has at the least: a manhole of 1.2 m, as in SWMM.
  public var leastArea = 1.167
  /// How much of the inertia counts.
  public var inertia = Inertia.partial
  /// When the normal flow limits.
  public var normalLimit = NormalLimit.both
  /// What full conduits add to a pond.
  public var surcharge = Surcharge.slot
  /// Whether junctions keep what leaves over their rim on their ponded area.
  public var allowsPonding = false

  /// What SWMM takes where nothing is said, and a step of 5 s.
  public init() {}
}
