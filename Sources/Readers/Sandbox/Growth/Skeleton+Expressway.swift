import Geography
import Modelling
import Replica

/// The expressway around large towns.
extension Skeleton {
  /// An expressway around the town, where it keeps clear of the sea and runs along no river.
  mutating func drawExpressway() {
    let middle = land.origin
    let (near, step) = (0.8 * land.radius, 60.0)
    let turn = random.unit()
    var best: (cost: Int, line: [Point])?
    for option in 0..<16 {
      let angle = (Double(option) + turn) / 16 * 2 * 3.141592653589793
      let out = Vector(x: Portable.cos(angle), y: Portable.sin(angle))
      let half = Int(3 * land.radius / step) + 40
      let line = (-half...half).map { number in
        let t = Double(number) * step
        return middle + out.left * t + out * (near - 0.22 * t * t / (land.radius + t.magnitude))
      }.filter { land.box.expanded(by: -20).contains($0) }
      guard line.count > 20, !line.contains(where: { land.sea.contains($0) }) else { continue }
      let cost = line.count { land.clearance(at: $0) < 60 } * 3 + line.count { land.slope(at: $0) > 0.15 }
      if cost < best?.cost ?? .max { best = (cost, line) }
    }
    guard let best, let start = frameVertex(near: best.line[0]) else { return }
    let way = add(Way(kind: .expressway, halfWidth: 42))
    let passed = mesh.trace(from: start, along: best.line, way: way, snap: 18, reach: 200, leastArea: 8_000)
    guard let last = passed.last, last != start,
      mesh.spokes(of: last).contains(where: { self.way(of: $0).kind == .frame })
    else {
      for edge in mesh.ways.indices where mesh.ways[edge] == way { mesh.ways[edge] = Self.hedge }
      return
    }
    var here = start
    var before: Int32 = -1
    expressway = [start]
    while here != last, expressway.count < mesh.points.count {
      guard
        let ahead = mesh.spokes(of: here).first(where: {
          mesh.ways[Int($0) / 2] == way && mesh.origin[Int($0 ^ 1)] != before
        })
      else { break }
      (before, here) = (here, mesh.origin[Int(ahead ^ 1)])
      expressway.append(here)
    }
    openInterchanges(way)
  }

  /// Where a main road passes under the expressway ramps can join it at the edge of the reserve.
  mutating func openInterchanges(_ expressway: Int32) {
    for (place, vertex) in self.expressway.enumerated().dropFirst().dropLast() {
      let spokes = mesh.spokes(of: vertex)
      let lanes = spokes.filter { mesh.ways[Int($0) / 2] == expressway }
      let arms = spokes.filter { way(of: $0).isStreet }
      guard lanes.count == 2, arms.count == 2 else { continue }
      let ahead = Vector(mesh.points[Int(vertex)], mesh.points[Int(self.expressway[place + 1])])
      var sides: [Int32?] = [nil, nil]
      for arm in arms {
        let isLeft = ahead.cross(Vector(mesh.start(arm), mesh.end(arm))) > 0
        sides[isLeft ? 0 : 1] = bankVertex(from: arm, water: lanes, reserve: 33)
      }
      if let left = sides[0], let right = sides[1] { interchanges[vertex] = (left, right) }
    }
  }
}
