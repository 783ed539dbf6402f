import Geography

/// Finds an order of contraction: cuts the graph in two along few vertices, puts those last, and does the same with both parts.
///
/// Nested dissection (A. George, "Nested dissection of a regular finite element mesh", SIAM Journal on Numerical Analysis 10
/// (1973) 345–363, doi:10.1137/0710032) as customizable contraction hierarchies use it (J. Dibbelt, B. Strasser, D. Wagner,
/// ACM Journal of Experimental Algorithmics 21 (2016) 1.5, doi:10.1145/2886843), with cuts by ``InertialFlow``. Parts of at
/// most ``least`` vertices are ordered by the fewest neighbours (minimum degree). Directions and weights do not matter.
enum NestedDissection {
  /// Vertices up to which a part is ordered by minimum degree. Its neighbourhoods fit the bits of a word.
  static let least = 24

  /// A part of the graph that is still to be ordered: its vertices, and its edges among them by their place in the part.
  private struct Part {
    var vertices: [Int32]
    var offsets: [Int32]
    var heads: [Int32]
    /// The first of its ranks.
    var first: Int
  }

  /// The rank of each vertex.
  static func ranks(vertexCount: Int, points: [Point], tails: [Int32], heads: [Int32]) -> [Int32] {
    var ranks = [Int32](repeating: 0, count: vertexCount)
    let whole = undirected(vertexCount, tails, heads)
    var waiting = [
      Part(vertices: (0..<Int32(vertexCount)).map { $0 }, offsets: whole.offsets, heads: whole.heads, first: 0)
    ]
    let scratch = InertialFlow(capacity: vertexCount, arcs: whole.heads.count)
    var places = [Int32](repeating: -1, count: vertexCount)
    while let part = waiting.popLast() {
      if part.vertices.count <= least {
        for (place, vertex) in minimumDegree(part).enumerated() { ranks[Int(vertex)] = Int32(part.first + place) }
        continue
      }
      var side = components(part)
      let pieces = side.max().map { $0 + 1 } ?? 0
      if pieces == 1 {
        side = scratch.separate(part.vertices.map { points[Int($0)] }, part.offsets, part.heads)
        var rank = part.first + part.vertices.count
        for place in part.vertices.indices.reversed() where side[place] == InertialFlow.separator {
          rank -= 1
          ranks[Int(part.vertices[place])] = Int32(rank)
        }
      }
      waiting.append(contentsOf: split(part, side, &places))
    }
    return ranks
  }

  /// Edges without direction, loops and doubles.
  private static func undirected(
    _ count: Int, _ tails: [Int32], _ heads: [Int32]
  ) -> (offsets: [Int32], heads: [Int32]) {
    var keys: [UInt64] = []
    keys.reserveCapacity(tails.count * 2)
    for arc in tails.indices where tails[arc] != heads[arc] {
      let (a, b) = (UInt64(tails[arc]), UInt64(heads[arc]))
      keys.append(a << 32 | b)
      keys.append(b << 32 | a)
    }
    keys.sort()
    var offsets = [Int32](repeating: 0, count: count + 1)
    var out: [Int32] = []
    out.reserveCapacity(keys.count)
    var last = UInt64.max
    for key in keys where key != last {
      last = key
      offsets[Int(key >> 32) + 1] += 1
      out.append(Int32(truncatingIfNeeded: key))
    }
    for vertex in 0..<count { offsets[vertex + 1] += offsets[vertex] }
    return (offsets, out)
  }

  /// The connected piece of each place of a part, numbered from 0.
  private static func components(_ part: Part) -> [Int32] {
    var piece = [Int32](repeating: -1, count: part.vertices.count)
    var stack: [Int32] = []
    var number: Int32 = 0
    for root in part.vertices.indices where piece[root] < 0 {
      piece[root] = number
      stack.append(Int32(root))
      while let place = stack.popLast() {
        for arc in Int(part.offsets[Int(place)])..<Int(part.offsets[Int(place) + 1]) {
          let head = part.heads[arc]
          if piece[Int(head)] < 0 {
            piece[Int(head)] = number
            stack.append(head)
          }
        }
      }
      number += 1
    }
    return piece
  }

  /// A part for each side, without the separator; ranks from the part's first on.
  private static func split(_ part: Part, _ side: [Int32], _ places: inout [Int32]) -> [Part] {
    let count = Int(side.max() ?? -1) + 1
    var sizes = [Int](repeating: 0, count: count)
    for (place, number) in side.enumerated() where number >= 0 {
      places[place] = Int32(sizes[Int(number)])
      sizes[Int(number)] += 1
    }
    var parts = sizes.map { size in
      var new = Part(vertices: [], offsets: [0], heads: [], first: 0)
      new.vertices.reserveCapacity(size)
      new.offsets.reserveCapacity(size + 1)
      return new
    }
    var first = part.first
    for number in parts.indices {
      parts[number].first = first
      first += sizes[number]
    }
    for (place, number) in side.enumerated() where number >= 0 {
      let own = Int(number)
      parts[own].vertices.append(part.vertices[place])
      for arc in Int(part.offsets[place])..<Int(part.offsets[place + 1]) {
        let head = Int(part.heads[arc])
        if side[head] == number { parts[own].heads.append(places[head]) }
      }
      parts[own].offsets.append(Int32(parts[own].heads.count))
    }
    return parts
  }

  /// The vertices of a small part, the one with the fewest neighbours left first; each leaves its neighbours connected.
  private static func minimumDegree(_ part: Part) -> [Int32] {
    var near = part.vertices.indices.map { place in
      part.heads[Int(part.offsets[place])..<Int(part.offsets[place + 1])].reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
    }
    var left = part.vertices.indices.reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
    var order: [Int32] = []
    order.reserveCapacity(part.vertices.count)
    while left != 0 {
      var best = -1
      var rest = left
      while rest != 0 {
        let place = rest.trailingZeroBitCount
        rest &= rest - 1
        if best < 0 || near[place].nonzeroBitCount < near[best].nonzeroBitCount { best = place }
      }
      order.append(part.vertices[best])
      left &= ~(1 << UInt64(best))
      let neighbours = near[best]
      rest = neighbours
      while rest != 0 {
        let place = rest.trailingZeroBitCount
        rest &= rest - 1
        near[place] = (near[place] | neighbours) & ~(1 << UInt64(place)) & ~(1 << UInt64(best))
      }
    }
    return order
  }
}
