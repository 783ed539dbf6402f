extension Column where Element == StepRow {
  /// Metres from the beginning of a link as far as one sees: ten seconds at 50 km/h.
  private static var sight: Double { 140 }

  /// Which lanes serve each step of each route: those from which the route can be followed furthest without another change of lane, as far as
  /// one sees.
  init(_ vehicles: QueueVehicles, on network: QueueNetwork) {
    self.init(vehicles.route.count, StepRow(link: 0))
    var further = [Double](repeating: 0, count: 16)
    var beyond = further
    for row in 0..<vehicles.count {
      let bit = UInt64(1) << UInt64(vehicles.classes[row])
      let first = Int(vehicles.routeStart[row])
      let last = Int(vehicles.routeStart[row + 1]) - 1
      for step in stride(from: last, through: first, by: -1) {
        let link = Int(vehicles.route[step])
        let lanes = network.lanes(of: link)
        var best = -1.0
        for (number, lane) in lanes.enumerated() {
          var reach = -1.0
          if network.laneClasses[lane] & bit != 0 {
            if step == last {
              reach = 0
            } else {
              let next = vehicles.route[step + 1]
              for movement in network.movements(of: lane) {
                let to = Int(network.movementTo[movement])
                guard network.laneLink[to] == next else { continue }
                let onward = further[to - Int(network.laneStart[Int(next)])]
                reach = max(
                  reach, onward < 0 ? 0 : onward + network.linkLength[Int(next)] + network.movementLength[movement])
              }
            }
          }
          beyond[number] = reach
          best = max(best, reach)
        }
        let enough = min(best, Self.sight - network.linkLength[link])
        var row = StepRow(link: vehicles.route[step])
        for number in 0..<lanes.count where beyond[number] >= 0 {
          row.serves |= 1 << UInt16(number)
          if beyond[number] >= enough { row.mask |= 1 << UInt16(number) }
        }
        self[step] = row
        swap(&further, &beyond)
      }
    }
  }
}
