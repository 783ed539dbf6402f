import Geography
import Replica

/// Two carriageways along the middle of the expressway, with a diamond of ramps where main roads pass under them.
struct Expressway {
  /// Vertices of its own, numbered on from the first one given.
  private(set) var points: [Point] = []
  private(set) var pieces: [StreetAssembly.Piece] = []

  private let land: Landscape
  private let firstVertex: Int32
  /// Metres from the middle to the middle of a carriageway, and from a ramp's fork to the crossing.
  private static let offset = 9.0, rampLength = 210.0

  /// Nothing where the plan has no expressway, or no main road can be reached from it.
  init(_ skeleton: Skeleton, on land: Landscape, firstVertex: Int32) {
    self.land = land
    self.firstVertex = firstVertex
    let line = skeleton.expressway
    guard line.count > 3 else { return }
    let middle = line.map { skeleton.mesh.points[Int($0)] }
    var along = [0.0]
    for place in 1..<middle.count { along.append(along[place - 1] + middle[place - 1].distance(to: middle[place])) }
    let length = along[along.count - 1]
    // Interchanges far enough from each other and from the edge of the map.
    var crossings: [(at: Double, left: Int32, right: Int32)] = []
    for (place, vertex) in line.enumerated() {
      guard let arms = skeleton.interchanges[vertex] else { continue }
      let at = along[place]
      guard at > 2.2 * Self.rampLength, at < length - 2.2 * Self.rampLength,
        at - (crossings.last?.at ?? -.infinity) > 900
      else { continue }
      crossings.append((at, arms.left, arms.right))
    }
    guard !crossings.isEmpty else { return }
    // Both carriageways begin and end at one point at the edge of the map, where those who leave it come back.
    let (entry, exit) = (line[0], line[line.count - 1])
    for side in [1.0, -1.0] {
      let forks = crossings.flatMap { [$0.at - Self.rampLength, $0.at + Self.rampLength] }
      let stations =
        (along.dropFirst().dropLast().filter { at in !forks.contains { ($0 - at).magnitude < 12 } } + forks)
        .sorted()
      var vertices: [(at: Double, vertex: Int32)] = [(0, entry)]
      for at in stations {
        vertices.append((at, add(Self.point(at, middle, along, aside: side * Self.offset))))
      }
      vertices.append((length, exit))
      for place in 1..<vertices.count {
        addPiece(vertices[place - 1].vertex, vertices[place].vertex, isForward: side > 0, .motorway)
      }
      for crossing in crossings {
        guard let before = vertices.first(where: { $0.at == crossing.at - Self.rampLength }),
          let after = vertices.first(where: { $0.at == crossing.at + Self.rampLength })
        else { continue }
        let road = side > 0 ? crossing.left : crossing.right
        addRamp(from: before.vertex, to: road, crossing.at, -1, side, middle, along)
        addRamp(from: after.vertex, to: road, crossing.at, 1, side, middle, along)
      }
    }
  }

  /// A ramp between a fork and the road, driven away from the carriageway before the crossing and towards it after.
  private mutating func addRamp(
    from fork: Int32, to road: Int32, _ crossing: Double, _ end: Double, _ side: Double, _ middle: [Point],
    _ along: [Double]
  ) {
    var vertices = [fork]
    for (distance, aside) in [(150.0, 13.0), (100, 19), (55, 27)] {
      vertices.append(add(Self.point(crossing + end * distance, middle, along, aside: side * aside)))
    }
    vertices.append(road)
    for place in 1..<vertices.count {
      // On the left carriageway one leaves before the crossing, on the right one, driven the other way, after it.
      let isExit = (end < 0) == (side > 0)
      addPiece(vertices[place - 1], vertices[place], isForward: isExit, .motorwayLink)
    }
  }

  private mutating func add(_ point: Point) -> Int32 {
    points.append(point)
    return firstVertex + Int32(points.count - 1)
  }

  private mutating func addPiece(_ a: Int32, _ b: Int32, isForward: Bool, _ streetClass: StreetClass) {
    var way = Way(kind: .expressway)
    way.streetClass = streetClass
    let title = StreetTitle(quarter: -1, number: 0, streetClass: streetClass, isRiverside: false)
    pieces.append(
      StreetAssembly.Piece(
        from: isForward ? a : b, to: isForward ? b : a, way: way, title: title, isBridge: isOverWater(a, b), kind: nil,
        isOneWay: true))
  }

  private func isOverWater(_ a: Int32, _ b: Int32) -> Bool {
    guard a >= firstVertex, b >= firstVertex else { return false }
    let (from, to) = (points[Int(a - firstVertex)], points[Int(b - firstVertex)])
    let steps = max(2, Int(from.distance(to: to) / 8))
    return (0...steps).contains { step in
      land.clearance(at: from.interpolated(to: to, fraction: Double(step) / Double(steps))) < 4
    }
  }

  /// The point so far along the middle and so far to its left.
  private static func point(_ at: Double, _ middle: [Point], _ along: [Double], aside: Double) -> Point {
    var place = 1
    while place < along.count - 1, along[place] < at { place += 1 }
    let (a, b) = (middle[place - 1], middle[place])
    let share = (at - along[place - 1]) / (along[place] - along[place - 1])
    let here = Vector(a, b).unit
    // Between two stretches the direction is the mean of both, so that carriageways do not step.
    var direction = here
    if share > 0.999, place + 1 < middle.count { direction = (here + Vector(b, middle[place + 1]).unit).unit }
    return a.interpolated(to: b, fraction: share) + direction.left * aside
  }
}
