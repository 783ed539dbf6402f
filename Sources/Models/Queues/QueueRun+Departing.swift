extension QueueRun {
  /// A vehicle wants to depart: it waits at the gate of its first link.
  func arriveAtGate(_ vehicle: Int) {
    let link = Int(steps[Int(vehicles.routeStart[vehicle])].link)
    let gate = laneCount + link
    trips[vehicle].position = vehicles.routeStart[vehicle]
    if lanes[gate].head != nobody, lanes[gate].blocked != 0, !isClosed(link, to: vehicle) {
      let place = freeLane(of: link, for: vehicle)
      if place.lane >= 0 { return comeIn(vehicle, on: place.lane) }
    }
    append(vehicle, to: gate)
    if lanes[gate].head == Int32(vehicle) { schedule(gate, at: now) }
  }

  /// The first vehicle at a gate whose lane has room enters its first link: outside nobody stands in the way of those who want another
  /// lane.
  func depart(from gate: Int) {
    let link = gate - laneCount
    var before = -1
    var vehicle = Int(lanes[gate].head)
    var release = Double.infinity
    var full: UInt16 = 0
    for _ in 0..<Self.departing where vehicle >= 0 {
      let mask = steps[Int(trips[vehicle].position)].mask
      if isClosed(link, to: vehicle) {
        record.turnedAway.append(TurnedAway(vehicle: vehicle, step: 0, time: now))
        trips[vehicle].state = 3
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
      vehicle = Int(trips[vehicle].behind)
    }
    lanes[gate].blocked = Hold.full.rawValue
    if release < .infinity { schedule(gate, at: release) } else { wait(gate, for: link) }
  }

  private func comeIn(_ vehicle: Int, on lane: Int) {
    let trait = driver(of: vehicle)
    let from = min(trait.pointee.length, links[Int(lanes[lane].link)].length / 2)
    enteredNetwork[vehicle] = now
    trips[vehicle].state = 1
    enter(vehicle, lane: lane, at: now, speed: 0, from: from, trait: trait)
  }

  func isClosed(_ link: Int, to vehicle: Int) -> Bool {
    !closures.isEmpty && closures.closes(link, to: trips[vehicle].kind, at: now)
  }

  /// How many of those who wait outside a link look for room at once.
  private static let departing = 64

  /// Takes a vehicle out of a gate, and lets the next one look.
  private func take(_ vehicle: Int, behind before: Int, outOf gate: Int) {
    if before < 0 {
      removeHead(of: gate)
    } else {
      trips[before].behind = trips[vehicle].behind
      if Int(lanes[gate].tail) == vehicle { lanes[gate].tail = Int32(before) }
      lanes[gate].count -= 1
    }
    lanes[gate].blocked = 0
    if lanes[gate].head != nobody { schedule(gate, at: now) }
  }

  /// The emptiest lane of a link on which a vehicle may depart now, or when it may.
  private func freeLane(of link: Int, for vehicle: Int) -> (lane: Int, release: Double) {
    let step = Int(trips[vehicle].position)
    let room = traits[Int(trips[vehicle].kind)].room
    let first = Int(links[link].firstLane)
    var best = (lane: -1, release: Double.infinity)
    var least = Double.infinity
    for number in 0..<Int(links[link].laneCount) where steps[step].mask & (1 << UInt16(number)) != 0 {
      let lane = first + number
      let free = max(roomAt(lane, room), lanes[lane].nextEntry)
      if free > now {
        best.release = min(best.release, free)
      } else if lanes[lane].used < least {
        least = lanes[lane].used
        best.lane = lane
      }
    }
    return best
  }
}
