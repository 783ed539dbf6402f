import Geography
import Replica

/// Where the sea is, as far as the map tells.
///
/// A body of water counts as sea when its key or name says so, or when it is larger than 0.3 km², no river in shape
/// (4πA/P² above 0.12) and its middle lies no higher than 0.6 m.
struct Shore: Sendable {
  private let outlines: [MultiPolygon]

  init(city: City) {
    var found: [MultiPolygon] = []
    for row in 0..<city.land.count where city.land.uses[row].isWater {
      let outline = city.land.outlines[row]
      let words = (city.land.keys[row].text + "/" + city.land.names[row]).lowercased()
      if words.split(whereSeparator: { !$0.isLetter }).contains(where: { ["sea", "laut", "selat"].contains($0) }) {
        found.append(outline)
        continue
      }
      let area = outline.area
      guard area > 300_000 else { continue }
      let around = outline.rings.reduce(0.0) { sum, ring in
        sum + Lines.length(of: ring) + (ring.first?.distance(to: ring[ring.count - 1]) ?? 0)
      }
      let height = Double(city.terrain?.interpolatedValue(at: outline.centroid) ?? 0)
      if 4 * Double.pi * area / (around * around) > 0.12, height.isNaN || height <= 0.6 { found.append(outline) }
    }
    outlines = found
  }

  /// Whether there is any.
  var isThere: Bool { !outlines.isEmpty }

  /// The point of the shore nearest to a place; nothing without a sea.
  func nearest(to place: Point) -> Point? {
    var best = Double.infinity
    var found: Point?
    for outline in outlines {
      for ring in outline.rings {
        for point in ring where point.distance(to: place) < best {
          best = point.distance(to: place)
          found = point
        }
      }
    }
    return found
  }

  /// The unit vector from a place towards the middle of the sea; nothing without one.
  func direction(from place: Point) -> Point? {
    guard let outline = outlines.max(by: { $0.area < $1.area }) else { return nil }
    let middle = outline.centroid
    let distance = max(1, place.distance(to: middle))
    return Point(x: (middle.x - place.x) / distance, y: (middle.y - place.y) / distance)
  }
}
