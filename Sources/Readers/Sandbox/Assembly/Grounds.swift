import Geography
import Modelling
import Replica

/// What lies on open ground: the playing field of a school, the pond of a park.
enum Grounds {
  /// The largest of a school's usual fields that has room beside its houses; nothing where none has.
  ///
  /// Sizes in metres: a football field, and two of those that schools with little land make do with (assumed).
  static func field(of fabric: BlockFabric, lot: Int) -> [Point]? {
    let ring = fabric.lots[lot].ring
    let houses = fabric.houses.filter { $0.lot == lot }.map(\.ring)
    for (length, width) in [(100.0, 64.0), (80, 50), (60, 38), (40, 26)] {
      if let room = room(length, width, in: ring, beside: houses) { return room }
    }
    return nil
  }

  /// A pond in a park of more than 1.2 ha, 28 to 56 m wide, where one fits between the paths (assumed).
  static func pond(in ring: [Point], beside paths: [[Point]], random: inout SplitMix) -> [Point]? {
    guard MultiPolygon.signedArea(of: ring) > 12_000 else { return nil }
    let share = 0.8 + 0.2 * random.unit()
    for scale in [1.0, 0.7, 0.5] {
      let (length, width) = (90 * scale * share, 56 * scale)
      guard let room = room(length, width, in: ring, beside: paths) else { continue }
      let center = room[0].interpolated(to: room[2], fraction: 0.5)
      let (along, across) = (Vector(room[0], room[1]) * 0.5, Vector(room[1], room[2]) * 0.5)
      return (0..<20).map { number in
        let turn = Double(number) / 20 * 2 * 3.141592653589793
        let reach = 0.72 + 0.24 * random.unit()
        return center + along * (Portable.cos(turn) * reach) + across * (Portable.sin(turn) * reach)
      }
    }
    return nil
  }

  /// Metres that stay free around a field or pond (assumed).
  private static let clear = 4.0

  /// A rectangle wholly inside a ring and clear of what stands there: the first that fits, in seven columns of seven places.
  private static func room(_ length: Double, _ width: Double, in ring: [Point], beside houses: [[Point]]) -> [Point]? {
    let box = PlotBox(ring)
    guard box.length > length + 2 * clear, box.width > width + 2 * clear else { return nil }
    let outline = MultiPolygon(rings: [ring])
    let parts = 6
    for step in 0...parts {
      for rise in 0...parts {
        let x = clear + (box.length - length - 2 * clear) * Double(step) / Double(parts)
        let y = clear + (box.width - width - 2 * clear) * Double(rise) / Double(parts)
        func corners(_ margin: Double) -> [Point] {
          [
            box.frame.city(x - margin, y - margin), box.frame.city(x + length + margin, y - margin),
            box.frame.city(x + length + margin, y + width + margin), box.frame.city(x - margin, y + width + margin),
          ]
        }
        let wide = corners(clear - 0.1)
        guard wide.allSatisfy(outline.contains), !meets(wide, ring),
          !houses.contains(where: { meets(wide, $0) || MultiPolygon(rings: [$0]).contains(wide[0]) })
        else { continue }
        return corners(0)
      }
    }
    return nil
  }

  /// Whether a ring reaches into a rectangle.
  private static func meets(_ rectangle: [Point], _ ring: [Point]) -> Bool {
    if ring.contains(where: MultiPolygon(rings: [rectangle]).contains) { return true }
    for a in rectangle.indices {
      for b in ring.indices
      where crossing(rectangle[a], rectangle[(a + 1) % 4], ring[b], ring[(b + 1) % ring.count]) != nil { return true }
    }
    return false
  }
}

/// The footpaths of a town, found by place.
struct FootpathIndex {
  private let paths: [[Point]]
  private let index: PackedIndex

  init(of streets: Streets) {
    let segments = streets.segments
    paths = (0..<segments.count).filter { segments.classes[$0] == .footway || segments.classes[$0] == .steps }
      .map { Array(segments.shapes[$0]) }
    index = PackedIndex(paths.map { Box($0) })
  }

  /// The straight pieces of those that reach into a box.
  func lines(in box: Box) -> [[Point]] {
    index.search(box).sorted().flatMap { number in
      zip(paths[number], paths[number].dropFirst()).map { [$0, $1] }
    }
  }
}
