internal import Geography
internal import Replica

/// Traces the lines of drains to nodes and pieces between them, and finds their bottoms.
struct DrainTracing {
  struct Piece {
    var waterway: Int
    var from: Int, to: Int
    var length: Double
  }
  private(set) var points: [Point] = []
  /// Terrain and bottom at each node in metres above the datum.
  private(set) var ground: [Double] = [], bottoms: [Double] = []
  private(set) var pieces: [Piece] = []
  /// Width and depth by row of the waterways.
  private(set) var sizes: [(width: Double, depth: Double)] = []
  private(set) var remarks: [String] = []
  private let terrain: Grid
  private let reach: Double
  private var known: [Bin: [Int]] = [:]
  /// Bottoms that were lowered, by how much at most, and nodes on drains that run in a ring.
  private var lowered = 0, lowest = 0.0, ringed = 0

  private struct Bin: Hashable {
    let x: Int, y: Int
  }

  init(_ waterways: Waterways, _ terrain: Grid, _ assumptions: DrainsOfCity.Assumptions) {
    self.terrain = terrain
    reach = assumptions.reach
    var guessed = 0
    for row in 0..<waterways.count {
      let usual: (width: Double, depth: Double)
      switch waterways.kinds[row] {
      case .canal, .river, .stream: usual = assumptions.canal
      case .ditch: usual = assumptions.ditch
      case .drain: usual = assumptions.drain
      }
      let (width, depth) = (Double(waterways.widths[row]), Double(waterways.depths[row]))
      let isKnown = width.isFinite && width > 0 && depth.isFinite && depth > 0
      if Self.isDrain(waterways, row), !isKnown { guessed += 1 }
      sizes.append((width > 0 ? width : usual.width, depth > 0 ? depth : usual.depth))
    }
    if guessed > 0 {
      remarks.append("The size of \(guessed) drains is assumed by their kind: the map does not give it.")
    }
    trace(waterways, assumptions.spacing)
    fall(assumptions.leastSlope)
  }

  static func isDrain(_ waterways: Waterways, _ row: Int) -> Bool {
    switch waterways.kinds[row] {
    case .drain, .ditch, .canal: waterways.lines[row].count > 1 && waterways.lines.length(of: row) > 0.5
    case .river, .stream: false
    }
  }

  private mutating func trace(_ waterways: Waterways, _ spacing: Double) {
    let rows = (0..<waterways.count).filter { Self.isDrain(waterways, $0) }
    // Ends first, so that a line that another one runs into is cut there.
    for row in rows {
      let line = waterways.lines[row]
      if let first = line.first, let last = line.last {
        _ = node(at: first)
        _ = node(at: last)
      }
    }
    var outside = 0
    let ends = points.count
    for row in rows {
      let line = Array(waterways.lines[row])
      let stops = stops(along: line, among: ends, spacing)
      for (first, second) in zip(stops, stops.dropFirst()) {
        let from = first.node ?? node(at: first.point)
        let to = second.node ?? node(at: second.point)
        guard from != to else { continue }
        pieces.append(Piece(waterway: row, from: from, to: to, length: second.along - first.along))
      }
    }
    ground = points.map { Double(terrain.interpolatedValue(at: $0)) }
    // A piece off the terrain has no bottom.
    pieces.removeAll {
      let isOutside = !ground[$0.from].isFinite || !ground[$0.to].isFinite
      if isOutside { outside += 1 }
      return isOutside
    }
    if outside > 0 { remarks.append("\(outside) pieces of drains lie outside the terrain and are left out.") }
    keepUsed()
  }

  private struct Stop {
    var along: Double
    var point: Point
    var node: Int?
  }

  /// Where a line is cut: at its ends, where other lines end on it, and between so that no piece is too long.
  private func stops(along line: [Point], among ends: Int, _ spacing: Double) -> [Stop] {
    var stops: [Stop] = []
    var along = 0.0
    var seen: Set<Int> = []
    for (start, end) in zip(line, line.dropFirst()) {
      let length = start.distance(to: end)
      for node in near(start, end) where node < ends && !seen.contains(node) {
        let (dx, dy) = (end.x - start.x, end.y - start.y)
        let share =
          length > 0
          ? ((points[node].x - start.x) * dx + (points[node].y - start.y) * dy) / (length * length) : 0
        let foot = start.interpolated(to: end, fraction: max(0, min(1, share)))
        guard foot.distance(to: points[node]) <= reach else { continue }
        seen.insert(node)
        stops.append(Stop(along: along + max(0, min(1, share)) * length, point: points[node], node: node))
      }
      along += length
    }
    stops.sort { ($0.along, $0.node ?? 0) < ($1.along, $1.node ?? 0) }
    var full: [Stop] = []
    for stop in stops {
      if let last = full.last {
        let count = Int(((stop.along - last.along) / spacing).rounded(.up))
        for number in 1..<max(1, count) {
          let distance = last.along + (stop.along - last.along) * Double(number) / Double(count)
          full.append(Stop(along: distance, point: Self.point(on: line, at: distance), node: nil))
        }
      }
      full.append(stop)
    }
    return full
  }

