extension QueueRun {
  /// Lanes that are looked at for a ring at most.
  private static let longestRing = 400

  /// The lane that the first vehicle of a lane may squeeze into though it is full: where lanes wait for each other in a ring, each full and
  /// its first wanting on to the next.
  ///
  /// Cars in a jam do not stand like bricks: among all that wait in a ring there is slack for one more. Whoever takes it leaves a gap, which
  /// runs back around the ring as one after the other moves up, at its own green and turn, until it reaches the lane that was
  /// overfull. So a ring, a full roundabout among them, creeps instead of standing for ever; as long as the gap is on its way
  /// there is no second one, since a lane of the ring then has room.
  func slackAhead(of lane: Int) -> (movement: Int, lane: Int)? {
    var way: [Int] = []
    var first: (movement: Int, lane: Int)?
    var at = lane
    while way.count < Self.longestRing {
      guard let step = blockedStep(from: at) else { return nil }
      if first == nil { first = step }
      way.append(at)
      at = step.lane
      if at == lane { return first }
      if way.contains(at) { return nil }
    }
    return nil
  }

  /// Where the first vehicle of a lane wants to go on to, when that lane is full and nobody is about to leave it room.
  private func blockedStep(from lane: Int) -> (movement: Int, lane: Int)? {
    let vehicle = Int(head[lane])
    guard vehicle >= 0 else { return nil }
    let step = Int(position[vehicle]) + 1
    guard step < Int(vehicles.routeStart[vehicle + 1]) else { return nil }
    let next = Int(vehicles.route[step])
    let trait = traits[Int(vehicles.classes[vehicle])]
    var best: (movement: Int, lane: Int, change: Int)?
    var hasRoom = false
    forEachChoice(from: lane, to: next, step: step) { movement, to, target in
      if roomAt(target, trait.room) < .infinity { hasRoom = true }
      if best.map({ abs(target - to) < $0.change }) ?? true { best = (movement, target, abs(target - to)) }
    }
    return hasRoom ? nil : best.map { ($0.movement, $0.lane) }
  }
}
