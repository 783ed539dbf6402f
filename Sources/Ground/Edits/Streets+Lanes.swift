package import Replica

extension Streets {
  /// Gives a link another number of lanes, 0…8: lanes are taken and added at the far side from the kerb.
  ///
  /// What is known of the lanes one by one goes on for those that stay; a new lane is as the one beside it. Movements of a lane that
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
      lanes.replace(link, with: kept)
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
}
