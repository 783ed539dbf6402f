import Geography
import Modelling
import Replica

/// The land of a block being given out.
struct Parcelling: Sendable {
  /// A lot with the form of house that suits it, its row and its number in it.
  struct Given: Sendable {
    var lot: CutLot
    var form: HouseForm
    var row: Int
    var number: Int
  }

  /// The sides of the block.
  let sides: [BlockSide]
  /// The lots so far; those of a row one after another along the street.
  private(set) var given: [Given] = []
  /// Land that is no lot.
  private(set) var open: [(plot: Plot, use: LandUse)] = []
  /// Middle lines of the lanes behind rows, and their width in metres.
  private(set) var backLanes: [(line: [Point], width: Double)] = []
  private var rows = 0

  /// Nothing given yet.
  init(sides: [BlockSide]) { self.sides = sides }

  /// What becomes of land between rows that are too far apart to meet.
  enum Inner: Sendable {
    /// A lot of its own for houses of a form, when it reaches a street with at least 12 m.
    case site(HouseForm)
    /// Open land with lots along the streets it reaches.
    case open(LandUse)
  }

  /// Rows of lots along the longer axis, two back to back or one, for houses of a form.
  ///
  /// Land too skewed for rows is halved and tried again, then carved.
  mutating func layRows(
    _ plot: Plot, for form: HouseForm, inner: Inner, random: inout SplitMix, level: Int = 0
  ) {
    let shape = PlotShape.of(form)
    let box = PlotBox(plot.ring)
    guard let spine = chosenSpine(plot, box), spine.skew < 0.42,
      spine.lowerFrontage > 0.3 || spine.upperFrontage > 0.3
    else {
      layOddRows(plot, box, for: form, inner: inner, random: &random, level: level)
      return
    }
    let depth = random.uniform(shape.depth.lowerBound..<shape.depth.upperBound)
    let lane = shape.lane.upperBound > 0 ? random.uniform(shape.lane.lowerBound..<shape.lane.upperBound + 0.01) : 0
    let isLower = spine.lowerFrontage > 0.3
    let isUpper = spine.upperFrontage > 0.3
    let one = shape.depth.upperBound * 1.35
    if isLower && isUpper && spine.width > shape.depth.lowerBound * 1.35 {
      // A little too deep, and the gardens are longer: nobody plans a strip that no lot wants.
      if spine.width <= 2 * one + lane + 0.6 * shape.depth.lowerBound {
        layPair(plot, spine, lane, form, shape, &random)
      } else {
        layApart(plot, spine, depth, form, shape, inner, &random, level)
      }
    } else if isLower && isUpper {
      let isFirst = largerStreet(plot, spine.frame)
      layRow(plot, isFirst ? spine.frame : spine.frame.reversed, form, shape, &random)
    } else if spine.width <= one * 1.2 {
      layRow(plot, isLower ? spine.frame : spine.frame.reversed, form, shape, &random)
    } else {
      let path = isLower ? spine.aboveLower(depth, clearance: 0) : spine.belowUpper(depth, clearance: 0)
      let (left, right, scraps) = plot.parted(along: path)
      if let row = isLower ? right : left {
        layRow(row, isLower ? spine.frame : spine.frame.reversed, form, shape, &random)
      }
      if let rest = isLower ? left : right { layInner(rest, form, inner, depth, &random, level) }
      keep(scraps)
    }
  }

  /// Lots of about an area each, by halving across the longer side of the smallest rectangle as long as both halves
  /// keep a street.
  ///
  /// Source: the oriented-bounding-box subdivision of C. A. Vanegas, T. Kelly, B. Weber, J. Halatsch, D. G. Aliaga and
  /// P. Müller, "Procedural generation of parcels in urban modeling", 2012, doi:10.1111/j.1467-8659.2012.03047.x.
  mutating func carve(
    _ plot: Plot, into area: Double, for form: HouseForm, unevenness: Double, random: inout SplitMix, level: Int = 0
  ) {
    guard plot.frontage(sides) >= Plot.leastFrontage, plot.area > 40 else {
      keep([plot])
      return
    }
    if plot.area > area * 1.5, level < 12 {
      let box = PlotBox(plot.ring)
      let leastStreet = min(12, max(4, area.squareRoot() * 0.3))
      let offset = 0.5 + (random.unit() - 0.5) * 0.24 * unevenness
      let tilt = (random.unit() - 0.5) * 0.25 * unevenness
      for (isAcross, share) in [(true, offset), (false, offset), (true, 0.35), (true, 0.65)] {
        let middle =
          isAcross
          ? box.frame.city(box.length * share, box.width / 2) : box.frame.city(box.length / 2, box.width * share)
        let direction = isAcross ? box.frame.cityDirection(tilt, 1) : box.frame.cityDirection(1, tilt)
        let (left, right) = plot.cut(
          along: CutLine(through: middle, east: direction.east, north: direction.north))
        guard let a = left.largest, let b = right.largest, a.frontage(sides) >= leastStreet,
          b.frontage(sides) >= leastStreet, min(a.area, b.area) > area * 0.3
        else { continue }
        carve(a, into: area, for: form, unevenness: unevenness, random: &random, level: level + 1)
        carve(b, into: area, for: form, unevenness: unevenness, random: &random, level: level + 1)
        keep(left.withoutLargest + right.withoutLargest)
        return
      }
    }
    give(plot, form)
  }

