import Geography

/// A straight line without ends, to cut land along.
struct CutLine: Sendable {
  /// A point on it.
  var origin: Point
  /// Its direction, of length 1.
  var east: Double, north: Double

  /// A line through a point along a direction, which need not have length 1 but may not be 0.
  init(through origin: Point, east: Double, north: Double) {
    let length = (east * east + north * north).squareRoot()
    self.origin = origin
    self.east = east / length
    self.north = north / length
  }

  /// Metres to the left of the line, negative to the right.
  func offset(of point: Point) -> Double { east * (point.y - origin.y) - north * (point.x - origin.x) }

  /// Metres along the line from its origin.
  func along(_ point: Point) -> Double { east * (point.x - origin.x) + north * (point.y - origin.y) }
}

/// A piece of a block whose sides know where they came from.
struct Plot: Sendable {
  /// Origin of a side that a cut made.
  static let cut: Int16 = -1
  /// Points nearer than this, in metres, are one.
  static let tolerance = 0.001

  /// Counter-clockwise, simple, in city metres, not closed.
  var ring: [Point]
  /// For the side from `ring[i]` to `ring[i + 1]` the number of the block's side it lies on, or ``cut``.
  var origins: [Int16]

  /// The whole of a block.
  init(_ block: Block) {
    ring = block.ring
    origins = block.ring.indices.map { Int16($0) }
    clean()
  }

  /// A piece with its sides' origins.
  init(ring: [Point], origins: [Int16]) {
    self.ring = ring
    self.origins = origins
  }

  /// Area in m².
  var area: Double { MultiPolygon.signedArea(of: ring) }

  /// The place after `index` around the ring.
  func next(_ index: Int) -> Int { index + 1 == ring.count ? 0 : index + 1 }

  /// The two sides of a line, each in pieces; slivers under half a square metre vanish.
  ///
  /// A corner within a millimetre of the line counts as lying left of it, so every crossing is a true one and crossings
  /// pair up along the line by the even-odd rule. The pieces share the crossings' coordinates bit for bit. O(n log n).
  func cut(along line: CutLine) -> (left: [Plot], right: [Plot]) {
    let offsets = ring.map(line.offset)
    let isLeft = offsets.map { $0 > -Self.tolerance }
    guard isLeft.contains(true) else { return ([], [self]) }
    guard isLeft.contains(false) else { return ([self], []) }
    var crossings: [(edge: Int, point: Point, along: Double)] = []
    for edge in ring.indices where isLeft[edge] != isLeft[next(edge)] {
      let (a, b) = (offsets[edge], offsets[next(edge)])
      let point = ring[edge].interpolated(to: ring[next(edge)], fraction: min(1, max(0, a / (a - b))))
      crossings.append((edge, point, line.along(point)))
    }
    crossings.sort { ($0.along, $0.edge) < ($1.along, $1.edge) }
    var crossingOf = [Int](repeating: -1, count: ring.count)
    for (number, crossing) in crossings.enumerated() { crossingOf[crossing.edge] = number }
    func pieces(left: Bool) -> [Plot] {
      var pieces: [Plot] = []
      var isUsed = [Bool](repeating: false, count: crossings.count)
      for first in crossings.indices where !isUsed[first] && isLeft[next(crossings[first].edge)] == left {
        var piece = Plot(ring: [], origins: [])
        var entry = first
        while !isUsed[entry] {
          isUsed[entry] = true
          piece.add(crossings[entry].point, origins[crossings[entry].edge])
          var corner = next(crossings[entry].edge)
          while crossingOf[corner] < 0 {
            piece.add(ring[corner], origins[corner])
            corner = next(corner)
          }
          piece.add(ring[corner], origins[corner])
          let exit = crossingOf[corner]
          piece.add(crossings[exit].point, Self.cut)
          entry = exit ^ 1
        }
        piece.clean()
        if piece.ring.count >= 3, piece.area > 0.5 { pieces.append(piece) }
      }
      return pieces
    }
    return (pieces(left: true), pieces(left: false))
  }

  /// The largest piece left of a line; nothing when none is.
  func largest(leftOf line: CutLine) -> Plot? {
    let left = cut(along: line).left
    return left.max { $0.area < $1.area }
  }

  /// Two pieces along a path that begins and ends outside and crosses the ring exactly twice; nothing for any other
  /// path.
  func split(along path: [Point]) -> (left: Plot, right: Plot)? {
    var crossings: [(segment: Int, edge: Int, point: Point)] = []
    for segment in 0..<max(0, path.count - 1) {
      let (from, to) = (path[segment], path[segment + 1])
      let length = from.distance(to: to)
      guard length > Self.tolerance else { continue }
      let line = CutLine(through: from, east: to.x - from.x, north: to.y - from.y)
      let offsets = ring.map(line.offset)
      for edge in ring.indices where (offsets[edge] > 0) != (offsets[next(edge)] > 0) {
        let (a, b) = (offsets[edge], offsets[next(edge)])
        let point = ring[edge].interpolated(to: ring[next(edge)], fraction: a / (a - b))
        let along = line.along(point)
        if along > 0, along <= length {
          crossings.append((segment, edge, point))
          if crossings.count > 2 { return nil }
        }
      }
    }
    guard crossings.count == 2 else { return nil }
    let (entry, exit) = (crossings[0], crossings[1])
    guard entry.segment <= exit.segment, entry.edge != exit.edge else { return nil }
    let between = path[(entry.segment + 1)..<(exit.segment + 1)]
    func piece(_ way: [Point], from: (segment: Int, edge: Int, point: Point), to edge: Int) -> Plot {
      var piece = Plot(ring: [], origins: [])
      for point in way { piece.add(point, Self.cut) }
      piece.add(from.point, origins[from.edge])
      var corner = from.edge
      repeat {
        corner = next(corner)
        piece.add(ring[corner], origins[corner])
      } while corner != edge
      piece.clean()
      return piece
    }
    let left = piece([entry.point] + between, from: exit, to: entry.edge)
    let right = piece([exit.point] + between.reversed(), from: entry, to: exit.edge)
    guard left.ring.count >= 3, right.ring.count >= 3, left.area > 0.5, right.area > 0.5,
      abs(left.area + right.area - area) < 0.1
    else { return nil }
    return (left, right)
  }

  private mutating func add(_ point: Point, _ origin: Int16) {
    ring.append(point)
    origins.append(origin)
  }

  /// Takes out sides too short to be sides.
  private mutating func clean() {
    var kept: [Point] = []
    var keptOrigins: [Int16] = []
    kept.reserveCapacity(ring.count)
    keptOrigins.reserveCapacity(ring.count)
    for index in ring.indices where ring[index].distance(to: ring[next(index)]) > Self.tolerance {
      kept.append(ring[index])
      keptOrigins.append(origins[index])
    }
    ring = kept
    origins = keptOrigins
  }
}
