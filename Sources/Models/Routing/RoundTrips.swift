import Replica

/// Which segments lie in a part of the network large enough to live in: from everywhere in it one gets everywhere in it and
/// back.
///
/// Maps are full of scraps — aisles of a car park, passages in a mall, streets cut off by the edge of the map — from which
/// no way leads on. Whoever stands next to one would be cut off from everything, so points are not tied to scraps. A
/// *part* is a strongly connected component of nodes (R. Tarjan, "Depth-first search and linear graph algorithms", SIAM
/// Journal on Computing 1 (1972) 146–160, doi:10.1137/0201010); a segment is in a part when an open direction of it has
/// both ends there. Closures do not count here. Parts shorter than ``least`` metres are scraps, except for the longest. O(nodes + links).
struct RoundTrips {
  /// Metres of street below which a part is a scrap.
  static let least = 1000.0
  /// Whether each segment lies in a part that is no scrap.
  let isKept: [Bool]

  init(_ streets: Streets, vehicle: VehicleClass) {
    let segments = streets.segments
    func isOpen(_ link: Int) -> Bool {
      !segments.areRemoved[link >> 1] && streets.links.access[link].contains(vehicle)
    }
    let part = Self.parts(streets, isOpen)
    var lengths = [Double](repeating: 0, count: streets.nodes.count)
    var partOfSegment = [Int32](repeating: -1, count: segments.count)
    for row in 0..<segments.count where isOpen(row * 2) || isOpen(row * 2 + 1) {
      let number = part[segments.starts[row].index]
      guard number == part[segments.ends[row].index] else { continue }
      partOfSegment[row] = number
      lengths[Int(number)] += segments.lengths[row]
    }
    let longest = lengths.max() ?? 0
    isKept = partOfSegment.map { $0 >= 0 && (lengths[Int($0)] >= Self.least || lengths[Int($0)] == longest) }
  }

  /// The part of each node, named by one of its nodes: Tarjan's algorithm with a stack of its own instead of calls.
  static func parts(_ streets: Streets, _ isOpen: (Int) -> Bool) -> [Int32] {
    let count = streets.nodes.count
    var offsets = [Int32](repeating: 0, count: count + 1)
    let open = (0..<streets.links.count).filter(isOpen).map { LinkID($0) }
    for link in open { offsets[streets.start(of: link).index + 1] += 1 }
    for node in 0..<count { offsets[node + 1] += offsets[node] }
    var heads = [Int32](repeating: 0, count: open.count)
    var next = offsets
    for link in open {
      let tail = streets.start(of: link).index
      heads[Int(next[tail])] = streets.end(of: link).rawValue
      next[tail] += 1
    }
    next = offsets

    var part = [Int32](repeating: -1, count: count)
    var number = [Int32](repeating: -1, count: count)
    var low = [Int32](repeating: 0, count: count)
    var counter: Int32 = 0
    var waiting: [Int32] = []
    var path: [Int32] = []
    for root in 0..<count where number[root] < 0 {
      path.append(Int32(root))
      while let current = path.last {
        let node = Int(current)
        if number[node] < 0 {
          number[node] = counter
          low[node] = counter
          counter += 1
          waiting.append(current)
        }
        if next[node] < offsets[node + 1] {
          let head = Int(heads[Int(next[node])])
          next[node] += 1
          if number[head] < 0 {
            path.append(Int32(head))
          } else if part[head] < 0 {
            low[node] = min(low[node], number[head])
          }
          continue
        }
        path.removeLast()
        if let parent = path.last { low[Int(parent)] = min(low[Int(parent)], low[node]) }
        guard low[node] == number[node] else { continue }
        while let member = waiting.popLast() {
          part[Int(member)] = current
          if member == current { break }
        }
      }
    }
    return part
  }
}
