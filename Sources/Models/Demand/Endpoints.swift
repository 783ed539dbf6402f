import Geography
import Modelling
import Replica

/// Puts the ends of trips on links: on the street of somebody who lives or works there, in the direction that leads on.
struct Endpoints: Sendable {
  let streets: Streets
  let zones: DemandZones
  let stations: [OutsideStation]

  /// Adds a trip; zones beyond the last are stations. Nothing is added where an end has no street.
  func add(
    _ trips: inout DemandTrips, _ vehicle: VehicleClass, _ purpose: Purpose, from: Int, isHome: Bool, to: Int,
    isHomeThere: Bool, _ clock: Clock, _ random: inout SplitMix
  ) {
    let second = clock.second(&random)
    var start = segment(from, isHome, &random)
    var end = segment(to, isHomeThere, &random)
    // Nobody drives to the house next door when there is another one.
    for _ in 0..<4 where start == end && start != nil {
      start = segment(from, isHome, &random)
      end = segment(to, isHomeThere, &random)
    }
    let startPoint = start.map { middle($0) } ?? point(of: from)
    let endPoint = end.map { middle($0) } ?? point(of: to)
    guard let startPoint, let endPoint,
      let fromLink = start.map({ link($0, vehicle, ahead: endPoint) }) ?? station(from)?.inward?.rawValue,
      let toLink = end.map({ link($0, vehicle, behind: startPoint) }) ?? station(to)?.outward?.rawValue
    else { return }
    trips.append(at: second, vehicle, purpose, from: (fromLink, from), to: (toLink, to))
  }

  private func station(_ zone: Int) -> OutsideStation? {
    zone >= zones.count ? stations[zone - zones.count] : nil
  }

  private func point(of zone: Int) -> Point? { station(zone)?.point }

  private func segment(_ zone: Int, _ isHome: Bool, _ random: inout SplitMix) -> Int? {
    guard zone < zones.count else { return nil }
    return zones.loading[zone].segment(home: isHome, random.unit())
  }

  func middle(_ segment: Int) -> Point {
    streets.nodes.points[streets.segments.starts[segment].index].interpolated(
      to: streets.nodes.points[streets.segments.ends[segment].index], fraction: 0.5)
  }

  private func open(_ segment: Int, _ vehicle: VehicleClass) -> [LinkID] {
    let id = SegmentID(segment)
    let both = [id.forward, id.backward]
    let now = both.filter { streets.links.open($0).contains(vehicle) }
    if !now.isEmpty { return now }
    let cars = both.filter { streets.links.access[$0.index].contains(.car) }
    return cars.isEmpty ? both : cars
  }

  /// The open direction of a segment whose end is nearer to where one goes.
  func link(_ segment: Int, _ vehicle: VehicleClass, ahead target: Point) -> Int32 {
    nearest(open(segment, vehicle)) { streets.nodes.points[streets.end(of: $0).index].distance(to: target) }
  }

  /// The open direction of a segment whose start is nearer to where one comes from.
  func link(_ segment: Int, _ vehicle: VehicleClass, behind origin: Point) -> Int32 {
    nearest(open(segment, vehicle)) { streets.nodes.points[streets.start(of: $0).index].distance(to: origin) }
  }

  private func nearest(_ links: [LinkID], _ metres: (LinkID) -> Double) -> Int32 {
    links.count == 2 && metres(links[1]) < metres(links[0]) ? links[1].rawValue : links[0].rawValue
  }
}