  /// Gives a whole piece out as one lot, or keeps it open when no street reaches it.
  mutating func give(_ plot: Plot, _ form: HouseForm) {
    guard plot.frontage(sides) >= Plot.leastFrontage, plot.area > 20 else {
      keep([plot])
      return
    }
    let frame = plot.yardFrame(sides)
    let inward = frame.cityDirection(0, 1)
    rows += 1
    given.append(
      Given(
        lot: CutLot(plot: plot, inward: inward, isFirst: true, isLast: true), form: form, row: rows - 1, number: 0))
  }

  /// Keeps pieces as open land.
  mutating func keep(_ plots: [Plot], as use: LandUse = .grass) {
    for plot in plots where plot.area > 4 { open.append((plot, use)) }
  }

  private func chosenSpine(_ plot: Plot, _ box: PlotBox) -> Spine? {
    let along = Spine(plot, sides, in: box)
    guard box.width > box.length * 0.55 else { return along }
    guard let across = Spine(plot, sides, in: box.turned) else { return along }
    guard let along else { return across }
    // Rows stand along the streets; of two ways as good, along the longer one.
    let (a, b) = (along.lowerFrontage + along.upperFrontage, across.lowerFrontage + across.upperFrontage)
    return b - across.skew > a - along.skew + 0.5 ? across : along
  }

  private mutating func layOddRows(
    _ plot: Plot, _ box: PlotBox, for form: HouseForm, inner: Inner, random: inout SplitMix, level: Int
  ) {
    let shape = PlotShape.of(form)
    let usual =
      (shape.width.lowerBound + shape.width.upperBound) * (shape.depth.lowerBound + shape.depth.upperBound) / 4
    if level < 3, plot.area > usual * 6 {
      let middle = box.frame.city(box.length / 2, box.width / 2)
      let across = box.frame.cityDirection(0, 1)
      let (left, right) = plot.cut(along: CutLine(through: middle, east: across.east, north: across.north))
      if let a = left.largest, let b = right.largest, a.frontage(sides) > 10, b.frontage(sides) > 10 {
        layRows(a, for: form, inner: inner, random: &random, level: level + 1)
        layRows(b, for: form, inner: inner, random: &random, level: level + 1)
        keep(left.withoutLargest + right.withoutLargest)
        return
      }
    }
    carve(plot, into: max(usual, 220), for: form.onOddLots, unevenness: shape.unevenness, random: &random)
  }

  private mutating func layPair(
    _ plot: Plot, _ spine: Spine, _ lane: Double, _ form: HouseForm, _ shape: PlotShape, _ random: inout SplitMix
  ) {
    let (above, below, scraps) = plot.parted(along: spine.middle(lane / 2))
    keep(scraps)
    if let above { layRow(above, spine.frame.reversed, form, shape, &random) }
    guard let below else { return }
    if lane <= 0 {
      layRow(below, spine.frame, form, shape, &random)
      return
    }
    let (strip, row, others) = below.parted(along: spine.middle(-lane / 2))
    keep(others)
    if let strip, strip.area < 1.5 * lane * spine.length, let line = strip.middleLine(spine.frame) {
      backLanes.append((line, lane))
    } else if let strip {
      keep([strip])
    }
    if let row { layRow(row, spine.frame, form, shape, &random) }
  }

