import Geography

/// Which main roads are built: those around the quarters that stand, and the shortest ones that join them to the old bridge.
struct RoadLinks {
  /// By edge of the skeleton's mesh.
  private(set) var areBuilt: [Bool]

  /// Adds to the edges given what joins them to the old bridge, along ways that may be streets.
  ///
  /// Shortest paths after E. W. Dijkstra, "A note on two problems in connexion with graphs", Numerische Mathematik 1, 1959;
  /// what is built already costs nothing. O(edges · log edges).
  init(_ skeleton: Skeleton, built: [Bool]) {
    areBuilt = built
    let mesh = skeleton.mesh
    var best = [Double](repeating: .infinity, count: mesh.points.count)
    var arrival = [Int32](repeating: -1, count: mesh.points.count)
    var heap = CostHeap()
    best[Int(skeleton.oldBridge)] = 0
    heap.push(0, skeleton.oldBridge)
    while let (cost, vertex) = heap.pop() {
      guard cost == best[Int(vertex)] else { continue }
      for spoke in mesh.spokes(of: vertex) where skeleton.way(of: spoke).isStreet {
        let end = mesh.origin[Int(spoke ^ 1)]
        let length = built[Int(spoke) / 2] ? 0 : mesh.start(spoke).distance(to: mesh.end(spoke))
        guard cost + length < best[Int(end)] else { continue }
        best[Int(end)] = cost + length
        arrival[Int(end)] = spoke
        heap.push(cost + length, end)
      }
    }
    for edge in built.indices where built[edge] {
      var vertex = mesh.origin[edge * 2]
      while arrival[Int(vertex)] >= 0 {
        let spoke = arrival[Int(vertex)]
        if areBuilt[Int(spoke) / 2], !built[Int(spoke) / 2] { break }
        areBuilt[Int(spoke) / 2] = true
        vertex = mesh.origin[Int(spoke)]
        if best[Int(vertex)] == 0 { break }
      }
    }
  }
}
