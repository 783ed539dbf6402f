extension QueueRun {
  func append(_ vehicle: Int, to lane: Int) {
    behind[vehicle] = nobody
    if tail[lane] == nobody { head[lane] = Int32(vehicle) } else { behind[Int(tail[lane])] = Int32(vehicle) }
    tail[lane] = Int32(vehicle)
    count[lane] += 1
    if lane < laneCount, traits[Int(vehicles.classes[vehicle])].filters { riders[lane] += 1 }
  }

  func removeHead(of lane: Int) {
    let first = Int(head[lane])
    if lane < laneCount, traits[Int(vehicles.classes[first])].filters { riders[lane] -= 1 }
    head[lane] = behind[first]
    if head[lane] == nobody { tail[lane] = nobody }
    count[lane] -= 1
  }

  /// The first vehicle of a lane has reached the stop line, or what held it may have gone.
  mutating func evaluate(_ lane: Int) {
    var vehicle = Int(head[lane])
    if lane >= laneCount { return depart(from: lane) }
    if riders[lane] > 0, now > candidate[lane] + 0.01, let rider = takeRider(in: lane) {
      vehicle = rider.vehicle
      candidate[lane] = rider.since
      candidateSpeed[lane] = lineSpeed(vehicle, lane, traits[Int(vehicles.classes[vehicle])])
      candidateStart[lane] = -.infinity
      candidateWay[lane] = 1e9
    }
    let step = Int(position[vehicle])
    guard step + 1 < Int(vehicles.routeStart[Int(vehicle) + 1]) else {
      record.arrival[vehicle] = now
      return leave(vehicle, from: lane, state: 2)
    }
    let next = vehicles.route[step + 1]
    let trait = traits[Int(vehicles.classes[vehicle])]
    if isClosed(Int(next), to: vehicle) {
      record.turnedAway.append(
        TurnedAway(vehicle: vehicle, step: step + 1 - Int(vehicles.routeStart[vehicle]), time: now))
      return leave(vehicle, from: lane, state: 3)
    }
    guard let choice = choose(lane, next: Int(next), step: step + 1, trait: trait) else {
      blocked[lane] = Hold.wrongLane.rawValue
      return
    }
    var movement = choice.movement
    guard var gives = mayGo(movement, from: lane, trait) else { return }
    if let pocket = standingInFront(of: lane, next: next) {
      blocked[lane] = Hold.full.rawValue
      return wait(lane, for: Int(network.laneLink[pocket]))
    }
    var target = choice.lane
    if target < 0 {
      blocked[lane] = Hold.full.rawValue
      let release = choice.release
      if release < .infinity { return schedule(lane, at: max(release, now.nextUp)) }
      guard let slack = slackAhead(of: lane) else { return wait(lane, for: Int(next)) }
      if slack.movement != movement {
        movement = slack.movement
        guard let others = mayGo(movement, from: lane, trait) else { return }
        gives = others
      }
      target = slack.lane
    }
    if gives {
      let until = mustWait(movement, lane: lane, trait: trait)
      if until > now {
        blocked[lane] = Hold.giveWay.rawValue
        return schedule(lane, at: until)
      }
    }
    // Behind a vehicle from another lane one falls in at the headway; behind one from its own it drives at it already.
    if lastFrom[target] != Int32(lane) {
      let entry = nextEntry[target] - network.movementLength[movement] / network.movementSpeed[movement]
      if entry > now + 0.05 {
        candidateStart[lane] += max(0, entry - candidate[lane])
        candidate[lane] = max(candidate[lane], entry)
        return schedule(lane, at: entry)
      }
    }
    lastFrom[target] = Int32(lane)
    cross(vehicle, lane: lane, movement: movement, to: target, trait: trait)
  }

  /// Whether a movement must give way by what its lamp shows; nothing where it shows red, and the lane looks again when it no longer does.
  private mutating func mayGo(_ movement: Int, from lane: Int, _ trait: DriverTraits) -> Bool? {
    let group = Int(network.movementGroup[movement])
    let gives = network.movementRule[movement] != .major
    guard group >= 0 else { return gives }
    let shown = signals.state(of: group, at: now)
    switch shown.colour {
    case .red, .amber:
      let brake = candidateSpeed[lane] / (2 * trait.deceleration)
      let since = shown.colour == .amber ? shown.since : lastAmber(group, before: shown.since)
      // Whoever could not stop any more when amber came goes on.
      if now - since > brake || now > candidate[lane] + 0.01 {
        blocked[lane] = Hold.red.rawValue
        schedule(lane, at: signals.nextGo(of: group, from: now) + options.startUp)
        return nil
      }
      return gives
    case .protected: return false
    case .permissive: return true
    case .dark: return gives
    }
  }

  /// A lane inside the junction where somebody stands in the way of those who come from a lane and do not want to go there.
  func standingInFront(of lane: Int, next: Int32) -> Int? {
    for row in Int(network.pocketStart[lane])..<Int(network.pocketStart[lane + 1]) {
      let pocket = Int(network.pockets[row])
      if network.laneLink[pocket] != next, head[pocket] != nobody, blocked[pocket] != 0 { return pocket }
    }
    return nil
  }

  private func lastAmber(_ group: Int, before time: Double) -> Double {
    let shown = signals.state(of: group, at: time - 1e-6)
    return shown.colour == .amber ? shown.since : time
  }

  /// The movement to take, and the lane with room where the way goes on: the shortest queue, counted in metres, with a change of
  /// lane worth a vehicle's room. A lane of −1 says that none has room, and when it may have.
  func choose(
    _ lane: Int, next: Int, step: Int, trait: DriverTraits
  ) -> (movement: Int, lane: Int, release: Double)? {
    var best = (movement: -1, lane: -1, release: Double.infinity)
    var least = Double.infinity
    let length = network.linkLength[next]
    let speed = network.linkSpeed[next]
    forEachChoice(from: lane, to: next, step: step) { movement, to, target in
      if best.movement < 0 { best.movement = movement }
      let free = roomAt(target, trait.room)
      if free > now {
        best.release = min(best.release, free)
        return
      }
      var cost = used[target] + trait.room * Double(abs(target - to)) * 1.5
      // Behind one that gets to the line late one waits: a line advances by a vehicle's room in each headway.
      if tail[target] != nobody {
        let later = eta[Int(tail[target])] - now - length / speed
        if later > 0 { cost += later * trait.room / (trait.lag + trait.spacing / speed) }
      }
      if cost < least {
        least = cost
        best.movement = movement
        best.lane = target
      }
    }
    return best.movement < 0 ? nil : best
  }

  /// Calls `body` with each movement from a lane to the next link, the lane it leads to and a lane to choose there: those from which the way
  /// goes on. A change of lane takes way; where there is too little, only whoever has to changes.
  @inline(__always)
  func forEachChoice(from lane: Int, to next: Int, step: Int, _ body: (Int, Int, Int) -> Void) {
    let first = Int(network.laneStart[next])
    let lanes = Int(network.laneStart[next + 1]) - first
    let length = network.linkLength[next]
    for movement in Int(network.movementStart[lane])..<Int(network.movementStart[lane + 1]) {
      let to = Int(network.movementTo[movement])
      guard to >= first && to < first + lanes else { continue }
      let own = UInt16(1) << UInt16(to - first)
      let mask = length < 20 && serves[step] & own != 0 ? own : masks[step]
      for number in 0..<lanes where mask & (1 << UInt16(number)) != 0 {
        let target = first + number
        if target != to, length < 20 * Double(abs(target - to)), mask & own != 0 { continue }
        body(movement, to, target)
      }
    }
  }

  /// When a lane has this many metres free: now, later, or infinity when somebody must leave it first.
  func roomAt(_ lane: Int, _ metres: Double) -> Double {
    let base = Int(ringStart[lane])
    let size = Int(ringStart[lane + 1]) - base
    while ringCount[lane] > 0, ringTime[base + Int(ringHead[lane])] <= now {
      used[lane] -= ringMetres[base + Int(ringHead[lane])]
      ringHead[lane] = (ringHead[lane] + 1) % Int32(size)
      ringCount[lane] -= 1
    }
    if count[lane] == 0 && ringCount[lane] == 0 { used[lane] = 0 }
    var filled = used[lane]
    // The last vehicle needs no gap behind it.
    let limit = storage[lane] + gaps
    if filled == 0 || filled + metres <= limit { return now }
    if filled <= limit + before[lane] && movesOn(lane) { return now }
    for offset in 0..<Int(ringCount[lane]) {
      let slot = base + (Int(ringHead[lane]) + offset) % size
      filled -= ringMetres[slot]
      if filled <= 1e-6 || filled + metres <= limit { return ringTime[slot] }
    }
    return .infinity
  }

  /// Whether the first vehicle of a lane is rolling up to a line it may pass, as far as can be seen: then whoever follows
  /// need not find the whole of its own room empty.
  func movesOn(_ lane: Int) -> Bool {
    let first = Int(head[lane])
    guard first >= 0 else { return true }
    guard blocked[lane] == 0, due[lane] < now + 4 + before[lane] / 10 else { return false }
    let step = Int(position[first])
    guard step + 1 < Int(vehicles.routeStart[first + 1]) else { return true }
    let next = vehicles.route[step + 1]
    for movement in Int(network.movementStart[lane])..<Int(network.movementStart[lane + 1])
    where network.laneLink[Int(network.movementTo[movement])] == next {
      let group = Int(network.movementGroup[movement])
      guard group >= 0 else { return true }
      let colour = signals.state(of: group, at: due[lane]).colour
      return colour != .red && colour != .amber
    }
    return false
  }

  func wait(_ lane: Int, for link: Int) {
    guard waiterNext[lane] == -2 else { return }
    waiterNext[lane] = nobody
    if waiterTail[link] == nobody {
      waiterHead[link] = Int32(lane)
    } else {
      waiterNext[Int(waiterTail[link])] = Int32(lane)
    }
    waiterTail[link] = Int32(lane)
  }

  /// Whoever waits for room on a link may look again, who has waited longest first.
  mutating func wake(_ link: Int, at time: Double) {
    var lane = Int(waiterHead[link])
    var turn = time
    waiterHead[link] = nobody
    waiterTail[link] = nobody
    while lane >= 0 {
      let next = Int(waiterNext[lane])
      waiterNext[lane] = -2
      schedule(lane, at: turn)
      turn = turn.nextUp
      lane = next
    }
  }

  /// A vehicle leaves a lane: its room comes free at the far end when the backward wave has got there.
  mutating func release(_ lane: Int, _ trait: DriverTraits) {
    let link = Int(network.laneLink[lane])
    let base = Int(ringStart[lane])
    let size = Int(ringStart[lane + 1]) - base
    let time = now + storage[lane] * trait.wave
    ringTime[base + Int(ringHead[lane] + ringCount[lane]) % size] = time
    ringMetres[base + Int(ringHead[lane] + ringCount[lane]) % size] = trait.room
    ringCount[lane] += 1
    if waiterHead[link] != nobody { wake(link, at: time) }
  }

  mutating func cross(_ vehicle: Int, lane: Int, movement: Int, to target: Int, trait: DriverTraits) {
    let late = now - candidate[lane]
    var speed = candidateSpeed[lane]
    var start = candidateStart[lane]
    var way = candidateWay[lane]
    if late > 0.01 {
      // Held back: it braked, and drives on from what speed was left; from 1 m before the line when it stood.
      let slowest = (2 * trait.acceleration).squareRoot()
      speed = min(speed, max(slowest, speed - 2 * trait.deceleration * late))
      way = speed * speed / (2 * trait.acceleration)
      start = now - speed / trait.acceleration
    }
    record.held[lane * 5 + Int(blocked[lane])] += max(0, late)
    if late > 0.01 {
      measure(lane, from: candidate[lane], to: now)
    } else if way < 1e8, eta[vehicle] - way / max(1, speed) <= start {
      let back = way * trait.room / trait.spacing + trait.length
      record.queued(link: Int(network.laneLink[lane]), at: start, metres: min(storage[lane], back))
    }
    leaveLink(vehicle, lane, speed: speed)
    removeHead(of: lane)
    lastCross[lane] = now
    lastStart[lane] = start
    lastWay[lane] = way
    blocked[lane] = 0
    release(lane, trait)
    let limit = trait.cruising(network.movementSpeed[movement], factor: factor[vehicle])
    let over = network.movementLength[movement]
    let (seconds, exit) = trait.drive(over, from: speed, cruise: limit, to: limit)
    ideal[vehicle] += over / min(trait.topSpeed, network.movementSpeed[movement] * factor[vehicle])
    crossedMetres[vehicle] = over
    clear[movement] = now + seconds + trait.length / max(2, exit)
    if options.keepsSteps { record.steps[Int(position[vehicle])] = Float(now + seconds - enteredLink[vehicle]) }
    position[vehicle] += 1
    enter(vehicle, lane: target, at: now + seconds, speed: exit, from: 0, trait: trait)
    if head[lane] != nobody { approach(lane) }
  }

  /// The vehicle behind becomes the first of its lane: when would it reach the line?
  mutating func approach(_ lane: Int) {
    let vehicle = (riders[lane] > 0 ? takeRider(in: lane)?.vehicle : nil) ?? Int(head[lane])
    let trait = traits[Int(vehicles.classes[vehicle])]
    let line = lineSpeed(vehicle, lane, trait)
    var time = eta[vehicle]
    candidateSpeed[lane] = line
    candidateStart[lane] = -.infinity
    candidateWay[lane] = 1e9
    let way = lastWay[lane] + trait.spacing
    var follow = lastCross[lane] + trait.lag + trait.spacing / line
    if way < 1e8 { follow = max(follow, lastStart[lane] + trait.lag + trait.climb(way, to: line)) }
    if follow > time {
      time = follow
      if way < 1e8 {
        candidateStart[lane] = lastStart[lane] + trait.lag
        candidateWay[lane] = way
        candidateSpeed[lane] = min(line, (2 * trait.acceleration * way).squareRoot())
      }
    }
    time = max(time, now)
    candidate[lane] = time
    schedule(lane, at: time)
  }

  /// Highest speed at which a vehicle may pass its stop line.
  func lineSpeed(_ vehicle: Int, _ lane: Int, _ trait: DriverTraits) -> Double {
    let cruise = trait.cruising(network.linkSpeed[Int(network.laneLink[lane])], factor: factor[vehicle])
    let step = Int(position[vehicle])
    guard step + 1 < Int(vehicles.routeStart[vehicle + 1]) else { return cruise }
    let next = vehicles.route[step + 1]
    for movement in Int(network.movementStart[lane])..<Int(network.movementStart[lane + 1])
    where network.laneLink[Int(network.movementTo[movement])] == next {
      let limit = min(cruise, trait.cruising(network.movementSpeed[movement], factor: factor[vehicle]))
      switch network.movementRule[movement] {
      case .major: return limit
      case .stop: return min(limit, 2)
      case .minor, .equal:
        return network.movementGroup[movement] >= 0
          ? limit : min(limit, (2 * trait.deceleration * network.sight).squareRoot())
      }
    }
    return cruise
  }

  mutating func enter(
    _ vehicle: Int, lane: Int, at time: Double, speed: Double, from: Double, trait: DriverTraits
  ) {
    let link = Int(network.laneLink[lane])
    let step = Int(position[vehicle])
    let cruise = trait.cruising(network.linkSpeed[link], factor: factor[vehicle])
    let metres = max(0.1, network.linkLength[link] - from)
    let line = lineSpeed(vehicle, lane, trait)
    var seconds = trait.drive(metres, from: speed, cruise: cruise, to: line).seconds
    let dwell = vehicles.dwell(at: step)
    if dwell > 0 {
      seconds += dwell + cruise / (2 * trait.acceleration) + cruise / (2 * trait.deceleration)
      stood[vehicle] += dwell
    }
    ideal[vehicle] += metres / min(trait.topSpeed, network.linkSpeed[link] * factor[vehicle])
    let isApart = options.countsApart & (1 << UInt64(vehicles.classes[vehicle])) != 0
    record.came(link: link, at: time, isApart: isApart)
    enteredLink[vehicle] = time
    eta[vehicle] = time + seconds
    used[lane] += trait.room
    // The next may follow when this one is a vehicle's room into the lane.
    let clearing = ((speed * speed + 2 * trait.acceleration * trait.spacing).squareRoot() - speed) / trait.acceleration
    nextEntry[lane] = time + (speed < 0.1 ? clearing : min(clearing, trait.spacing / speed) + trait.lag)
    append(vehicle, to: lane)
    if head[lane] == Int32(vehicle) { approach(lane) }
  }

  /// Writes down the passage of a link. Whoever waits for a line less than the metre behind which one stops has waited before
  /// the link; whoever rolls over a link that holds no two vehicles lost its time evenly over the junction before it and the link.
  mutating func leaveLink(_ vehicle: Int, _ lane: Int, speed: Double) {
    let link = Int(network.laneLink[lane])
    let metres = network.linkLength[link]
    var from = enteredLink[vehicle]
    if metres < 15 && blocked[lane] == 0 {
      let waited = max(0, now - eta[vehicle])
      from += waited * crossedMetres[vehicle] / (metres + crossedMetres[vehicle])
    } else if metres < 1 {
      from = max(from, now - metres / max(2, speed))
    }
    if options.leavesOutStops, stood[vehicle] > 0 { from = min(now, from + vehicles.dwell(at: Int(position[vehicle]))) }
    record.passed(link: link, from: from, to: now, metres: metres)
    record.left(link: link, at: now)
  }

  /// A vehicle leaves the network from a stop line.
  mutating func leave(_ vehicle: Int, from lane: Int, state ending: UInt8) {
    let trait = traits[Int(vehicles.classes[vehicle])]
    leaveLink(vehicle, lane, speed: candidateSpeed[lane])
    if options.keepsSteps { record.steps[Int(position[vehicle])] = Float(now - enteredLink[vehicle]) }
    removeHead(of: lane)
    lastCross[lane] = now
    lastWay[lane] = 1e9
    blocked[lane] = 0
    release(lane, trait)
    state[vehicle] = ending
    if head[lane] != nobody { approach(lane) }
  }
}
