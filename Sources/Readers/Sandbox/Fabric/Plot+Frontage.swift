import Geography
import Replica

extension Plot {
  /// The least metres of street a lot has its door on.
  static let leastFrontage = 3.0

  /// Metres of its ring along streets it may have a door on.
  func frontage(_ sides: [BlockSide]) -> Double {
    var total = 0.0
    for index in ring.indices where isFrontage(index, sides) { total += ring[index].distance(to: ring[next(index)]) }
    return total
  }

  /// Whether one of its sides lies on a street it may have a door on.
  func isFrontage(_ index: Int, _ sides: [BlockSide]) -> Bool {
    origins[index] >= 0 && sides[Int(origins[index])].isFrontage
  }

  /// The street of a side; nothing when it is a cut or lies on no street.
  func street(_ index: Int, _ sides: [BlockSide]) -> StreetClass? {
    origins[index] >= 0 && sides[Int(origins[index])].isFrontage ? sides[Int(origins[index])].streetClass : nil
  }

  /// The largest street with at least the least frontage; with less on each, the one with most.
  func mainStreet(_ sides: [BlockSide]) -> StreetClass? {
    var metres = [Double](repeating: 0, count: StreetClass.allCases.count)
    for index in ring.indices {
      guard let street = street(index, sides) else { continue }
      metres[Int(street.rawValue)] += ring[index].distance(to: ring[next(index)])
    }
    let place =
      metres.firstIndex { $0 >= Self.leastFrontage }
      ?? metres.indices.filter { metres[$0] > 0 }.max { metres[$0] < metres[$1] }
    return place.flatMap { StreetClass(rawValue: UInt8($0)) }
  }

  /// Axes for what is built on it: x along its front, y inwards, the origin where a house may not come nearer to the
  /// street than its setback.
  ///
  /// The front is the direction with most street, larger streets counting more; with `inward` the sides that look the
  /// other way count only when no others lie on a street.
  func yardFrame(_ sides: [BlockSide], inward: (east: Double, north: Double)? = nil) -> Frame {
    var fronts: [(index: Int, east: Double, north: Double, metres: Double, weight: Double)] = []
    for index in ring.indices {
      guard let street = street(index, sides) else { continue }
      let (from, to) = (ring[index], ring[next(index)])
      let metres = from.distance(to: to)
      let (east, north) = ((to.x - from.x) / metres, (to.y - from.y) / metres)
      var weight = street.rawValue <= StreetClass.tertiaryLink.rawValue ? metres * 1.4 : metres
      // The land lies to the left of its sides, so (−north, east) points inwards.
      if let inward, inward.east * -north + inward.north * east < 0.7 { weight *= 0.01 }
      fronts.append((index, east, north, metres, weight))
    }
    if fronts.isEmpty {
      let box = PlotBox(ring)
      return box.frame
    }
    var best = (weight: -1.0, east: 1.0, north: 0.0)
    for candidate in fronts {
      var (weight, east, north) = (0.0, 0.0, 0.0)
      for other in fronts where other.east * candidate.east + other.north * candidate.north > 0.82 {
        weight += other.weight
        east += other.east * other.weight
        north += other.north * other.weight
      }
      if weight > best.weight + 1e-6 { best = (weight, east, north) }
    }
    var frame = Frame(at: ring[0], east: best.east, north: best.north)
    var base = -Double.infinity
    var middle = (sum: 0.0, metres: 0.0)
    for front in fronts where front.east * frame.east + front.north * frame.north > 0.82 {
      let (from, to) = (frame.local(ring[front.index]), frame.local(ring[next(front.index)]))
      base = max(base, from.y, to.y)
      middle.sum += (from.x + to.x) / 2 * front.metres
      middle.metres += front.metres
    }
    frame.origin = frame.city(middle.sum / middle.metres, base)
    return frame
  }
}
