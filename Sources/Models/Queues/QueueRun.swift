internal import Modelling

/// The state of one run, in columns over raw memory. A lane's number beyond the network's lanes is a gate: the place outside the
/// network where vehicles wait that want to depart on a link.
struct QueueRun {
  let network: QueueNetwork
  let vehicles: QueueVehicles
  let options: QueueOptions
  let signals: SignalTable
  let watches: FoeWatch
  let traits: [DriverTraits]
  let masks, serves: [UInt16]
  let closures: ClosureTable
  let laneCount, linkCount: Int
  let nobody: Int32 = -1
  /// The smallest gap between standing vehicles, in m.
  let gaps: Double

  // Vehicles.
  let factor, enteredLink, eta, enteredNetwork, ideal, stood, crossedMetres: Column<Double>
  let position, behind, lastFrom: Column<Int32>
  // How many in a lane ride on between those who stand.
  let riders: Column<Int32>
  let state: Column<UInt8>

  // Lanes and gates; `before` is the longest way over the junction into a lane, where more may roll than can stand.
  let head, tail, count: Column<Int32>
  let due, candidate, candidateSpeed, candidateStart, candidateWay: Column<Double>
  let lastCross, lastStart, lastWay, used, storage, before, nextEntry: Column<Double>
  // When its queue was last measured.
  let measured: Column<Double>
  let blocked: Column<UInt8>
  // The last search for a ring that has been there.
  let seen: Column<Int32>
  let waiterNext: Column<Int32>
  // What a lane will have free: a ring of times and metres.
  let ringStart: Column<Int32>
  let ringHead, ringCount: Column<Int32>
  let ringTime, ringMetres: Column<Double>

  // Links and movements.
  let waiterHead, waiterTail: Column<Int32>
  let clear: Column<Double>

  var heap = DueHeap()
  var record: QueueRecord
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
    traits = DriverTraits.all(vehicles.drivers)
    let lanes = LaneMasks(network, vehicles)
    masks = lanes.masks
    serves = lanes.serves
    gaps = max(0, (vehicles.drivers.map(\.gap).min() ?? 0) - 1)
    laneCount = network.laneCount
    linkCount = network.linkCount
    let n = vehicles.count
    let all = laneCount + linkCount
    factor = Column(n, 1)
    enteredLink = Column(n, 0)
    eta = Column(n, 0)
    enteredNetwork = Column(n, .nan)
    ideal = Column(n, 0)
    crossedMetres = Column(n, 0)
    stood = Column(n, 0)
    position = Column(n, 0)
    behind = Column(n, -1)
    lastFrom = Column(laneCount, -1)
    riders = Column(laneCount, 0)
    state = Column(n, 0)
    head = Column(all, -1)
    tail = Column(all, -1)
    count = Column(all, 0)
    due = Column(all, .infinity)
    candidate = Column(all, 0)
    candidateSpeed = Column(all, 0)
    candidateStart = Column(all, 0)
    candidateWay = Column(all, 0)
    lastCross = Column(all, -.infinity)
    lastStart = Column(all, -.infinity)
    lastWay = Column(all, 1e9)
    used = Column(all, 0)
    storage = Column(all, 0)
    before = Column(all, 0)
    nextEntry = Column(all, -.infinity)
    measured = Column(laneCount, -.infinity)
    blocked = Column(all, 0)
    seen = Column(laneCount, 0)
    waiterNext = Column(all, -1)
    waiterHead = Column(linkCount, -1)
    waiterTail = Column(linkCount, -1)
    clear = Column(network.movementCount, -.infinity)
    let smallest = traits.map(\.room).min() ?? 1
    ringStart = Column(laneCount + 1, 0)
    for lane in 0..<laneCount {
      storage[lane] = network.laneStorage[lane]
    }
    for movement in 0..<network.movementCount {
      let to = Int(network.movementTo[movement])
      before[to] = max(before[to], network.movementLength[movement])
    }
    for lane in 0..<laneCount {
      ringStart[lane + 1] = ringStart[lane] + Int32((storage[lane] + before[lane]) / smallest) + 6
    }
    ringHead = Column(laneCount, 0)
    ringCount = Column(laneCount, 0)
    ringTime = Column(Int(ringStart[laneCount]), 0)
    ringMetres = Column(Int(ringStart[laneCount]), 0)
    for lane in 0..<all { waiterNext[lane] = -2 }
    for row in 0..<n { factor[row] = vehicles.factor(of: row, seed: options.seed) }
    record = QueueRecord(vehicles: n, links: linkCount, options: options)
    if options.keepsSteps { record.steps = [Float](repeating: .nan, count: vehicles.route.count) }
    record.held = [Double](repeating: 0, count: laneCount * 5)
  }

  func free() {
    for column in [
      factor, enteredLink, eta, enteredNetwork, ideal, stood, crossedMetres, due, candidate, candidateSpeed,
      candidateStart,
      candidateWay, lastCross, lastStart, lastWay, used, storage, before, nextEntry, measured, ringTime, ringMetres,
      clear,
    ] { column.free() }
    for column in [
      position, behind, lastFrom, riders, head, tail, count, seen, waiterNext, ringStart, ringHead, ringCount,
      waiterHead,
      waiterTail,
    ] { column.free() }
    state.free()
    blocked.free()
  }

  /// Runs from the first departure to the end; `progress` is told the share of the time that has passed, and may end the run.
  mutating func run<Stop: Error>(_ progress: (Double) throws(Stop) -> Void) throws(Stop) {
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
        let steps = Int(vehicles.routeStart[vehicle])..<Int(vehicles.routeStart[vehicle + 1])
        if steps.contains(where: { masks[$0] == 0 }) { record.stranded.append(vehicle) } else { arriveAtGate(vehicle) }
        continue
      }
      guard heap.time < options.end else { break }
      let (time, lane) = heap.pop()
      guard due[Int(lane)] == time else { continue }
      now = time
      due[Int(lane)] = .infinity
      record.events += 1
      evaluate(Int(lane))
    }
    close()
  }

  /// Simulated seconds between two words on progress.
  private static let wordEvery = 300.0

  mutating func schedule(_ lane: Int, at time: Double) {
    guard time < .infinity else { return }
    due[lane] = time
    heap.push(time, Int32(lane))
  }
}

