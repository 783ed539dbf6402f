public import Replica

/// Where a way begins or ends: a vertex, and the milliseconds between it and the place that is meant.
public struct RouteEnd: Hashable, Sendable {
  /// The vertex.
  public var vertex: Int32
  /// Milliseconds to the vertex where a way begins, or from it where it ends; 0…``StreetGraph/longest``.
  public var milliseconds: Int32

  /// A vertex with the milliseconds beyond it.
  public init(vertex: Int32, milliseconds: Int32 = 0) {
    self.vertex = vertex
    self.milliseconds = milliseconds
  }
}

/// The quickest way between two places.
public struct Route: Hashable, Sendable {
  /// What it takes from end to end: links, turns and what lies beyond both ends.
  public var milliseconds: Int
  /// The links in the order they are taken; none when one is there already.
  public var links: [LinkID]
  /// The vertex it leaves from, and the one it ends at.
  public var first, last: Int32

  /// A way from its parts.
  public init(milliseconds: Int, links: [LinkID], first: Int32, last: Int32) {
    self.milliseconds = milliseconds
    self.links = links
    self.first = first
    self.last = last
  }
}

/// Asks a weighted hierarchy for ways from one place to another; holds the room for it, so that thousands can be asked in a row.
///
/// Bidirectional search along the elimination tree (Dibbelt et al. 2016, section 6.2, at ``ContractionHierarchy``): from both
/// ends every vertex on the way to the root is relaxed once, ascending; vertices that are farther than the best way so far are
/// passed over. The times are exactly those of Dijkstra's algorithm. Of equally quick ways always the same is given. Not to be
/// shared between threads. Memory: 16 bytes a vertex.
public final class RouteSearch {
  /// What is asked.
  public let weighted: WeightedHierarchy
  /// What it takes to each rank, and from it; ``StreetGraph/longest`` everywhere between two questions.
  let ahead, behind: UnsafeMutablePointer<Int32>
  /// The ranks that were visited, ascending.
  let aheadPath, behindPath: UnsafeMutablePointer<Int32>
  /// Edges still to be unpacked.
  var waiting: [Int32] = []

  /// Room for one question at a time.
  public init(_ weighted: WeightedHierarchy) {
    self.weighted = weighted
    func room(_ value: Int32) -> UnsafeMutablePointer<Int32> {
      let count = weighted.hierarchy.vertexCount + 1
      let pointer = UnsafeMutablePointer<Int32>.allocate(capacity: count)
      pointer.initialize(repeating: value, count: count)
      return pointer
    }
    ahead = room(StreetGraph.longest)
    behind = room(StreetGraph.longest)
    aheadPath = room(0)
    behindPath = room(0)
  }

  deinit {
    ahead.deallocate()
    behind.deallocate()
    aheadPath.deallocate()
    behindPath.deallocate()
  }

  /// Milliseconds of the quickest way, nothing where there is none. O(edges above both ends).
  public func milliseconds(from origins: [RouteEnd], to targets: [RouteEnd]) -> Int? {
    let found = meet(origins, targets)
    clear(found)
    return found.best < StreetGraph.longest ? Int(found.best) : nil
  }

  /// Milliseconds of the quickest way from node to node, nothing where there is none.
  public func milliseconds(from origin: NodeID, to target: NodeID) -> Int? {
    let graph = weighted.hierarchy.graph
    return milliseconds(from: graph.origin(origin), to: graph.target(target))
  }

  /// What both searches of a question found.
  struct Meeting {
    var best: Int32
    /// The rank where both meet; −1 without a way.
    var rank: Int32
    var aheadCount, behindCount: Int
  }

