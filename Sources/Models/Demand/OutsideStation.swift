public import Geography
public import Replica

/// A road that the map's edge cuts: where traffic enters and leaves.
public struct OutsideStation: Sendable, Equatable {
  /// The link by which one comes in, and that by which one leaves; nothing where the road is one-way.
  public internal(set) var inward, outward: LinkID?
  /// The greatest class of its roads.
  public internal(set) var streetClass: StreetClass
  /// Where it lies, in city metres.
  public internal(set) var point: Point
  /// Vehicles a day, in and out together.
  public internal(set) var vehicles: Double
  /// Share of them that go through the town without a stop, 0…0.95.
  public internal(set) var throughShare: Double

  /// Share of the junctions that may lie farther out than the end of a cut road; assumed.
  private static let beyond = 0.03
  /// Metres within which two carriageways are one road; assumed.
  private static let together = 100.0

  /// m/s up to which a street whose speed is known is taken to lie among houses: 50 km/h and what rounding adds.
  private static let builtUp: Float = 14

  /// The stations of a city: dead ends of roads of the tertiary class and above beyond which hardly anything lies.
  ///
  /// Traffic by class and the share of ``DemandRates``, more where the cut lies among houses; the share that goes through by D. G. Modlin, "Synthesized through-trip table for small urban areas",
  /// Transportation Research Record 842 (1982) 16–21, as in NCHRP Report 365 (1998), not looked up again:
  /// % = 76.76 + 11.22 (motorway) − 25.74 (principal road) − 42.18 (minor road) + 0.00012 V + 0.59 trucks % − 0.48 light trucks %
  /// − 0.000417 people, at least 3 %; it was made for towns up to 50,000. O(nodes · stations).
  static func find(in city: City, people: Double, rates: DemandRates) -> [OutsideStation] {
    let streets = city.streets
    let segments = streets.segments
    var neighbours = [Set<Int32>](repeating: [], count: streets.nodes.count)
    var links = [[LinkID]](repeating: [], count: streets.nodes.count)
    for row in 0..<segments.count where !segments.areRemoved[row] {
      let id = SegmentID(row)
      let isOpen = [id.forward, id.backward].contains { streets.links.access[$0.index].contains(.car) }
      guard isOpen else { continue }
      let (start, end) = (segments.starts[row], segments.ends[row])
      neighbours[start.index].insert(end.rawValue)
      neighbours[end.index].insert(start.rawValue)
      for link in [id.forward, id.backward] where streets.links.access[link.index].contains(.car) {
        links[streets.start(of: link).index].append(link)
        links[streets.end(of: link).index].append(link)
      }
    }
    let used = neighbours.indices.filter { !neighbours[$0].isEmpty }
    guard !used.isEmpty else { return [] }
    let points = used.map { streets.nodes.points[$0] }
    let middle = centre(points)
    var stations: [OutsideStation] = []
    for node in used where neighbours[node].count == 1 {
      let classes = links[node].map { segments.classes[$0.segment.index] }
      guard let best = classes.min(by: { $0.rawValue < $1.rawValue }), aadt(best, rates) > 0 else { continue }
      let point = streets.nodes.points[node]
      let away = point.distance(to: middle)
      guard away > 0 else { continue }
      let (x, y) = ((point.x - middle.x) / away, (point.y - middle.y) / away)
      let farther = points.count { ($0.x - middle.x) * x + ($0.y - middle.y) * y > away + 50 }
      guard Double(farther) <= beyond * Double(points.count) else { continue }
      let inward = links[node].first { streets.start(of: $0).index == node }
      let outward = links[node].first { streets.end(of: $0).index == node }
      let other = stations.firstIndex { station in
        station.point.distance(to: point) <= together
          && ((station.inward == nil && inward != nil && outward == nil)
            || (station.outward == nil && outward != nil && inward == nil))
      }
      if let other {
        stations[other].inward = stations[other].inward ?? inward
        stations[other].outward = stations[other].outward ?? outward
        continue
      }
      let isBuiltUp = links[node].allSatisfy { link in
        !segments.assumed[link.segment.index].contains(.speed) && streets.links.speeds[link.index] <= Self.builtUp
      }
      let vehicles = max(aadt(best, rates), isBuiltUp ? rates[.aadtBuiltUp] : 0)
      stations.append(
        OutsideStation(
          inward: inward, outward: outward, streetClass: best, point: point,
          vehicles: vehicles * rates[.weekdayFactor], throughShare: 0))
    }
    for row in stations.indices {
      if stations[row].inward == nil || stations[row].outward == nil { stations[row].vehicles /= 2 }
      stations[row].throughShare = through(stations[row], people, rates)
    }
    return stations
  }

  private static func centre(_ points: [Point]) -> Point {
    let first = points[0]
    var (x, y) = (0.0, 0.0)
    for point in points {
      x += point.x - first.x
      y += point.y - first.y
    }
    return Point(x: first.x + x / Double(points.count), y: first.y + y / Double(points.count))
  }

  private static func aadt(_ streetClass: StreetClass, _ rates: DemandRates) -> Double {
    switch streetClass {
    case .motorway: rates[.aadtMotorway]
    case .trunk: rates[.aadtTrunk]
    case .primary: rates[.aadtPrimary]
    case .secondary: rates[.aadtSecondary]
    case .tertiary: rates[.aadtTertiary]
    default: 0
    }
  }

  private static func through(_ station: OutsideStation, _ people: Double, _ rates: DemandRates) -> Double {
    let byClass =
      switch station.streetClass {
      case .motorway: 11.22
      case .trunk, .primary: -25.74
      default: -42.18
      }
    let trucks = rates[.stationTrucks] * 100
    // Light trucks are not told apart: as many as heavy ones.
    let percent =
      76.76 + byClass + 0.00012 * station.vehicles + 0.59 * trucks - 0.48 * trucks - 0.000417 * people
    return min(0.95, max(0.03, percent / 100))
  }
}
