internal import Replica

/// In which order the vertices of a street graph are contracted: computed once per city, kept as bytes.
///
/// The order depends on which arcs there are and where the vertices stand, never on weights. See ``NestedDissection`` for how
/// it is found. Any order gives right answers; a good one gives fast ones.
public struct ContractionOrder: Hashable, Sendable {
  /// The format of ``bytes`` this program writes and reads.
  public static let format = 1
  /// The fingerprint of the graph it was made for.
  public let graph: String
  /// The rank of each vertex: a permutation of 0..<vertices; the highest rank is contracted last.
  public let ranks: [Int32]

  /// Computes the order by nested dissection. O(vertices × log vertices × width of the cuts); the same on every run.
  public init(_ graph: StreetGraph) {
    self.graph = graph.digest
    ranks = NestedDissection.ranks(
      vertexCount: graph.vertexCount, points: graph.points, tails: graph.tails, heads: graph.heads)
  }

  /// An order of one's own for a graph; `ranks` must be a permutation.
  init(_ graph: StreetGraph, ranks: [Int32]) {
    precondition(Self.isPermutation(ranks), "ranks are a permutation")
    self.graph = graph.digest
    self.ranks = ranks
  }

  private static let magic = Array("kembar-order".utf8)

  /// The order as bytes: magic, format, fingerprint, count, ranks little-endian.
  public var bytes: [UInt8] {
    var bytes = Self.magic
    func put(_ number: Int32) { withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) } }
    put(Int32(Self.format))
    bytes.append(contentsOf: graph.utf8)
    put(Int32(ranks.count))
    bytes.reserveCapacity(bytes.count + ranks.count * 4)
    for rank in ranks { put(rank) }
    return bytes
  }

  /// The order a graph's bytes hold. O(vertices).
  ///
  /// - Throws: ``RoutingError`` when the bytes are cut off, damaged, of another format or of another graph.
  public init(bytes: [UInt8], for graph: StreetGraph) throws {
    let fingerprint = 64
    let header = Self.magic.count + 4 + fingerprint + 4
    guard bytes.count >= header, bytes.starts(with: Self.magic) else {
      throw RoutingError.orderDamaged("it does not begin as one does")
    }
    func number(at place: Int) -> Int32 {
      (0..<4).reduce(0) { $0 | Int32(truncatingIfNeeded: UInt32(bytes[place + $1]) << UInt32(8 * $1)) }
    }
    let version = Int(number(at: Self.magic.count))
    guard version == Self.format else { throw RoutingError.orderVersion(version) }
    let start = Self.magic.count + 4
    let given = String(decoding: bytes[start..<start + fingerprint], as: UTF8.self)
    let needed = graph.digest
    guard given == needed else { throw RoutingError.orderOfAnotherGraph(given: given, needed: needed) }
    let count = Int(number(at: header - 4))
    guard count == graph.vertexCount, bytes.count == header + count * 4 else {
      throw RoutingError.orderDamaged("it is cut off or has bytes too many")
    }
    let ranks = (0..<count).map { number(at: header + $0 * 4) }
    guard Self.isPermutation(ranks) else { throw RoutingError.orderDamaged("a rank stands twice") }
    self.graph = given
    self.ranks = ranks
  }

  private static func isPermutation(_ ranks: [Int32]) -> Bool {
    var seen = [Bool](repeating: false, count: ranks.count)
    for rank in ranks {
      guard ranks.indices.contains(Int(rank)), !seen[Int(rank)] else { return false }
      seen[Int(rank)] = true
    }
    return true
  }
}
