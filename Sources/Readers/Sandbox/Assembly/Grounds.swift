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

  /// A pond in a park of more than 1.2 ha.
  ///
  /// Where there is no room between the paths there is none.
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

  /// A rectangle wholly inside a ring and 4 m from what stands there.
  private static func room(_ length: Double, _ width: Double, in ring: [Point], beside houses: [[Point]]) -> [Point]? {
    let box = PlotBox(ring)
    guard box.length > length + 8, box.width > width + 8 else { return nil }
    let outline = MultiPolygon(rings: [ring])
    let parts = 6
    for step in 0...parts {
      for rise in 0...parts {
        let x = 4 + (box.length - length - 8) * Double(step) / Double(parts)
        let y = 4 + (box.width - width - 8) * Double(rise) / Double(parts)
        func corners(_ margin: Double) -> [Point] {
          [
            box.frame.city(x - margin, y - margin), box.frame.city(x + length + margin, y - margin),
            box.frame.city(x + length + margin, y + width + margin), box.frame.city(x - margin, y + width + margin),
          ]
        }
        let wide = corners(3.9)
        guard wide.allSatisfy(outline.contains), !meets(wide, ring), !houses.contains(where: { meets(wide, $0) })
        else { continue }
        return corners(0)
      }
    }
    return nil
  }

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
