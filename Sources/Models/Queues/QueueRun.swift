internal import Modelling

/// The state of one run, in rows over raw memory. A lane's number beyond the network's lanes is a gate: the place outside the
/// network where vehicles wait that want to depart on a link. It is a class because methods of a struct of this size are handed copies of it.
final class QueueRun {
  let network: QueueNetwork
  let vehicles: QueueVehicles
  let options: QueueOptions
  let signals: SignalTable
  let watches: FoeWatch
  let closures: ClosureTable
  let laneCount, linkCount: Int
  let nobody: Int32 = -1
  /// The smallest gap between standing vehicles, in m.
  let gaps: Double

  let traits: Column<DriverTraits>
  let trips: Column<TripRow>
  /// When each came in; NaN where it has not.
  let enteredNetwork: Column<Double>
  let steps: Column<StepRow>
  let lanes: Column<LaneRow>
  let links: Column<LinkRow>
  let movements: Column<MovementRow>
  /// What lanes will have free: a ring for each.
  let ring: Column<RoomToCome>

  let heap = DueHeap()
  let record: QueueRecord
  var now = -Double.infinity
  /// The number of the last search for a ring.
  var stamp: Int32 = 0
  /// Vehicles that the driver just looked at counts on to brake, and their lanes.
  var braking: [(vehicle: Int, lane: Int)] = []

  init(_ network: QueueNetwork, _ vehicles: QueueVehicles, _ options: QueueOptions) throws(QueueFault) {
    closures = try ClosureTable(options.closures, links: network.linkCount)
    self.network = network
    self.vehicles = vehicles
    self.options = options
    signals = SignalTable(network.groups)
    watches = FoeWatch(network, horizon: options.horizon)
    let drivers = DriverTraits.all(vehicles.drivers)
    traits = Column(drivers.count) { drivers[$0] }
    gaps = max(0, (vehicles.drivers.map(\.gap).min() ?? 0) - 1)
    laneCount = network.laneCount
    linkCount = network.linkCount
    trips = Column(vehicles, seed: options.seed)
    enteredNetwork = Column(vehicles.count, .nan)
    lanes = Column(network, smallest: drivers.map(\.room).min() ?? 1)
    links = Column(network)
    movements = Column(network)
    steps = Column(vehicles, on: network, links, lanes, movements)
    ring = Column(lanes.ringSlots, RoomToCome())
    record = QueueRecord(vehicles, on: network, options: options)
  }

  deinit {
    traits.free()
    trips.free()
    enteredNetwork.free()
    steps.free()
    lanes.free()
    links.free()
    movements.free()
    ring.free()
  }

  /// Runs from the first departure to the end; `progress` is told the share of the time that has passed, and may end the run.
  func run<Stop: Error>(_ progress: (Double) throws(Stop) -> Void) throws(Stop) {
    let order = (0..<vehicles.count).sorted { (vehicles.departures[$0], $0) < (vehicles.departures[$1], $1) }
    var next = 0
    var report = options.begin
    var nextClosure = 0
    var watch = LockWatch(options)
    while true {
      if now >= watch.next, watch.seesLock(in: self, among: order[..<next]) {
        record.endedLocked = true
        break
      }
      if now >= report {
        try progress(min(1, max(0, (now - options.begin) / (options.end - options.begin))))
        report = max(report, now) + Self.wordEvery
      }
      let departure = next < order.count ? vehicles.departures[order[next]] : .infinity
      if nextClosure < closures.beginnings.count,
        closures.beginnings[nextClosure].time <= min(departure, heap.time, options.end)
      {
        // Whoever waits for room there learns of it now.
        wake(closures.beginnings[nextClosure].link, at: closures.beginnings[nextClosure].time)
        nextClosure += 1
        continue
      }
      if departure <= heap.time {
        guard departure < options.end else { break }
        now = departure
        let vehicle = order[next]
        next += 1
        let way = Int(vehicles.routeStart[vehicle])..<Int(trips[vehicle].routeEnd)
        if way.contains(where: { steps[$0].mask == 0 }) {
          record.stranded.append(vehicle)
        } else {
          arriveAtGate(vehicle)
        }
        continue
      }
      guard heap.time < options.end else { break }
      let (time, lane) = heap.pop()
      guard lanes[Int(lane)].due == time else { continue }
      now = time
      lanes[Int(lane)].due = .infinity
      record.events += 1
      evaluate(Int(lane))
    }
    close()
  }

  /// How a vehicle drives. By its address: copied for every event it would cost a twentieth of the run.
  typealias Driver = UnsafePointer<DriverTraits>
  func driver(of vehicle: Int) -> Driver { Driver(traits.base + Int(trips[vehicle].kind)) }

  /// The link a vehicle wants to go on to; nothing at the end of its route.
  @inline(__always) func nextLink(of vehicle: Int) -> Int32? {
    let step = trips[vehicle].position + 1
    return step < trips[vehicle].routeEnd ? steps[Int(step)].link : nil
  }

  /// Simulated seconds between two words on progress.
  private static let wordEvery = 300.0

  func schedule(_ lane: Int, at time: Double) {
    guard time < .infinity else { return }
    lanes[lane].due = time
    heap.push(time, Int32(lane))
  }
}
