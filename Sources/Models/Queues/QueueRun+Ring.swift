extension QueueRun {
  /// Lanes that are looked at for a ring at most.
  private static let longestRing = 200

  /// The first vehicle of a lane finds the next link full. Where that link's first waits for room too, and so on in a ring back to this
  /// lane, and all of them may go at this moment, all move on one place together, as on a roundabout that is full: nobody needs more room
  /// than the one before leaves. Gives whether they did.
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
    // Everybody steps out before anybody steps in.
    let moved = ring.map { place -> Int in
      let vehicle = Int(head[place.lane])
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
    return true
  }

  /// The movement by which the first vehicle of a lane would go on to a lane whose own first vehicle waits for room, if it may go now.
  private func onward(_ lane: Int) -> (lane: Int, movement: Int)? {
    let vehicle = Int(head[lane])
    guard vehicle >= 0 else { return nil }
    let step = Int(position[vehicle]) + 1
    guard step < Int(vehicles.routeStart[vehicle + 1]) else { return nil }
    let next = Int(vehicles.route[step])
    let trait = traits[Int(vehicles.classes[vehicle])]
    for movement in Int(network.movementStart[lane])..<Int(network.movementStart[lane + 1]) {
      let to = Int(network.movementTo[movement])
      guard Int(network.laneLink[to]) == next, blocked[to] == Hold.full.rawValue, due[to] == .infinity,
        masks[step] & (1 << UInt16(to - Int(network.laneStart[next]))) != 0
      else { continue }
      let group = Int(network.movementGroup[movement])
      var gives = network.movementRule[movement] != .major
      if group >= 0 {
        switch signals.state(of: group, at: now).colour {
        case .red, .amber: continue
        case .protected: gives = false
        case .permissive: gives = true
        case .dark: break
        }
      }
      if gives, mustWait(movement, lane: lane, trait: trait) > now { continue }
      return (to, movement)
    }
    return nil
  }
}
