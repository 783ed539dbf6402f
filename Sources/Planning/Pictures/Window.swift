internal import Foundation
public import Geography

/// The piece of a city that a picture shows, and its size on paper.
public struct Window: Sendable, Equatable {
  /// What is shown, in city metres; as wide for its height as the picture. Of a turned window the box around it.
  public let box: Box
  /// The picture's width and height in tenths of a millimetre.
  public let width, height: Double
  /// Metres on the ground to a tenth of a millimetre on paper, from left to right.
  public let metresPerUnit: Double
  /// The same from top to bottom: browsers' maps take the ellipsoid for a sphere, and so stretch it by up to 0.7 %.
  private let metresDown: Double
  /// The upper left corner in the city's plane, and the direction of the picture's right, of length 1.
  private let corner, right: Point

  /// A window of a size that shows all of a box and at least `least` metres across, with a margin around.
  ///
  /// An empty box shows the `least` metres around the plane's origin.
  public init(around box: Box, width: Double, height: Double, least: Double = 500, margin: Double = 0.08) {
    let center = box.isEmpty ? Point(x: 0, y: 0) : box.center
    let wide = box.isEmpty ? 0 : box.width * (1 + 2 * margin)
    let high = box.isEmpty ? 0 : box.height * (1 + 2 * margin)
    let metres = max(wide, high * width / height, least)
    self.box = Box(
      minX: center.x - metres / 2, minY: center.y - metres / 2 * height / width, maxX: center.x + metres / 2,
      maxY: center.y + metres / 2 * height / width)
    self.width = width
    self.height = height
    metresPerUnit = self.box.width / width
    metresDown = metresPerUnit
    corner = Point(x: self.box.minX, y: self.box.maxY)
    right = Point(x: 1, y: 0)
  }

  /// A window on a city's plane that shows what a map on the Web Mercator projection shows between four edges in degrees, north up: of a piece
  /// as wide for its height as the picture all of it and no more, of another all of it and what lies around it.
  ///
  /// Within a town the two projections differ by a turn and a scale each way alone: over 20 km by less than a thousandth up to 60° from the
  /// equator.
  public init(
    west: Double, south: Double, east: Double, north: Double, on projection: UTM, width: Double, height: Double
  ) {
    func stretched(_ latitude: Double) -> Double { asinh(tan(latitude * .pi / 180)) }
    let middle = Coordinate(
      longitude: (west + east) / 2, latitude: atan(sinh((stretched(north) + stretched(south)) / 2)) * 180 / .pi)
    let center = projection.project(middle)
    let left = projection.project(Coordinate(longitude: west, latitude: middle.latitude))
    let far = projection.project(Coordinate(longitude: east, latitude: middle.latitude))
    let across = left.distance(to: far)
    let down = projection.project(Coordinate(longitude: middle.longitude, latitude: south))
      .distance(to: projection.project(Coordinate(longitude: middle.longitude, latitude: north)))
    // How wide and high the piece is on the sphere's plane of radius 1, and how many units of the picture one of its is.
    let (wide, high) = ((east - west) * .pi / 180, stretched(north) - stretched(south))
    let larger = min(width / wide, height / high)
    let right = Point(x: (far.x - left.x) / across, y: (far.y - left.y) / across)
    metresPerUnit = across / (wide * larger)
    metresDown = down / (high * larger)
    let (x, y) = (metresPerUnit * width / 2, metresDown * height / 2)
    func corner(_ x: Double, _ y: Double) -> Point {
      Point(x: center.x + x * right.x - y * right.y, y: center.y + x * right.y + y * right.x)
    }
    self.width = width
    self.height = height
    self.right = right
    self.corner = corner(-x, y)
    box = Box([corner(-x, y), corner(x, y), corner(x, -y), corner(-x, -y)])
  }

  /// A point of the city on paper: right and down from the upper left corner.
  func place(_ point: Point) -> Point {
    let (x, y) = (point.x - corner.x, point.y - corner.y)
    return Point(x: (x * right.x + y * right.y) / metresPerUnit, y: (x * right.y - y * right.x) / metresDown)
  }

  /// A point on paper in the city.
  func position(_ place: Point) -> Point {
    let (x, y) = (place.x * metresPerUnit, place.y * metresDown)
    return Point(x: corner.x + x * right.x + y * right.y, y: corner.y + x * right.y - y * right.x)
  }
}