/// Raw memory for one column; freed by its owner.
struct Column<Element: BitwiseCopyable> {
  let base: UnsafeMutablePointer<Element>
  init(_ count: Int, _ value: Element) {
    base = .allocate(capacity: max(1, count))
    base.initialize(repeating: value, count: max(1, count))
  }
  @inline(__always) subscript(_ row: Int) -> Element {
    get { base[row] }
    nonmutating set { base[row] = newValue }
  }
  func free() { base.deallocate() }
}

/// Lanes by the time they are due; equal times by row. O(log n) a push or pop (J. W. J. Williams, CACM 7 (1964) 347).
struct DueHeap {
  private var times: [Double] = []
  private var lanes: [Int32] = []

  var time: Double { times.first ?? .infinity }

  private func before(_ a: Int, _ b: Int) -> Bool {
    times[a] < times[b] || (times[a] == times[b] && lanes[a] < lanes[b])
  }

  mutating func push(_ time: Double, _ lane: Int32) {
    times.append(time)
    lanes.append(lane)
    var at = times.count - 1
    while at > 0 {
      let parent = (at - 1) / 2
      guard before(at, parent) else { break }
      times.swapAt(at, parent)
      lanes.swapAt(at, parent)
      at = parent
    }
  }

  mutating func pop() -> (time: Double, lane: Int32) {
    let first = (times[0], lanes[0])
    let last = times.count - 1
    times.swapAt(0, last)
    lanes.swapAt(0, last)
    times.removeLast()
    lanes.removeLast()
    var at = 0
    while true {
      let left = 2 * at + 1
      guard left < last else { break }
      let child = left + 1 < last && before(left + 1, left) ? left + 1 : left
      guard before(child, at) else { break }
      times.swapAt(at, child)
      lanes.swapAt(at, child)
      at = child
    }
    return first
  }
}
