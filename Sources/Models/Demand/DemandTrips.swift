import Modelling
public import Replica

/// Trips of vehicles as columns of `count` entries, in the order of their departure.
public struct DemandTrips: Sendable, Equatable {
  /// Seconds after midnight at which they begin, 0..<86,400.
  public private(set) var departs: [Int32] = []
  /// Raw values of ``VehicleClass``.
  public private(set) var classes: [UInt8] = []
  /// Rows of the links they begin on.
  public private(set) var fromLinks: [Int32] = []
  /// Rows of the links they end on.
  public private(set) var toLinks: [Int32] = []
  /// Raw values of ``Purpose``.
  public private(set) var purposes: [UInt8] = []
  /// Rows of the zones they begin in; outside stations follow the zones.
  public private(set) var fromZones: [Int32] = []
  /// Rows of the zones they end in.
  public private(set) var toZones: [Int32] = []

  /// No trips.
  public init() {}

  /// How many there are.
  public var count: Int { departs.count }

  /// What kind of vehicle makes a trip.
  public func vehicle(_ trip: Int) -> VehicleClass { VehicleClass(rawValue: classes[trip]) ?? .car }

  /// Why a trip is made.
  public func purpose(_ trip: Int) -> Purpose { Purpose(rawValue: purposes[trip]) ?? .other }

  mutating func append(
    at second: Int, _ vehicle: VehicleClass, _ purpose: Purpose, from: (link: Int32, zone: Int),
    to: (link: Int32, zone: Int)
  ) {
    departs.append(Int32(second))
    classes.append(vehicle.rawValue)
    purposes.append(purpose.rawValue)
    fromLinks.append(from.link)
    toLinks.append(to.link)
    fromZones.append(Int32(from.zone))
    toZones.append(Int32(to.zone))
  }

  mutating func append(_ others: DemandTrips) {
    departs += others.departs
    classes += others.classes
    purposes += others.purposes
    fromLinks += others.fromLinks
    toLinks += others.toLinks
    fromZones += others.fromZones
    toZones += others.toZones
  }

  /// The same in the order of departure; those of the same second stay in theirs. O(count).
  func inOrder() -> DemandTrips {
    var places = [Int32](repeating: 0, count: 86_401)
    for second in departs { places[Int(second) + 1] += 1 }
    for second in 0..<86_400 { places[second + 1] += places[second] }
    var order = [Int32](repeating: 0, count: count)
    for trip in departs.indices {
      order[Int(places[Int(departs[trip])])] = Int32(trip)
      places[Int(departs[trip])] += 1
    }
    func picked<Value>(_ column: [Value]) -> [Value] { order.map { column[Int($0)] } }
    var sorted = DemandTrips()
    sorted.departs = picked(departs)
    sorted.classes = picked(classes)
    sorted.purposes = picked(purposes)
    sorted.fromLinks = picked(fromLinks)
    sorted.toLinks = picked(toLinks)
    sorted.fromZones = picked(fromZones)
    sorted.toZones = picked(toZones)
    return sorted
  }

  /// The same with every trip taken as often as its factor says: what a change of demand, or counts, make of it.
  ///
  /// Whole copies without bias: their number in all is off by less than 1, and by hour, too, since trips are in the order of
  /// departure. Further copies of a trip begin at another second of its hour. Factors that are negative or
  /// unknown count as 0. O(count).
  public func reweighted(seed: UInt64, by factor: (Int) -> Double) -> DemandTrips {
    var random = SplitMix(seed: seed, topic: "demand.reweighted")
    var line = random.unit()
    var result = DemandTrips()
    for trip in 0..<count {
      let weight = factor(trip)
      line += weight.isFinite ? min(1_000, max(0, weight)) : 0
      var isCopy = false
      while line >= 1 {
        line -= 1
        let hour = Int(departs[trip]) / 3_600
        result.append(
          at: isCopy ? hour * 3_600 + random.index(below: 3_600) : Int(departs[trip]), vehicle(trip), purpose(trip),
          from: (fromLinks[trip], Int(fromZones[trip])), to: (toLinks[trip], Int(toZones[trip])))
        isCopy = true
      }
    }
    return result.inOrder()
  }
}
