extension QueueRun {
  /// Writes down how long the queue of a lane was while its first vehicle was held over a span of time: at the end of each interval in
  /// between, and at the end. The queue is walked at most every five seconds.
  mutating func measure(_ lane: Int, from: Double, to: Double) {
    let link = Int(network.laneLink[lane])
    var number = record.number(of: from)
    let last = record.number(of: to)
    while number < last {
      number += 1
      let edge = record.begin + Double(number) * record.interval
      record.queued(link: link, at: edge - record.interval / 2, metres: standing(lane, at: edge))
    }
    guard to - measured[lane] >= 5 else { return }
    measured[lane] = to
    record.queued(link: link, at: to, metres: standing(lane, at: to))
  }

  /// Metres from the stop line to the back of the last vehicle that has reached the queue behind the lane's first vehicle, at a time
  /// while that is held.
  private func standing(_ lane: Int, at time: Double) -> Double {
    let speed = network.linkSpeed[Int(network.laneLink[lane])]
    var vehicle = Int(head[lane])
    var metres = 0.0
    var back = 0.0
    while vehicle >= 0, eta[vehicle] - metres / speed <= time {
      let trait = traits[Int(vehicles.classes[vehicle])]
      back = metres + trait.length
      metres += trait.room
      vehicle = Int(behind[vehicle])
    }
    return min(back, storage[lane])
  }
}