  /// Runs both searches; ``clear(_:)`` must follow.
  func meet(_ origins: [RouteEnd], _ targets: [RouteEnd], prunes: Bool = true) -> Meeting {
    let hierarchy = weighted.hierarchy
    let aheadCount = climb(origins, ahead, aheadPath)
    let behindCount = climb(targets, behind, behindPath)
    let (offsets, heads) = (hierarchy.upOffsets.base, hierarchy.upHeads.base)
    let (up, down) = (weighted.up.base, weighted.down.base)
    var meeting = Meeting(best: StreetGraph.longest, rank: -1, aheadCount: aheadCount, behindCount: behindCount)
    var bound = StreetGraph.longest
    var (i, j) = (0, 0)
    while i < aheadCount || j < behindCount {
      let a = i < aheadCount ? aheadPath[i] : .max
      let b = j < behindCount ? behindPath[j] : .max
      let rank = Int(min(a, b))
      if a == b {
        let total = ahead[rank] &+ behind[rank]
        if total < meeting.best {
          meeting.best = total
          meeting.rank = Int32(rank)
          if prunes { bound = total }
        }
      }
      let (first, end) = (Int(offsets[rank]), Int(offsets[rank + 1]))
      if a <= b {
        i += 1
        if ahead[rank] < bound { Self.relax(ahead[rank], ahead, up, heads, first, end) }
      }
      if b <= a {
        j += 1
        if behind[rank] < bound { Self.relax(behind[rank], behind, down, heads, first, end) }
      }
    }
    return meeting
  }

  @inline(__always)
  static func relax(
    _ time: Int32, _ times: UnsafeMutablePointer<Int32>, _ weights: UnsafeMutablePointer<Int32>,
    _ heads: UnsafeMutablePointer<Int32>, _ first: Int, _ end: Int
  ) {
    var edge = first
    while edge < end {
      let head = Int(heads[edge])
      times[head] = min(times[head], time &+ weights[edge])
      edge &+= 1
    }
  }

  /// Lists all ancestors of some ends, ascending, and puts the ends' own times.
  func climb(
    _ ends: [RouteEnd], _ times: UnsafeMutablePointer<Int32>, _ path: UnsafeMutablePointer<Int32>
  ) -> Int {
    let (rankOf, parents) = (weighted.hierarchy.rankOf.base, weighted.hierarchy.parents.base)
    var count = 0
    for (number, end) in ends.enumerated() {
      precondition(
        0..<weighted.hierarchy.vertexCount ~= Int(end.vertex) && 0...StreetGraph.longest ~= end.milliseconds,
        "an end is a vertex of the graph, 0 or more milliseconds from its place")
      var rank = rankOf[Int(end.vertex)]
      if number == 0 {
        while rank >= 0 {
          path[count] = rank
          count += 1
          rank = parents[Int(rank)]
        }
      } else {
        count = merge(path, count, rank, parents)
      }
      let own = Int(rankOf[Int(end.vertex)])
      times[own] = min(times[own], end.milliseconds)
    }
    return count
  }

  /// Adds the ancestors of one more rank to an ascending list of ranks; the new length.
  private func merge(
    _ path: UnsafeMutablePointer<Int32>, _ count: Int, _ rank: Int32, _ parents: UnsafeMutablePointer<Int32>
  ) -> Int {
    var new: [Int32] = []
    var (rank, place) = (rank, 0)
    // Two ways to the root never part again: the first common rank ends the new one.
    while rank >= 0 {
      while place < count, path[place] < rank { place += 1 }
      if place < count, path[place] == rank { break }
      new.append(rank)
      rank = parents[Int(rank)]
    }
    var (old, write) = (count - 1, count + new.count - 1)
    for added in new.reversed() {
      while old >= 0, path[old] > added {
        path[write] = path[old]
        old -= 1
        write -= 1
      }
      path[write] = added
      write -= 1
    }
    return count + new.count
  }

  /// Puts both searches back to where nothing is known.
  func clear(_ meeting: Meeting) {
    for place in 0..<meeting.aheadCount { ahead[Int(aheadPath[place])] = StreetGraph.longest }
    for place in 0..<meeting.behindCount { behind[Int(behindPath[place])] = StreetGraph.longest }
  }
}

extension StreetGraph {
  /// A node as where a way begins: one may take any exit.
  public func origin(_ node: NodeID) -> [RouteEnd] { [RouteEnd(vertex: node.rawValue)] }

  /// A node as where a way ends: however one comes into it.
  public func target(_ node: NodeID) -> [RouteEnd] { vertices(of: node).map { RouteEnd(vertex: $0) } }
}
