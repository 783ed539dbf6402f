/// Runs vehicles over a network of queues, event by event.
public enum QueueEngine {
  /// The outcome for each vehicle and link. Time is O(events · log lanes), memory O(steps of routes + storage of lanes + links ·
  /// intervals).
  ///
  /// - Throws: ``QueueFault`` for vehicles that cannot be run on the network.
  public static func run(
    _ vehicles: QueueVehicles, on network: QueueNetwork, options: QueueOptions
  ) throws(QueueFault) -> QueueOutcome {
    try vehicles.check(on: network)
    try options.check()
    let run = try QueueRun(network, vehicles, options)
    run.run { (_) throws(Never) in }
    return run.outcome
  }

  /// The same, telling `progress` every five simulated minutes, or at the next event after them, which share of the time has passed.
  ///
  /// - Throws: ``QueueFault``, and whatever `progress` throws, which ends the run.
  public static func run(
    _ vehicles: QueueVehicles, on network: QueueNetwork, options: QueueOptions, progress: (Double) throws -> Void
  ) throws -> QueueOutcome {
    try vehicles.check(on: network)
    try options.check()
    let run = try QueueRun(network, vehicles, options)
    try run.run(progress)
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
  /// Vehicle-seconds and vehicle-metres, at `link * intervals + interval`.
  public var linkSeconds: [Float], linkMetres: [Float]
  /// Vehicles that left, in the same order, and that came in.
  public var linkExits: [Int32], linkEntries: [Int32]
  /// Vehicles that came in of the classes that ``QueueOptions/countsApart`` names; empty where it names none.
  public var linkEntriesApart: [Int32]
  /// The longest queue in metres on any lane of the link, from its stop line to the back of the last vehicle that stands or would if it
  /// had got there, as the queue was when its first vehicle left or the interval ended.
  public var linkQueues: [Float]
  /// Seconds from entering each link of each route, in the order of ``QueueVehicles/route``, to entering the next or arriving: they add
  /// up to the trip. NaN for a link not left. Empty unless ``QueueOptions/keepsSteps``.
  public var stepSeconds: [Float] = []
  /// Seconds from entering each link to its stop line where nothing holds a vehicle, and the number of the lane it took, from the kerb; empty
  /// where ``stepSeconds`` is.
  public var stepFree: [Float] = [], stepLanes: [UInt8] = []
  /// Seconds that the first vehicle of each lane was held, by what held it last, at `lane * 5 + hold`.
  public var held: [Double] = []
  /// How many events it took.
  public var events: Int
  /// Vehicles at the end: not yet in, on the way, arrived.
  public var waiting = 0, driving = 0, arrivedCount = 0
  /// Vehicles left out because no lane open to them leads from one link of their route to the next; they count as waiting.
  public var stranded: [Int] = []
  /// Vehicles that came to a closed link, in the order of time; they count neither as waiting nor as driving or arrived.
  public var turnedAway: [TurnedAway] = []
  /// Lanes that stand at the end with nothing due to happen, in the order of their rows.
  public var standing: [StandingLane] = []
  /// Whether the run ended before its time; see ``QueueOptions/endsWhenLocked``.
  public var endedLocked = false

  /// Mean of time loss and departure delay over all vehicles, in s.
  public var meanDelay: Double {
    guard !timeLoss.isEmpty else { return 0 }
    return zip(timeLoss, departureDelay).reduce(0) { $0 + $1.0 + $1.1 } / Double(timeLoss.count)
  }
}

extension QueueRun {
  /// Counts what is still on the way when the run ends.
  func close() {
    for lane in 0..<laneCount {
      if lanes[lane].head != nobody { measure(lane, from: lanes[lane].candidate, to: options.end) }
      var vehicle = Int(lanes[lane].head)
      while vehicle >= 0 {
        let span = max(1e-9, trips[vehicle].eta - trips[vehicle].enteredLink)
        let share = min(1, max(0, (options.end - trips[vehicle].enteredLink) / span))
        let link = Int(lanes[lane].link)
        let free =
          links[link].length
          / min(traits[Int(trips[vehicle].kind)].topSpeed, links[link].speed * trips[vehicle].factor)
        trips[vehicle].ideal -= (1 - share) * free
        if options.end > trips[vehicle].enteredLink {
          record.passed(
            link: link, from: trips[vehicle].enteredLink, to: options.end, metres: links[link].length * share)
        }
        vehicle = Int(trips[vehicle].behind)
      }
    }
  }

  var outcome: QueueOutcome {
    let n = vehicles.count
    var result = QueueOutcome(
      entered: [], arrived: record.arrival.array, timeLoss: [], departureDelay: [], intervals: record.intervals,
      linkSeconds: record.column { $0.seconds }, linkMetres: record.column { $0.metres },
      linkExits: record.column { $0.exits }, linkEntries: record.column { $0.entries },
      linkEntriesApart: options.countsApart == 0 ? [] : record.column { $0.entriesApart },
      linkQueues: record.column { $0.queue }, stepSeconds: record.steps.array, held: record.held.array,
      events: record.events)
    result.stepFree = record.freeSteps.array
    result.stepLanes = record.laneSteps.array
    result.turnedAway = record.turnedAway
    var gone = [Double](repeating: .nan, count: record.turnedAway.isEmpty ? 0 : n)
    for one in record.turnedAway { gone[one.vehicle] = one.time }
    result.stranded = record.stranded.sorted()
    for row in 0..<n {
      let inside = !enteredNetwork[row].isNaN
      result.entered.append(enteredNetwork[row])
      let end = trips[row].state == 2 ? record.arrival[row] : trips[row].state == 3 ? gone[row] : options.end
      result.departureDelay.append(
        (inside ? enteredNetwork[row] : max(vehicles.departures[row], end)) - vehicles.departures[row])
      result.timeLoss.append(inside ? max(0, end - enteredNetwork[row] - trips[row].ideal - trips[row].stood) : 0)
      switch trips[row].state {
      case 0: result.waiting += 1
      case 1: result.driving += 1
      case 2: result.arrivedCount += 1
      default: break
      }
    }
    result.standing = standing
    result.endedLocked = record.endedLocked
    return result
  }
}
