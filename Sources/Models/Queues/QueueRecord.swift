/// What a run writes down, in raw memory.
final class QueueRecord {
  /// When each vehicle arrived; NaN where it has not.
  let arrival: Column<Double>
  /// What passed a link in an interval.
  struct Cell: BitwiseCopyable {
    /// Seconds and metres driven, and the longest queue in metres.
    var seconds: Float = 0, metres: Float = 0, queue: Float = 0
    /// Vehicles gone out and come in, and those of the classes that are counted apart.
    var exits: Int32 = 0, entries: Int32 = 0, entriesApart: Int32 = 0
  }
  /// By interval and link: those of one interval lie near each other.
  private let cells: Column<Cell>
  private let links: Int
  /// Seconds on each step of each route, where they are kept; and what they would be to the stop line if nothing held anybody, and the
  /// number of the lane.
  let steps: Column<Float>
  let freeSteps: Column<Float>
  let laneSteps: Column<UInt8>
  var events = 0
  var endedLocked = false
  /// Vehicles whose route cannot be followed.
  var stranded: [Int] = []
  var turnedAway: [TurnedAway] = []
  /// Seconds that the first vehicle of each lane was held, by what held it last: `lane * 5 + hold`.
  let held: Column<Double>
  let begin, interval: Double
  let intervals: Int

  init(_ vehicles: QueueVehicles, on network: QueueNetwork, options: QueueOptions) {
    interval = options.interval
    begin = options.begin
    links = network.linkCount
    intervals = max(1, Int(((options.end - begin) / interval).rounded(.up)))
    arrival = Column(vehicles.count, .nan)
    let kept = options.keepsSteps ? vehicles.route.count : 0
    steps = Column(kept, .nan)
    freeSteps = Column(kept, 0)
    laneSteps = Column(kept, 0)
    held = Column(network.laneCount * 5, 0)
    cells = Column(links * intervals, Cell())
  }

  deinit {
    arrival.free()
    steps.free()
    freeSteps.free()
    laneSteps.free()
    held.free()
    cells.free()
  }

  func number(of time: Double) -> Int { min(intervals - 1, max(0, Int((time - begin) / interval))) }

  /// A vehicle was on a link over a span of time and drove so many metres, spread evenly; gives the row of the span's end.
  @discardableResult
  func passed(link: Int, from: Double, to: Double, metres length: Double) -> Int {
    let last = number(of: to)
    var at = from
    var number = number(of: from)
    let total = max(1e-9, to - from)
    while true {
      let end = number == last ? to : min(to, begin + Double(number + 1) * interval)
      cells[number * links + link].seconds += Float(end - at)
      cells[number * links + link].metres += Float(length * (end - at) / total)
      guard number < last else { break }
      at = end
      number += 1
    }
    return last * links + link
  }

  /// The same of one that leaves the link.
  func left(link: Int, from: Double, to: Double, metres: Double) {
    cells[passed(link: link, from: from, to: to, metres: metres)].exits += 1
  }

  func came(link: Int, at time: Double, isApart: Bool) {
    let row = number(of: time) * links + link
    cells[row].entries += 1
    if isApart { cells[row].entriesApart += 1 }
  }

  func queued(link: Int, at time: Double, metres: Double) {
    let row = number(of: time) * links + link
    cells[row].queue = max(cells[row].queue, Float(metres))
  }

  /// One thing of all, at `link * intervals + interval`.
  func column<Value>(_ value: (Cell) -> Value) -> [Value] {
    (0..<cells.count).map { value(cells[$0 % intervals * links + $0 / intervals]) }
  }
}
