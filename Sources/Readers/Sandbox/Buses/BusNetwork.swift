import Geography
import Modelling
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

/// The bus lines of a town: stops on the left of the road, ways along links, timetables.
struct BusNetwork: Sendable {
  /// A stop, beside one link.
  struct Stop: Sendable {
    /// Where one waits, on the left of the road, in city metres.
    var point: Point
    /// The link buses halt on, and how far along it in metres; of a station, the link one line leaves by.
    var link: LinkID
    var along: Double
    /// What the sign says; no two alike.
    var name: String
    /// Whether it is a bus station, where lines begin and end.
    var isStation: Bool
  }

  /// One direction of a line.
  struct Run: Sendable {
    /// The links driven, one after the other.
    var links: [LinkID]
    /// Stops in the order of the run, as rows of ``BusNetwork/stops``.
    var stops: [Int]
    /// Metres from the start of the run's links to each stop.
    var distances: [Double]
    /// Seconds from departure to the arrival at and the departure from each stop, on empty streets.
    var arrivals: [Int]
    var departures: [Int]
    /// When buses leave, in seconds after midnight: on workdays, on Saturdays, on Sundays and holidays.
    var starts: [[Int]]
  }

  /// A line with its two directions.
  struct Line: Sendable {
    /// The number on the bus, such as `T212`.
    var number: String
    /// Both ends.
    var name: String
    /// Away from the station, and back to it.
    var out: Run
    var back: Run
  }

  private(set) var stops: [Stop] = []
  private(set) var lines: [Line] = []
  /// Sentences about what no bus reaches, and why.
  private(set) var remarks: [String] = []

  /// Lines over streets: from the station at `center` to targets, in large cities by way of hubs.
  ///
  /// Buses keep to links open to them, to one-way streets and to bans of turns; at the far end of a line they turn round. The
  /// same streets, targets and seed give the same lines. O(links · log links) for the middle and for each hub.
  init(streets: Streets, center: Point, targets: [BusTarget], people: Int, seed: UInt64, naming: TownNaming) {
    let graph = BusGraph(streets)
    let station = naming.place(.busStation, number: 0, quarter: 0, quarterKind: .core).malay
    let plan = BusPlan(graph, center: center, targets: targets, people: people, stationName: station)
    remarks = plan.remarks
    var setter = BusStops(streets, targets)
    var hubStops = [Int?](repeating: nil, count: plan.hubs.count)
    let chance = Chance(seed: seed, topic: "buses.departures")
    for (row, line) in plan.lines.enumerated() {
      let hub = plan.hubs[line.hub]
      let stop = hubStops[line.hub] ?? setter.addHub(hub.name, at: hub.node, along: line.out[0])
      hubStops[line.hub] = stop
      var random = chance.generator(row)
      let headway = BusTimes.headway(people: people, isTrunk: line.isTrunk)
      func run(_ way: [LinkID], _ halts: [(stop: Int, distance: Double)]) -> Run {
        let times = BusTimes.times(on: way, halts: halts, stops: setter.stops, streets: streets)
        return Run(
          links: way, stops: halts.map(\.stop), distances: halts.map(\.distance), arrivals: times.arrivals,
          departures: times.departures,
          starts: BusTimes.days.indices.map { BusTimes.departures(headway: headway, day: $0, &random) })
      }
      let outHalts = setter.halts(on: line.out, from: stop, to: nil)
      let backHalts = setter.halts(on: line.back, from: nil, to: stop)
      lines.append(
        Line(
          number: line.number, name: "\(hub.name) – \(line.endName)", out: run(line.out, outHalts),
          back: run(line.back, backHalts)))
    }
    stops = setter.stops
  }

  /// Adds the stops to a city's places, of kind `stop` and `station`.
  func add(to places: inout Places) {
    for (row, stop) in stops.enumerated() {
      places.append(
        key: FeatureKey("sandbox/bus-stop/\(row + 1)"), kind: PlaceKind(rawValue: stop.isStation ? "station" : "stop"),
        name: stop.name, at: stop.point)
    }
  }

  /// The lines as a city holds them, a row there and a row back: buses set out in an hour as the timetable says.
  var cityLines: BusLines {
    var rows = BusLines()
    for line in lines {
      for (direction, run) in [("out", line.out), ("back", line.back)] {
        var departures = [Float](repeating: 0, count: BusLines.hours)
        for (day, starts) in run.starts.enumerated() {
          for start in starts { departures[24 * day + start / 3600 % 24] += 1 }
        }
        let ends = [run.stops.first, run.stops.last].compactMap { $0.map { stops[$0].name } }
        rows.append(
          key: FeatureKey("sandbox/bus-line/\(line.number)/\(direction)"),
          name: "\(line.number): \(ends.joined(separator: " – "))", way: run.links,
          stops: run.distances.map { Float($0) }, departures: departures)
      }
    }
    return rows
  }
}
