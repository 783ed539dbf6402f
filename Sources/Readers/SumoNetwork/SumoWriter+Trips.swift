public import Replica

extension SumoWriter {
  /// A trip to be written: a way through the city by a vehicle of a class.
  public struct Trip: Sendable {
    /// Its name.
    public var id: String
    /// Seconds after the run's start at which it leaves.
    public var depart: Double
    /// Who drives.
    public var vehicle: VehicleClass
    /// Its links in order, or the first and the last alone where SUMO is to find the way.
    public var links: [LinkID]
    /// Whether `links` is the whole way.
    public var isRoute: Bool

    /// A trip from its parts.
    public init(id: String, depart: Double, vehicle: VehicleClass, links: [LinkID], isRoute: Bool) {
      self.id = id
      self.depart = depart
      self.vehicle = vehicle
      self.links = links
      self.isRoute = isRoute
    }
  }

  /// A `.rou.xml` of trips by time, for the network of this writer; and how many were left out because an edge of
  /// theirs is not there or there is none. O(n log n).
  public func routes(_ trips: [Trip]) -> (text: String, leftOut: Int) {
    var text = SumoText("routes")
    for vehicle in VehicleClass.allCases where trips.contains(where: { $0.vehicle == vehicle }) {
      text.element("vType", [("id", vehicle.name), ("vClass", SumoClasses.plainName(vehicle))])
    }
    var names = SumoNames()
    var leftOut = 0
    for place in trips.indices.sorted(by: { (trips[$0].depart, $0) < (trips[$1].depart, $1) }) {
      let trip = trips[place]
      let ids = trip.links.compactMap { edges.indices.contains($0.index) ? edges[$0.index] : nil }
      guard !ids.isEmpty, ids.count == trip.links.count else {
        leftOut += 1
        continue
      }
      let attributes = [
        ("id", names.name(trip.id, without: "")), ("type", trip.vehicle.name), ("depart", SumoText.number(trip.depart)),
      ]
      if trip.isRoute {
        text.open("vehicle", attributes)
        text.element("route", [("edges", ids.joined(separator: " "))])
        text.close("vehicle")
      } else {
        text.element("trip", attributes + [("from", ids[0]), ("to", ids[ids.count - 1])])
      }
    }
    return (text.finished(), leftOut)
  }
}
