import Foundation
import Queues
import SumoNetwork

/// The queue model on a network of SUMO: `queues NET DUMP BEGIN END SEED [EDGES-OUT [TRIPS-OUT]]`.
enum QueueRuns {
  static func run(_ words: [String]) throws {
    let begin = CPUClock.thread
    let net = try SumoNet(reading: words[0])
    let dump = try SumoDump(reading: words[1], edges: net.edgeRows())
    let clock = CPUClock.thread
    let streets = try SumoQueues(net, programs: dump.programs, classes: dump.classes)
    let network = try streets.builder.network()
    let vehicles = dump.vehicles(route: streets.route, link: { streets.links[$0] })
    // Rows of the outcome are rows of the dump.
    guard vehicles.count == dump.trips.count else {
      throw QueueFault.vehicle(row: vehicles.count, what: "or one before it has no route")
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
      for (row, trip) in dump.trips.enumerated() {
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
