extension QueueRun {
  /// Lanes that are looked at for a ring at most.
  private static let longestRing = 1000

  /// The lane that the first vehicle of a lane may squeeze into though it is full: where lanes wait for each other in a ring, each full and
  /// its first wanting on to the next.
  ///
  /// Cars in a jam do not stand like bricks: in every lane of a ring they close up for one more. So all of them move up, each at its own green
  /// and turn, as the vehicles of a jammed roundabout or around a block do; a lane that has taken one in takes no second before its own
  /// first has gone on. Where all of them have, one still may, and the gap it leaves runs back around the ring. Nothing else keeps such
  /// a ring from standing for ever. O(lanes of the ring).
  func slackAhead(of lane: Int) -> (movement: Int, lane: Int)? {
    stamp += 1
    guard let first = fullStep(from: lane) else { return nil }
    var at = first.lane
    var count = 1
    var isTight = isOverfull(lane)
    // Those who could move up now and do not know it: they were held before the ring closed.
    var asleep: [Int32] = []
    while at != lane {
      guard lanes[at].seen != stamp, count < Self.longestRing, let next = heldBy(at) else { return nil }
      lanes[at].seen = stamp
      count += 1
      isTight = isTight && isOverfull(at)
      if lanes[at].due == .infinity, next.isRoom, !isOverfull(next.lane) { asleep.append(lanes[next.lane].link) }
      at = next.lane
    }
    for link in asleep { wake(Int(link), at: now.nextUp) }
    return isTight || !isOverfull(first.lane) ? first : nil
  }

  /// Whether more stand in a lane than have room there.
  private func isOverfull(_ lane: Int) -> Bool {
    lanes[lane].used > lanes[lane].storage + gaps + lanes[lane].before + 1e-6
  }

  /// The lane whose vehicles keep the first of a lane from going on: one in its way inside the junction, or the full one it wants to enter, which
  /// is for want of room.
  private func heldBy(_ lane: Int) -> (lane: Int, isRoom: Bool)? {
    let vehicle = Int(lanes[lane].head)
    guard vehicle >= 0, let next = nextLink(of: vehicle) else { return nil }
    if let pocket = standingInFront(of: lane, next: next) { return (pocket, false) }
    return fullStep(from: lane).map { ($0.lane, true) }
  }

  /// Where the first vehicle of a lane wants to go on to, when no lane there has room now.
  private func fullStep(from lane: Int) -> (movement: Int, lane: Int)? {
    let vehicle = Int(lanes[lane].head)
    guard vehicle >= 0, let next = nextLink(of: vehicle) else { return nil }
    let trait = driver(of: vehicle)
    var best: (movement: Int, lane: Int, change: Int)?
    var hasRoom = false
    forEachChoice(from: lane, to: Int(next), step: Int(trips[vehicle].position) + 1) { movement, to, target in
      if roomAt(target, trait.pointee.room) <= now { hasRoom = true }
      if best.map({ abs(target - to) < $0.change }) ?? true { best = (movement, target, abs(target - to)) }
    }
    return hasRoom ? nil : best.map { ($0.movement, $0.lane) }
  }
}
