/// A link that some classes may not enter for a while.
///
/// Whoever is on it when it closes drives on. Whoever comes to the stop line before it, or wants to depart on it, while it is closed is
/// turned away: it leaves the run there and then, and the outcome names it, so that its way can be chosen anew. It is not made to wait,
/// because a driver who finds a street closed turns elsewhere, and a queue of those who cannot would lock streets that are open.
public struct QueueClosure: Sendable, Hashable {
  /// The link.
  public var link: Int
  /// The classes that may not enter: bit c for the vehicle class of row c.
  public var classes: UInt64
  /// Seconds from when, and until when.
  public var from: Double, to: Double

  /// A closure of a link.
  public init(link: Int, classes: UInt64 = .max, from: Double, to: Double) {
    self.link = link
    self.classes = classes
    self.from = from
    self.to = to
  }
}

/// A vehicle that came to a closed link.
public struct TurnedAway: Sendable, Hashable {
  /// The vehicle, and the step of its route that it could not enter, counted from the route's beginning: 0 when it never came in.
  public var vehicle: Int, step: Int
  /// Seconds at which it stood before the closed link.
  public var time: Double

  /// A vehicle before a closed link.
  public init(vehicle: Int, step: Int, time: Double) {
    self.vehicle = vehicle
    self.step = step
    self.time = time
  }
}

/// Closures by link.
struct ClosureTable {
  private var start: [Int32] = []
  private var rows: [QueueClosure] = []
  /// When links close, ascending.
  private(set) var beginnings: [(time: Double, link: Int)] = []

  var isEmpty: Bool { rows.isEmpty }

  init(_ closures: [QueueClosure], links: Int) throws(QueueFault) {
    guard !closures.isEmpty else { return }
    start = [Int32](repeating: 0, count: links + 1)
    for closure in closures {
      guard (0..<links).contains(closure.link) else {
        throw .unknownRow(what: "link", row: closure.link, count: links)
      }
      guard closure.from < closure.to else {
        throw .closure(link: closure.link, from: closure.from, to: closure.to)
      }
      start[closure.link + 1] += 1
    }
    for link in 0..<links { start[link + 1] += start[link] }
    rows = closures.enumerated().sorted { ($0.element.link, $0.offset) < ($1.element.link, $1.offset) }.map(\.element)
    beginnings = rows.map { ($0.from, $0.link) }.sorted { ($0.time, $0.link) < ($1.time, $1.link) }
  }

  /// Whether a class may not enter a link now.
  func closes(_ link: Int, to kind: UInt8, at time: Double) -> Bool {
    for row in Int(start[link])..<Int(start[link + 1]) {
      let closure = rows[row]
      if closure.from <= time, time < closure.to, closure.classes & (1 << UInt64(kind)) != 0 { return true }
    }
    return false
  }
}
