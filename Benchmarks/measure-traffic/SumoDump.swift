import Foundation
import Queues
import Replica
import SumoNetwork

/// Types, plans and vehicles of a run of SUMO, as `traffic_queues.py` writes them.
struct SumoDump {
  /// How each type drives, and its class in SUMO; nothing for one that ignores what lanes allow.
  private(set) var drivers: [DriverClass] = []
  private(set) var classes: [SumoClasses?] = []
  /// Plans besides those of the network.
  private(set) var programs: [SignalPlan] = []
  /// A vehicle: seconds standing at steps of its route, and the rows of the edges it passes.
  struct Trip {
    var id: String
    var depart: Double
    var driver: Int
    var dwell: [(step: Int, seconds: Double)]
    var edges: [Int]
  }
  private(set) var trips: [Trip] = []

  init(reading path: String, edges rows: [String: Int]) throws {
    // By bytes: characters of a text of megabytes take longer than the queues do.
    for line in try [UInt8](Data(contentsOf: URL(filePath: path))).split(separator: UInt8(ascii: "\n")) {
      let parts = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
      switch Self.text(parts[0]) {
      case "type": addType(parts.map(Self.text))
      case "tls": addProgram(parts.map(Self.text))
      default:
        let dwell = Self.text(parts[4]).split(separator: ",").compactMap { text in
          let pair = text.split(separator: ":")
          return Int(pair[0]).map { (step: $0, seconds: Double(pair[1]) ?? 0) }
        }
        trips.append(
          Trip(
            id: Self.text(parts[1]), depart: Double(Self.text(parts[2])) ?? 0, driver: Int(Self.text(parts[3])) ?? 0,
            dwell: dwell, edges: parts[5].split(separator: UInt8(ascii: " ")).compactMap { rows[Self.text($0)] }))
      }
    }
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

  private mutating func addType(_ parts: [String]) {
    classes.append(parts[2] == "ignoring" ? nil : SumoClasses(name: parts[2]))
    // A distribution, such as normc(1.0, 0.1, 0.2, 2.0), by its first figure.
    let figures = parts[3...].map { text in
      Double(text) ?? Double(text.split(whereSeparator: { "(,)".contains($0) }).dropFirst().first ?? "") ?? 0
    }
    var driver = DriverClass()
    (driver.length, driver.gap) = (figures[0], figures[1])
    (driver.acceleration, driver.deceleration) = (figures[2], figures[3])
    (driver.reaction, driver.imperfection) = (figures[4], figures[5])
    (driver.factor, driver.factorDeviation, driver.topSpeed) = (figures[6], figures[7], figures[8])
    drivers.append(driver)
  }

  private mutating func addProgram(_ parts: [String]) {
    let phases = parts[3].split(separator: ";").map { text in
      let pair = text.split(separator: " ")
      return (duration: Double(pair[0]) ?? 0, state: Array(pair[1].utf8))
    }
    programs.append(SignalPlan(id: parts[1], offset: Double(parts[2]) ?? 0, phases: phases))
  }

  /// Our class of a type of SUMO's; nothing for one that may go everywhere.
  func vehicle(_ type: Int) -> VehicleClass? {
    classes[type].map { one in
      VehicleClass.allCases.first { one.vehicles.contains($0) } ?? .car
    }
  }

  /// The vehicles with routes over queue links; `link` names that of an edge.
  func vehicles(route: ([Int]) -> [Int], link: (Int) -> Int?) -> QueueVehicles {
    var vehicles = QueueVehicles(drivers: drivers)
    for trip in trips {
      let way = route(trip.edges)
      guard !way.isEmpty else { continue }
      var dwell: [Double] = []
      if !trip.dwell.isEmpty {
        dwell = [Double](repeating: 0, count: way.count)
        for stop in trip.dwell {
          if let here = link(trip.edges[stop.step]), let place = way.firstIndex(of: here) {
            dwell[place] += stop.seconds
          }
        }
      }
      vehicles.add(departure: trip.depart, driver: trip.driver, route: way, dwell: dwell)
    }
    return vehicles
  }
}
