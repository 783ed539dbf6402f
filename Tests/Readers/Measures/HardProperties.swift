import Geography
package import Replica

/// What must hold in every made-up city, without any exception; each list names what breaks it.
package struct HardProperties: Sendable {
  private let city: City
  /// How far a building may reach over its parcel, and into its neighbour, in metres: what rounding makes.
  private static let tolerance = 0.05

  /// The properties of a city.
  package init(_ city: City) { self.city = city }

  /// Buildings of which a corner lies on no parcel, or on another than the rest. O(n log n).
  package var buildingsOffParcels: [FeatureKey] {
    let parcels = city.parcels.outlines
    let index = PackedIndex((0..<parcels.count).map { parcels.box(of: $0) })
    return standing.filter { building in
      let corner = Self.shrunk(corners(of: building), by: Self.tolerance)
      return !index.search(Box(corner)).contains { parcel in corner.allSatisfy { parcels.contains($0, in: parcel) } }
    }.map { city.buildings.keys[$0] }
  }

  /// Parcels farther than `reach` metres from the middle of every street one may walk. O(n log n).
  package func parcelsOffStreets(reach: Double = 30) -> [FeatureKey] {
    let segments = city.streets.segments
    let taken = (0..<segments.count).filter { !segments.areRemoved[$0] }
    let index = PackedIndex(taken.map { segments.shapes.box(of: $0) })
    let outlines = city.parcels.outlines
    return (0..<city.parcels.count).filter { parcel in
      let near = index.search(outlines.box(of: parcel).expanded(by: reach))
      let ring = Array(outlines.ring(outlines.rings(of: parcel).lowerBound))
      return !near.contains { place in
        let line = segments.shapes[taken[place]]
        return line.contains { outlines.contains($0, in: parcel) }
          || Self.squaredDistance(line, ring) <= reach * reach
      }
    }.map { city.parcels.keys[$0] }
  }

  /// Pairs of buildings of which one reaches into the other. Walls may be shared. O(n log n).
  package var overlappingBuildings: [(FeatureKey, FeatureKey)] {
    let rows = standing
    let shrunk = rows.map { Self.shrunk(corners(of: $0), by: Self.tolerance) }
    let boxes = shrunk.map { Box($0) }
    let index = PackedIndex(boxes)
    var pairs: [(FeatureKey, FeatureKey)] = []
    for (number, ring) in shrunk.enumerated() {
      for other in index.search(boxes[number]) where other > number && Self.overlap(ring, shrunk[other]) {
        pairs.append((city.buildings.keys[rows[number]], city.buildings.keys[rows[other]]))
      }
    }
    return pairs
  }

  /// Streets on the ground, for vehicles or feet, that lie in water or cross a river, stream or canal. O(n log n).
  package var streetsInWater: [FeatureKey] {
    let segments = city.streets.segments
    let land = city.land
    let waters = (0..<land.count).filter { land.uses[$0].isWater }
    let areas = PackedIndex(waters.map { land.outlines.box(of: $0) })
    let kinds: [WaterwayKind] = [.river, .stream, .canal]
    let courses = (0..<city.waterways.count).filter {
      kinds.contains(city.waterways.kinds[$0]) && !city.waterways.areCovered[$0]
    }
    let lines = PackedIndex(courses.map { city.waterways.lines.box(of: $0) })
    return (0..<segments.count).filter { segment in
      guard !segments.areRemoved[segment], segments.structures[segment] == .ground else { return false }
      let shape = segments.shapes[segment]
      let box = segments.shapes.box(of: segment)
      let near = areas.search(box).map { waters[$0] }
      let isWet = Self.sampled(shape, every: 3).contains { at in near.contains { land.outlines.contains(at, in: $0) } }
      return isWet || lines.search(box).contains { Self.cross(shape, city.waterways.lines[courses[$0]]) }
    }.map { segments.keys[$0] }
  }

  /// Buildings that stand in water. O(n log n).
  package var buildingsInWater: [FeatureKey] {
    let land = city.land
    let waters = (0..<land.count).filter { land.uses[$0].isWater }
    let areas = PackedIndex(waters.map { land.outlines.box(of: $0) })
    return standing.filter { building in
      let corners = corners(of: building)
      let near = areas.search(Box(corners)).map { waters[$0] }
      return corners.contains { at in near.contains { land.outlines.contains(at, in: $0) } }
    }.map { city.buildings.keys[$0] }
  }

  /// Rivers and streams along whose line, downstream, the terrain rises above ground the water has passed by more than `tolerance`,
  /// and the most it rises, both in metres. Cells wider than the bed make some decimetres. O(length).
  package func streamsUphill(tolerance: Float = 1.5) -> [(FeatureKey, Float)] {
    guard let terrain = city.terrain else { return [] }
    let ways = city.waterways
    return (0..<ways.count).compactMap { way in
      guard ways.kinds[way] == .river || ways.kinds[way] == .stream else { return nil }
      var lowest = Float.infinity
      var most: Float = 0
      for height in Self.sampled(ways.lines[way], every: 5).map({ terrain.value(at: $0) }) where !height.isNaN {
        lowest = min(lowest, height)
        most = max(most, height - lowest)
      }
      return most > tolerance ? (ways.keys[way], most) : nil
    }
  }

  private var standing: [Int] { (0..<city.buildings.count).filter { !city.buildings.areRemoved[$0] } }

  private func corners(of building: Int) -> [Point] {
    let footprints = city.buildings.footprints
    return Array(footprints.ring(footprints.rings(of: building).lowerBound))
  }

  // MARK: Geometry

  private static func sampled(_ line: ArraySlice<Point>, every step: Double) -> [Point] {
    zip(line, line.dropFirst()).flatMap { from, to in
      let pieces = max(1, Int(from.distance(to: to) / step))
      return (0...pieces).map { from.interpolated(to: to, fraction: Double($0) / Double(pieces)) }
    }
  }

  private static func cross(_ left: ArraySlice<Point>, _ right: ArraySlice<Point>) -> Bool {
    zip(left, left.dropFirst()).contains { a, b in
      zip(right, right.dropFirst()).contains { c, d in crosses(a, b, c, d) }
    }
  }

  /// Whether two pieces of line cross each other, ends excepted.
  private static func crosses(_ a: Point, _ b: Point, _ c: Point, _ d: Point) -> Bool {
    func side(_ p: Point, _ q: Point, _ r: Point) -> Double {
      (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x)
    }
    return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0
  }

  /// Whether two rings share ground: an edge crosses, or one lies in the other.
  private static func overlap(_ left: [Point], _ right: [Point]) -> Bool {
    for (number, a) in left.enumerated() {
      let b = left[(number + 1) % left.count]
      for (other, c) in right.enumerated() where crosses(a, b, c, right[(other + 1) % right.count]) { return true }
    }
    return MultiPolygon(rings: [right]).contains(left[0]) || MultiPolygon(rings: [left]).contains(right[0])
  }

  /// The ring with every side moved inwards; a counter-clockwise ring.
  private static func shrunk(_ ring: [Point], by inset: Double) -> [Point] {
    ring.indices.map { number in
      let (before, at) = (ring[(number + ring.count - 1) % ring.count], ring[number])
      let after = ring[(number + 1) % ring.count]
      let (first, second) = (before.distance(to: at), at.distance(to: after))
      guard first > 0, second > 0 else { return at }
      let left = Point(x: -(at.y - before.y) / first, y: (at.x - before.x) / first)
      let right = Point(x: -(after.y - at.y) / second, y: (after.x - at.x) / second)
      let scale = inset / max(0.2, 1 + left.x * right.x + left.y * right.y)
      return Point(x: at.x + (left.x + right.x) * scale, y: at.y + (left.y + right.y) * scale)
    }
  }

  private static func squaredDistance(_ line: ArraySlice<Point>, _ ring: [Point]) -> Double {
    let closed = ring + [ring[0]]
    let there = line.map { Lines.squaredDistance(from: $0, to: closed) }.min() ?? .infinity
    let back = ring.map { Lines.squaredDistance(from: $0, to: line) }.min() ?? .infinity
    return min(there, back)
  }
}
