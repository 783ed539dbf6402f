/// What a run writes down.
struct QueueRecord {
  var arrival: [Double]
  /// Seconds and metres driven, vehicles gone out and come in, and the longest queue in metres, by link and interval.
  var seconds, metres, queues: [Float]
  var exits, entries: [Int32]
  /// Those come in of the classes that are counted apart.
  var entriesApart: [Int32] = []
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
    seconds = [Float](repeating: 0, count: links * intervals)
    metres = seconds
    queues = seconds
    exits = [Int32](repeating: 0, count: links * intervals)
    entries = exits
    if options.countsApart != 0 { entriesApart = exits }
  }

  func number(of time: Double) -> Int { min(intervals - 1, max(0, Int((time - begin) / interval))) }

  /// A vehicle was on a link over a span of time and drove so many metres, spread evenly.
  mutating func passed(link: Int, from: Double, to: Double, metres length: Double) {
    let row = link * intervals
    let last = number(of: to)
    var at = from
    var number = number(of: from)
    let total = max(1e-9, to - from)
    while true {
      let end = number == last ? to : min(to, begin + Double(number + 1) * interval)
      seconds[row + number] += Float(end - at)
      metres[row + number] += Float(length * (end - at) / total)
      guard number < last else { break }
      at = end
      number += 1
    }
  }

  mutating func left(link: Int, at time: Double) { exits[link * intervals + number(of: time)] += 1 }

  mutating func came(link: Int, at time: Double, isApart: Bool) {
    let row = link * intervals + number(of: time)
    entries[row] += 1
    if isApart { entriesApart[row] += 1 }
  }

  mutating func queued(link: Int, at time: Double, metres: Double) {
    let row = link * intervals + number(of: time)
    queues[row] = max(queues[row], Float(metres))
  }
}
