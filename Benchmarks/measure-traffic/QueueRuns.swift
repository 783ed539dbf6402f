import Foundation
import Queues
import SumoNetwork

/// The queue model on a network of SUMO: `queues NET DUMP BEGIN END SEED [EDGES-OUT [TRIPS-OUT]]`.
enum QueueRuns {
  static func run(_ words: [String]) throws {
    let net = try SumoNet(reading: words[0])
    let edgeRows = net.edgeRows()
    var drivers: [DriverClass] = []
    var classes: [SumoClasses?] = []
    var programs: [SignalPlan] = []
    var trips: [(id: String, depart: Double, driver: Int, dwell: String, edges: [Int])] = []
    for line in try String(contentsOfFile: words[1], encoding: .utf8).split(separator: "\n") {
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      switch parts[0] {
      case "type":
        classes.append(parts[2] == "ignoring" ? nil : SumoClasses(name: parts[2]))
        let figures = parts[3...].map { Double($0) ?? 0 }
        var driver = DriverClass()
        driver.length = figures[0]
        driver.gap = figures[1]
        driver.acceleration = figures[2]
        driver.deceleration = figures[3]
        driver.reaction = figures[4]
        driver.imperfection = figures[5]
        driver.factor = figures[6]
        driver.factorDeviation = figures[7]
        driver.topSpeed = figures[8]
        drivers.append(driver)
      case "tls":
        let phases = parts[3].split(separator: ";").map { text in
          let pair = text.split(separator: " ")
          return (duration: Double(pair[0]) ?? 0, state: Array(pair[1].utf8))
        }
        programs.append(SignalPlan(id: parts[1], offset: Double(parts[2]) ?? 0, phases: phases))
      default:
        trips.append(
          (parts[1], Double(parts[2]) ?? 0, Int(parts[3]) ?? 0, parts[4], parts[5].split(separator: " ").compactMap { edgeRows[String($0)] }))
      }
    }
    let clock = CPUClock.thread
    let streets = try SumoQueues(net, programs: programs, classes: classes)
    let network = try streets.builder.network()
    var vehicles = QueueVehicles(drivers: drivers)
    for trip in trips {
      let route = streets.route(trip.edges)
      var dwell: [Double] = []
      if !trip.dwell.isEmpty {
        dwell = [Double](repeating: 0, count: route.count)
        for part in trip.dwell.split(separator: ",") {
          let pair = part.split(separator: ":")
          if let step = Int(pair[0]), let seconds = Double(pair[1]), let link = streets.links[trip.edges[step]],
            let place = route.firstIndex(of: link) { dwell[place] += seconds }
        }
      }
      vehicles.add(departure: trip.depart, driver: trip.driver, route: route, dwell: dwell)
    }
    var options = QueueOptions(begin: Double(words[2]) ?? 0, end: Double(words[3]) ?? 3600)
    options.seed = UInt64(words[4]) ?? 1
    let built = CPUClock.thread
    let outcome = try QueueEngine.run(vehicles, on: network, options: options)
    let done = CPUClock.thread
    let n = Double(vehicles.count)
    print(
      String(
        format: "vehicles %d delay %.1f = loss %.1f + departure %.1f; waiting %d driving %d arrived %d; events %d; CPU build %.3f run %.3f s",
        vehicles.count, outcome.meanDelay, outcome.timeLoss.reduce(0, +) / n, outcome.departureDelay.reduce(0, +) / n,
        outcome.waiting, outcome.driving, outcome.arrivedCount, outcome.events, built - clock, done - built))
    if ProcessInfo.processInfo.environment["HOLDS"] != nil {
      var names: [Int: String] = [:]
      for (edge, link) in streets.links { names[link] = net.edges[edge].id }
      for (pair, link) in streets.pockets { names[link] = "(\(net.edges[pair[0]].id)>\(net.edges[pair[1]].id))" }
      for lane in 0..<network.laneCount {
        let held = (0..<5).map { Int(outcome.held[lane * 5 + $0]) }
        let link = Int(network.laneLink[lane])
        if held.reduce(0, +) > 0 { print("HELD", names[link] ?? "?", lane - Int(network.laneStart[link]), held) }
      }
      for hold in outcome.holds {
        let link = Int(network.laneLink[hold.lane])
        print(
          " lane", names[link] ?? "?", hold.lane - Int(network.laneStart[link]), "reason", hold.reason, "next",
          hold.next >= 0 ? names[hold.next] ?? "?" : "-", "vehicles", hold.count, "of", Int(network.linkLength[link] / 7.5))
      }
    }
    if words.count > 5 {
      var text = ""
      for (edge, link) in streets.links.sorted(by: { $0.key < $1.key }) {
        for interval in 0..<outcome.intervals {
          let at = link * outcome.intervals + interval
          text += "\(net.edges[edge].id)\t\(interval)\t\(outcome.linkSeconds[at])\t\(outcome.linkMetres[at])\t\(outcome.linkExits[at])\t\(network.linkLength[link])\t\(network.linkSpeed[link])\n"
        }
      }
      try text.write(toFile: words[5], atomically: false, encoding: .utf8)
    }
    if words.count > 6 {
      var text = ""
      for (row, trip) in trips.enumerated() {
        text += "\(trip.id)\t\(outcome.timeLoss[row])\t\(outcome.departureDelay[row])\t\(outcome.arrived[row])\n"
      }
      try text.write(toFile: words[6], atomically: false, encoding: .utf8)
    }
  }
}

enum CPUClock {
  /// CPU seconds of this thread.
  static var thread: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
