import Geography

/// Cuts a connected graph of streets in two along few vertices.
///
/// Inertial flow (A. Schild, C. Sommer, "On balanced separators in road networks", SEA 2015, LNCS 9125, 286–297,
/// doi:10.1007/978-3-319-20086-6_22): along each of four directions the first quarter of the vertices is the source, the last
/// quarter the sink, and a least cut by edges is found by flow (E. A. Dinic, "Algorithm for solution of a problem of maximum
/// flow in networks with power estimation", Soviet Mathematics Doklady 11 (1970) 1277–1280; every edge carries one unit);
/// the least of the four is taken, of equal ones the more even. A least set of vertices that covers the cut's edges
/// (D. Kőnig 1931, by augmenting paths) becomes the separator. One value serves parts of a graph one after the other.
final class InertialFlow {
  /// The side of a vertex that lies in the separator; the others are 0 and 1.
  static let separator: Int32 = -1
  /// Share of the vertices that is source, and that is sink.
  static let share = 0.25

  private let flow: UnsafeMutablePointer<Int8>
  private let twins: UnsafeMutablePointer<Int32>
  private let levels: UnsafeMutablePointer<Int32>
  private let queue: UnsafeMutablePointer<Int32>
  private let current: UnsafeMutablePointer<Int32>
  private let stack: UnsafeMutablePointer<Int32>
  /// 1 source, 2 sink, 0 neither.
  private let role: UnsafeMutablePointer<UInt8>

  /// Room for graphs of so many vertices and arcs.
  init(capacity: Int, arcs: Int) {
    func room<T: BitwiseCopyable>(_ count: Int, _ zero: T) -> UnsafeMutablePointer<T> {
      let pointer = UnsafeMutablePointer<T>.allocate(capacity: count + 1)
      pointer.initialize(repeating: zero, count: count + 1)
      return pointer
    }
    flow = room(arcs, 0)
    twins = room(arcs, 0)
    levels = room(capacity, 0)
    queue = room(capacity, 0)
    current = room(capacity, 0)
    stack = room(capacity, 0)
    role = room(capacity, 0)
  }

  deinit {
    flow.deallocate()
    twins.deallocate()
    levels.deallocate()
    queue.deallocate()
    current.deallocate()
    stack.deallocate()
    role.deallocate()
  }

  /// The side of each vertex: 0, 1 or ``separator``. `offsets` and `heads` are a connected graph with both directions of
  /// every edge, without loops and doubles, heads ascending.
  func separate(_ points: [Point], _ offsets: [Int32], _ heads: [Int32]) -> [Int32] {
    let count = points.count
    var best: (cut: Int, uneven: Int, isSource: [Bool])?
    offsets.withUnsafeBufferPointer { offsets in
      heads.withUnsafeBufferPointer { heads in
        findTwins(count, offsets, heads)
        for direction in [(1.0, 0.0), (0, 1), (0.7, 0.7), (0.7, -0.7)] {
          let border = assignRoles(points, direction, offsets, heads)
          for arc in heads.indices { flow[arc] = 0 }
          guard let cut = maximumFlow(count, border, offsets, heads, limit: best?.cut ?? .max) else { continue }
          let isSource = (0..<count).map { levels[$0] >= 0 }
          let uneven = abs(2 * isSource.count(where: { $0 }) - count)
          if let old = best, (old.cut, old.uneven) <= (cut, uneven) { continue }
          best = (cut, uneven, isSource)
        }
      }
    }
    return Self.cover(best?.isSource ?? [], offsets, heads)
  }

  /// The arc back, for each arc.
  private func findTwins(_ count: Int, _ offsets: UnsafeBufferPointer<Int32>, _ heads: UnsafeBufferPointer<Int32>) {
    for vertex in 0..<count { current[vertex] = offsets[vertex] }
    // Tails come ascending and so do the heads of every vertex: the next arc of the head is the way back.
    for vertex in 0..<count {
      for arc in Int(offsets[vertex])..<Int(offsets[vertex + 1]) {
        let head = Int(heads[arc])
        twins[arc] = current[head]
        current[head] += 1
      }
    }
  }

  /// Makes the first and the last quarter along a direction source and sink; gives the sources that touch others.
  private func assignRoles(
    _ points: [Point], _ direction: (Double, Double), _ offsets: UnsafeBufferPointer<Int32>,
    _ heads: UnsafeBufferPointer<Int32>
  ) -> [Int32] {
    var keys = points.enumerated().map { place, point in
      let along = Float(point.x * direction.0 + point.y * direction.1)
      let bits = along.bitPattern
      let ordered = bits >> 31 == 1 ? ~bits : bits | 0x8000_0000
      return UInt64(ordered) << 32 | UInt64(place)
    }
    keys.sort()
    let quarter = max(1, Int(Double(points.count) * Self.share))
    for place in points.indices { role[place] = 0 }
    for key in keys.prefix(quarter) { role[Int(key & 0xFFFF_FFFF)] = 1 }
    for key in keys.suffix(quarter) { role[Int(key & 0xFFFF_FFFF)] = 2 }
    return keys.prefix(quarter).map { Int32(truncatingIfNeeded: $0) }.filter { place in
      (Int(offsets[Int(place)])..<Int(offsets[Int(place) + 1])).contains { role[Int(heads[$0])] != 1 }
    }
  }

