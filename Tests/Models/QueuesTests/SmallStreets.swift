import Modelling
import Queues

/// Small networks and vehicles for the tests.
enum SmallStreets {
  static let everybody = UInt64.max

  /// Drivers without chance in their speed.
  static var steady: DriverClass {
    var driver = DriverClass()
    driver.factorDeviation = 0
    return driver
  }

  /// Links one after another with a lane each; the signals rule the ends of the links they are given for.
  static func line(
    _ lengths: [Double], crossing: Double = 10, signals: [Int: SignalGroup] = [:]
  ) throws -> QueueNetwork {
    var builder = QueueNetworkBuilder()
    let links = lengths.map { builder.addLink(length: $0, speed: 13.89, lanes: [everybody]) }
    for (from, to) in zip(links, links.dropFirst()) {
      let group = signals[from].map { builder.addGroup($0) }
      _ = builder.addMovement(
        from: builder.lane(0, of: from), to: builder.lane(0, of: to), length: crossing, speed: 13.89, group: group)
    }
    return try builder.network()
  }

  /// Red, green and amber that repeat.
  static func signal(red: Double, green: Double, amber: Double = 3) throws -> SignalGroup {
    try SignalGroup(
      offset: 0,
      spans: [
        .init(seconds: red, colour: .red), .init(seconds: green, colour: .protected),
        .init(seconds: amber, colour: .amber),
      ])
  }

  /// Vehicles on one route at these times.
  static func vehicles(_ departures: [Double], route: [Int], driver: DriverClass = steady) -> QueueVehicles {
    var vehicles = QueueVehicles(drivers: [driver])
    for departure in departures { vehicles.add(departure: departure, driver: 0, route: route) }
    return vehicles
  }
}
