import Geography
import Modelling
import Replica

/// Bridges, and streets along the banks.
extension Skeleton {
  /// Where a street comes to the water it crosses on a bridge or stops at the bank.
  mutating func endAtBanks() {
    var lastBridges: [Point] = []
    let origin = mesh.points[Int(oldBridge)]
    let vertices = (0..<Int32(mesh.points.count)).filter { vertex in
      let spokes = mesh.spokes(of: vertex)
      return spokes.contains { way(of: $0).isWater } && spokes.contains { way(of: $0).isStreet }
    }.sorted {
      (mesh.points[Int($0)].distance(to: origin), $0) < (mesh.points[Int($1)].distance(to: origin), $1)
    }
    for vertex in vertices {
      let here = mesh.points[Int(vertex)]
      let spokes = mesh.spokes(of: vertex)
      let streets = spokes.filter { way(of: $0).isStreet }
      let waters = spokes.filter { way(of: $0).isWater }
      let reserve = waters.map { way(of: $0).halfWidth }.max() ?? 0
      // Above a spring three may meet: the road up the valley and one that crosses it.
      var isCrossed =
        (streets.count == 2 || (streets.count == 3 && waters.count == 1))
        && !waters.contains { way(of: $0).kind == .coast }
      if isCrossed, let first = waters.first, case .water(let number) = way(of: first).kind,
        land.courses[number].kind == .river
      {
        let spacing =
          streets.contains { way(of: $0).streetClass.rawValue <= StreetClass.secondary.rawValue } ? 450.0 : 700
        // Tributaries are bridged at every collector or two, the main river less often.
        let least = number == 0 ? spacing : 0.4 * spacing
        if vertex != oldBridge, lastBridges.contains(where: { $0.distance(to: here) < least }) { isCrossed = false }
        if isCrossed { lastBridges.append(here) }
      }
      if isCrossed { bridges.insert(vertex) }
      for street in streets {
        let stub = bankVertex(from: street, water: waters, reserve: reserve)
        guard !isCrossed else { continue }
        var edge = street
        while true {
          mesh.ways[Int(edge) / 2] = Self.hedge
          if mesh.origin[Int(edge ^ 1)] == stub { break }
          edge = mesh.next[Int(edge)]
        }
      }
    }
  }

  /// The vertex of a street at the edge of the water's reserve, made where there is none.
  mutating func bankVertex(from street: Int32, water: [Int32], reserve: Double) -> Int32 {
    let middle = mesh.start(street)
    let lines = water.map { [middle, mesh.end($0), mesh.end(mesh.next[Int($0)])] }
    func away(_ point: Point) -> Double {
      lines.map { Lines.squaredDistance(from: point, to: $0) }.min().map { $0.squareRoot() } ?? 0
    }
    var edge = street
    for _ in 0..<40 {
      let end = mesh.origin[Int(edge ^ 1)]
      let (a, b) = (mesh.start(edge), mesh.end(edge))
      let reached = away(b)
      if reached >= reserve - 0.5 {
        if reached < reserve + 6 { return end }
        var (low, high) = (0.0, 1.0)
        for _ in 0..<30 {
          let half = (low + high) / 2
          if away(a.interpolated(to: b, fraction: half)) < reserve { low = half } else { high = half }
        }
        let point = a.interpolated(to: b, fraction: high)
        if point.distance(to: a) < 4 { return edge == street ? mesh.split(edge, at: point) : mesh.origin[Int(edge)] }
        return mesh.split(edge, at: point)
      }
      if mesh.degrees[Int(end)] != 2 { return end }
      edge = mesh.next[Int(edge)]
    }
    return mesh.origin[Int(edge)]
  }

  /// A street along every bank, from street to street.
  mutating func lineBanks() {
    for face in 0..<Int32(mesh.first.count) where !isWaterFace(face) {
      let ring = mesh.ring(of: face)
      let area = MultiPolygon.signedArea(of: ring)
      let center = MultiPolygon(rings: [ring]).centroid
      let share = nearest(ring, center) / land.radius
      guard share < 1.4 else { continue }
      for _ in 0..<6 {
        guard let run = waterRun(of: face) else { break }
        guard lineBank(run, share: share, area: area) else { break }
      }
    }
  }

