import Geography
import Modelling
import Replica

/// Where streets of quarters may begin.
extension Skeleton {
  /// Vertices where streets of a quarter may begin: fewer on larger streets, most of them on one side only.
  mutating func makeGates() {
    gates = [UInt8](repeating: 0, count: mesh.points.count)
    let edgeCount = mesh.ways.count
    for edge in 0..<edgeCount where ways[Int(mesh.ways[edge])].isStreet {
      let half = Int32(edge) * 2
      let way = way(of: half)
      if isBridge(half) { continue }
      let spacing = way.streetClass.rawValue <= StreetClass.primary.rawValue ? 52.0 : 34
      let length = mesh.start(half).distance(to: mesh.end(half))
      let pieces = Int(length / spacing)
      guard pieces > 1 else { continue }
      let (a, b) = (mesh.start(half), mesh.end(half))
      var walker = half
      for piece in 1..<pieces {
        mesh.split(walker, at: a.interpolated(to: b, fraction: Double(piece) / Double(pieces)))
        walker = mesh.next[Int(walker)]
      }
    }
    gates = [UInt8](repeating: 0, count: mesh.points.count)
    for vertex in 0..<Int32(mesh.points.count) where mesh.degrees[Int(vertex)] != 2 {
      for spoke in mesh.spokes(of: vertex) where way(of: spoke).isStreet { openGates(along: spoke) }
    }
  }

  /// Gives gates to the vertices of a street between two junctions, not too near to each other.
  mutating func openGates(along spoke: Int32) {
    var chain: [(vertex: Int32, distance: Double)] = []
    var distance = 0.0
    var edge = spoke
    while chain.count < 10_000 {
      distance += mesh.start(edge).distance(to: mesh.end(edge))
      let vertex = mesh.origin[Int(edge ^ 1)]
      guard mesh.degrees[Int(vertex)] == 2 else { break }
      chain.append((vertex, distance))
      edge = mesh.next[Int(edge)]
    }
    // Every chain is met from both of its ends and served from one.
    guard spoke < edge ^ 1 else { return }
    let spacing = way(of: spoke).streetClass.rawValue <= StreetClass.primary.rawValue ? 48.0 : 31
    var last = 0.0
    for (vertex, at) in chain where at - last >= spacing && distance - at >= spacing {
      guard mesh.spokes(of: vertex).allSatisfy({ way(of: $0).isStreet && !isBridge($0) }) else { continue }
      let fate = random.unit()
      gates[Int(vertex)] = fate < 0.38 ? 1 : fate < 0.76 ? 2 : 3
      last = at
    }
  }

  /// Whether a street of a face may begin at a vertex of its outline.
  func isGate(_ vertex: Int32, for face: Int32) -> Bool {
    let sides = gates[Int(vertex)]
    guard sides != 0 else { return false }
    let first = mesh.leaving[Int(vertex)]
    return mesh.face[Int(first)] == face ? sides & 1 != 0 : sides & 2 != 0
  }
}
