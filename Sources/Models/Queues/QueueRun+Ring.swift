extension QueueRun {
  /// Lanes that are looked at for a ring at most.
  private static let longestRing = 200

  /// The first vehicle of a lane finds the next link full. Where that link's first waits for room too, and so on in a ring back to this
  /// lane, all move on one place together as soon as all of them may go, as on a roundabout that is full: nobody needs more room than the
  /// one before leaves. Gives whether they did, or will be looked at again.
  mutating func moveRing(from lane: Int) -> Bool {
    var ring: [(lane: Int, movement: Int)] = []
    var at = lane
    repeat {
      guard ring.count < Self.longestRing, let step = onward(at),
        step.lane == lane || !ring.contains(where: { $0.lane == step.lane })
      else { return false }
      ring.append((at, step.movement))
      at = step.lane
    } while at != lane
    guard let green = commonGreen(ring.map(\.movement)) else { return false }
    var time = green
    if time <= now {
      for place in ring where givesWay(place.movement) {
        let trait = traits[Int(vehicles.classes[Int(head[place.lane])])]
        time = max(time, mustWait(place.movement, lane: place.lane, trait: trait))
      }
    }
    guard time <= now else {
      schedule(lane, at: time)
      return true
    }
    move(ring)
    return true
  }

  /// The first moment from now on at which the lamps let all of some movements go; nothing where none comes within a turn of the lamps.
  private func commonGreen(_ movements: [Int]) -> Double? {
    let groups = Set(movements.map { Int(network.movementGroup[$0]) }.filter { $0 >= 0 }).sorted()
    func isGreen(_ group: Int, _ time: Double) -> Bool {
      let colour = signals.state(of: group, at: time).colour
      return colour != .red && colour != .amber
    }
    return ([now] + groups.map { signals.nextGo(of: $0, from: now) }.sorted()).first { time in
      time < .infinity && groups.allSatisfy { isGreen($0, time) }
    }
  }

  private func givesWay(_ movement: Int) -> Bool {
    let group = Int(network.movementGroup[movement])
    guard group >= 0 else { return network.movementRule[movement] != .major }
    switch signals.state(of: group, at: now).colour {
    case .protected: return false
    case .permissive: return true
    case .red, .amber, .dark: return network.movementRule[movement] != .major
    }
  }

  /// Moves everybody at the head of a ring of lanes into the next one.
  private mutating func move(_ ring: [(lane: Int, movement: Int)]) {
    // Everybody steps out before anybody steps in.
    let moved = ring.map { place -> Int in
      let vehicle = Int(head[place.lane])
      stopWaiting(place.lane, for: Int(vehicles.route[Int(position[vehicle]) + 1]))
      let trait = traits[Int(vehicles.classes[vehicle])]
      record.held[place.lane * 5 + Int(blocked[place.lane])] += max(0, now - candidate[place.lane])
      measure(place.lane, from: candidate[place.lane], to: now)
      leaveLink(vehicle, place.lane, speed: 0)
      removeHead(of: place.lane)
      used[place.lane] -= trait.room
      lastCross[place.lane] = now
      lastStart[place.lane] = now
      lastWay[place.lane] = trait.spacing
      blocked[place.lane] = 0
      due[place.lane] = .infinity
      return vehicle
    }
    for (number, place) in ring.enumerated() {
      let vehicle = moved[number]
      let trait = traits[Int(vehicles.classes[vehicle])]
      let limit = trait.cruising(network.movementSpeed[place.movement], factor: factor[vehicle])
      let over = network.movementLength[place.movement]
      let (seconds, exit) = trait.drive(over, from: 0, cruise: limit, to: limit)
      ideal[vehicle] += over / min(trait.topSpeed, network.movementSpeed[place.movement] * factor[vehicle])
      crossedMetres[vehicle] = over
      clear[place.movement] = now + seconds + trait.length / max(2, exit)
      if options.keepsSteps { record.steps[Int(position[vehicle])] = Float(now + seconds - enteredLink[vehicle]) }
      position[vehicle] += 1
      let target = ring[(number + 1) % ring.count].lane
      lastFrom[target] = Int32(place.lane)
      enter(vehicle, lane: target, at: now + seconds, speed: exit, from: 0, trait: trait)
    }
    for place in ring where head[place.lane] != nobody && due[place.lane] == .infinity { approach(place.lane) }
  }

  /// Takes a lane off the list of those that wait for room on a link.
  private func stopWaiting(_ lane: Int, for link: Int) {
    guard waiterNext[lane] != -2 else { return }
    var before = -1
    var at = Int(waiterHead[link])
    while at >= 0 && at != lane {
      before = at
      at = Int(waiterNext[at])
    }
    guard at == lane else { return }
    let next = waiterNext[lane]
    if before < 0 { waiterHead[link] = next } else { waiterNext[before] = next }
    if waiterTail[link] == Int32(lane) { waiterTail[link] = Int32(before) }
    waiterNext[lane] = -2
  }

  /// The movement by which the first vehicle of a lane would go on to a lane whose own first vehicle waits for room.
  private func onward(_ lane: Int) -> (lane: Int, movement: Int)? {
    let vehicle = Int(head[lane])
    guard vehicle >= 0 else { return nil }
    let step = Int(position[vehicle]) + 1
    guard step < Int(vehicles.routeStart[vehicle + 1]) else { return nil }
    let next = Int(vehicles.route[step])
    for movement in Int(network.movementStart[lane])..<Int(network.movementStart[lane + 1]) {
      let to = Int(network.movementTo[movement])
      if Int(network.laneLink[to]) == next, blocked[to] == Hold.full.rawValue, due[to] == .infinity,
        masks[step] & (1 << UInt16(to - Int(network.laneStart[next]))) != 0
      {
        return (to, movement)
      }
    }
    return nil
  }
}
