extension QueueRun {
  /// Until when the first vehicle of a lane must give way on its movement; `now` or earlier when it may go.
  ///
  /// It may when it will have left the junction `safety` seconds before the next of those with priority arrives, and when those that
  /// are on the junction will have left the place where their ways meet. The longer it has stood, the more it counts on others to brake, and
  /// they do; see ``slack(of:on:after:)``.
  mutating func mustWait(_ movement: Int, lane: Int, trait: DriverTraits) -> Double {
    let first = Int(network.yieldStart[movement])
    let last = Int(network.yieldStart[movement + 1])
    guard first < last else { return now }
    let length = network.movementLength[movement]
    let held = now > candidate[lane] + 0.01
    let speed = held ? (2 * trait.acceleration).squareRoot() : candidateSpeed[lane]
    let limit = trait.cruising(network.movementSpeed[movement], factor: 1)
    let over = trait.drive(length + trait.length, from: speed, cruise: limit, to: limit).seconds
    let reach = trait.drive(length / 2, from: speed, cruise: limit, to: limit).seconds
    let need = now + over + options.safety
    let impatience = held ? min(1, (now - candidate[lane]) / options.patience) : 0
    braking.removeAll(keepingCapacity: true)
    var until = now
    for row in first..<last {
      let foe = Int(network.yields[row])
      if clear[foe] - reach > until { until = clear[foe] - reach }
      let group = Int(network.movementGroup[foe])
      let foeLane = Int(network.movementFrom[foe])
      let foeLink = network.laneLink[foeLane]
      let beyond = network.laneLink[Int(network.movementTo[foe])]
      let passing = network.movementLength[foe] / network.movementSpeed[foe]
      for entry in Int(watches.start[foe])..<Int(watches.start[foe + 1]) {
        let from = Int(watches.lanes[entry])
        let steps = Int(watches.steps[entry])
        let later = Double(watches.seconds[entry])
        guard due[from] + later < need else { continue }
        // Who is a link away lets one in at ease while a reaction and the way to brake lie before the line in between.
        if steps > 0 {
          let comes = network.linkSpeed[Int(network.laneLink[from])]
          let seen = now + trait.reaction + comes / (2 * trait.deceleration)
          guard due[from] + later - Double(watches.last[entry]) < seen else { continue }
        }
        // Of two that wait for each other the first to come goes first.
        if steps == 0, blocked[from] == Hold.giveWay.rawValue,
          (candidate[from], from) > (candidate[lane], lane)
        {
          continue
        }
        // Where those with priority stand because the way ahead is full, one takes turns with them: one of theirs, then oneself.
        if steps == 0, blocked[from] == Hold.full.rawValue, held, lastCross[from] > candidate[lane] { continue }
        var other = Int(head[from])
        var arrival = due[from]
        var looked = 0
        while other >= 0, looked < 12 {
          looked += 1
          let at = arrival + later
          guard at < need else { break }
          if group >= 0 {
            let colour = signals.state(of: group, at: at).colour
            if colour == .red || colour == .amber { break }
          }
          let step = Int(position[other]) + steps
          if step + 1 < Int(vehicles.routeStart[other + 1]), vehicles.route[step] == foeLink,
            vehicles.route[step + 1] == beyond
          {
            let isFirst = steps == 0 && looked == 1
            if at + impatience * slack(isFirst ? from : nil, on: Int(foeLink), after: at - now, trait) >= need {
              if steps == 0 { braking.append((other, from)) }
              break
            }
            let gone = at + passing + 0.3 - reach
            if gone > now {
              until = max(until, gone)
              break
            }
            // It will have passed: whoever comes behind it may not have.
          }
          other = Int(behind[other])
          if other >= 0 { arrival = max(eta[other], arrival + 1.6) }
        }
      }
    }
    if until > now { return max(until, now + 0.2) }
    for (other, from) in braking {
      if Int(head[from]) != other {
        eta[other] = max(eta[other], now + over)
      } else if due[from] < now + over {
        schedule(from, at: now + over)
      }
    }
    return now
  }

  /// By how many seconds a vehicle that would reach its line in `left` is later there when it brakes all the way for one that should give way
  /// to it; 30 s where it is the first of a lane and stands itself. So SUMO's junctions count.
  private func slack(_ lane: Int?, on link: Int, after left: Double, _ trait: DriverTraits) -> Double {
    if let lane, blocked[lane] != 0 { return 30 }
    guard left > 0 else { return 0 }
    let speed = network.linkSpeed[link]
    let last = max(0, speed * speed - 2 * trait.deceleration * speed * left).squareRoot()
    return 2 * speed * left / (speed + last) - left
  }
}
