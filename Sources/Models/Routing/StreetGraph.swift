public import Geography
public import Replica

/// What a turn at a junction takes, beyond the links on both sides of it.
public struct TurnCost: Hashable, Sendable {
  /// The link one comes from; it ends where `to` starts.
  public var from: LinkID
  /// The link one turns into.
  public var to: LinkID
  /// Milliseconds, 0…``StreetGraph/longest``.
  public var milliseconds: Int32

  /// The cost of a turn.
  public init(from: LinkID, to: LinkID, milliseconds: Int32) {
    self.from = from
    self.to = to
    self.milliseconds = milliseconds
  }
}

/// Where one may go on the streets, whatever it takes: vertices and arcs without weights.
///
/// Vertices 0..<nodes are the city's nodes. A link with a banned turn or a turn that costs leads not to its node but to a
/// copy of it, numbered after the nodes, whose exits lack what is banned and know what is dear (the node splitting of
/// T. Caldwell, "On finding minimum routes in a network with turn penalties", Communications of the ACM 4 (1961) 107–108,
/// doi:10.1145/366105.366184, kept to the links that need it). An arc is a link taken from a vertex: its tail, its head,
/// its link and, where there is one, its turn. Weights come later (``LinkWeights``), so that a closure, a slow hour or
/// water leaves the graph, and all that is prepared on it, as it is. Arcs stand in the order of their links.
/// Memory: 16 bytes an arc. Building is O(links + turns log turns).
public struct StreetGraph: Sendable {
  /// Milliseconds from which on a way counts as none: 2³⁰ − 1, twelve days. Two of them still fit an `Int32`.
  public static let longest: Int32 = 0x3FFF_FFFF

  /// The classes of vehicle it was made for: a link is in it when its signs let one of them in.
  public let vehicles: VehicleSet
  /// How many nodes the city has.
  public let nodeCount: Int
  /// Vertices: the city's nodes, then the copies.
  public let vertexCount: Int
  /// Links of the city; weights have that many entries.
  public let linkCount: Int
  /// The vertex each arc leaves.
  public let tails: [Int32]
  /// The vertex each arc reaches.
  public let heads: [Int32]
  /// The link each arc is.
  public let links: [Int32]
  /// The row of each arc's turn among the turn costs; −1 where the turn is free.
  public let turns: [Int32]
  /// What each turn takes in milliseconds, as given.
  public let turnMilliseconds: [Int32]
  /// Where each vertex stands, in city metres.
  public let points: [Point]
  /// The vertex a link leads to, for links with a copy of their own.
  private let copyOfLink: [Int32: Int32]
  /// The copies of a node, ascending, with the turns that are not free from each.
  private let copies: [Int32: [Copy]]

  /// A copy of a node: entered by one link only.
  private struct Copy: Sendable {
    var vertex: Int32
    /// The row of a turn's cost by the link one turns into; `banned` where one may not.
    var rows: [Int32: Int32]
    static let banned: Int32 = -2
  }

  /// The graph of some classes of vehicle.
  ///
  /// - Parameters:
  ///   - obeysTurnBans: whether a ban on a turn holds; on foot it does not.
  ///   - turnCosts: what turns take; a turn not named is free. A banned turn stays banned.
  /// - Throws: ``RoutingError`` when a cost's links do not meet, it stands twice or is below 0.
  public init(
    _ streets: Streets, for vehicles: VehicleSet, obeysTurnBans: Bool = true, turnCosts: [TurnCost] = []
  ) throws {
    self.vehicles = vehicles
    nodeCount = streets.nodes.count
    linkCount = streets.links.count
    func isInside(_ link: Int) -> Bool {
      !streets.segments.areRemoved[link >> 1] && !streets.links.access[link].isDisjoint(with: vehicles)
    }
    let rows = try Self.turnRows(streets, obeysTurnBans: obeysTurnBans, turnCosts, isInside)
    var copyOfLink: [Int32: Int32] = [:]
    var copies: [Int32: [Copy]] = [:]
    var points = streets.nodes.points
    for from in rows.keys.sorted() {
      let node = streets.end(of: LinkID(rawValue: from))
      copyOfLink[from] = Int32(points.count)
      copies[node.rawValue, default: []].append(Copy(vertex: Int32(points.count), rows: rows[from] ?? [:]))
      points.append(streets.nodes.points[node.index])
    }
    var (tails, heads, links, turns): ([Int32], [Int32], [Int32], [Int32]) = ([], [], [], [])
    for link in 0..<linkCount where isInside(link) {
      let id = LinkID(link)
      let node = streets.start(of: id).rawValue
      let head = copyOfLink[id.rawValue] ?? streets.end(of: id).rawValue
      func append(_ tail: Int32, _ turn: Int32) {
        tails.append(tail)
        heads.append(head)
        links.append(id.rawValue)
        turns.append(turn)
      }
      append(node, -1)
      for copy in copies[node] ?? [] {
        let turn = copy.rows[id.rawValue] ?? -1
        if turn != Copy.banned { append(copy.vertex, turn) }
      }
    }
    vertexCount = points.count
    (self.tails, self.heads, self.links, self.turns) = (tails, heads, links, turns)
    turnMilliseconds = turnCosts.map(\.milliseconds)
    self.points = points
    self.copyOfLink = copyOfLink
    self.copies = copies
  }