  /// The first run of water around a face that has no street along it yet, with the stubs on both ends.
  func waterRun(of face: Int32) -> [Int32]? {
    let edges = mesh.edges(of: face)
    func isRun(_ edge: Int32) -> Bool {
      let way = way(of: edge)
      return way.isWater || way.kind == .hedge || isBridge(edge)
    }
    guard let begin = edges.indices.first(where: { !isRun(edges[$0]) }) else { return nil }
    let turned = Array(edges[begin...] + edges[..<begin])
    var run: [Int32] = []
    for edge in turned + [turned[0]] {
      if isRun(edge) {
        run.append(edge)
      } else {
        if run.contains(where: { way(of: $0).isWater }) { return run }
        run = []
      }
    }
    return nil
  }

  /// Whether an edge is part of the street over a bridge: between the bank and the middle of the water.
  func isBridge(_ edge: Int32) -> Bool {
    guard way(of: edge).isStreet else { return false }
    for direction in [edge, edge ^ 1] {
      var walker = direction
      for _ in 0..<12 {
        let end = mesh.origin[Int(walker ^ 1)]
        if bridges.contains(end) {
          let waters = mesh.spokes(of: end).filter { way(of: $0).isWater }
          let reserve = waters.map { way(of: $0).halfWidth }.max() ?? 0
          let lines = waters.map { [mesh.points[Int(end)], mesh.end($0), mesh.end(mesh.next[Int($0)])] }
          let middle = mesh.start(edge).interpolated(to: mesh.end(edge), fraction: 0.5)
          return lines.contains { Lines.squaredDistance(from: middle, to: $0).squareRoot() < reserve }
        }
        guard mesh.degrees[Int(end)] == 2 else { break }
        walker = mesh.next[Int(walker)]
      }
    }
    return false
  }

  mutating func lineBank(_ run: [Int32], share: Double, area: Double) -> Bool {
    guard let firstEdge = run.first, let lastEdge = run.last else { return false }
    let endEdge = mesh.next[Int(lastEdge)]
    let (from, to) = (mesh.start(firstEdge), mesh.end(lastEdge))
    let waters = run.filter { way(of: $0).isWater }
    // The face lies to the left of its sides: the bank runs beside them on that side.
    var path: [Point] = []
    for (place, edge) in waters.enumerated() {
      let reserve = way(of: edge).halfWidth
      let here = Vector(mesh.start(edge), mesh.end(edge)).unit
      let before = place > 0 ? Vector(mesh.start(waters[place - 1]), mesh.end(waters[place - 1])).unit : here
      let normal = (here.left + before.left).unit
      let stretch = 1 / max(0.6, normal.dot(here.left))
      path.append(mesh.start(edge) + normal * (reserve * stretch))
    }
    let lines = waters.map { (mesh.start($0), mesh.end($0), way(of: $0).halfWidth) }
    path = path.filter { point in
      point.distance(to: from) > 14 && point.distance(to: to) > 14
        && lines.allSatisfy { Lines.squaredDistance(from: point, to: [$0.0, $0.1]).squareRoot() > 0.8 * $0.2 }
    }
    // A street that meets the water aslant ends further on than the water's own corner.
    if let head = waters.first, let tail = waters.last {
      let (ahead, behind) = (
        Vector(mesh.start(head), mesh.end(head)).unit, Vector(mesh.start(tail), mesh.end(tail)).unit
      )
      path = Array(path.drop { Vector(from, $0).dot(ahead) < 12 })
      while let last = path.last, Vector(last, to).dot(behind) < 12 { path.removeLast() }
    }
    path = Self.thinned(path, 12)
    let isCoast = waters.contains { way(of: $0).kind == .coast }
    nameCount += 1
    var street: Way
    if share < 1.05 {
      street = .street(isCoast || share < 0.35 ? .unclassified : .residential, name: nameCount)
      street.isRiverside = true
    } else {
      street = .hedge
    }
    let bank = add(street)
    let startEdge = firstEdge
    let cut = Cut(from: .vertex(startEdge), to: .vertex(endEdge), start: from, end: to, path: path)
    guard startEdge != endEdge, !mesh.isCrossed(cut.line, in: mesh.face[Int(firstEdge)]) else { return false }
    // The quarter lies left of the bank when one walks it downstream or up as the face's sides run.
    return mesh.apply(cut, ways: Array(repeating: bank, count: path.count + 1), leastArea: 40) != nil
  }
}
