import Geography
import Modelling
import Replica

/// A course while the land is made: its line downstream, and the level of its banks and bed along it.
struct Course: Sendable {
  var line: [Point]
  var width: Double
  var kind: WaterwayKind
  /// Metres above the sea of the land beside it, at each point of the line; falls downstream.
  var banks: [Double] = []
  /// Metres from the bank down to the bed.
  var depth = 2.5
  /// The course it joins, and the point of that course's line where; nothing for the main river.
  var joins: (course: Int, point: Int)?
  /// Metres from one point of the line to the next.
  var step: Double
}

/// The main river and its tributaries, drawn as lines before the land is shaped to them.
struct RiverNet: Sendable {
  var courses: [Course] = []
  let sizes: LandSizes
  private(set) var shoreline: Shoreline?
  private let seed: UInt64
  /// The places of all courses, for the distance a new one has to keep.
  private var taken: [Int32: [(course: Int32, point: Point)]] = [:]

  /// Metres two courses keep apart, but near where one joins the other.
  private let apart: Double
  private static let bucket = 700.0
  /// Metres of the shortest tributary.
  static let leastLength = 450.0

  init(_ sizes: LandSizes, shoreline: Shoreline?, seed: UInt64) {
    self.sizes = sizes
    self.shoreline = shoreline
    self.seed = seed
    apart = min(600, max(175, 0.06 * sizes.radius))
    addMainRiver()
    if let shore = sizes.shore, let mouth = shoreline?.mouth(of: courses[0].line) {
      self.shoreline = Shoreline(sizes, shore: shore, seed: seed, mouth: mouth)
    }
    addTributaries()
  }

  // MARK: The main river

  /// A sine-generated curve (W. B. Langbein and L. B. Leopold, "River meanders — theory of minimum variance", USGS
  /// Professional Paper 422-H, 1966): the direction swings like a sine along the way; here with an irregular phase.
  private mutating func addMainRiver() {
    let width = sizes.riverWidth
    let noise = LatticeNoise(seed: seed, "main river")
    var random = SplitMix(seed: seed, topic: "main river")
    let swing = random.uniform(0.75..<0.95)
    let phase = random.uniform(0..<6.283185307179586)
    // The tightest bend has a radius of wavelength ÷ (2π × swing), which is to stay above four widths.
    let wavelength = 6.283185307179586 * swing * 7.5 * width
    let step = min(25, max(8, width / 3))
    let radius = sizes.radius
    let straight = 170 + width
    func heading(_ s: Double, _ v: Double, _ side: Double) -> Double {
      let away = smoothStep(abs(s), from: straight, to: straight + 0.8 * wavelength)
      let calm = 0.55 + 0.45 * smoothStep(abs(s), from: 0.5 * radius, to: 1.1 * radius)
      let turn = 6.283185307179586 * s / wavelength + phase + 1.3 * noise.value(s / (1.9 * wavelength), 0.5)
      let valley = 0.45 * noise.value(s / max(1.3 * radius, 2.2 * wavelength), 9.5)
      // Upstream the way is walked backwards, so what leads back to the valley's axis has the other sign.
      let back = min(0.3, max(-0.3, -v / (1.1 * radius) * 0.6)) * side
      return away * (swing * calm * Portable.sin(turn) + valley + back)
    }
    func half(_ side: Double) -> [Point] {
      var u = 0.0
      var v = 0.0
      var s = 0.0
      var points: [Point] = []
      var inner = LandSizes.origin
      while points.count < 200_000 {
        let angle = heading(s + side * step / 2, v, side)
        u += side * step * Portable.cos(angle)
        v += side * step * Portable.sin(angle)
        s += side * step
        let point = sizes.axes.world(u, v)
        if !sizes.box.contains(point) {
          points.append(RingClip.exit(from: inner, to: point, of: sizes.box))
          break
        }
        points.append(point)
        inner = point
        if side > 0, let shoreline, shoreline.offshore(point) > max(280, 2.5 * width) { break }
      }
      return points
    }
    let line = half(-1).reversed() + [LandSizes.origin] + half(1)
    add(Course(line: Array(line), width: width, kind: .river, depth: min(4, 2.4 + width / 60), step: step))
  }

  // MARK: Tributaries

  private mutating func addTributaries() {
    var random = SplitMix(seed: seed, topic: "tributaries")
    var first = 0
    let generations = 2
    for generation in 0..<generations {
      let last = courses.count
      for parent in first..<last { addTributaries(to: parent, generation: generation, &random) }
      first = last
    }
  }

