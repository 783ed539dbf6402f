import Replica

extension Streets {
  /// The links that leave each node, by its row. O(links).
  func leavingLinks() -> [[LinkID]] {
    var leaving: [[LinkID]] = Array(repeating: [], count: nodes.count)
    for segment in 0..<segments.count {
      leaving[segments.starts[segment].index].append(SegmentID(segment).forward)
      leaving[segments.ends[segment].index].append(SegmentID(segment).backward)
    }
    return leaving
  }

  /// Whether buses may drive all of some links, by their signs.
  func areOpenToBuses(_ links: [LinkID]) -> Bool {
    links.allSatisfy { self.links.access[$0.index].contains(.bus) }
  }
}
