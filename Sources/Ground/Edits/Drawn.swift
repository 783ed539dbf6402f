package import Geography
import Modelling
package import Replica

/// What someone drew on the map for a change, carried from WGS 84 into city metres and checked.
package struct Drawn {
  /// Metres beyond the city's box within which something may still be drawn.
  package static let margin = 5000.0
  private let change: String
  private let projection: UTM
  /// The box that may be drawn in; nothing in a city with nothing in it, where all near its plane may.
  private let box: Box?

  /// The map of a city, for the errors of a change. O(points of the city).
  package init(for change: String, in city: City) {
    self.change = change
    projection = city.profile.projection
    let box = city.box
    self.box = box.isEmpty ? nil : box.expanded(by: Self.margin)
  }

  /// A position `[longitude, latitude]`.
  package func point(_ pair: [Double]) throws -> Point {
    guard pair.count == 2 else {
      throw ChangeError(change, "a position is [longitude, latitude], two numbers; here are \(pair.count).")
    }
    let coordinate = Coordinate(longitude: pair[0], latitude: pair[1])
    guard coordinate.isValid else {
      throw ChangeError(
        change, "[\(pair[0]), \(pair[1])] is no position: longitude −180…180 first, then latitude −90…90.")
    }
    let point = projection.project(coordinate)
    guard isInside(point) else {
      let swapped = Coordinate(longitude: pair[1], latitude: pair[0])
      let isSwapped = swapped.isValid && isInside(projection.project(swapped))
      throw ChangeError(
        change,
        "[\(pair[0]), \(pair[1])] lies outside the city"
          + (isSwapped ? ": the two numbers are swapped, longitude comes first." : "."))
    }
    return point
  }

  /// Whether a position lies where one may draw; far from the plane's meridian the projection gives no number at all.
  private func isInside(_ point: Point) -> Bool {
    guard point.x.isFinite, point.y.isFinite, abs(point.x) < 1e8, abs(point.y) < 1e8 else { return false }
    return box?.contains(point) ?? true
  }

  /// A line of at least two positions that has a length.
  package func line(_ pairs: [[Double]]) throws -> [Point] {
    var line: [Point] = []
    for pair in pairs {
      let point = try point(pair)
      if line.last != point { line.append(point) }
    }
    guard line.count >= 2, Lines.length(of: line) >= 1 else {
      throw ChangeError(change, "a line has at least two positions a metre apart.")
    }
    return line
  }

  /// An area from one ring; closed or not.
  package func area(_ ring: [[Double]]) throws -> MultiPolygon {
    let area = MultiPolygon(polygons: [[try ring.map { try point($0) }]])
    guard !area.isEmpty, area.area >= 1 else {
      throw ChangeError(change, "an area is a ring of at least three positions that encloses a square metre or more.")
    }
    return area
  }

  /// The point halfway along a line; nothing for an empty one.
  package static func middle(of line: ArraySlice<Point>) -> Point? {
    guard var last = line.first else { return nil }
    var left = Lines.length(of: line) / 2
    for next in line.dropFirst() {
      let metres = last.distance(to: next)
      if metres >= left { return metres > 0 ? last.interpolated(to: next, fraction: left / metres) : last }
      left -= metres
      last = next
    }
    return last
  }

  /// A short name made of content, the same for the same content.
  package static func name(of points: [Point], _ texts: [String] = []) -> String {
    var digest = Digest()
    // Whole millimetres: the last digits of a projected position are not meant.
    digest.feed(
      "points", integers: points.flatMap { [Int64(($0.x * 1000).rounded()), Int64(($0.y * 1000).rounded())] })
    digest.feed("texts", texts: texts)
    return String(digest.text.prefix(12))
  }
}
