extension QueueRun {
  /// Until when the first vehicle of a lane must give way on its movement; `now` or earlier when it may go.
  ///
  /// It may when it will have left the junction `safety` seconds before the next of those with priority arrives, and when those that
  /// are on the junction will have left the place where their ways meet. The longer it has stood, the more it counts on others to brake, and
  /// they do; see ``slack(of:on:after:)``.
  func mustWait(_ movement: Int, lane: Int, trait: Driver) -> Double {
    let yields = movements[movement].yields
    guard !yields.isEmpty else { return now }
    let length = movements[movement].length
    let held = now > lanes[lane].candidate + 0.01
    let speed = held ? (2 * trait.pointee.acceleration).squareRoot() : lanes[lane].candidateSpeed
    let limit = trait.pointee.cruising(movements[movement].speed, factor: 1)
    let over = trait.pointee.drive(length + trait.pointee.length, from: speed, cruise: limit, to: limit).seconds
    let reach = trait.pointee.drive(length / 2, from: speed, cruise: limit, to: limit).seconds
    let need = now + over + options.safety
    let impatience = held ? min(1, (now - lanes[lane].candidate) / options.patience) : 0
    braking.removeAll(keepingCapacity: true)
    var until = now
    for row in yields {
      let foe = Int(network.yields[row])
      if movements[foe].clear - reach > until { until = movements[foe].clear - reach }
      let group = Int(movements[foe].group)
      let foeLane = Int(movements[foe].from)
      let foeLink = lanes[foeLane].link
      let beyond = movements[foe].toLink
      let passing = movements[foe].length / movements[foe].speed
      for entry in Int(watches.start[foe])..<Int(watches.start[foe + 1]) {
        let watched = watches.lanes[entry]
        let from = Int(watched.lane)
        let ahead = Int(watched.steps)
        let later = Double(watched.seconds)
        guard lanes[from].due + later < need else { continue }
        // Who is a link away lets one in at ease while a reaction and the way to brake lie before the line in between.
        if ahead > 0 {
          let comes = links[Int(lanes[from].link)].speed
          let seen = now + trait.pointee.reaction + comes / (2 * trait.pointee.deceleration)
          guard lanes[from].due + later - Double(watched.last) < seen else { continue }
        }
        // Of two that wait for each other the first to come goes first.
        if ahead == 0, lanes[from].blocked == Hold.giveWay.rawValue,
          (lanes[from].candidate, from) > (lanes[lane].candidate, lane)
        {
          continue
        }
        // Where those with priority stand because the way ahead is full, one takes turns with them: one of theirs, then oneself.
        if ahead == 0, lanes[from].blocked == Hold.full.rawValue, held, lanes[from].lastCross > lanes[lane].candidate {
          continue
        }
        var other = Int(lanes[from].head)
        var arrival = lanes[from].due
        var looked = 0
        while other >= 0, looked < 12 {
          looked += 1
          let at = arrival + later
          guard at < need else { break }
          if group >= 0, !signals.state(of: group, at: at).colour.goes { break }
          let step = Int(trips[other].position) + ahead
          if step + 1 < Int(trips[other].routeEnd), steps[step].link == foeLink,
            steps[step + 1].link == beyond
          {
            let isFirst = ahead == 0 && looked == 1
            if at + impatience * slack(isFirst ? from : nil, on: Int(foeLink), after: at - now, trait) >= need {
              if ahead == 0 { braking.append((other, from)) }
              break
            }
            let gone = at + passing + 0.3 - reach
            if gone > now {
              until = max(until, gone)
              break
            }
            // It will have passed: whoever comes behind it may not have.
          }
          other = Int(trips[other].behind)
          if other >= 0 { arrival = max(trips[other].eta, arrival + 1.6) }
        }
      }
    }
    if until > now { return max(until, now + 0.2) }
    for (other, from) in braking {
      if Int(lanes[from].head) != other {
        trips[other].eta = max(trips[other].eta, now + over)
      } else if lanes[from].due < now + over {
        schedule(from, at: now + over)
      }
    }
    return now
  }

  /// By how many seconds a vehicle that would reach its line in `left` is later there when it brakes all the way for one that should give way
  /// to it; 30 s where it is the first of a lane and stands itself. So SUMO's junctions count.
  private func slack(_ lane: Int?, on link: Int, after left: Double, _ trait: Driver) -> Double {
    if let lane, lanes[lane].blocked != 0 { return 30 }
    guard left > 0 else { return 0 }
    let speed = links[link].speed
    let last = max(0, speed * speed - 2 * trait.pointee.deceleration * speed * left).squareRoot()
    return 2 * speed * left / (speed + last) - left
  }
}
