extension QueueRun {
  /// A vehicle wants to depart: it waits at the gate of its first link.
  mutating func arriveAtGate(_ vehicle: Int) {
    let link = Int(vehicles.route[Int(vehicles.routeStart[vehicle])])
    let gate = laneCount + link
    position[vehicle] = vehicles.routeStart[vehicle]
    if head[gate] != nobody, blocked[gate] != 0, !isClosed(link, to: vehicle) {
      let place = freeLane(of: link, for: vehicle)
      if place.lane >= 0 { return comeIn(vehicle, on: place.lane) }
    }
    append(vehicle, to: gate)
    if head[gate] == Int32(vehicle) { schedule(gate, at: now) }
  }

  /// The first vehicle at a gate whose lane has room enters its first link: outside nobody stands in the way of those who want another
  /// lane.
  mutating func depart(from gate: Int) {
    let link = gate - laneCount
    var before = -1
    var vehicle = Int(head[gate])
    var release = Double.infinity
    var full: UInt16 = 0
    for _ in 0..<Self.departing where vehicle >= 0 {
      let mask = masks[Int(position[vehicle])]
      if isClosed(link, to: vehicle) {
        record.turnedAway.append(TurnedAway(vehicle: vehicle, step: 0, time: now))
        state[vehicle] = 3
        return take(vehicle, behind: before, outOf: gate)
      }
      let place = mask & ~full == 0 ? (lane: -1, release: .infinity) : freeLane(of: link, for: vehicle)
      if place.lane >= 0 {
        take(vehicle, behind: before, outOf: gate)
        return comeIn(vehicle, on: place.lane)
      }
      release = min(release, place.release)
      full |= mask
      before = vehicle
      vehicle = Int(behind[vehicle])
    }
    blocked[gate] = Hold.full.rawValue
    if release < .infinity { schedule(gate, at: release) } else { wait(gate, for: link) }
  }

  private mutating func comeIn(_ vehicle: Int, on lane: Int) {
    let trait = traits[Int(vehicles.classes[vehicle])]
    let from = min(trait.length, network.linkLength[Int(network.laneLink[lane])] / 2)
    enteredNetwork[vehicle] = now
    state[vehicle] = 1
    enter(vehicle, lane: lane, at: now, speed: 0, from: from, trait: trait)
  }

  func isClosed(_ link: Int, to vehicle: Int) -> Bool {
    !closures.isEmpty && closures.closes(link, to: vehicles.classes[vehicle], at: now)
  }

  /// How many of those who wait outside a link look for room at once.
  private static let departing = 64

  /// Takes a vehicle out of a gate, and lets the next one look.
  private mutating func take(_ vehicle: Int, behind before: Int, outOf gate: Int) {
    if before < 0 {
      removeHead(of: gate)
    } else {
      behind[before] = behind[vehicle]
      if Int(tail[gate]) == vehicle { tail[gate] = Int32(before) }
      count[gate] -= 1
    }
    blocked[gate] = 0
    if head[gate] != nobody { schedule(gate, at: now) }
  }

  /// The emptiest lane of a link on which a vehicle may depart now, or when it may.
  private func freeLane(of link: Int, for vehicle: Int) -> (lane: Int, release: Double) {
    let step = Int(position[vehicle])
    let room = traits[Int(vehicles.classes[vehicle])].room
    let first = Int(network.laneStart[link])
    var best = (lane: -1, release: Double.infinity)
    var least = Double.infinity
    for number in 0..<Int(network.laneStart[link + 1]) - first where masks[step] & (1 << UInt16(number)) != 0 {
      let lane = first + number
      let free = max(roomAt(lane, room), nextEntry[lane])
      if free > now {
        best.release = min(best.release, free)
      } else if used[lane] < least {
        least = used[lane]
        best.lane = lane
      }
    }
    return best
  }
}
