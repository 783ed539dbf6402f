import Geography
import Modelling
import Replica

@testable import Sandbox

/// Blocks as streets leave them over: what the fabric is tried on.
enum MadeBlock: CaseIterable {
  case rectangle, trapeze, curved, wedge, bent, round, tiny, huge, needle

  /// A block of the shape, near the sandbox's place on the earth.
  func block(
    _ kind: QuarterKind, _ purpose: BlockPurpose? = nil, random: inout SplitMix, streets: Double = 0.9
  ) -> Block {
    var ring = outline(&random)
    let turn = random.uniform(-0.9..<0.9)
    let (cosine, sine) = ((1 - turn * turn) / (1 + turn * turn), 2 * turn / (1 + turn * turn))
    ring = ring.map {
      Point(x: 611_000 + $0.x * cosine - $0.y * sine, y: 431_000 + $0.x * sine + $0.y * cosine)
    }
    let sides = sides(ring, streets, &random)
    return Block(
      ring: ring, sides: sides, kind: kind, quarter: 3, year: Self.years[Int(kind.rawValue)],
      centrality: random.unit(), purpose: purpose)
  }

  private static let years = [1880, 1910, 1975, 1962, 2002, 1985, 1950, 1930]

  /// Neighbouring sides that run on are one street; some have none.
  private func sides(_ ring: [Point], _ streets: Double, _ random: inout SplitMix) -> [BlockSide] {
    var sides: [BlockSide] = []
    var current = BlockSide(streetClass: .residential, setback: 6)
    for index in ring.indices {
      let before = ring[(index + ring.count - 1) % ring.count]
      let here = ring[index]
      let after = ring[(index + 1) % ring.count]
      let cross = (here.x - before.x) * (after.y - here.y) - (here.y - before.y) * (after.x - here.x)
      let dot = (here.x - before.x) * (after.x - here.x) + (here.y - before.y) * (after.y - here.y)
      if index == 0 || abs(cross) > 0.6 * dot {
        let draw = random.unit()
        current =
          draw > streets
          ? BlockSide(streetClass: draw > 0.96 ? .motorway : nil, setback: 0)
          : BlockSide(
            streetClass: draw < 0.1 ? .secondary : draw < 0.25 ? .tertiary : draw < 0.5 ? .livingStreet : .residential,
            setback: 6)
      }
      sides.append(current)
    }
    if !sides.contains(where: \.isFrontage) { sides[0] = BlockSide(streetClass: .residential, setback: 6) }
    return sides
  }

