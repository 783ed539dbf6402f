/// What a run writes down.
struct QueueRecord {
  var arrival: [Double]
  /// What passed a link in an interval.
  struct Cell {
    /// Seconds and metres driven, and the longest queue in metres.
    var seconds: Float = 0, metres: Float = 0, queue: Float = 0
    /// Vehicles gone out and come in, and those of the classes that are counted apart.
    var exits: Int32 = 0, entries: Int32 = 0, entriesApart: Int32 = 0
  }
  /// By link and interval.
  private(set) var cells: [Cell]
  /// Seconds on each step of each route, where they are kept.
  var steps: [Float] = []
  var events = 0
  var endedLocked = false
  /// Vehicles whose route cannot be followed.
  var stranded: [Int] = []
  var turnedAway: [TurnedAway] = []
  /// Seconds that the first vehicle of each lane was held, by what held it last: `lane * 5 + hold`.
  var held: [Double] = []
  let begin, interval: Double
  let intervals: Int

  init(vehicles: Int, links: Int, options: QueueOptions) {
    arrival = [Double](repeating: .nan, count: vehicles)
    interval = options.interval
    begin = options.begin
    intervals = max(1, Int(((options.end - begin) / interval).rounded(.up)))
    cells = [Cell](repeating: Cell(), count: links * intervals)
  }

  func number(of time: Double) -> Int { min(intervals - 1, max(0, Int((time - begin) / interval))) }

  /// A vehicle was on a link over a span of time and drove so many metres, spread evenly; gives the row of the span's end.
  @discardableResult
  mutating func passed(link: Int, from: Double, to: Double, metres length: Double) -> Int {
    let row = link * intervals
    let last = number(of: to)
    var at = from
    var number = number(of: from)
    let total = max(1e-9, to - from)
    while true {
      let end = number == last ? to : min(to, begin + Double(number + 1) * interval)
      cells[row + number].seconds += Float(end - at)
      cells[row + number].metres += Float(length * (end - at) / total)
      guard number < last else { break }
      at = end
      number += 1
    }
    return row + last
  }

  /// The same of one that leaves the link.
  mutating func left(link: Int, from: Double, to: Double, metres: Double) {
    cells[passed(link: link, from: from, to: to, metres: metres)].exits += 1
  }

  mutating func came(link: Int, at time: Double, isApart: Bool) {
    let row = link * intervals + number(of: time)
    cells[row].entries += 1
    if isApart { cells[row].entriesApart += 1 }
  }

  mutating func queued(link: Int, at time: Double, metres: Double) {
    let row = link * intervals + number(of: time)
    cells[row].queue = max(cells[row].queue, Float(metres))
  }
}
