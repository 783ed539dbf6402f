/// Runs vehicles over a network of queues, event by event.
public enum QueueEngine {
  /// The outcome for each vehicle and link. Time is O(events · log lanes), memory O(steps of routes + storage of lanes).
  ///
  /// - Throws: ``QueueFault`` for vehicles that cannot be run on the network.
  public static func run(
    _ vehicles: QueueVehicles, on network: QueueNetwork, options: QueueOptions
  ) throws(QueueFault) -> QueueOutcome {
    try vehicles.check(on: network)
    var run = QueueRun(network, vehicles, options)
    defer { run.free() }
    run.run()
    return run.outcome
  }
}

/// What came of a run.
public struct QueueOutcome: Sendable {
  /// Seconds at which each vehicle entered the network, and arrived; NaN for one that did not.
  public var entered: [Double], arrived: [Double]
  /// Seconds each lost against driving at its own permitted speed, stops of its line not counted.
  public var timeLoss: [Double]
  /// Seconds each waited outside, to the end of the run where it never came in.
  public var departureDelay: [Double]
  /// Intervals of the record of links.
  public var intervals: Int
  /// Vehicle-seconds, vehicle-metres and vehicles that left, at `link * intervals + interval`.
  public var linkSeconds: [Double], linkMetres: [Double]
  public var linkExits: [Int32]
  /// Seconds that the first vehicle of each lane was held, by what held it last, at `lane * 5 + hold`.
  public var held: [Double] = []
  /// How many events it took.
  public var events: Int
  /// Vehicles at the end: not yet in, on the way, arrived.
  public var waiting = 0, driving = 0, arrivedCount = 0
  /// Why lanes stand at the end: (lane, what holds its first vehicle).
  public var holds: [(lane: Int, reason: Int, next: Int, count: Int)] = []

  /// Mean of time loss and departure delay over all vehicles, in s.
  public var meanDelay: Double {
    guard !timeLoss.isEmpty else { return 0 }
    return zip(timeLoss, departureDelay).reduce(0) { $0 + $1.0 + $1.1 } / Double(timeLoss.count)
  }
}

extension QueueRun {
  /// Counts what is still on the way when the run ends.
  mutating func close() {
    for lane in 0..<laneCount {
      var vehicle = Int(head[lane])
      while vehicle >= 0 {
        let span = max(1e-9, eta[vehicle] - enteredLink[vehicle])
        let share = min(1, max(0, (options.end - enteredLink[vehicle]) / span))
        let link = Int(network.laneLink[lane])
        let free = network.linkLength[link] / min(traits[Int(vehicles.classes[vehicle])].topSpeed, network.linkSpeed[link] * factor[vehicle])
        ideal[vehicle] -= (1 - share) * free
        if options.end > enteredLink[vehicle] {
          record.passed(link: link, from: enteredLink[vehicle], to: options.end, metres: network.linkLength[link] * share)
        }
        vehicle = Int(behind[vehicle])
      }
    }
  }

  var outcome: QueueOutcome {
    let n = vehicles.count
    var result = QueueOutcome(
      entered: [], arrived: record.arrival, timeLoss: [], departureDelay: [], intervals: record.intervals,
      linkSeconds: record.seconds, linkMetres: record.metres, linkExits: record.exits, held: record.held, events: record.events)
    for row in 0..<n {
      let inside = state[row] > 0
      result.entered.append(inside ? enteredNetwork[row] : .nan)
      let end = state[row] == 2 ? record.arrival[row] : options.end
      result.departureDelay.append((inside ? enteredNetwork[row] : max(vehicles.departures[row], options.end)) - vehicles.departures[row])
      result.timeLoss.append(inside ? max(0, end - enteredNetwork[row] - ideal[row] - stood[row]) : 0)
      switch state[row] {
      case 0: result.waiting += 1
      case 1: result.driving += 1
      default: result.arrivedCount += 1
      }
    }
    for lane in 0..<laneCount where head[lane] != nobody && due[lane] == .infinity {
      let first = Int(head[lane])
      let step = Int(position[first]) + 1
      let next = step < Int(vehicles.routeStart[first + 1]) ? Int(vehicles.route[step]) : -1
      result.holds.append((lane, Int(blocked[lane]), next, Int(count[lane])))
    }
    return result
  }
}
