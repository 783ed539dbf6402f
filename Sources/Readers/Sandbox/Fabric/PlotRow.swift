import Geography
import Modelling

/// A lot as it is cut from a row, before anything is known of what stands there.
struct CutLot: Sendable {
  /// Its outline.
  var plot: Plot
  /// The direction from its street into it, of length 1.
  var inward: (east: Double, north: Double)
  /// Whether it is the first, the last of its row.
  var isFirst: Bool, isLast: Bool
}

/// Land one lot deep along a street.
struct PlotRow: Sendable {
  /// Its outline.
  var plot: Plot
  /// x along the street, y from the street inwards.
  var frame: Frame

  /// The row no deeper than some metres, and what lies behind it; itself when it is not much deeper.
  func shallow(_ depth: Double) -> (row: PlotRow, rear: [Plot]) {
    let ring = plot.ring.map(frame.local)
    let box = Box(ring)
    let count = min(100, max(3, Int(box.width / 8)))
    let places = (0..<count).map { box.minX + (Double($0) + 0.5) * box.width / Double(count) }
    let front = ring.lowerEdge(at: places)
    let isDeep = zip(places, front).contains { x, low in (ring.section(atX: x)?.high ?? low) - low > depth * 1.35 }
    guard isDeep, let first = front.first, let last = front.last else { return (self, []) }
    var path = zip(places, front).map { Point(x: $0, y: $1 + depth) }
    path.insert(Point(x: box.minX - 20, y: first + depth), at: 0)
    path.append(Point(x: box.maxX + 20, y: last + depth))
    let (rear, row, scraps) = plot.parted(along: path.map(frame.city))
    guard let row, let rear else { return (self, []) }
    return (PlotRow(plot: row, frame: frame), [rear] + scraps)
  }

  /// Cuts it across into lots and tells what is left over.
  ///
  /// Each cut stands square on the street, measured over 20 m so that short sides of a curve do not turn it. A cut is
  /// not made when it would leave a piece without a street or too small for a lot: the piece joins its neighbour; a
  /// large one is left over instead. O(lots × sides).
  func lots(_ shape: PlotShape, _ sides: [BlockSide], even: Bool, random: inout SplitMix) -> (
    lots: [CutLot], left: [Plot]
  ) {
    let line = FrontLine(plot, frame)
    guard line.length > 2 else { return ([], [plot]) }
    let cuts = Self.cuts(over: line.length, shape, even: even, &random)
    let leastArea = shape.width.lowerBound * shape.depth.lowerBound * 0.45
    var lots: [CutLot] = []
    var left: [Plot] = []
    var rest = plot
    var restBefore: Plot?
    for cut in cuts {
      let tilt = shape.unevenness * 0.12 * (random.unit() * 2 - 1)
      let (lowEnd, up) = line.place(cut)
      let direction = frame.cityDirection(up.x + tilt * up.y, up.y - tilt * up.x)
      let line = CutLine(through: frame.city(lowEnd), east: direction.east, north: direction.north)
      let (pieces, others) = rest.cut(along: line)
      guard let piece = pieces.largest, let other = others.largest else { continue }
      let scraps = pieces.withoutLargest + others.withoutLargest
      if piece.frontage(sides) >= Plot.leastFrontage, piece.area >= leastArea {
        lots.append(
          CutLot(plot: piece, inward: (direction.east, direction.north), isFirst: lots.isEmpty, isLast: false))
        left += scraps
        restBefore = scraps.isEmpty ? rest : nil
        rest = other
      } else if piece.area > leastArea * 2 {
        left += [piece] + scraps
        rest = other
        restBefore = nil
      }
    }
    let (_, up) = line.place(line.length)
    let inward = frame.cityDirection(up.x, up.y)
    if rest.frontage(sides) >= Plot.leastFrontage, rest.area >= leastArea {
      lots.append(CutLot(plot: rest, inward: inward, isFirst: lots.isEmpty, isLast: true))
    } else if rest.area < leastArea * 2, let restBefore, !lots.isEmpty {
      lots[lots.count - 1].plot = restBefore
      lots[lots.count - 1].isLast = true
    } else {
      left.append(rest)
    }
    return (lots, left)
  }