  /// The size of the least cut, nothing when it exceeds `limit`; afterwards `levels` is 0 or more on the source's side.
  private func maximumFlow(
    _ count: Int, _ border: [Int32], _ offsets: UnsafeBufferPointer<Int32>, _ heads: UnsafeBufferPointer<Int32>,
    limit: Int
  ) -> Int? {
    var total = 0
    while levelsReachSink(count, border, offsets, heads) {
      for vertex in 0..<count { current[vertex] = offsets[vertex] }
      for source in border {
        while augment(from: source, offsets, heads) { total += 1 }
        if total > limit { return nil }
      }
    }
    return total
  }

  /// Breadth-first levels from the sources over arcs that carry more; whether a sink was met.
  private func levelsReachSink(
    _ count: Int, _ border: [Int32], _ offsets: UnsafeBufferPointer<Int32>, _ heads: UnsafeBufferPointer<Int32>
  ) -> Bool {
    for vertex in 0..<count { levels[vertex] = role[vertex] == 1 ? 0 : -1 }
    var last = 0
    for source in border {
      queue[last] = source
      last += 1
    }
    var next = 0
    var end = Int32.max
    while next < last {
      let vertex = Int(queue[next])
      next += 1
      if levels[vertex] >= end { break }
      for arc in Int(offsets[vertex])..<Int(offsets[vertex + 1]) where flow[arc] < 1 {
        let head = Int(heads[arc])
        guard levels[head] < 0 else { continue }
        levels[head] = levels[vertex] + 1
        if role[head] == 2 { end = levels[head] }
        queue[last] = Int32(head)
        last += 1
      }
    }
    return end < .max
  }

  /// Sends one unit from a source to a sink along ascending levels; whether that worked.
  private func augment(from source: Int32, _ offsets: UnsafeBufferPointer<Int32>, _ heads: UnsafeBufferPointer<Int32>)
    -> Bool
  {
    var depth = 0
    var vertex = Int(source)
    while true {
      if role[vertex] == 2 {
        for place in 0..<depth {
          let arc = Int(stack[place])
          flow[arc] += 1
          flow[Int(twins[arc])] -= 1
        }
        return true
      }
      let end = offsets[vertex + 1]
      var arc = current[vertex]
      while arc < end, flow[Int(arc)] >= 1 || levels[Int(heads[Int(arc)])] != levels[vertex] + 1 { arc += 1 }
      current[vertex] = arc
      if arc < end {
        stack[depth] = arc
        depth += 1
        vertex = Int(heads[Int(arc)])
      } else if depth == 0 {
        return false
      } else {
        depth -= 1
        vertex = Int(heads[Int(twins[Int(stack[depth])])])
        current[vertex] += 1
      }
    }
  }

  /// Takes a least set of vertices that touches every edge of the cut as separator, and gives the sides of the others.
  private static func cover(_ isSource: [Bool], _ offsets: [Int32], _ heads: [Int32]) -> [Int32] {
    var side = isSource.map { $0 ? Int32(0) : 1 }
    func across(_ vertex: Int) -> [Int] {
      (Int(offsets[vertex])..<Int(offsets[vertex + 1])).map { Int(heads[$0]) }.filter {
        isSource[$0] != isSource[vertex]
      }
    }
    let near = isSource.indices.filter { isSource[$0] && !across($0).isEmpty }
    var partner: [Int: Int] = [:]
    func match(_ vertex: Int, _ tried: inout Set<Int>) -> Bool {
      for other in across(vertex) where tried.insert(other).inserted {
        guard let rival = partner[other] else {
          partner[other] = vertex
          return true
        }
        if match(rival, &tried) {
          partner[other] = vertex
          return true
        }
      }
      return false
    }
    var single: [Int] = []
    for vertex in near {
      var tried: Set<Int> = []
      if !match(vertex, &tried) { single.append(vertex) }
    }
    // Kőnig: what alternating paths from the unmatched reach stays on the near side and is covered on the far side.
    var reached: Set<Int> = []
    var covered: Set<Int> = []
    while let vertex = single.popLast() {
      guard reached.insert(vertex).inserted else { continue }
      for other in across(vertex) where covered.insert(other).inserted {
        if let rival = partner[other] { single.append(rival) }
      }
    }
    for vertex in near where !reached.contains(vertex) { side[vertex] = separator }
    for vertex in covered { side[vertex] = separator }
    return side
  }
}
