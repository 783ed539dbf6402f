import Geography
import Modelling

/// The valley's own axes: u downstream from the old bridge, v to the left of it, in metres.
struct ValleyAxes: Sendable {
  let origin: Point
  private let east: Double
  private let north: Double

  /// Axes whose u points at an angle counter-clockwise from east, in radians.
  init(origin: Point, angle: Double) {
    self.origin = origin
    east = Portable.cos(angle)
    north = Portable.sin(angle)
  }

  func world(_ u: Double, _ v: Double) -> Point {
    Point(x: origin.x + u * east - v * north, y: origin.y + u * north + v * east)
  }

  func local(_ point: Point) -> Point {
    let dx = point.x - origin.x
    let dy = point.y - origin.y
    return Point(x: dx * east + dy * north, y: dy * east - dx * north)
  }

  /// The direction in city axes of a direction in the valley's.
  func turned(_ u: Double, _ v: Double) -> Point { Point(x: u * east - v * north, y: u * north + v * east) }

  /// Metres from the origin to the edge of a square box around it, downstream.
  func reach(of box: Box) -> Double {
    let half = box.width / 2
    return min(half / max(1e-9, abs(east)), half / max(1e-9, abs(north)))
  }
}