  /// The graph of one mode: the links its vehicle may use by their signs; on foot turns are free.
  public init(_ streets: Streets, mode: TravelMode, turnCosts: [TurnCost] = []) throws {
    try self.init(
      streets, for: VehicleSet(mode.vehicle), obeysTurnBans: mode.obeysTurnBans,
      turnCosts: mode.obeysTurnBans ? turnCosts : [])
  }

  /// For each link one comes from, what is not free: the row of the cost, or `banned`, by the link one turns into.
  private static func turnRows(
    _ streets: Streets, obeysTurnBans: Bool, _ turnCosts: [TurnCost], _ isInside: (Int) -> Bool
  ) throws -> [Int32: [Int32: Int32]] {
    var rows: [Int32: [Int32: Int32]] = [:]
    let all = 0..<streets.links.count
    for (row, turn) in turnCosts.enumerated() {
      let (from, to) = (turn.from.index, turn.to.index)
      guard all.contains(from), all.contains(to), streets.end(of: turn.from) == streets.start(of: turn.to) else {
        throw RoutingError.turnApart(from: from, to: to)
      }
      guard 0..<StreetGraph.longest ~= turn.milliseconds else {
        throw RoutingError.turnCost(from: from, to: to, milliseconds: Int(turn.milliseconds))
      }
      guard isInside(from), isInside(to) else { continue }
      guard rows[turn.from.rawValue, default: [:]].updateValue(Int32(row), forKey: turn.to.rawValue) == nil else {
        throw RoutingError.turnTwice(from: from, to: to)
      }
    }
    guard obeysTurnBans else { return rows }
    for ban in streets.turnBans where isInside(ban.from.index) && streets.end(of: ban.from) == streets.start(of: ban.to)
    {
      rows[ban.from.rawValue, default: [:]][ban.to.rawValue] = Copy.banned
    }
    return rows
  }

  /// The vertex one is at after a link.
  public func head(of link: LinkID, in streets: Streets) -> Int32 {
    copyOfLink[link.rawValue] ?? streets.end(of: link).rawValue
  }

  /// A node and all its copies: all vertices at which one may be when one is there.
  public func vertices(of node: NodeID) -> [Int32] {
    copies.isEmpty ? [node.rawValue] : [node.rawValue] + (copies[node.rawValue] ?? []).map(\.vertex)
  }

  /// The vertices from which one may enter a link, each with the row of the turn it takes, −1 where that is free.
  public func tails(of link: LinkID, in streets: Streets) -> [(vertex: Int32, turn: Int32)] {
    let node = streets.start(of: link).rawValue
    return [(node, -1)]
      + (copies[node] ?? []).compactMap {
        let turn = $0.rows[link.rawValue] ?? -1
        return turn == Copy.banned ? nil : ($0.vertex, turn)
      }
  }

  /// The fingerprint of which arcs there are, by which a stored order knows its graph. O(arcs).
  public var digest: String {
    var digest = Digest()
    digest.feed("vertices", integers: [vertexCount])
    digest.feed("tails", integers: tails)
    digest.feed("heads", integers: heads)
    return digest.text
  }
}
