extension QueueRun {
  /// Writes down how long the queue of a lane was while its first vehicle was held over a span of time: at the end of each interval in
  /// between, and at the end. The queue is walked at most every five seconds.
  func measure(_ lane: Int, from: Double, to: Double) {
    let link = Int(lanes[lane].link)
    var number = record.number(of: from)
    let last = record.number(of: to)
    while number < last {
      number += 1
      let edge = record.begin + Double(number) * record.interval
      record.queued(link: link, at: edge - record.interval / 2, metres: standing(lane, at: edge))
    }
    guard to - lanes[lane].measured >= 5 else { return }
    lanes[lane].measured = to
    record.queued(link: link, at: to, metres: standing(lane, at: to))
  }

  /// Metres from the stop line to the back of the last vehicle that has reached the queue behind the lane's first vehicle, at a time
  /// while that is held.
  private func standing(_ lane: Int, at time: Double) -> Double {
    let speed = links[Int(lanes[lane].link)].speed
    var vehicle = Int(lanes[lane].head)
    var metres = 0.0
    var back = 0.0
    while vehicle >= 0, trips[vehicle].eta - metres / speed <= time {
      let trait = driver(of: vehicle)
      back = metres + trait.pointee.length
      metres += trait.pointee.room
      vehicle = Int(trips[vehicle].behind)
    }
    return min(back, lanes[lane].storage)
  }
}
