public import Replica
internal import Modelling

/// The places a matrix leads to, prepared once for any number of origins.
///
/// A restricted sweep (D. Delling, A. V. Goldberg, R. F. Werneck, "Faster batched shortest paths in road networks", ATMOS 2011,
/// 52–63, doi:10.4230/OASIcs.ATMOS.2011.52) needs only the vertices above some target; in a customizable hierarchy those are
/// the targets' ancestors in the elimination tree. They are listed ancestors first, with their own edges, so that the sweep runs
/// through memory in one go. O(edges above the targets).
public struct TravelTargets: Sendable {
  /// How many there are.
  public let count: Int
  /// The place of each rank in the sweep; −1 outside.
  let placeOf: [Int32]
  /// The edges of each place: offsets, the places they lead to, their numbers.
  let offsets, heads, edges: Column<Int32>
  /// The ends of each target: offsets, places, milliseconds.
  let endOffsets, endPlaces, endMilliseconds: [Int32]

  /// Prepares targets, each with its ends.
  public init(_ targets: [[RouteEnd]], in hierarchy: ContractionHierarchy) {
    count = targets.count
    // What pointers lead to is kept until the end.
    defer { withExtendedLifetime(hierarchy) {} }
    let (rankOf, parents) = (hierarchy.rankOf.base, hierarchy.parents.base)
    let (upOffsets, upHeads) = (hierarchy.upOffsets.base, hierarchy.upHeads.base)
    var placeOf = [Int32](repeating: -1, count: hierarchy.vertexCount)
    var ranks: [Int32] = []
    var path: [Int32] = []
    var endOffsets: [Int32] = [0]
    var (endPlaces, endMilliseconds): ([Int32], [Int32]) = ([], [])
    for target in targets {
      for end in target {
        path.removeAll(keepingCapacity: true)
        var rank = rankOf[Int(end.vertex)]
        while rank >= 0, placeOf[Int(rank)] < 0 {
          path.append(rank)
          rank = parents[Int(rank)]
        }
        for rank in path.reversed() {
          placeOf[Int(rank)] = Int32(ranks.count)
          ranks.append(rank)
        }
        endPlaces.append(placeOf[Int(rankOf[Int(end.vertex)])])
        endMilliseconds.append(end.milliseconds)
      }
      endOffsets.append(Int32(endPlaces.count))
    }
    var offsets: [Int32] = [0]
    offsets.reserveCapacity(ranks.count + 1)
    for rank in ranks {
      offsets.append((offsets.last ?? 0) + upOffsets[Int(rank) + 1] - upOffsets[Int(rank)])
    }
    let total = Int(offsets.last ?? 0)
    edges = Column(count: total, repeating: 0) { edges in
      for (place, rank) in ranks.enumerated() {
        let first = upOffsets[Int(rank)]
        for next in offsets[place]..<offsets[place + 1] { edges[Int(next)] = first + next - offsets[place] }
      }
    }
    let numbers = edges
    heads = Column(count: total, repeating: 0) { heads in
      placeOf.withUnsafeBufferPointer { placeOf in
        for next in 0..<total { heads[next] = placeOf[Int(upHeads[Int(numbers.base[next])])] }
      }
    }
    self.offsets = Column(offsets)
    self.placeOf = placeOf
    (self.endOffsets, self.endPlaces, self.endMilliseconds) = (endOffsets, endPlaces, endMilliseconds)
  }
}

extension WeightedHierarchy {
  /// Origins that go through one sweep together: each edge is loaded once for all of them.
  static let lanes = 20