  /// Streams that join a course, every so often, on alternating sides.
  private mutating func addTributaries(to parent: Int, generation: Int, _ random: inout SplitMix) {
    let trunk = courses[parent]
    let length = Double(trunk.line.count) * trunk.step
    let spacing =
      generation == 0 ? min(2_900, max(520, 0.55 * sizes.radius)) : max(1_050, min(3_600, 0.34 * sizes.radius))
    var side = random.chance(0.5) ? 1.0 : -1.0
    var s = random.uniform(0.35..<0.9) * spacing
    while s < length - 120 {
      let point = Int(s / trunk.step)
      s += spacing * random.uniform(0.65..<1.35) * 0.62
      side = random.chance(0.85) ? -side : side
      guard point > 2, point < trunk.line.count - 3 else { continue }
      let mouth = trunk.line[point]
      // The core keeps its river bank whole.
      if parent == 0, mouth.distance(to: LandSizes.origin) < max(300, 0.16 * sizes.radius) { continue }
      if !sizes.box.expanded(by: -160).contains(mouth) { continue }
      if let shoreline, shoreline.offshore(mouth) > -230 { continue }
      let before = courses.count
      for _ in 0..<3 where courses.count == before { addTributary(to: parent, at: point, side: side, &random) }
    }
  }

  private mutating func addTributary(to parent: Int, at point: Int, side: Double, _ random: inout SplitMix) {
    let trunk = courses[parent]
    let ahead = trunk.line[point + 2]
    let behind = trunk.line[point - 2]
    let size = ahead.distance(to: behind)
    guard size > 0 else { return }
    // Upstream along the trunk, then turned away from it.
    let upstream = Point(x: (behind.x - ahead.x) / size, y: (behind.y - ahead.y) / size)
    let opening = random.uniform(0.95..<1.3)
    let start = Self.turned(upstream, by: -side * opening)
    let width = max(5, min(trunk.width * 0.55, trunk.width * random.uniform(0.25..<0.55)))
    let step = min(20, max(8, width))
    let noise = LatticeNoise(seed: seed, "tributary \(courses.count) \(parent) \(point)")
    let reach = sizes.radius * random.uniform(0.55..<2.2) + 500
    let wavelength = max(320, 30 * width)
    let leaning = random.uniform(0.1..<0.55)
    var here = trunk.line[point]
    var way = [here]
    var walked = 0.0
    while walked < reach {
      let free = smoothStep(walked, from: 40, to: 40 + wavelength)
      let bend = free * (1.25 * noise.value(walked / (0.5 * wavelength), 0.5) + 0.8 * noise.value(walked / 2_400, 4.5))
      // Away from the trunk first, and more and more up the valley.
      let direction = Self.turned(start, by: side * leaning * smoothStep(walked, from: 200, to: 1_600) + bend)
      let next = Point(x: here.x + step * direction.x, y: here.y + step * direction.y)
      walked += step
      if !sizes.box.contains(next) {
        way.append(RingClip.exit(from: here, to: next, of: sizes.box))
        break
      }
      if let shoreline, shoreline.offshore(next) > -(60 + 0.5 * walked).clamped(to: 120...420) {
        cut(&way)
        return
      }
      if isTaken(next, by: parent, walked: walked) {
        cut(&way)
        return
      }
      way.append(next)
      here = next
    }
    finish(way)

    /// What runs into another course's land ends some way before it.
    func cut(_ way: inout [Point]) {
      way.removeLast(min(way.count - 1, Int(120 / step)))
      finish(way)
    }
    func finish(_ way: [Point]) {
      guard Double(way.count) * step > Self.leastLength else { return }
      add(
        Course(
          line: way.reversed(), width: width.rounded(), kind: width >= 14 ? .river : .stream,
          depth: min(trunk.depth - 0.2, 1.5 + width / 40), joins: (parent, point), step: step))
    }
  }

  /// Whether another course is too near; near its own mouth a tributary may be near its trunk.
  private func isTaken(_ point: Point, by parent: Int, walked: Double) -> Bool {
    let column = Int32((point.x - sizes.box.minX) / Self.bucket)
    let row = Int32((point.y - sizes.box.minY) / Self.bucket)
    for j in row - 1...row + 1 {
      for i in column - 1...column + 1 {
        for other in taken[j &* 65_536 &+ i] ?? [] {
          let full = apart + courses[Int(other.course)].width / 2
          let needed = Int(other.course) == parent ? min(full, 0.6 * walked - 12) : full
          if other.point.distance(to: point) < needed { return true }
        }
      }
    }
    return false
  }

  private mutating func add(_ course: Course) {
    let number = Int32(courses.count)
    for point in course.line {
      let column = Int32((point.x - sizes.box.minX) / Self.bucket)
      let row = Int32((point.y - sizes.box.minY) / Self.bucket)
      taken[row &* 65_536 &+ column, default: []].append((number, point))
    }
    courses.append(course)
  }

  /// A direction turned to the left by an angle in radians.
  private static func turned(_ direction: Point, by angle: Double) -> Point {
    let c = Portable.cos(angle)
    let s = Portable.sin(angle)
    return Point(x: direction.x * c - direction.y * s, y: direction.x * s + direction.y * c)
  }
}

extension Double {
  fileprivate func clamped(to range: ClosedRange<Double>) -> Double {
    Swift.min(range.upperBound, Swift.max(range.lowerBound, self))
  }
}
