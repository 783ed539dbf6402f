internal import Foundation
public import Geography

/// An area on the ellipsoid: a polygon or a circle.
public enum WatchArea: Hashable, Sendable, Codable {
  /// The exterior ring, closed or not, in degrees.
  case polygon([Coordinate])
  /// A middle and metres around it.
  case circle(Coordinate, radius: Double)

  /// Whether a position lies in it; a polygon's sides are straight in degrees, a circle's metres are those of the sphere of
  /// radius 6,371,008.8 m, the mean of the ellipsoid's (IUGG 1980), within 0.6 % of the ellipsoid's.
  public func contains(_ position: Coordinate) -> Bool { test(position) }

  /// The question made ready for many positions.
  var test: (Coordinate) -> Bool {
    switch self {
    case .circle(let middle, let radius): return { middle.metres(to: $0) <= radius }
    case .polygon(let ring):
      let shape = MultiPolygon(polygons: [[ring.map { Point(x: $0.longitude, y: $0.latitude) }]])
      return { shape.contains(Point(x: $0.longitude, y: $0.latitude)) }
    }
  }
}

extension Coordinate {
  /// Metres to another position along the sphere, by the haversine formula.
  func metres(to other: Coordinate) -> Double {
    let degree = Double.pi / 180
    let north = sin((other.latitude - latitude) * degree / 2)
    let east = sin((other.longitude - longitude) * degree / 2)
    let a = north * north + cos(latitude * degree) * cos(other.latitude * degree) * east * east
    return 2 * 6_371_008.8 * asin(min(1, a.squareRoot()))
  }
}

/// Which streams a rule watches: those that meet every part that is given, and within a part any word.
public struct StreamChoice: Hashable, Sendable {
  /// Keys or names of streams.
  public var streams: [String] = []
  /// Keys or names of observed properties.
  public var properties: [String] = []
  /// Keys or names of things.
  public var things: [String] = []
  /// Where the thing stands.
  public var area: WatchArea?

  /// Every stream.
  public init() {}

  /// The streams that are meant, in their order. A stream whose place is not known lies in no area. O(streams).
  public func choose(from all: [WatchedStream]) -> [WatchedStream] {
    let (names, properties, things) = (Set(streams), Set(properties), Set(things))
    let contains = area.map(\.test)
    return all.filter { stream in
      if !names.isEmpty, !names.contains(stream.name), !(stream.key.map(names.contains) ?? false) { return false }
      if !properties.isEmpty, !stream.property.isCalled(anyOf: properties) { return false }
      if !things.isEmpty, !stream.thing.isCalled(anyOf: things) { return false }
      guard let contains else { return true }
      return stream.place.map(contains) ?? false
    }
  }
}