  /// Milliseconds from every origin to every target, origin by origin; ``StreetGraph/longest`` where there is no way.
  ///
  /// O(origins × edges above them + origins × edges above the targets). Blocks of origins run on up to `threads` threads; the
  /// answer is the same for any number of them.
  public func milliseconds(from origins: [[RouteEnd]], to targets: TravelTargets, threads: Int = 1) throws -> [Int32] {
    let (width, lanes) = (targets.count, Self.lanes)
    let total = origins.count * width
    guard total > 0 else { return [] }
    return try [Int32](unsafeUninitializedCapacity: total) { answer, written in
      guard let start = answer.baseAddress else { return }
      // Every origin writes its own row, all of it.
      nonisolated(unsafe) let rows = start
      try parallel(over: origins.count, chunk: lanes, threads: threads) { range in
        let search = RouteSearch(self)
        let places = targets.offsets.count - 1
        let times = UnsafeMutablePointer<Int32>.allocate(capacity: places * lanes + 1)
        defer { times.deallocate() }
        times.initialize(repeating: StreetGraph.longest, count: places * lanes)
        for (lane, origin) in zip(0..., origins[range]) { search.spread(origin, targets, times, lane, of: lanes) }
        SweepKernel.run(times, lanes, places, targets.offsets.base, targets.heads.base, targets.edges.base, down.base)
        for (lane, row) in zip(0..., range) { targets.read(times, lane, of: lanes, into: rows + row * width) }
      }
      written = total
    }
  }

  /// Milliseconds from every node to every other, origin by origin; ``StreetGraph/longest`` where there is no way.
  public func milliseconds(from origins: [NodeID], to targets: [NodeID], threads: Int = 1) throws -> [Int32] {
    let graph = hierarchy.graph
    return try milliseconds(
      from: origins.map { graph.origin($0) },
      to: TravelTargets(targets.map { graph.target($0) }, in: hierarchy), threads: threads)
  }
}

extension RouteSearch {
  /// Searches up from an origin and puts what it finds above the targets into a lane.
  fileprivate func spread(
    _ origin: [RouteEnd], _ targets: TravelTargets, _ times: UnsafeMutablePointer<Int32>, _ lane: Int, of lanes: Int
  ) {
    let count = climb(origin, ahead, aheadPath)
    let (offsets, heads) = (weighted.hierarchy.upOffsets.base, weighted.hierarchy.upHeads.base)
    for place in 0..<count {
      let rank = Int(aheadPath[place])
      let time = ahead[rank]
      ahead[rank] = StreetGraph.longest
      Self.relax(time, ahead, weighted.up.base, heads, Int(offsets[rank]), Int(offsets[rank + 1]))
      let swept = Int(targets.placeOf[rank])
      if swept >= 0 { times[swept * lanes + lane] = time }
    }
  }
}

extension TravelTargets {
  /// Takes a lane's answer: for each target the least over its ends.
  fileprivate func read(
    _ times: UnsafeMutablePointer<Int32>, _ lane: Int, of lanes: Int, into row: UnsafeMutablePointer<Int32>
  ) {
    for target in 0..<count {
      var best = StreetGraph.longest
      for end in Int(endOffsets[target])..<Int(endOffsets[target + 1]) {
        best = min(best, times[Int(endPlaces[end]) * lanes + lane] &+ endMilliseconds[end])
      }
      (row + target).initialize(to: min(best, StreetGraph.longest))
    }
  }
}

/// Carries times from the roots down: `t(v) = min(t(v), t(u) + w(u → v))` over the upper neighbours u of v, ancestors first.
enum SweepKernel {
  static func run(
    _ times: UnsafeMutablePointer<Int32>, _ lanes: Int, _ places: Int, _ offsets: UnsafeMutablePointer<Int32>,
    _ heads: UnsafeMutablePointer<Int32>, _ edges: UnsafeMutablePointer<Int32>, _ weights: UnsafeMutablePointer<Int32>
  ) {
    for place in 0..<places {
      let row = times + place * lanes
      for next in Int(offsets[place])..<Int(offsets[place + 1]) {
        let weight = weights[Int(edges[next])]
        let other = times + Int(heads[next]) * lanes
        for lane in 0..<lanes { row[lane] = min(row[lane], other[lane] &+ weight) }
      }
    }
  }
}
