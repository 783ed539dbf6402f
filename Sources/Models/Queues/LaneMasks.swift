extension Column where Element == StepRow {
  /// Metres from the beginning of a link as far as one sees: ten seconds at 50 km/h.
  private static var sight: Double { 140 }

  /// Which lanes serve each step of each route: those from which the route can be followed furthest without another change of lane, as far as
  /// one sees.
  init(
    _ vehicles: QueueVehicles, on network: QueueNetwork, _ links: Column<LinkRow>, _ lanes: Column<LaneRow>,
    _ movements: Column<MovementRow>
  ) {
    self.init(vehicles.route.count, StepRow(link: 0))
    // Of each lane of the next link and of this one, the way that is served from it; less than 0 where none is.
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 32) { ways in
      ways.initialize(repeating: 0)
      var further = 0
      for row in 0..<vehicles.count {
        let bit = UInt64(1) << UInt64(vehicles.classes[row])
        let first = Int(vehicles.routeStart[row])
        let last = Int(vehicles.routeStart[row + 1]) - 1
        var next = (link: Int32(-1), firstLane: 0, length: 0.0)
        for step in stride(from: last, through: first, by: -1) {
          let link = vehicles.route[step]
          let around = links[Int(link)]
          let (firstLane, laneCount) = (Int(around.firstLane), Int(around.laneCount))
          let beyond = 16 - further
          var best = -1.0
          for number in 0..<laneCount {
            var reach = -1.0
            if network.laneClasses[firstLane + number] & bit != 0 {
              if step == last {
                reach = 0
              } else {
                for movement in lanes[firstLane + number].movements where movements[movement].toLink == next.link {
                  let onward = ways[further + Int(movements[movement].to) - next.firstLane]
                  reach = max(reach, onward < 0 ? 0 : onward + next.length + movements[movement].length)
                }
              }
            }
            ways[beyond + number] = reach
            best = max(best, reach)
          }
          let enough = min(best, Self.sight - around.length)
          var row = StepRow(link: link)
          for number in 0..<laneCount where ways[beyond + number] >= 0 {
            row.serves |= 1 << UInt16(number)
            if ways[beyond + number] >= enough { row.mask |= 1 << UInt16(number) }
          }
          self[step] = row
          further = beyond
          next = (link, firstLane, around.length)
        }
      }
    }
  }
}
