/// Where a search begins: a vertex and the seconds still to go from there.
public struct Seed: Sendable {
  /// The vertex.
  public var vertex: Int
  /// Seconds from the vertex to the target, 0 or more.
  public var seconds: Double

  /// A vertex with its seconds to go.
  public init(vertex: Int, seconds: Double) {
    self.vertex = vertex
    self.seconds = seconds
  }
}

extension TravelGraph {
  /// Seconds from every vertex to the nearest of some targets; infinite where none can be reached.
  ///
  /// Dijkstra's algorithm (E. W. Dijkstra, "A note on two problems in connexion with graphs", Numerische Mathematik 1
  /// (1959) 269–271, doi:10.1007/BF01386390) against the arcs' direction, from all targets at once, with a heap of four
  /// children (D. B. Johnson, "Priority queues with update and finding minimum spanning trees", Information Processing
  /// Letters 4 (1975) 53–57) in which outdated entries stay until they come up. O((vertices + arcs) log arcs).
  public func secondsToNearest(_ seeds: [Seed]) -> [Double] {
    var best = [Double](repeating: .infinity, count: vertexCount)
    var heap = TimeHeap(capacity: max(64, seeds.count))
    for seed in seeds where seed.seconds < best[seed.vertex] {
      best[seed.vertex] = seed.seconds
      heap.push(seed.seconds, Int32(seed.vertex))
    }
    best.withUnsafeMutableBufferPointer { best in
      offsets.withUnsafeBufferPointer { offsets in
        tails.withUnsafeBufferPointer { tails in
          seconds.withUnsafeBufferPointer { seconds in
            Self.settle(best, offsets, tails, seconds, &heap)
          }
        }
      }
    }
    return best
  }

  private static func settle(
    _ best: UnsafeMutableBufferPointer<Double>, _ offsets: UnsafeBufferPointer<Int32>,
    _ tails: UnsafeBufferPointer<Int32>, _ seconds: UnsafeBufferPointer<Double>, _ heap: inout TimeHeap
  ) {
    while let (time, vertex) = heap.pop() {
      if time > best[Int(vertex)] { continue }
      for arc in Int(offsets[Int(vertex)])..<Int(offsets[Int(vertex) + 1]) {
        let tail = Int(tails[arc])
        let through = time + seconds[arc]
        if through < best[tail] {
          best[tail] = through
          heap.push(through, Int32(tail))
        }
      }
    }
  }
}

/// A heap of four children by time; of equal times in the order of the heap's own making, which does not change a time.
struct TimeHeap {
  private var times: [Double] = []
  private var vertices: [Int32] = []

  init(capacity: Int) {
    times.reserveCapacity(capacity)
    vertices.reserveCapacity(capacity)
  }

  mutating func push(_ time: Double, _ vertex: Int32) {
    var place = times.count
    times.append(time)
    vertices.append(vertex)
    while place > 0 {
      let parent = (place - 1) >> 2
      if times[parent] <= time { break }
      times[place] = times[parent]
      vertices[place] = vertices[parent]
      place = parent
    }
    times[place] = time
    vertices[place] = vertex
  }

  mutating func pop() -> (time: Double, vertex: Int32)? {
    guard let top = times.first, let topVertex = vertices.first, let time = times.popLast(),
      let vertex = vertices.popLast()
    else { return nil }
    let count = times.count
    guard count > 0 else { return (top, topVertex) }
    var place = 0
    while true {
      let first = place * 4 + 1
      if first >= count { break }
      var least = first
      for child in first + 1..<max(first + 1, min(first + 4, count)) where times[child] < times[least] { least = child }
      if times[least] >= time { break }
      times[place] = times[least]
      vertices[place] = vertices[least]
      place = least
    }
    times[place] = time
    vertices[place] = vertex
    return (top, topVertex)
  }
}
