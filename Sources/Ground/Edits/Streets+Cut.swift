import Geography
import Replica

/// The point of a line nearest to a position.
struct LineFoot {
  /// Where it is.
  let point: Point
  /// Its distance from the position, in metres.
  let distance: Double
  /// How many corners of the line come before it.
  let cornersBefore: Int

  /// The foot on a line; the first of equals; nothing for a line without points.
  init?(of position: Point, on line: ArraySlice<Point>) {
    guard var last = line.first else { return nil }
    var best = (point: last, away: Double.infinity, corners: 1)
    for (number, next) in line.dropFirst().enumerated() {
      let foot = position.nearest(from: last, to: next)
      let away = foot.distance(to: position)
      if away < best.away { best = (foot, away, number + 1) }
      last = next
    }
    guard best.away.isFinite else { return nil }
    point = best.point
    distance = best.away
    cornersBefore = best.corners
  }
}

extension Streets {
  /// Cuts a segment in two at a point of its line: appends a node and two pieces that take over everything, turn bans,
  /// movements and signals too, and marks the old segment as removed. The pieces' keys go on from the old one's.
  mutating func cut(_ row: Int, at foot: LineFoot) -> NodeID {
    let name = Drawn.name(of: [foot.point])
    let node = nodes.append(key: FeatureKey("drawn/node/\(name)"), at: foot.point)
    let line = Array(segments.shapes[row])
    let first = Array(line.prefix(foot.cornersBefore)) + [foot.point]
    let second = [foot.point] + Array(line.dropFirst(foot.cornersBefore))
    let key = segments.keys[row].text
    let old = SegmentID(row)
    let (start, end) = (segments.starts[row], segments.ends[row])
    let copy = segment(row)
    let one = append(copy, key: FeatureKey("\(key)/\(name)/1"), from: start, to: node, shape: first)
    let two = append(copy, key: FeatureKey("\(key)/\(name)/2"), from: node, to: end, shape: second)
    for piece in [one, two] {
      links.closed[piece.forward.index] = links.closed[old.forward.index]
      links.closed[piece.backward.index] = links.closed[old.backward.index]
    }
    for ban in turnBans {
      var moved = ban
      // A ban holds where its first link ends: the forward link ends with the second piece, the backward one with the first.
      if ban.from == old.forward { moved.from = two.forward }
      if ban.from == old.backward { moved.from = one.backward }
      if ban.to == old.forward { moved.to = one.forward }
      if ban.to == old.backward { moved.to = two.backward }
      if moved != ban { turnBans.append(moved) }
    }
    hand(over: old, to: one, two)
    segments.areRemoved[row] = true
    return node
  }

  /// Lets lanes, movements and signals go on over the two pieces of a segment.
  private mutating func hand(over old: SegmentID, to one: SegmentID, _ two: SegmentID) {
    func heir(of from: LinkID) -> LinkID {
      from == old.forward ? two.forward : from == old.backward ? one.backward : from
    }
    var isMoved: (forward: Bool, backward: Bool) = (false, false)
    for row in 0..<movements.count {
      let (from, to) = (movements.froms[row], movements.tos[row])
      if from.segment != old, to.segment != old { continue }
      if from == old.forward || to == old.forward { isMoved.forward = true }
      if from == old.backward || to == old.backward { isMoved.backward = true }
      let goal = to == old.forward ? one.forward : to == old.backward ? two.backward : to
      movements.redirect(MovementID(row), from: heir(of: from), to: goal)
    }
    let through = [(isMoved.forward, one.forward, two.forward), (isMoved.backward, two.backward, one.backward)]
    for (isNeeded, from, to) in through where isNeeded {
      for lane in 0..<links.lanes[from.index] {
        movements.append(Movement(from: from, to: to, fromLane: lane, toLane: lane, turn: .straight, rule: .goes))
      }
    }
    for piece in [one.forward, one.backward, two.forward, two.backward] {
      for var lane in lanes[piece.isBackward ? old.backward : old.forward] {
        lane.link = piece
        lane.length = .nan
        // Painted before the end of the link: on the piece that ends there.
        if piece != heir(of: piece.isBackward ? old.backward : old.forward) { lane.marks = [] }
        lanes.append(lane)
      }
    }
    for signal in signals.indices {
      for phase in signals[signal].phases.indices {
        signals[signal].phases[phase].links = signals[signal].phases[phase].links.map(heir)
      }
    }
  }

  /// A segment as a value of its own.
  private func segment(_ row: Int) -> Segment {
    func link(_ index: Int) -> Link {
      Link(access: links.access[index], speed: links.speeds[index], lanes: links.lanes[index])
    }
    var copy = Segment(streetClass: segments.classes[row], forward: link(row * 2), backward: link(row * 2 + 1))
    copy.name = segments.name(of: SegmentID(row))
    copy.structure = segments.structures[row]
    copy.layer = segments.layers[row]
    copy.sidewalk = segments.sidewalks[row]
    copy.surface = segments.surfaces[row]
    copy.incline = segments.inclines[row]
    copy.width = segments.widths[row]
    copy.isRoundabout = segments.areRoundabouts[row]
    copy.assumed = segments.assumed[row]
    return copy
  }
}