  private func outline(_ random: inout SplitMix) -> [Point] {
    func quad(_ width: Double, _ height: Double, shear: Double, narrow: Double) -> [Point] {
      [
        Point(x: 0, y: 0), Point(x: width, y: 0), Point(x: width - narrow + shear, y: height),
        Point(x: narrow + shear, y: height),
      ]
    }
    switch self {
    case .rectangle:
      return quad(random.uniform(40..<220), random.uniform(30..<110), shear: 0, narrow: 0)
    case .trapeze:
      let width = random.uniform(60..<220)
      return quad(
        width, random.uniform(40..<120), shear: random.uniform(-25..<25), narrow: random.uniform(-0.15..<0.25) * width)
    case .curved:
      // A strip along a circle: 13 points outside, 13 inside, the inner ones turning inwards a little.
      let (radius, depth) = (random.uniform(120..<500), random.uniform(35..<80))
      let arc = min(1.2, random.uniform(80..<260) / radius)
      let outer = (0...12).map { onCircle(radius + depth, arc * (Double($0) / 12 - 0.5)) }
      let inner = (0...12).map { onCircle(radius, arc * (0.5 - Double($0) / 12)) }
      return inner.reversed().reversed() + outer
    case .wedge:
      let width = random.uniform(50..<240)
      return [
        Point(x: 0, y: 0), Point(x: width, y: random.uniform(-10..<10)),
        Point(x: width * random.uniform(0.1..<0.9), y: random.uniform(0.3..<0.9) * width),
      ]
    case .bent:
      // Two corners turn inwards by up to 25°.
      let (width, height, bend) = (random.uniform(100..<240), random.uniform(45..<90), random.uniform(2..<18))
      return [
        Point(x: 0, y: 0), Point(x: width * 0.45, y: bend), Point(x: width, y: 0), Point(x: width + 6, y: height),
        Point(x: width * 0.5, y: height + bend), Point(x: -4, y: height),
      ]
    case .round:
      let (a, b) = (random.uniform(30..<120), random.uniform(25..<90))
      let count = 12 + Int(random.unit() * 20)
      return (0..<count).map {
        let angle = 6.283185307179586 * Double($0) / Double(count)
        let unit = onCircle(1, angle)
        return Point(x: unit.x * a, y: unit.y * b)
      }
    case .tiny:
      return quad(random.uniform(4..<25), random.uniform(3..<18), shear: random.uniform(-2..<2), narrow: 0)
    case .huge:
      return quad(
        random.uniform(220..<340), random.uniform(170..<240), shear: random.uniform(-30..<30),
        narrow: random.uniform(0..<40))
    case .needle:
      return quad(random.uniform(60..<200), random.uniform(5..<16), shear: random.uniform(-3..<3), narrow: 0)
    }
  }

  /// A point of a circle about the origin, by half angles halved so often that a parabola is exact enough for a test.
  private func onCircle(_ radius: Double, _ angle: Double) -> Point {
    var (cosine, sine) = (1 - angle * angle / 2 / 1_048_576, angle / 1_024)
    for _ in 0..<10 { (cosine, sine) = (cosine * cosine - sine * sine, 2 * cosine * sine) }
    return Point(x: radius * cosine, y: radius * sine)
  }
}

/// Whether the insides of two simple rings share more than a touch: 2 cm deep.
func overlaps(_ a: [Point], _ b: [Point]) -> Bool {
  let (boxA, boxB) = (Box(a), Box(b))
  guard boxA.minX < boxB.maxX - 0.02, boxB.minX < boxA.maxX - 0.02, boxA.minY < boxB.maxY - 0.02,
    boxB.minY < boxA.maxY - 0.02
  else { return false }
  return a.contains { isInside($0, b, by: 0.02) } || b.contains { isInside($0, a, by: 0.02) }
    || isInside(MultiPolygon(rings: [a]).centroid, b, by: 0.02) && isInside(MultiPolygon(rings: [a]).centroid, a, by: 0)
    || crosses(a, b)
}

/// Whether a point lies inside a ring and at least some metres from its edge; with a negative distance, or so near
/// outside.
func isInside(_ point: Point, _ ring: [Point], by margin: Double) -> Bool {
  let inside = MultiPolygon(rings: [ring]).contains(point)
  let distance = Lines.squaredDistance(from: point, to: ring + [ring[0]]).squareRoot()
  return margin < 0 ? inside || distance <= -margin : inside && distance >= margin
}

/// Whether two rings' sides cross, each end 2 cm from the other's line.
private func crosses(_ a: [Point], _ b: [Point]) -> Bool {
  for i in a.indices {
    let (p, q) = (a[i], a[(i + 1) % a.count])
    let length = p.distance(to: q)
    guard length > 0 else { continue }
    let line = CutLine(through: p, east: q.x - p.x, north: q.y - p.y)
    for j in b.indices {
      let (r, s) = (b[j], b[(j + 1) % b.count])
      let (d, e) = (line.offset(of: r), line.offset(of: s))
      guard d * e < 0, abs(d) > 0.02, abs(e) > 0.02 else { continue }
      let along = line.along(r.interpolated(to: s, fraction: d / (d - e)))
      if along > 0.02, along < length - 0.02 { return true }
    }
  }
  return false
}
