import Replica

/// The links a bus may drive, as a graph for shortest ways.
struct BusGraph {
  let streets: Streets
  /// Seconds a bus would take for each link, made longer on streets buses shun; infinite where they may not drive.
  private(set) var costs: [Double] = []
  private let outgoing: Fan, incoming: Fan
  private let bans: Set<UInt64>

  /// Links by node.
  private struct Fan {
    var first: [Int32]
    var links: [Int32] = []

    init(_ nodes: [Int32], count: Int, _ isIn: (Int) -> Bool) {
      first = [Int32](repeating: 0, count: count + 1)
      for (link, node) in nodes.enumerated() where isIn(link) { first[Int(node) + 1] += 1 }
      for node in 0..<count { first[node + 1] += first[node] }
      links = [Int32](repeating: 0, count: Int(first[count]))
      var next = first
      for (link, node) in nodes.enumerated() where isIn(link) {
        links[Int(next[Int(node)])] = Int32(link)
        next[Int(node)] += 1
      }
    }

    subscript(node: NodeID) -> ArraySlice<Int32> { links[Int(first[node.index])..<Int(first[node.index + 1])] }
  }

  init(_ streets: Streets) {
    self.streets = streets
    let count = streets.links.count
    costs = (0..<count).map { number in
      let link = LinkID(number)
      let segment = link.segment.index
      guard streets.links.open(link).contains(.bus), !streets.segments.areRemoved[segment],
        let factor = Self.factor(streets.segments.classes[segment]), streets.segments.lengths[segment] > 0
      else { return .infinity }
      return Self.seconds(link, streets) * factor + 3
    }
    let costs = self.costs
    let isIn = { (link: Int) in costs[link] < .infinity }
    outgoing = Fan((0..<count).map { streets.start(of: LinkID($0)).rawValue }, count: streets.nodes.count, isIn)
    incoming = Fan((0..<count).map { streets.end(of: LinkID($0)).rawValue }, count: streets.nodes.count, isIn)
    bans = Set(streets.turnBans.map { Self.turn($0.from.rawValue, $0.to.rawValue) })
  }

  private static func turn(_ from: Int32, _ to: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: from)) << 32 | UInt64(UInt32(bitPattern: to))
  }

  /// How much buses shun a class of street; nothing where they never drive. Assumed.
  private static func factor(_ streetClass: StreetClass) -> Double? {
    switch streetClass {
    case .primary, .primaryLink, .busway: 0.9
    case .secondary, .secondaryLink: 1
    case .tertiary, .tertiaryLink: 1.1
    case .trunk, .trunkLink: 1.2
    case .motorway, .motorwayLink: 1.7
    case .unclassified: 1.5
    case .residential: 2
    case .livingStreet, .service: 3.5
    default: nil
    }
  }

  /// Seconds a bus takes for a link without halting: three quarters of the speed of cars, 60 km/h at most; assumed.
  static func seconds(_ link: LinkID, _ streets: Streets) -> Double {
    let speed = min(16.7, max(2, Double(streets.links.speeds[link.index]) * 0.75))
    return streets.segments.lengths[link.segment.index] / speed
  }

  /// Whether buses both come to and leave a node.
  func serves(_ node: NodeID) -> Bool { !outgoing[node].isEmpty && !incoming[node].isEmpty }

  /// The least ways from a node, or to it, over all links: by link, the one before it on the way (−1 at the node itself, −2
  /// where no way leads), and by node, the link by which it is reached best (−1 for none).
  struct Tree {
    var before: [Int32]
    var atNode: [Int32]
    /// Seconds to each node along its best way; infinite for none.
    var costs: [Double]
    /// Whether ways lead to the node rather than from it.
    var isInward: Bool
  }

  /// Least ways from a node to all others, or from all others to it, over links: so bans of turns hold.
  ///
  /// E. W. Dijkstra, "A note on two problems in connexion with graphs", 1959. O(links · log links).
  func tree(at root: NodeID, isInward: Bool) -> Tree {
    var tree = Tree(
      before: [Int32](repeating: -2, count: costs.count), atNode: [Int32](repeating: -1, count: streets.nodes.count),
      costs: [Double](repeating: .infinity, count: streets.nodes.count), isInward: isInward)
    var best = [Double](repeating: .infinity, count: costs.count)
    var heap = CostHeap()
    let fan = isInward ? incoming : outgoing
    tree.costs[root.index] = 0
    for link in fan[root] {
      best[Int(link)] = costs[Int(link)]
      tree.before[Int(link)] = -1
      heap.push(best[Int(link)], link)
    }
    while let (cost, link) = heap.pop() {
      guard cost <= best[Int(link)] else { continue }
      let id = LinkID(rawValue: link)
      let node = isInward ? streets.start(of: id) : streets.end(of: id)
      if cost < tree.costs[node.index] {
        tree.costs[node.index] = cost
        tree.atNode[node.index] = link
      }
      for next in fan[node] where next != link ^ 1 {
        let turn = isInward ? Self.turn(next, link) : Self.turn(link, next)
        if !bans.isEmpty, bans.contains(turn) { continue }
        let total = cost + costs[Int(next)]
        if total < best[Int(next)] {
          best[Int(next)] = total
          tree.before[Int(next)] = link
          heap.push(total, next)
        }
      }
    }
    return tree
  }

  /// The links of the least way between the root of a tree and a node, in the order driven; empty for none.
  func way(_ node: NodeID, in tree: Tree) -> [LinkID] {
    var links: [LinkID] = []
    var link = tree.atNode[node.index]
    while link >= 0 {
      links.append(LinkID(rawValue: link))
      link = tree.before[Int(link)]
    }
    return tree.isInward ? links : links.reversed()
  }

}
