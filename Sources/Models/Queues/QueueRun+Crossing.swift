extension QueueRun {
  func append(_ vehicle: Int, to lane: Int) {
    trips[vehicle].behind = nobody
    if lanes[lane].tail == nobody {
      lanes[lane].head = Int32(vehicle)
    } else {
      trips[Int(lanes[lane].tail)].behind = Int32(vehicle)
    }
    lanes[lane].tail = Int32(vehicle)
    lanes[lane].count += 1
    if lane < laneCount, traits[Int(trips[vehicle].kind)].filters { lanes[lane].riders += 1 }
  }

  func removeHead(of lane: Int) {
    let first = Int(lanes[lane].head)
    if lane < laneCount, traits[Int(trips[first].kind)].filters { lanes[lane].riders -= 1 }
    lanes[lane].head = trips[first].behind
    if lanes[lane].head == nobody { lanes[lane].tail = nobody }
    lanes[lane].count -= 1
  }

  /// The first vehicle of a lane has reached the stop line, or what held it may have gone.
  func evaluate(_ lane: Int) {
    var vehicle = Int(lanes[lane].head)
    if lane >= laneCount { return depart(from: lane) }
    if lanes[lane].riders > 0, now > lanes[lane].candidate + 0.01, let rider = takeRider(in: lane) {
      vehicle = rider.vehicle
      lanes[lane].candidate = rider.since
      lanes[lane].candidateSpeed = lineSpeed(vehicle, lane, driver(of: vehicle))
      lanes[lane].candidateStart = -.infinity
      lanes[lane].candidateWay = 1e9
    }
    guard let next = nextLink(of: vehicle) else {
      record.arrival[vehicle] = now
      return leave(vehicle, from: lane, state: 2)
    }
    let step = Int(trips[vehicle].position)
    let trait = driver(of: vehicle)
    if isClosed(Int(next), to: vehicle) {
      record.turnedAway.append(
        TurnedAway(vehicle: vehicle, step: step + 1 - Int(vehicles.routeStart[vehicle]), time: now))
      return leave(vehicle, from: lane, state: 3)
    }
    guard let choice = choose(lane, next: Int(next), step: step + 1, trait: trait) else {
      lanes[lane].blocked = Hold.wrongLane.rawValue
      return
    }
    var movement = choice.movement
    guard var gives = mayGo(movement, from: lane, trait) else { return }
    if let pocket = standingInFront(of: lane, next: next) {
      lanes[lane].blocked = Hold.full.rawValue
      return wait(lane, for: Int(lanes[pocket].link))
    }
    var target = choice.lane
    if target < 0 {
      lanes[lane].blocked = Hold.full.rawValue
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
        lanes[lane].blocked = Hold.giveWay.rawValue
        return schedule(lane, at: until)
      }
    }
    // Behind a vehicle from another lane one falls in at the headway; behind one from its own it drives at it already.
    if lanes[target].lastFrom != Int32(lane) {
      let entry = lanes[target].nextEntry - movements[movement].length / movements[movement].speed
      if entry > now + 0.05 {
        lanes[lane].candidateStart += max(0, entry - lanes[lane].candidate)
        lanes[lane].candidate = max(lanes[lane].candidate, entry)
        return schedule(lane, at: entry)
      }
    }
    lanes[target].lastFrom = Int32(lane)
    cross(vehicle, lane: lane, movement: movement, to: target, trait: trait)
  }

  /// Whether a movement must give way by what its lamp shows; nothing where it shows red, and the lane looks again when it no longer does.
  private func mayGo(_ movement: Int, from lane: Int, _ trait: Driver) -> Bool? {
    let group = Int(movements[movement].group)
    let gives = movements[movement].rule != .major
    guard group >= 0 else { return gives }
    let shown = signals.state(of: group, at: now)
    switch shown.colour {
    case .red, .amber:
      let brake = lanes[lane].candidateSpeed / (2 * trait.pointee.deceleration)
      let since = shown.colour == .amber ? shown.since : lastAmber(group, before: shown.since)
      // Whoever could not stop any more when amber came goes on.
      if now - since > brake || now > lanes[lane].candidate + 0.01 {
        lanes[lane].blocked = Hold.red.rawValue
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
    for row in lanes[lane].pockets {
      let pocket = Int(network.pockets[row])
      if lanes[pocket].link != next, lanes[pocket].head != nobody, lanes[pocket].blocked != 0 { return pocket }
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
    _ lane: Int, next: Int, step: Int, trait: Driver
  ) -> (movement: Int, lane: Int, release: Double)? {
    var best = (movement: -1, lane: -1, release: Double.infinity)
    var least = Double.infinity
    let length = links[next].length
    let speed = links[next].speed
    forEachChoice(from: lane, to: next, step: step) { movement, to, target in
      if best.movement < 0 { best.movement = movement }
      let free = roomAt(target, trait.pointee.room)
      if free > now {
        best.release = min(best.release, free)
        return
      }
      var cost = lanes[target].used + trait.pointee.room * Double(abs(target - to)) * 1.5
      // Behind one that gets to the line late one waits: a line advances by a vehicle's room in each headway.
      if lanes[target].tail != nobody {
        let later = trips[Int(lanes[target].tail)].eta - now - length / speed
        if later > 0 { cost += later * trait.pointee.room / (trait.pointee.lag + trait.pointee.spacing / speed) }
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
    let first = Int(links[next].firstLane)
    let width = Int(links[next].laneCount)
    let length = links[next].length
    for movement in lanes[lane].movements {
      let to = Int(movements[movement].to)
      guard to >= first && to < first + width else { continue }
      let own = UInt16(1) << UInt16(to - first)
      let mask = length < 20 && steps[step].serves & own != 0 ? own : steps[step].mask
      for number in 0..<width where mask & (1 << UInt16(number)) != 0 {
        let target = first + number
        if target != to, length < 20 * Double(abs(target - to)), mask & own != 0 { continue }
        body(movement, to, target)
      }
    }
  }

  /// When a lane has this many metres free: now, later, or infinity when somebody must leave it first.
  func roomAt(_ lane: Int, _ metres: Double) -> Double {
    let base = Int(lanes[lane].ringStart)
    let size = Int(lanes[lane].ringSize)
    while lanes[lane].ringCount > 0, ring[base + Int(lanes[lane].ringHead)].time <= now {
      lanes[lane].used -= ring[base + Int(lanes[lane].ringHead)].metres
      lanes[lane].ringHead = Int32(wrapped(Int(lanes[lane].ringHead) + 1, size))
      lanes[lane].ringCount -= 1
    }
    if lanes[lane].count == 0 && lanes[lane].ringCount == 0 { lanes[lane].used = 0 }
    var filled = lanes[lane].used
    // The last vehicle needs no gap behind it.
    let limit = lanes[lane].storage + gaps
    if filled == 0 || filled + metres <= limit { return now }
    if filled <= limit + lanes[lane].before && movesOn(lane) { return now }
    for offset in 0..<Int(lanes[lane].ringCount) {
      let slot = base + wrapped(Int(lanes[lane].ringHead) + offset, size)
      filled -= ring[slot].metres
      if filled <= 1e-6 || filled + metres <= limit { return ring[slot].time }
    }
    return .infinity
  }

  /// A place in a ring, counted from 0 to less than twice its size, without a division.
  @inline(__always) private func wrapped(_ place: Int, _ size: Int) -> Int { place < size ? place : place - size }

  /// Whether the first vehicle of a lane is rolling up to a line it may pass, as far as can be seen: then whoever follows
  /// need not find the whole of its own room empty.
  func movesOn(_ lane: Int) -> Bool {
    let first = Int(lanes[lane].head)
    guard first >= 0 else { return true }
    guard lanes[lane].blocked == 0, lanes[lane].due < now + 4 + lanes[lane].before / 10 else { return false }
    guard let next = nextLink(of: first) else { return true }
    guard let movement = movement(from: lane, to: next) else { return false }
    let group = Int(movements[movement].group)
    return group < 0 || signals.state(of: group, at: lanes[lane].due).colour.goes
  }

  /// The first movement from a lane to a link.
  @inline(__always) private func movement(from lane: Int, to link: Int32) -> Int? {
    for movement in lanes[lane].movements where movements[movement].toLink == link { return movement }
    return nil
  }

  func wait(_ lane: Int, for link: Int) {
    guard lanes[lane].waiterNext == -2 else { return }
    lanes[lane].waiterNext = nobody
    if links[link].waiterTail == nobody {
      links[link].waiterHead = Int32(lane)
    } else {
      lanes[Int(links[link].waiterTail)].waiterNext = Int32(lane)
    }
    links[link].waiterTail = Int32(lane)
  }

  /// Whoever waits for room on a link may look again, who has waited longest first.
  func wake(_ link: Int, at time: Double) {
    var lane = Int(links[link].waiterHead)
    var turn = time
    links[link].waiterHead = nobody
    links[link].waiterTail = nobody
    while lane >= 0 {
      let next = Int(lanes[lane].waiterNext)
      lanes[lane].waiterNext = -2
      schedule(lane, at: turn)
      turn = turn.nextUp
      lane = next
    }
  }

  /// A vehicle leaves a lane: its room comes free at the far end when the backward wave has got there.
  func release(_ lane: Int, _ trait: Driver) {
    let link = Int(lanes[lane].link)
    let base = Int(lanes[lane].ringStart)
    let size = Int(lanes[lane].ringSize)
    let time = now + lanes[lane].storage * trait.pointee.wave
    ring[base + wrapped(Int(lanes[lane].ringHead + lanes[lane].ringCount), size)] = RoomToCome(
      time: time, metres: trait.pointee.room)
    lanes[lane].ringCount += 1
    if links[link].waiterHead != nobody { wake(link, at: time) }
  }

  func cross(_ vehicle: Int, lane: Int, movement: Int, to target: Int, trait: Driver) {
    let late = now - lanes[lane].candidate
    var speed = lanes[lane].candidateSpeed
    var start = lanes[lane].candidateStart
    var way = lanes[lane].candidateWay
    if late > 0.01 {
      // Held back: it braked, and drives on from what speed was left; from 1 m before the line when it stood.
      let slowest = (2 * trait.pointee.acceleration).squareRoot()
      speed = min(speed, max(slowest, speed - 2 * trait.pointee.deceleration * late))
      way = speed * speed / (2 * trait.pointee.acceleration)
      start = now - speed / trait.pointee.acceleration
    }
    record.held[lane * 5 + Int(lanes[lane].blocked)] += max(0, late)
    if late > 0.01 {
      measure(lane, from: lanes[lane].candidate, to: now)
    } else if way < 1e8, trips[vehicle].eta - way / max(1, speed) <= start {
      let back = way * trait.pointee.room / trait.pointee.spacing + trait.pointee.length
      record.queued(link: Int(lanes[lane].link), at: start, metres: min(lanes[lane].storage, back))
    }
    leaveLink(vehicle, lane, speed: speed)
    removeHead(of: lane)
    lanes[lane].lastCross = now
    lanes[lane].lastStart = start
    lanes[lane].lastWay = way
    lanes[lane].blocked = 0
    release(lane, trait)
    let limit = trait.pointee.cruising(movements[movement].speed, factor: trips[vehicle].factor)
    let over = movements[movement].length
    let (seconds, exit) = trait.pointee.drive(over, from: speed, cruise: limit, to: limit)
    trips[vehicle].ideal += over / min(trait.pointee.topSpeed, movements[movement].speed * trips[vehicle].factor)
    trips[vehicle].crossedMetres = over
    movements[movement].clear = now + seconds + trait.pointee.length / max(2, exit)
    if options.keepsSteps {
      record.steps[Int(trips[vehicle].position)] = Float(now + seconds - trips[vehicle].enteredLink)
    }
    trips[vehicle].position += 1
    enter(vehicle, lane: target, at: now + seconds, speed: exit, from: 0, trait: trait)
    if lanes[lane].head != nobody { approach(lane) }
  }

  /// The vehicle behind becomes the first of its lane: when would it reach the line?
  func approach(_ lane: Int) {
    let vehicle = (lanes[lane].riders > 0 ? takeRider(in: lane)?.vehicle : nil) ?? Int(lanes[lane].head)
    let trait = driver(of: vehicle)
    let line = lineSpeed(vehicle, lane, trait)
    var time = trips[vehicle].eta
    lanes[lane].candidateSpeed = line
    lanes[lane].candidateStart = -.infinity
    lanes[lane].candidateWay = 1e9
    let way = lanes[lane].lastWay + trait.pointee.spacing
    var follow = lanes[lane].lastCross + trait.pointee.lag + trait.pointee.spacing / line
    if way < 1e8 {
      follow = max(follow, lanes[lane].lastStart + trait.pointee.lag + trait.pointee.climb(way, to: line))
    }
    if follow > time {
      time = follow
      if way < 1e8 {
        lanes[lane].candidateStart = lanes[lane].lastStart + trait.pointee.lag
        lanes[lane].candidateWay = way
        lanes[lane].candidateSpeed = min(line, (2 * trait.pointee.acceleration * way).squareRoot())
      }
    }
    time = max(time, now)
    lanes[lane].candidate = time
    schedule(lane, at: time)
  }

  /// Highest speed at which a vehicle may pass its stop line.
  func lineSpeed(_ vehicle: Int, _ lane: Int, _ trait: Driver) -> Double {
    let cruise = trait.pointee.cruising(links[Int(lanes[lane].link)].speed, factor: trips[vehicle].factor)
    guard let next = nextLink(of: vehicle), let movement = movement(from: lane, to: next) else { return cruise }
    let limit = min(cruise, trait.pointee.cruising(movements[movement].speed, factor: trips[vehicle].factor))
    switch movements[movement].rule {
    case .major: return limit
    case .stop: return min(limit, 2)
    case .minor, .equal:
      return movements[movement].group >= 0
        ? limit : min(limit, (2 * trait.pointee.deceleration * network.sight).squareRoot())
    }
  }

  func enter(
    _ vehicle: Int, lane: Int, at time: Double, speed: Double, from: Double, trait: Driver
  ) {
    let link = Int(lanes[lane].link)
    let step = Int(trips[vehicle].position)
    let cruise = trait.pointee.cruising(links[link].speed, factor: trips[vehicle].factor)
    let metres = max(0.1, links[link].length - from)
    let line = lineSpeed(vehicle, lane, trait)
    var seconds = trait.pointee.drive(metres, from: speed, cruise: cruise, to: line).seconds
    let dwell = trips[vehicle].stops ? vehicles.dwell(at: step) : 0
    if dwell > 0 {
      seconds += dwell + cruise / (2 * trait.pointee.acceleration) + cruise / (2 * trait.pointee.deceleration)
      trips[vehicle].stood += dwell
    }
    trips[vehicle].ideal += metres / min(trait.pointee.topSpeed, links[link].speed * trips[vehicle].factor)
    let isApart = options.countsApart & (1 << UInt64(trips[vehicle].kind)) != 0
    record.came(link: link, at: time, isApart: isApart)
    trips[vehicle].enteredLink = time
    trips[vehicle].eta = time + seconds
    if options.keepsSteps {
      record.freeSteps[step] = Float(seconds)
      record.laneSteps[step] = UInt8(truncatingIfNeeded: lane - Int(links[link].firstLane))
    }
    lanes[lane].used += trait.pointee.room
    // The next may follow when this one is a vehicle's room into the lane.
    let clearing =
      ((speed * speed + 2 * trait.pointee.acceleration * trait.pointee.spacing).squareRoot() - speed)
      / trait.pointee.acceleration
    lanes[lane].nextEntry =
      time + (speed < 0.1 ? clearing : min(clearing, trait.pointee.spacing / speed) + trait.pointee.lag)
    append(vehicle, to: lane)
    if lanes[lane].head == Int32(vehicle) { approach(lane) }
  }

  /// Writes down the passage of a link. Whoever waits for a line less than the metre behind which one stops has waited before
  /// the link; whoever rolls over a link that holds no two vehicles lost its time evenly over the junction before it and the link.
  func leaveLink(_ vehicle: Int, _ lane: Int, speed: Double) {
    let link = Int(lanes[lane].link)
    let metres = links[link].length
    var from = trips[vehicle].enteredLink
    if metres < 15 && lanes[lane].blocked == 0 {
      let waited = max(0, now - trips[vehicle].eta)
      from += waited * trips[vehicle].crossedMetres / (metres + trips[vehicle].crossedMetres)
    } else if metres < 1 {
      from = max(from, now - metres / max(2, speed))
    }
    if options.leavesOutStops, trips[vehicle].stood > 0 {
      from = min(now, from + vehicles.dwell(at: Int(trips[vehicle].position)))
    }
    record.left(link: link, from: from, to: now, metres: metres)
  }

  /// A vehicle leaves the network from a stop line.
  func leave(_ vehicle: Int, from lane: Int, state ending: UInt8) {
    let trait = driver(of: vehicle)
    leaveLink(vehicle, lane, speed: lanes[lane].candidateSpeed)
    if options.keepsSteps { record.steps[Int(trips[vehicle].position)] = Float(now - trips[vehicle].enteredLink) }
    removeHead(of: lane)
    lanes[lane].lastCross = now
    lanes[lane].lastWay = 1e9
    lanes[lane].blocked = 0
    release(lane, trait)
    trips[vehicle].state = ending
    if lanes[lane].head != nobody { approach(lane) }
  }
}
