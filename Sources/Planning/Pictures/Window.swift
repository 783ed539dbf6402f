public import Geography

/// The piece of a city that a picture shows, and its size on paper.
public struct Window: Sendable, Equatable {
  /// What is shown, in city metres; as wide for its height as the picture.
  public let box: Box
  /// The picture's width and height in tenths of a millimetre.
  public let width, height: Double

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
  }

  /// Metres on the ground to a tenth of a millimetre on paper.
  public var metresPerUnit: Double { box.width / width }

  /// A point of the city on paper: right and down from the upper left corner.
  func place(_ point: Point) -> Point {
    Point(x: (point.x - box.minX) / metresPerUnit, y: (box.maxY - point.y) / metresPerUnit)
  }

  /// A point on paper in the city.
  func position(_ place: Point) -> Point {
    Point(x: box.minX + place.x * metresPerUnit, y: box.maxY - place.y * metresPerUnit)
  }
}
