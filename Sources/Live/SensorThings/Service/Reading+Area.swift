internal import Observations

extension Reading {
  /// The area a stream's observations are about: a point where it is always the same, otherwise the rectangle around all of it. Where there are no
  /// observations, what its owner said.
  func observedArea(of stream: Record, hasObservations: Bool) -> PlainValue {
    var bounds: Bounds?
    var single: PlainValue?
    var geometries: [PlainValue] = stream["observedArea"] == .null ? [] : [stream["observedArea"]]
    for feature in stream.links.features where hasObservations {
      if let record = registry.record(.featureOfInterest, feature.feature.rawValue) {
        geometries.append(record["feature"])
      }
    }
    for geometry in geometries {
      guard let around = Bounds(geometry) else { continue }
      if bounds == nil { single = geometry } else if single != geometry { single = nil }
      bounds = bounds?.union(around) ?? around
    }
    guard let bounds else { return stream["observedArea"] }
    return single ?? bounds.polygon
  }
}

/// The rectangle around a geometry, in degrees.
struct Bounds: Hashable {
  var west: Double, south: Double, east: Double, north: Double

  /// Around all positions of an object of GeoJSON; nothing where it has none.
  init?(_ geometry: PlainValue) {
    var found: Bounds?
    func visit(_ value: PlainValue) {
      switch value {
      case .object(let members):
        for name in ["coordinates", "geometry", "geometries", "features"] {
          if let inner = members[name] { visit(inner) }
        }
      case .list(let values):
        if values.count >= 2, case .number(let x) = values[0], case .number(let y) = values[1] {
          let point = Bounds(west: x, south: y, east: x, north: y)
          found = found?.union(point) ?? point
        } else {
          for value in values { visit(value) }
        }
      default: break
      }
    }
    visit(geometry)
    guard let found else { return nil }
    self = found
  }

  private init(west: Double, south: Double, east: Double, north: Double) {
    (self.west, self.south, self.east, self.north) = (west, south, east, north)
  }

  /// Around both.
  func union(_ other: Bounds) -> Bounds {
    Bounds(
      west: min(west, other.west), south: min(south, other.south), east: max(east, other.east),
      north: max(north, other.north))
  }

  /// As a polygon of GeoJSON; a point where it has no extent.
  var polygon: PlainValue {
    func position(_ x: Double, _ y: Double) -> PlainValue { .list([.number(x), .number(y)]) }
    guard west < east || south < north else { return .object(["type": "Point", "coordinates": position(west, south)]) }
    return .object([
      "type": "Polygon",
      "coordinates": .list([
        .list([
          position(west, south), position(east, south), position(east, north), position(west, north),
          position(west, south),
        ])
      ]),
    ])
  }
}
