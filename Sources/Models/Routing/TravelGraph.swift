public import Replica

/// The ways one may go in one mode, as arcs sorted by where they lead to.
///
/// Vertices 0..<nodes are the city's nodes. A link from which turns are banned leads not to its node but to a copy of it,
/// numbered after the nodes, which lacks the banned exits (the node splitting of T. Caldwell, "On finding minimum routes in
/// a network with turn penalties", Communications of the ACM 4 (1961) 107–108, doi:10.1145/366105.366184, kept to the
/// links that need it). Memory: 16 bytes an arc, 4 a vertex. Building is O(links + bans).
public struct TravelGraph: Sendable {
  /// The mode it is for.
  public let mode: TravelMode
  /// Vertices: the city's nodes, then the copies.
  public let vertexCount: Int
  /// `vertexCount + 1` offsets: the arcs that lead to vertex `v` are `offsets[v]..<offsets[v + 1]`.
  let offsets: [Int32]
  /// Where each arc comes from.
  let tails: [Int32]
  /// What each arc takes, in seconds.
  let seconds: [Double]
  /// What each link takes from end to end, in seconds; infinite where the mode may not go.
  public let linkSeconds: [Double]
  /// The vertex each link leads to; a copy where turns from it are banned.
  private let heads: [Int32: Int32]
  /// The copies of a node, each with the links that are banned from it; ascending.
  private let copies: [Int32: [(vertex: Int32, banned: Set<Int32>)]]

  /// The graph of a mode.
  ///
  /// `isClosed` tells segments that nobody may use now, such as those under water; nothing closes none.
  public init(_ streets: Streets, mode: TravelMode, isClosed: [Bool]? = nil) {
    self.mode = mode
    let segments = streets.segments
    var linkSeconds = [Double](repeating: .infinity, count: streets.links.count)
    for link in linkSeconds.indices {
      let segment = link >> 1
      guard streets.links.open(LinkID(link)).contains(mode.vehicle), !segments.areRemoved[segment],
        isClosed?[segment] != true
      else { continue }
      linkSeconds[link] =
        segments.lengths[segment] / mode.speed(on: segments.classes[segment], linkSpeed: streets.links.speeds[link])
    }

    var bans: [Int32: Set<Int32>] = [:]
    if mode.obeysTurnBans {
      for ban in streets.turnBans {
        guard linkSeconds[ban.from.index].isFinite, streets.end(of: ban.from) == streets.start(of: ban.to) else {
          continue
        }
        bans[ban.from.rawValue, default: []].insert(ban.to.rawValue)
      }
    }
    var heads: [Int32: Int32] = [:]
    var copies: [Int32: [(vertex: Int32, banned: Set<Int32>)]] = [:]
    var next = Int32(streets.nodes.count)
    for (from, banned) in bans.sorted(by: { $0.key < $1.key }) {
      heads[from] = next
      copies[streets.end(of: LinkID(rawValue: from)).rawValue, default: []].append((next, banned))
      next += 1
    }
    vertexCount = Int(next)

    var counts = [Int32](repeating: 0, count: vertexCount + 1)
    var list: [(tail: Int32, head: Int32, seconds: Double)] = []
    list.reserveCapacity(streets.links.count)
    for link in linkSeconds.indices where linkSeconds[link].isFinite {
      let id = LinkID(link)
      let tail = streets.start(of: id).rawValue
      let head = heads[id.rawValue] ?? streets.end(of: id).rawValue
      list.append((tail, head, linkSeconds[link]))
      counts[Int(head) + 1] += 1
      if copies.isEmpty { continue }
      for copy in copies[tail] ?? [] where !copy.banned.contains(id.rawValue) {
        list.append((copy.vertex, head, linkSeconds[link]))
        counts[Int(head) + 1] += 1
      }
    }
    for vertex in 0..<vertexCount { counts[vertex + 1] += counts[vertex] }
    offsets = counts
    var places = counts
    var tails = [Int32](repeating: 0, count: list.count)
    var seconds = [Double](repeating: 0, count: list.count)
    for arc in list {
      let place = Int(places[Int(arc.head)])
      places[Int(arc.head)] += 1
      tails[place] = arc.tail
      seconds[place] = arc.seconds
    }
    self.tails = tails
    self.seconds = seconds
    self.linkSeconds = linkSeconds
    self.heads = heads
    self.copies = copies
  }

  /// The vertex one is at after a link.
  func head(of link: LinkID, in streets: Streets) -> Int {
    Int(heads[link.rawValue] ?? streets.end(of: link).rawValue)
  }

  /// The vertices from which one may enter a link: its node, and those of the node's copies that allow it.
  func tails(of link: LinkID, in streets: Streets) -> [Int] {
    let node = streets.start(of: link)
    return [node.index]
      + (copies[node.rawValue] ?? []).filter { !$0.banned.contains(link.rawValue) }.map { Int($0.vertex) }
  }

  /// A node and all its copies.
  func vertices(of node: NodeID) -> [Int] {
    [node.index] + (copies[node.rawValue] ?? []).map { Int($0.vertex) }
  }
}
