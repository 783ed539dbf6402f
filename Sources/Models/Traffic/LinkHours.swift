import Junctions
import Queues
import Replica

/// What passed each link of the city at each hour of a day: columns at `link * 24 + hour`.
struct LinkHours: Sendable {
  /// Vehicles that left it.
  private(set) var vehicles: [Float]
  /// Metres driven on it, and seconds spent on it.
  private(set) var metres: [Float], seconds: [Float]

  /// The longest queue at its end, in metres: from the stop line to the last that stands.
  private(set) var queues: [Float]

  /// A day's record. Pieces of a street that share a queue link share its metres and seconds by their length; a waiting place inside a
  /// junction counts to the link one comes from.
  init(_ outcome: QueueOutcome, _ town: TrafficTown) {
    let links = town.streets.links.count
    let zeros = [Float](repeating: 0, count: links * HourTimes.hours)
    (vehicles, metres, seconds, queues) = (zeros, zeros, zeros, zeros)
    let hours = min(HourTimes.hours, outcome.intervals)
    for (link, queue) in town.queues.queueLinks.enumerated() where queue >= 0 {
      let share = town.shares[link]
      for hour in 0..<hours {
        let (from, to) = (Int(queue) * outcome.intervals + hour, link * HourTimes.hours + hour)
        vehicles[to] = Float(outcome.linkExits[from])
        metres[to] = outcome.linkMetres[from] * share
        seconds[to] = outcome.linkSeconds[from] * share
        if town.queues.cityLinks[Int(queue)] == Int32(link) { queues[to] = outcome.linkQueues[from] }
      }
    }
    for (queue, link) in town.pockets {
      for hour in 0..<hours {
        let (from, to) = (queue * outcome.intervals + hour, link * HourTimes.hours + hour)
        metres[to] += outcome.linkMetres[from]
        seconds[to] += outcome.linkSeconds[from]
      }
    }
  }

  /// Mean m/s on a link at an hour; NaN where nobody drove.
  func speed(_ row: Int) -> Float { seconds[row] > 0 && metres[row] > 0 ? metres[row] / seconds[row] : .nan }

  /// Seconds a vehicle loses on a link at an hour against its free time; NaN where nobody drove.
  func delay(_ link: Int, _ hour: Int, free milliseconds: Int32) -> Float {
    let row = link * HourTimes.hours + hour
    guard vehicles[row] > 0 else { return .nan }
    return max(0, seconds[row] / vehicles[row] - Float(milliseconds) / 1000)
  }

  /// Vehicle-kilometres of a day.
  var kilometres: Double { metres.reduce(0) { $0 + Double($1) } / 1000 }
}
