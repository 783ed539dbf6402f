internal import Modelling

/// Vehicles with their routes, in columns.
public struct QueueVehicles: Sendable {
  /// Seconds at which each wants to depart.
  public private(set) var departures: [Double] = []
  /// The row of each one's class.
  public private(set) var classes: [UInt8] = []
  /// The first step of each route, and the count of steps at the end.
  public private(set) var routeStart: [Int32] = [0]
  /// Links along the routes.
  public private(set) var route: [Int32] = []
  /// Steps of routes on which somebody stands at a stop of its line, ascending, and for how many seconds.
  private var dwellSteps: [Int32] = [], dwellSeconds: [Float] = []
  /// What chance knows each by.
  private var numbers: [UInt32] = []
  /// How classes drive.
  public var drivers: [DriverClass]

  /// No vehicles yet, of some classes (up to 64).
  public init(drivers: [DriverClass]) { self.drivers = drivers }

  /// How many.
  public var count: Int { departures.count }

  /// Makes room for so many vehicles and steps of their routes in all.
  public mutating func reserve(_ vehicles: Int, steps: Int) {
    departures.reserveCapacity(vehicles)
    classes.reserveCapacity(vehicles)
    numbers.reserveCapacity(vehicles)
    routeStart.reserveCapacity(vehicles + 1)
    route.reserveCapacity(steps)
  }

  /// Adds a vehicle; `dwell` holds seconds of standing for each link of the route, or nothing. 4 bytes a step, 12 a stop.
  ///
  /// `number` is what chance knows it by, its row where none is given: on two days with other vehicles beside it the same driver drives alike.
  public mutating func add(
    departure: Double, driver: Int, route links: [Int], dwell seconds: [Double] = [], number: UInt32? = nil
  ) {
    numbers.append(number ?? UInt32(count))
    departures.append(departure)
    classes.append(UInt8(driver))
    for (number, standing) in seconds.enumerated() where standing > 0 {
      dwellSteps.append(Int32(route.count + number))
      dwellSeconds.append(Float(standing))
    }
    for link in links { route.append(Int32(link)) }
    routeStart.append(Int32(route.count))
  }

  /// Seconds that a vehicle stands on a step of its route, at a stop of its line. O(log stops).
  public func dwell(at step: Int) -> Double {
    let place = dwellPlace(from: step)
    return place < dwellSteps.count && Int(dwellSteps[place]) == step ? Double(dwellSeconds[place]) : 0
  }

  /// Whether a vehicle stands anywhere on its route. O(log stops).
  func stops(_ row: Int) -> Bool {
    let place = dwellPlace(from: Int(routeStart[row]))
    return place < dwellSteps.count && dwellSteps[place] < routeStart[row + 1]
  }

  /// The place of the first stop on a step or later.
  private func dwellPlace(from step: Int) -> Int {
    var low = 0
    var high = dwellSteps.count
    while low < high {
      let middle = (low + high) / 2
      if Int(dwellSteps[middle]) < step { low = middle + 1 } else { high = middle }
    }
    return low
  }

  func check(on network: QueueNetwork) throws(QueueFault) {
    for (row, driver) in drivers.enumerated() { try driver.check(row: row) }
    for row in 0..<count {
      guard departures[row].isFinite else { throw .vehicle(row: row, what: "departs at no time") }
      guard Int(classes[row]) < drivers.count else {
        throw .unknownRow(what: "vehicle class", row: Int(classes[row]), count: drivers.count)
      }
      guard routeStart[row] < routeStart[row + 1] else { throw .vehicle(row: row, what: "has no route") }
    }
    for link in route where !(0..<network.linkCount).contains(Int(link)) {
      throw .unknownRow(what: "link", row: Int(link), count: network.linkCount)
    }
  }

  /// The share of the permitted speed that a vehicle chooses: normal, cut at 0.2 and 2, from the run's seed and its number.
  func factor(of row: Int, seed: UInt64) -> Double {
    let driver = drivers[Int(classes[row])]
    guard driver.factorDeviation > 0 else { return driver.factor }
    var random = SplitMix(seed: seed &+ UInt64(numbers[row]) &* 0x9E37_79B9_7F4A_7C15)
    return min(2, max(0.2, driver.factor + driver.factorDeviation * random.normal()))
  }
}