  private mutating func layApart(
    _ plot: Plot, _ spine: Spine, _ depth: Double, _ form: HouseForm, _ shape: PlotShape, _ inner: Inner,
    _ random: inout SplitMix, _ level: Int
  ) {
    let (above, rest, scraps) = plot.parted(along: spine.belowUpper(depth, clearance: 2))
    keep(scraps)
    if let above { layRow(above, spine.frame.reversed, form, shape, &random) }
    guard let rest else { return }
    let (middle, below, others) = rest.parted(along: spine.aboveLower(depth, clearance: 2))
    keep(others)
    if let below { layRow(below, spine.frame, form, shape, &random) }
    if let middle { layInner(middle, form, inner, depth, &random, level) }
  }

  private mutating func layRow(
    _ plot: Plot, _ frame: Frame, _ form: HouseForm, _ shape: PlotShape, _ random: inout SplitMix
  ) {
    let (row, rear) = PlotRow(plot: plot, frame: frame).shallow(shape.depth.upperBound * 1.5)
    keep(rear)
    let (lots, left) = row.lots(
      shape, sides, even: form == .semiDetached, random: &random)
    for (number, lot) in lots.enumerated() {
      given.append(Given(lot: lot, form: form, row: rows, number: number))
    }
    rows += 1
    keep(left)
  }

  private mutating func layInner(
    _ plot: Plot, _ form: HouseForm, _ inner: Inner, _ depth: Double, _ random: inout SplitMix, _ level: Int
  ) {
    switch inner {
    case .site(let site) where plot.frontage(sides) > 12 && plot.area > 1_200:
      give(plot, site)
    case .site:
      keep([plot])
    case .open
    where (form == .terrace || form == .shopOffice || form == .semiDetached)
      && plot.area > 2_400 && plot.frontage(sides) > 16 && random.chance(0.2):
      give(plot, .walkUpFlats)
    case .open(let use):
      // Rows along the streets at its ends first; what they leave is open.
      var rest = plot
      if level < 2, let face = plot.longestFace(sides), face.metres > depth * 0.8 {
        let (inside, row) = rest.cut(along: face.frame.level(depth))
        if let row = row.largest, let inside = inside.largest, row.frontage(sides) > 6 {
          layRow(row, face.frame, form, PlotShape.of(form), &random)
          rest = inside
          if rest.frontage(sides) > 12 {
            layInner(rest, form, inner, depth, &random, level + 1)
            return
          }
        }
      }
      keep([rest], as: use)
    }
  }

  /// Whether the larger street lies along x rather than on the other side.
  private func largerStreet(_ plot: Plot, _ frame: Frame) -> Bool {
    var scores = (lower: 0.0, upper: 0.0)
    for index in plot.ring.indices {
      guard let street = plot.street(index, sides) else { continue }
      let (from, to) = (frame.local(plot.ring[index]), frame.local(plot.ring[plot.next(index)]))
      let weight = Double(20 - Int(street.rawValue))
      if to.x > from.x { scores.lower += (to.x - from.x) * weight } else { scores.upper += (from.x - to.x) * weight }
    }
    return scores.lower >= scores.upper
  }
}

extension HouseForm {
  /// What stands on lots too odd for rows of it.
  var onOddLots: HouseForm {
    switch self {
    case .shophouse, .shopOffice: .office
    case .terrace, .semiDetached: .bungalow
    case .terracedFactory: .factory
    default: self
    }
  }
}

extension Frame {
  /// The same axes turned by half.
  var reversed: Frame { Frame(at: origin, east: -east, north: -north) }
}

extension Plot {
  /// The straight run of street with most metres: axes along it, the origin on it.
  func longestFace(_ sides: [BlockSide]) -> (frame: Frame, metres: Double)? {
    let total = frontage(sides)
    guard total > 0 else { return nil }
    let frame = yardFrame(sides)
    var metres = 0.0
    for index in ring.indices where isFrontage(index, sides) {
      let (from, to) = (frame.local(ring[index]), frame.local(ring[next(index)]))
      if to.x - from.x > abs(to.y - from.y) { metres += to.x - from.x }
    }
    return (frame, metres)
  }

  /// The line half way across a long strip, along x.
  func middleLine(_ frame: Frame) -> [Point]? {
    let ring = ring.map(frame.local)
    let box = Box(ring)
    let count = max(2, Int(box.width / 15))
    let points = (0...count).compactMap { number -> Point? in
      let x = box.minX + box.width * (0.002 + 0.996 * Double(number) / Double(count))
      guard let (low, high) = ring.section(atX: x) else { return nil }
      return frame.city(x, (low + high) / 2)
    }
    return points.count >= 2 ? points : nil
  }
}
