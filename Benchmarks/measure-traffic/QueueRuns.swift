import Foundation
import Queues
import SumoNetwork

/// The queue model on a network of SUMO: `queues NET DUMP BEGIN END SEED [EDGES-OUT [TRIPS-OUT]]`.
enum QueueRuns {
  static func run(_ words: [String]) throws {
    let begin = CPUClock.thread
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
          (
            parts[1], Double(parts[2]) ?? 0, Int(parts[3]) ?? 0, parts[4],
            parts[5].split(separator: " ").compactMap { edgeRows[String($0)] }
          ))
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
            let place = route.firstIndex(of: link)
          {
            dwell[place] += seconds
          }
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
    let row: [(String, Any)] = [
      ("vehicles", vehicles.count), ("delay", outcome.meanDelay), ("timeLoss", outcome.timeLoss.reduce(0, +) / n),
      ("departureDelay", outcome.departureDelay.reduce(0, +) / n), ("waiting", outcome.waiting),
      ("driving", outcome.driving), ("arrived", outcome.arrivedCount), ("stranded", outcome.stranded.count),
      ("gridlocks", outcome.gridlocks.count), ("events", outcome.events), ("buildSeconds", built - clock),
      ("runSeconds", done - built), ("readSeconds", clock - begin),
    ]
    print("{" + row.map { "\"\($0)\": \($1)" }.joined(separator: ", ") + "}")
    if ProcessInfo.processInfo.environment["HOLDS"] != nil {
      var names: [Int: String] = [:]
      for (edge, link) in streets.links { names[link] = net.edges[edge].id }
      for (pair, link) in streets.pockets { names[link] = "(\(net.edges[pair[0]].id)>\(net.edges[pair[1]].id))" }
      for lane in 0..<network.laneCount {
        let held = (0..<5).map { Int(outcome.held[lane * 5 + $0]) }
        let link = Int(network.laneLink[lane])
        if held.reduce(0, +) > 0 { print("HELD", names[link] ?? "?", lane - Int(network.laneStart[link]), held) }
      }
      for lane in outcome.standing {
        print(
          "STANDS", names[lane.link] ?? "?", lane.hold, "next", lane.next.flatMap { names[$0] } ?? "-", "vehicles",
          lane.vehicles)
      }
      for ring in outcome.gridlocks { print("GRIDLOCK", ring.map { names[$0] ?? "?" }.joined(separator: " → ")) }
    }
    if words.count > 5 {
      var text = ""
      for (edge, link) in streets.links.sorted(by: { $0.key < $1.key }) {
        for interval in 0..<outcome.intervals {
          let at = link * outcome.intervals + interval
          text +=
            "\(net.edges[edge].id)\t\(interval)\t\(outcome.linkSeconds[at])\t\(outcome.linkMetres[at])\t\(outcome.linkExits[at])\t\(network.linkLength[link])\t\(network.linkSpeed[link])\n"
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