  private static func point(on line: [Point], at distance: Double) -> Point {
    var rest = distance
    for (start, end) in zip(line, line.dropFirst()) {
      let length = start.distance(to: end)
      if rest <= length, length > 0 { return start.interpolated(to: end, fraction: rest / length) }
      rest -= length
    }
    return line[line.count - 1]
  }

  private static let binSize = 25.0

  private func bin(_ point: Point) -> Bin {
    Bin(x: Int((point.x / Self.binSize).rounded(.down)), y: Int((point.y / Self.binSize).rounded(.down)))
  }

  /// Nodes whose bins a stretch crosses, in the order of their numbers.
  private func near(_ start: Point, _ end: Point) -> [Int] {
    let low = bin(Point(x: min(start.x, end.x) - reach, y: min(start.y, end.y) - reach))
    let high = bin(Point(x: max(start.x, end.x) + reach, y: max(start.y, end.y) + reach))
    var found: [Int] = []
    for x in low.x...high.x {
      for y in low.y...high.y { found += known[Bin(x: x, y: y)] ?? [] }
    }
    return found.sorted()
  }

  /// The node within reach of a point, or a new one.
  private mutating func node(at point: Point) -> Int {
    let nearest = near(point, point).min { points[$0].distance(to: point) < points[$1].distance(to: point) }
    if let nearest, points[nearest].distance(to: point) <= reach { return nearest }
    points.append(point)
    known[bin(point), default: []].append(points.count - 1)
    return points.count - 1
  }

  private mutating func keepUsed() {
    var places = Array(repeating: -1, count: points.count)
    var kept: [Point] = []
    var levels: [Double] = []
    func place(_ node: Int) -> Int {
      if places[node] < 0 {
        places[node] = kept.count
        kept.append(points[node])
        levels.append(ground[node])
      }
      return places[node]
    }
    for number in pieces.indices {
      pieces[number].from = place(pieces[number].from)
      pieces[number].to = place(pieces[number].to)
    }
    (points, ground) = (kept, levels)
  }

  /// Metres below the ground to which a bottom may be lowered: what would lie deeper is a line over a hill (assumed).
  static let deepest = 10.0

  /// Bottoms: the deepest channel's depth below the ground, then lowered downstream so that every piece falls. A line that would have to lie
  /// more than ``deepest`` below the ground is not where the water goes: it is left out as a whole, and told.
  private mutating func fall(_ slope: Double) {
    var left: Set<Int> = []
    while true {
      let over = lower(slope)
      if over.isEmpty { break }
      left.formUnion(over)
      pieces.removeAll { over.contains($0.waterway) }
      keepUsed()
    }
    if !left.isEmpty {
      remarks.append(
        "\(left.count) \(left.count == 1 ? "drain is" : "drains are") mapped over a hill or against the fall of the ground and would have to "
          + "lie more than \(Int(Self.deepest)) m below it: left out. Move the line, turn it, or mend the terrain there."
      )
    }
    tellLowered()
  }

  /// Lowers the bottoms; answers the waterways of pieces that would lie too deep, which are then not lowered.
  private mutating func lower(_ slope: Double) -> Set<Int> {
    bottoms = ground
    (lowered, lowest, ringed) = (0, 0, 0)
    for piece in pieces {
      for node in [piece.from, piece.to] {
        bottoms[node] = min(bottoms[node], ground[node] - sizes[piece.waterway].depth)
      }
    }
    var leaving: [[Int]] = Array(repeating: [], count: points.count)
    var waiting = Array(repeating: 0, count: points.count)
    for (number, piece) in pieces.enumerated() {
      leaving[piece.from].append(number)
      waiting[piece.to] += 1
    }
    var queue = points.indices.filter { waiting[$0] == 0 }
    var done = 0
    var over: Set<Int> = []
    while done < queue.count {
      let node = queue[done]
      done += 1
      for number in leaving[node] {
        let next = pieces[number].to
        let most = bottoms[node] - slope * pieces[number].length
        if most < bottoms[next], most < ground[next] - Self.deepest {
          over.insert(pieces[number].waterway)
        } else if bottoms[next] > most {
          lowest = max(lowest, bottoms[next] - most)
          lowered += 1
          bottoms[next] = most
        }
        waiting[next] -= 1
        if waiting[next] == 0 { queue.append(next) }
      }
    }
    ringed = points.count - queue.count
    return over
  }

  private mutating func tellLowered() {
    if lowered > 0 {
      let metres = (lowest * 100).rounded() / 100
      remarks.append(
        "\(lowered) bottoms were lowered by up to \(metres) m so that the drains fall along their direction.")
    }
    if ringed > 0 {
      remarks.append("\(ringed) nodes lie on drains that run in a ring; their bottoms follow the ground.")
    }
  }
}
