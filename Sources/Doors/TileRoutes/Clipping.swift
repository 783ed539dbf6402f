/// Cuts shapes to the square a tile shows, a margin around it included. Coordinates are units of the tile.
struct Clipping {
  /// Units beyond the tile's edge that are kept, so that wide lines and outlines meet across tiles.
  static let margin = 64.0
  static let low = -margin
  static let high = Double(TileAddress.extent) + margin

  /// The parts of a line within the square.
  ///
  /// Source: Y.-D. Liang and B. A. Barsky, "A new concept and method for line clipping", ACM Transactions on Graphics 3
  /// (1984) 1–22, doi:10.1145/357332.357333.
  static func parts(of line: [SIMD2<Double>]) -> [[SIMD2<Double>]] {
    var parts: [[SIMD2<Double>]] = []
    var part: [SIMD2<Double>] = []
    func end() {
      if part.count >= 2 { parts.append(part) }
      part.removeAll()
    }
    for (from, to) in zip(line, line.dropFirst()) {
      guard let (enter, leave) = passage(from: from, to: to) else {
        end()
        continue
      }
      let way = to - from
      if enter > 0 { end() }
      if part.isEmpty { part.append(from + way * enter) }
      part.append(leave < 1 ? from + way * leave : to)
      if leave < 1 { end() }
    }
    end()
    return parts
  }

  private static func passage(from: SIMD2<Double>, to: SIMD2<Double>) -> (enter: Double, leave: Double)? {
    let way = to - from
    var enter = 0.0
    var leave = 1.0
    for (step, room) in [
      (-way.x, from.x - low), (way.x, high - from.x), (-way.y, from.y - low), (way.y, high - from.y),
    ] {
      if step == 0 {
        if room < 0 { return nil }
      } else if step < 0 {
        enter = max(enter, room / step)
      } else {
        leave = min(leave, room / step)
      }
    }
    return enter <= leave ? (enter, leave) : nil
  }

  /// A ring cut to the square; empty when nothing is left. A ring that the square cuts into several stays one, joined
  /// along the edge, where the margin hides it.
  ///
  /// Source: I. E. Sutherland and G. W. Hodgman, "Reentrant polygon clipping", Communications of the ACM 17 (1974)
  /// 32–42, doi:10.1145/360767.360802.
  static func ring(_ ring: [SIMD2<Double>]) -> [SIMD2<Double>] {
    var points = ring
    for (axis, sign, limit) in [(0, 1.0, low), (0, -1.0, -high), (1, 1.0, low), (1, -1.0, -high)] {
      guard var previous = points.last else { return [] }
      var kept: [SIMD2<Double>] = []
      kept.reserveCapacity(points.count + 4)
      var wasInside = previous[axis] * sign >= limit
      for point in points {
        let isInside = point[axis] * sign >= limit
        if isInside != wasInside {
          let fraction = (limit * sign - previous[axis]) / (point[axis] - previous[axis])
          kept.append(previous + (point - previous) * fraction)
        }
        if isInside { kept.append(point) }
        previous = point
        wasInside = isInside
      }
      points = kept
    }
    return points
  }
}

/// Leaves out points that a tile cannot show.
struct Simplification {
  /// The points of a line without those that lie nearer than `tolerance` to the line through the others; its ends stay.
  ///
  /// Source: D. H. Douglas and T. K. Peucker, "Algorithms for the reduction of the number of points required to represent
  /// a digitized line or its caricature", Cartographica 10 (1973) 112–122, doi:10.3138/FM57-6770-U75U-7727.
  static func line(_ line: [SIMD2<Double>], tolerance: Double) -> [SIMD2<Double>] {
    guard line.count > 2, tolerance > 0 else { return line }
    var keep = [Bool](repeating: false, count: line.count)
    keep[0] = true
    keep[line.count - 1] = true
    var spans = [(first: 0, last: line.count - 1)]
    let limit = tolerance * tolerance
    while let (first, last) = spans.popLast() {
      var farthest = 0
      var greatest = limit
      for place in first + 1..<max(last, first + 1) {
        let squared = squaredDistance(line[place], line[first], line[last])
        if squared > greatest {
          greatest = squared
          farthest = place
        }
      }
      guard farthest > 0 else { continue }
      keep[farthest] = true
      spans.append((first, farthest))
      spans.append((farthest, last))
    }
    return zip(line, keep).compactMap { $1 ? $0 : nil }
  }

  /// A ring without the points it does not need: cut at its first point and the one farthest from it.
  static func ring(_ ring: [SIMD2<Double>], tolerance: Double) -> [SIMD2<Double>] {
    guard ring.count > 4, tolerance > 0, let first = ring.first else { return ring }
    var opposite = 0
    var greatest = 0.0
    for (place, point) in ring.enumerated() {
      let way = point - first
      let squared = (way * way).sum()
      if squared > greatest {
        greatest = squared
        opposite = place
      }
    }
    guard opposite > 0 else { return [first] }
    let there = line(Array(ring[...opposite]), tolerance: tolerance)
    let back = line(Array(ring[opposite...]) + [first], tolerance: tolerance)
    return there.dropLast() + back.dropLast()
  }

  private static func squaredDistance(
    _ point: SIMD2<Double>, _ start: SIMD2<Double>, _ end: SIMD2<Double>
  ) -> Double {
    let way = end - start
    let squared = (way * way).sum()
    let from = point - start
    let along = squared > 0 ? min(1, max(0, (from * way).sum() / squared)) : 0
    let off = from - way * along
    return (off * off).sum()
  }
}
