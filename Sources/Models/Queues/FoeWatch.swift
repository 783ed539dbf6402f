/// Where those come from that a driver who gives way has to look for: the lane of each movement and, where that is short,
/// the lanes that feed it.
struct FoeWatch {
  /// A lane that is looked at.
  struct Watched {
    var lane: Int32
    /// Steps of a route between the lane and the link before the junction.
    var steps: Int32
    /// Seconds from the lane's stop line to the junction's, and of these on the last link.
    var seconds, last: Float
  }
  private(set) var start: [Int32] = [0]
  private(set) var lanes: [Watched] = []

  init(_ network: QueueNetwork, horizon: Double) {
    var feeders = [[Int32]](repeating: [], count: network.laneCount)
    for movement in 0..<network.movementCount {
      feeders[Int(network.movementTo[movement])].append(Int32(movement))
    }
    var isFoe = [Bool](repeating: false, count: network.movementCount)
    for foe in network.yields { isFoe[Int(foe)] = true }
    for movement in 0..<network.movementCount {
      guard isFoe[movement] else {
        start.append(Int32(lanes.count))
        continue
      }
      let lane = Int(network.movementFrom[movement])
      let own = network.linkLength[Int(network.laneLink[lane])] / network.linkSpeed[Int(network.laneLink[lane])]
      var open = [(lane: lane, step: 0, seconds: 0.0)]
      var seen: Set<Int> = []
      var at = 0
      while at < open.count, open.count < 24 {
        let here = open[at]
        at += 1
        let link = Int(network.laneLink[here.lane])
        let pass = network.linkLength[link] / network.linkSpeed[link]
        guard here.seconds + pass < horizon, here.step < 4, seen.insert(link).inserted else { continue }
        for feeder in feeders[here.lane] {
          let from = Int(network.movementFrom[Int(feeder)])
          let over = network.movementLength[Int(feeder)] / network.movementSpeed[Int(feeder)]
          if !open.contains(where: { $0.lane == from && $0.step == here.step + 1 }) {
            open.append((from, here.step + 1, here.seconds + pass + over))
          }
        }
      }
      for entry in open {
        lanes.append(
          Watched(
            lane: Int32(entry.lane), steps: Int32(entry.step), seconds: Float(entry.seconds),
            last: entry.step == 0 ? 0 : Float(own)))
      }
      start.append(Int32(lanes.count))
    }
  }
}
