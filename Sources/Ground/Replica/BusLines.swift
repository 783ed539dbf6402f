public import Geography

/// The columns of the bus lines: one row a direction of a line; every array has `count` entries.
///
/// A city may know none. What is not known of a line is empty, never made up: a map says where buses go and often where they
/// stop, seldom how many there are. A way holds links as the source has them, also those that keep buses out by their signs.
///
/// Changes append links and mark segments as removed, and leave lines alone: a way may lead over a removed segment or a closed
/// link. What buses do there is for a model to say.
public struct BusLines: Hashable, Sendable {
  /// Hours that departures are known for: 24 of a working day, 24 of a Saturday, 24 of a Sunday or holiday.
  public static let hours = 72

  /// Names for ever: `osm/relation/…`, `osm/relation/…/back` for the way back that its source leaves out, `sandbox/bus-line/…`.
  public private(set) var keys: [FeatureKey] = []
  /// What is on the bus: "10: Terminal – Taman Jaya"; may be empty.
  public var names: [String] = []
  /// The links driven, in order; each begins where the one before it ends, unless a street between them was taken away for
  /// good.
  public var ways: [[LinkID]] = []
  /// Metres along the way of every stop that is known, first and last included, ascending, 0 or more; empty when none is.
  public var stops: [[Float]] = []
  /// Buses that set out in each of the 72 hours, 0 or more: row `i` has `departures[i][24 * day + hour]` with day 0 a working
  /// day, 1 a Saturday, 2 a Sunday or holiday, and the hour from 0 to 23; empty when not known.
  public var departures: [[Float]] = []

  /// No lines.
  public init() {}

  /// How many there are; a line there and back counts twice.
  public var count: Int { keys.count }

  /// Whether there are none.
  public var isEmpty: Bool { keys.isEmpty }

  /// Adds a direction of a line. Stops and departures stay empty where they are not known; otherwise departures must be 72.
  public mutating func append(
    key: FeatureKey, name: String, way: [LinkID], stops: [Float] = [], departures: [Float] = []
  ) {
    precondition(departures.isEmpty || departures.count == Self.hours, "departures of three days by hour")
    keys.append(key)
    names.append(name)
    ways.append(way)
    self.stops.append(stops)
    self.departures.append(departures)
  }

  /// Feeds everything to a fingerprint; no lines feed nothing.
  public func feed(_ digest: inout Digest) {
    guard !isEmpty else { return }
    digest.feed("bus-lines.keys", texts: keys.map(\.text))
    digest.feed("bus-lines.names", texts: names)
    digest.feed("bus-lines.counts", integers: ways.map(\.count) + stops.map(\.count) + departures.map(\.count))
    digest.feed("bus-lines.ways", integers: ways.joined().map(\.rawValue))
    digest.feed("bus-lines.stops", numbers: Array(stops.joined()))
    digest.feed("bus-lines.departures", numbers: Array(departures.joined()))
  }
}

extension Streets {
  /// The line driven along links, in city metres; where one link begins where the one before it ends, that point stands once.
  /// O(points).
  public func line(along way: some Sequence<LinkID>) -> [Point] {
    var line: [Point] = []
    for link in way {
      let shape = segments.shapes[link.segment.index]
      let points = link.isBackward ? Array(shape.reversed()) : Array(shape)
      line.append(contentsOf: line.last == points.first ? points.dropFirst() : points[...])
    }
    return line
  }
}
