public import Replica

/// A place and a time at which vehicles are counted.
public struct TrafficCounter: Sendable, Hashable {
  /// The direction of the street they pass, or both.
  public var links: [LinkID]
  /// Seconds after midnight, within 0..<86,400.
  public var seconds: Range<Int>
  /// Who is counted.
  public var vehicles: VehicleSet

  /// A counter of a direction, or of both together.
  public init(links: [LinkID], seconds: Range<Int>, vehicles: VehicleSet = .motor) {
    self.links = links
    self.seconds = seconds
    self.vehicles = vehicles
  }

  /// Hours it counts.
  public var hours: Double { Double(seconds.count) / 3_600 }
}

/// Which trips pass which counters.
///
/// A trip that begins or ends on a counted street inside the town passes the counter with a share of ½: both stand somewhere along it.
public struct CounterPassings: Sendable, Equatable {
  /// A trip at a counter.
  public struct Entry: Sendable, Equatable {
    /// Rows of the counters, and of the trips.
    public var counter, trip: Int32
    /// 0…1.
    public var share: Float
  }

  /// How many counters there are.
  public let counters: Int
  /// In the order of the trips.
  public private(set) var entries: [Entry] = []
  /// Trips that find no way.
  public private(set) var lost = 0

  /// The passings of trips on ways of any origin.
  ///
  /// `walk` is called once a trip, in order, and tells each link of its way with the second after midnight at which it is entered; it
  /// answers whether there is a way. `stations` is the row of the first place that is no zone but a road over the edge. O(links of all ways).
  public init(
    of trips: DemandTrips, at counters: [TrafficCounter], stations: Int,
    walk: (_ trip: Int, _ pass: (LinkID, Double) -> Void) throws -> Bool
  ) rethrows {
    self.counters = counters.count
    let book = CounterBook(counters)
    for trip in 0..<trips.count {
      let ends = book.ends(of: trip, in: trips, stations: stations)
      let found = try walk(trip) { link, second in
        book.note(link, second, ends, trips.vehicle(trip)) { counter, share in
          entries.append(Entry(counter: Int32(counter), trip: Int32(trip), share: share))
        }
      }
      if !found { lost += 1 }
    }
  }

  init(counters: Int, parts: [(entries: [Entry], lost: Int)]) {
    self.counters = counters
    entries = parts.flatMap(\.entries)
    lost = parts.reduce(0) { $0 + $1.lost }
  }

  /// What passes each counter when every trip is made as often as its factor says. O(entries).
  public func counts(_ factor: (Int) -> Double = { _ in 1 }) -> [Double] {
    var sums = [Double](repeating: 0, count: counters)
    for entry in entries { sums[Int(entry.counter)] += Double(entry.share) * factor(Int(entry.trip)) }
    return sums
  }
}

/// Counters by their link.
struct CounterBook: Sendable {
  /// The links a trip may pass in part, and the share of them.
  struct Ends {
    var from, to: Int32
    var fromShare, toShare: Float
  }

  private let counters: [TrafficCounter]
  private var rows: [LinkID: [Int]] = [:]

  init(_ counters: [TrafficCounter]) {
    self.counters = counters
    for (row, counter) in counters.enumerated() {
      for link in Set(counter.links) { rows[link, default: []].append(row) }
    }
  }

  func ends(of trip: Int, in trips: DemandTrips, stations: Int) -> Ends {
    Ends(
      from: trips.fromLinks[trip], to: trips.toLinks[trip],
      fromShare: Int(trips.fromZones[trip]) < stations ? 0.5 : 1,
      toShare: Int(trips.toZones[trip]) < stations ? 0.5 : 1)
  }

  func note(
    _ link: LinkID, _ second: Double, _ ends: Ends, _ vehicle: VehicleClass, _ found: (Int, Float) -> Void
  ) {
    guard let rows = rows[link] else { return }
    let share = min(link.rawValue == ends.from ? ends.fromShare : 1, link.rawValue == ends.to ? ends.toShare : 1)
    // A day ends where it began.
    let clock = Int(second) % 86_400
    for row in rows where counters[row].seconds.contains(clock) && counters[row].vehicles.contains(vehicle) {
      found(row, share)
    }
  }
}
