public import Geography
public import Replica

/// The city as it is served: a value that does not change while the server runs, with its digest.
public final class CitySnapshot: Sendable {
  /// The city.
  public let city: City
  /// Its fingerprint; part of every address that may be kept for ever.
  public let digest: String
  /// Its south-western and north-eastern corners; nothing for a city without content.
  public let corners: (southWest: Coordinate, northEast: Coordinate)?

  /// A city to serve. O(points), for the box.
  public init(_ city: City, digest: String) {
    self.city = city
    self.digest = digest
    let box = city.boundary.isEmpty ? city.box : city.boundary.box
    guard !box.isEmpty else {
      corners = nil
      return
    }
    // The plane's box leans a little against the meridians: take the outermost of its four corners.
    let four = [
      Point(x: box.minX, y: box.minY), Point(x: box.minX, y: box.maxY), Point(x: box.maxX, y: box.minY),
      Point(x: box.maxX, y: box.maxY),
    ].map(city.profile.projection.unproject)
    let longitudes = four.map(\.longitude)
    let latitudes = four.map(\.latitude)
    corners = (
      Coordinate(longitude: longitudes.min() ?? 0, latitude: latitudes.min() ?? 0),
      Coordinate(longitude: longitudes.max() ?? 0, latitude: latitudes.max() ?? 0)
    )
  }

  /// The middle of the box.
  public var center: Coordinate? {
    corners.map {
      Coordinate(
        longitude: ($0.southWest.longitude + $0.northEast.longitude) / 2,
        latitude: ($0.southWest.latitude + $0.northEast.latitude) / 2)
    }
  }

  /// A position of the city's plane as GeoJSON writes it, to 1 cm.
  public func position(of point: Point) -> JSON {
    let coordinate = city.profile.projection.unproject(point)
    return [
      .number((coordinate.longitude * 1e7).rounded() / 1e7), .number((coordinate.latitude * 1e7).rounded() / 1e7),
    ]
  }
}
