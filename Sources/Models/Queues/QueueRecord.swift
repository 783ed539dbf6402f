/// What a run writes down.
struct QueueRecord {
  var arrival: [Double]
  /// Seconds and metres driven, and vehicles gone out, by link and interval.
  var seconds, metres: [Double]
  var exits: [Int32]
  var events = 0
  /// Vehicles whose route cannot be followed.
  var stranded: [Int] = []
  /// Seconds that the first vehicle of each lane was held, by what held it last: `lane * 5 + hold`.
  var held: [Double] = []
  let begin, interval: Double
  let intervals: Int

  init(vehicles: Int, links: Int, begin: Double, end: Double, interval: Double) {
    arrival = [Double](repeating: .nan, count: vehicles)
    intervals = max(1, Int(((end - begin) / interval).rounded(.up)))
    self.begin = begin
    self.interval = interval
    seconds = [Double](repeating: 0, count: links * intervals)
    metres = seconds
    exits = [Int32](repeating: 0, count: links * intervals)
  }

  /// A vehicle was on a link over a span of time and drove so many metres, spread evenly.
  mutating func passed(link: Int, from: Double, to: Double, metres length: Double) {
    let row = link * intervals
    let last = min(intervals - 1, max(0, Int((to - begin) / interval)))
    exits[row + last] += 1
    var at = from
    var number = min(intervals - 1, max(0, Int((from - begin) / interval)))
    let total = max(1e-9, to - from)
    while true {
      let end = number == last ? to : min(to, begin + Double(number + 1) * interval)
      seconds[row + number] += end - at
      metres[row + number] += length * (end - at) / total
      guard number < last else { break }
      at = end
      number += 1
    }
  }
}
