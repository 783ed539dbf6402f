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

  /// Builds the edges, by place, of which something holds.
  mutating func add(where holds: (Int) -> Bool) {
    for edge in areBuilt.indices where !areBuilt[edge] && holds(edge) { areBuilt[edge] = true }
  }

  /// Leads country roads that end in the open on to the edge of the map, the shore or another road, along ways that may be
  /// streets and no further than `reach` metres. O(ends · edges · log edges).
  mutating func leadOn(_ skeleton: Skeleton, within reach: Double) {
    let mesh = skeleton.mesh
    let shore = (0..<Int32(mesh.origin.count)).filter { skeleton.way(of: $0).kind == .coast }.map(mesh.start)
    // A road to the beach stops where the reserve of the shore begins.
    func isEnd(_ vertex: Int32, _ spokes: [Int32]) -> Bool {
      spokes.contains { skeleton.way(of: $0).kind == .frame }
        || shore.contains { $0.distance(to: mesh.points[Int(vertex)]) < 80 }
    }
    func isBuilt(_ edge: Int32) -> Bool { areBuilt[Int(edge) / 2] && skeleton.way(of: edge).isStreet }
    for start in 0..<Int32(mesh.points.count) {
      let spokes = mesh.spokes(of: start)
      let built = spokes.filter(isBuilt)
      guard built.count == 1, skeleton.mainRoads.contains(mesh.ways[Int(built[0]) / 2]), !isEnd(start, spokes)
      else { continue }
      var best = [start: 0.0]
      var arrival: [Int32: Int32] = [:]
      var heap = CostHeap()
      heap.push(0, start)
      while let (cost, vertex) = heap.pop() {
        guard cost == best[vertex] else { continue }
        let around = mesh.spokes(of: vertex)
        if vertex != start, around.contains(where: isBuilt) || isEnd(vertex, around) {
          var back = vertex
          while let spoke = arrival[back] {
            areBuilt[Int(spoke) / 2] = true
            back = mesh.origin[Int(spoke)]
          }
          break
        }
        for spoke in around where skeleton.way(of: spoke).isStreet && !isBuilt(spoke) {
          let end = mesh.origin[Int(spoke ^ 1)]
          let length = cost + mesh.start(spoke).distance(to: mesh.end(spoke))
          guard length < reach, length < best[end] ?? .infinity else { continue }
          best[end] = length
          arrival[end] = spoke
          heap.push(length, end)
        }
      }
    }
  }
}