  /// Where to cut a length: metres from its start.
  private static func cuts(
    over length: Double, _ shape: PlotShape, even: Bool, _ random: inout SplitMix
  ) -> [Double] {
    let width = shape.width.lowerBound + (shape.width.upperBound - shape.width.lowerBound) * random.unit()
    let corner = length > 4 * (width + shape.corner) ? shape.corner : 0
    var count = max(1, Int((length - 2 * corner) / width + 0.3))
    if even, count > 1, !count.isMultiple(of: 2) { count -= 1 }
    guard count > 1 else { return [] }
    let widths = (0..<count).map { _ in 1 + shape.unevenness * (random.unit() - 0.5) }
    let scale = (length - 2 * corner) / widths.reduce(0, +)
    var at = corner
    return widths.dropLast().map {
      at += $0 * scale
      return at
    }
  }
}

/// The street side of a row as a line: where it runs and which way is square on it.
private struct FrontLine {
  /// The row's length half way in, in metres.
  private(set) var length = 0.0
  private var middles: [Point] = []
  private var ups: [Point] = []
  private var lengths: [Double] = []

  init(_ plot: Plot, _ frame: Frame) {
    let ring = plot.ring.map(frame.local)
    let box = Box(ring)
    let count = min(400, max(4, Int(box.width / 2.5)))
    let step = box.width / Double(count)
    let places = (0..<count).map { box.minX + (Double($0) + 0.5) * step }
    let fronts = zip(places, ring.lowerEdge(at: places)).map { Point(x: $0, y: $1) }
    let depths = fronts.map { front in ring.section(atX: front.x).map { $0.high - front.y } ?? 0 }
    guard fronts.count > 2 else { return }
    let reach = max(1, Int(10 / step))
    for index in fronts.indices {
      let from = fronts[max(0, index - reach)]
      let to = fronts[min(fronts.count - 1, index + reach)]
      let (dx, dy) = (to.x - from.x, to.y - from.y)
      let length = (dx * dx + dy * dy).squareRoot()
      ups.append(Point(x: -dy / length, y: dx / length))
    }
    let sorted = depths.sorted()
    let typical = sorted[sorted.count / 2]
    for index in fronts.indices {
      let deep = typical / 2
      middles.append(Point(x: fronts[index].x + ups[index].x * deep, y: fronts[index].y + ups[index].y * deep))
    }
    let shape = MultiPolygon(rings: [ring])
    guard let first = middles.firstIndex(where: shape.contains), let end = middles.lastIndex(where: shape.contains)
    else {
      middles = []
      return
    }
    middles = Array(middles[first...end])
    ups = Array(ups[first...end])
    lengths = [step / 2]
    for index in middles.indices.dropFirst() {
      lengths.append(lengths[index - 1] + middles[index].distance(to: middles[index - 1]))
    }
    length = (lengths.last ?? 0) + step / 2
  }

  /// A point half way in, some metres from the row's start, and the direction square on the street there.
  func place(_ metres: Double) -> (point: Point, up: Point) {
    guard let end = lengths.firstIndex(where: { $0 >= metres }), end > 0 else {
      return metres > (lengths.first ?? 0)
        ? (middles[middles.count - 1], ups[ups.count - 1]) : (middles[0], ups[0])
    }
    let fraction = (metres - lengths[end - 1]) / (lengths[end] - lengths[end - 1])
    return (
      middles[end - 1].interpolated(to: middles[end], fraction: fraction),
      ups[end - 1].interpolated(to: ups[end], fraction: fraction)
    )
  }
}

extension [Plot] {
  /// The largest piece; the first of equals.
  var largest: Plot? { largestIndex.map { self[$0] } }

  /// All but the largest.
  var withoutLargest: [Plot] {
    guard count > 1, let largest = largestIndex else { return [] }
    return indices.filter { $0 != largest }.map { self[$0] }
  }

  private var largestIndex: Int? {
    guard count > 1 else { return isEmpty ? nil : 0 }
    let areas = map(\.area)
    return areas.indices.max { areas[$0] < areas[$1] }
  }
}
