import Geography
import Modelling
import Replica

/// Unpaved tracks from the country roads into the fields; each ends there. How many and how long they are is assumed.
struct FarmTracks {
  /// Vertices of their own, numbered on from the first one given.
  private(set) var points: [Point] = []
  private(set) var pieces: [StreetAssembly.Piece] = []

  private let land: Landscape
  private let quarters: [Quarter]
  private let quarterIndex: PackedIndex
  private let lines: [(Point, Point)]
  private let lineIndex: PackedIndex

  /// Along roads between the skeleton's vertices; `roads` and `known` are what is drawn so far. O(n log n) in
  /// roads, and the square of the tracks, of which there are some hundreds.
  init(
    beside roads: [StreetAssembly.Piece], between known: [Point], of skeleton: Skeleton, around quarters: [Quarter],
    on land: Landscape, seed: UInt64
  ) {
    self.land = land
    self.quarters = quarters
    quarterIndex = PackedIndex(quarters.map { Box($0.ring) })
    lines = roads.map { (known[Int($0.from)], known[Int($0.to)]) }
    lineIndex = PackedIndex(lines.map { Box([$0.0, $0.1]) })
    var meeting = [Int32: [Int]]()
    for (number, road) in roads.enumerated() where road.kind == nil && road.way.isStreet && !road.isBridge {
      meeting[road.from, default: []].append(number)
      meeting[road.to, default: []].append(number)
    }
    var random = SplitMix(seed: seed, topic: "farm tracks")
    var starts: [Point] = []
    for vertex in meeting.keys.sorted() where Int(vertex) < skeleton.mesh.points.count {
      let fate = (random.unit(), random.unit())
      guard let arms = meeting[vertex], arms.count == 2, fate.0 < 0.6 else { continue }
      let at = known[Int(vertex)]
      guard !starts.contains(where: { $0.distance(to: at) < 170 }) else { continue }
      let road = roads[arms[0]]
      let along = Vector(known[Int(road.from)], known[Int(road.to)]).unit
      if lay(from: vertex, at: at, heading: fate.1 < 0.5 ? along.left : along.left * -1, known.count, &random) {
        starts.append(at)
      }
    }
  }

  /// Lays a track from a vertex as far as there is room, 120 m at least.
  private mutating func lay(
    from vertex: Int32, at start: Point, heading: Vector, _ first: Int, _ random: inout SplitMix
  ) -> Bool {
    var track: [Point] = []
    var direction = heading
    var here = start
    let wanted = 3 + random.below(9)
    while track.count < wanted {
      let sine = (random.unit() - 0.5) * 0.5
      direction = direction.turned(cosine: (1 - sine * sine).squareRoot(), sine: sine)
      let ahead = here + direction * (45 + 30 * random.unit())
      guard isFree(track.isEmpty ? here + direction * 3 : here, ahead, direction) else { break }
      track.append(ahead)
      here = ahead
    }
    guard track.count > 2 else { return false }
    var way = Way.street(.track, name: 0)
    way.nameNumber = -1_000_000 - pieces.count
    let title = StreetTitle(quarter: -1, number: way.nameNumber, streetClass: .track, isRiverside: false)
    var from = vertex
    for point in track {
      let to = Int32(first + points.count)
      points.append(point)
      pieces.append(
        StreetAssembly.Piece(from: from, to: to, way: way, title: title, isBridge: false, kind: nil))
      from = to
    }
    return true
  }

  /// Whether a track may run between two points: dry, off the town, and nearing no street or other track.
  private func isFree(_ a: Point, _ b: Point, _ direction: Vector) -> Bool {
    let steps = 6
    for step in 1...steps {
      let at = a.interpolated(to: b, fraction: Double(step) / Double(steps))
      guard land.clearance(at: at) > 12, land.box.expanded(by: -30).contains(at), land.slope(at: at) < 0.2 else {
        return false
      }
      var isTown = false
      quarterIndex.search(Box([at]).expanded(by: 40)) { number in
        let ring = quarters[number].ring
        if !isTown {
          isTown =
            MultiPolygon(rings: [ring]).contains(at) || Lines.squaredDistance(from: at, to: ring + [ring[0]]) < 1_600
        }
      }
      if isTown { return false }
    }
    let end = b + direction * 25
    var meets = false
    lineIndex.search(Box([a, end]).expanded(by: 1)) { number in
      if !meets, crossing(a, end, lines[number].0, lines[number].1) != nil { meets = true }
    }
    guard !meets else { return false }
    return !pieces.contains { piece in
      let to = points[Int(piece.to) - Int(pieces[0].to)]
      return to.distance(to: b) < 60
    }
  }
}
