package import Replica

extension Streets {
  /// Gives a link another number of lanes, 0…8: lanes are taken and added at the far side from the kerb.
  ///
  /// What is known of the lanes one by one goes on for those that stay; a new lane is as the one beside it. What was painted on them
  /// is painted anew, nobody knows how; lanes of which only that was known are as the link again. Movements of a lane that
  /// goes become those of the last lane that stays; with no lane left there are none. Where lanes are added, what the source knows of the
  /// link's movements no longer holds and is taken away, so that a model works them out anew.
  package mutating func setLanes(of link: LinkID, to count: Int) {
    let before = Int(links.lanes[link.index])
    guard count != before else { return }
    links.lanes[link.index] = UInt8(count)
    let known = Array(lanes[link])
    if !known.isEmpty {
      var kept = Array(known.prefix(count))
      while let last = kept.last, kept.count < count {
        var next = last
        next.number = UInt8(kept.count)
        kept.append(next)
      }
      let isOnlyMarked = known.contains { !$0.marks.isEmpty } && known.allSatisfy { isPlain($0) }
      for number in kept.indices { kept[number].marks = [] }
      lanes.replace(link, with: isOnlyMarked ? [] : kept)
    }
    struct Way: Hashable {
      var from: LinkID, to: LinkID
      var fromLane: UInt8, toLane: UInt8
    }
    var seen: Set<Way> = []
    for row in 0..<movements.count where !movements.areRemoved[row] {
      let id = MovementID(row)
      let (from, to) = (movements.froms[row], movements.tos[row])
      guard from == link || to == link else { continue }
      if count == 0 || (from == link && count > before) {
        movements.areRemoved[row] = true
        continue
      }
      let way = Way(
        from: from, to: to,
        fromLane: from == link ? min(movements.fromLanes[row], UInt8(count - 1)) : movements.fromLanes[row],
        toLane: to == link ? min(movements.toLanes[row], UInt8(count - 1)) : movements.toLanes[row])
      guard seen.insert(way).inserted else {
        movements.areRemoved[row] = true
        continue
      }
      movements.relane(id, from: way.fromLane, to: way.toLane)
    }
  }

  /// Gives a link other signs: who may use it, and how fast. Lanes that were as the link stay so; on those with a limit of their own the
  /// lower one holds.
  package mutating func setSigns(of link: LinkID, access: VehicleSet? = nil, speed: Float? = nil) {
    let known = Array(lanes[link])
    let (usual, limit) = (links.access[link.index], links.speeds[link.index])
    links.access[link.index] = access ?? usual
    links.speeds[link.index] = speed ?? limit
    guard !known.isEmpty else { return }
    lanes.replace(
      link,
      with: known.map { lane in
        var lane = lane
        if let access, lane.access == usual { lane.access = access }
        if let speed { lane.speed = lane.speed == limit ? speed : min(lane.speed, speed) }
        return lane
      })
  }

  /// Whether nothing but marks is known of a lane beyond what the link says.
  private func isPlain(_ lane: Lane) -> Bool {
    lane.access == links.access[lane.link.index] && lane.width.isNaN && lane.length.isNaN
  }
}
