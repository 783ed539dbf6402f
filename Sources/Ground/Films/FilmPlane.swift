internal import Foundation
public import Geography

/// The paths of a film on the plane maps are drawn on (Web Mercator, the world one wide), for those who place vehicles on them.
public struct FilmPlane: Sendable {
  /// Metres a vehicle takes in a queue and the part of a lane's width, by the row of its class: car, motorcycle, truck, bus, ambulance.
  static let rooms: [Double] = [7.5, 1.6, 9.6, 14.5, 9, 7.5, 7.5, 7.5]
  /// Metres from lane to lane.
  static let lane = 3.0
  /// Seconds beyond its free way after which a vehicle was held.
  static let held = 4.0

  /// Steps of the grid: `origin + step · n`, about a metre each.
  public let origin: SIMD2<Double>, step: Double
  /// The box of each path.
  let boxes: [(low: SIMD2<Double>, high: SIMD2<Double>)]
  private let firsts: [Int32]
  /// Points on the grid, and metres along the line from its beginning.
  private let points: [SIMD2<Float>]
  private let along: [Float]
  private let stops: [Float]
  private let lanes: [(count: Float, isOneWay: Bool)]
  private let side: Float
  private let perMetre: Float

  /// The plane for a film. O(points).
  public init(_ film: FilmFile, projection: UTM) {
    var box = Box.empty
    for path in film.paths { box.formUnion(Box(path.line)) }
    let middle = Point(x: (box.minX + box.maxX) / 2, y: (box.minY + box.maxY) / 2)
    let center = projection.unproject(middle)
    let equator = 40_075_016.685_578_49
    let scale = 1 / cos(center.latitude * .pi / 180)
    // A city wider than 65 km has a coarser grid.
    let metres = max(1, max(box.width, box.height) / 2 / 32_000)
    let step = metres * scale / equator
    let origin = Self.plane(center)
    (self.origin, self.step) = (origin, step)
    var firsts: [Int32] = [0]
    var points: [SIMD2<Float>] = []
    var along: [Float] = []
    var boxes: [(low: SIMD2<Double>, high: SIMD2<Double>)] = []
    for path in film.paths {
      var sum = 0.0
      var (low, high) = (SIMD2<Double>(repeating: .infinity), SIMD2<Double>(repeating: -.infinity))
      for (place, point) in path.line.enumerated() {
        if place > 0 { sum += path.line[place - 1].distance(to: point) }
        let there = Self.plane(projection.unproject(point))
        low = pointwiseMin(low, there)
        high = pointwiseMax(high, there)
        points.append(SIMD2<Float>((there - origin) / step))
        along.append(Float(sum))
      }
      boxes.append((low, high))
      firsts.append(Int32(points.count))
    }
    (self.firsts, self.points, self.along, self.boxes) = (firsts, points, along, boxes)
    stops = film.paths.map { Float($0.stop) }
    lanes = film.paths.map { (Float($0.lanes), $0.isOneWay) }
    side = film.isLeft ? -1 : 1
    perMetre = Float(1 / metres)
  }

  /// A position on the plane maps are drawn on: 0…1 from the date line eastwards and from 85° north southwards.
  public static func plane(_ position: Coordinate) -> SIMD2<Double> {
    let latitude = position.latitude * .pi / 180
    return SIMD2(position.longitude / 360 + 0.5, 0.5 - log(tan(.pi / 4 + latitude / 2)) / (2 * .pi))
  }

  /// Metres of a path's line.
  func length(_ path: Int) -> Float { along[Int(firsts[path + 1]) - 1] }
  /// Metres to a path's stop line.
  func stop(_ path: Int) -> Float { min(stops[path], length(path)) }

  /// Where on the grid one is at some metres of a path, on a lane of it, and the direction of travel as a 32nd of the circle from north clockwise.
  func place(_ path: Int, _ metres: Float, lane: Int) -> (at: SIMD2<Float>, heading: UInt8) {
    let range = Int(firsts[path])..<Int(firsts[path + 1])
    var piece = range.lowerBound
    while piece < range.upperBound - 2, along[piece + 1] < metres { piece += 1 }
    let (from, to) = (points[piece], points[piece + 1])
    let span = along[piece + 1] - along[piece]
    let part = span > 0 ? min(1, max(0, (metres - along[piece]) / span)) : 0
    let way = to - from
    let length = (way * way).sum().squareRoot()
    let ahead = length > 0 ? way / length : SIMD2<Float>(0, -1)
    // South is down on this plane: the right hand of east is south.
    let kerb = SIMD2<Float>(-ahead.y, ahead.x) * side
    let (count, isOneWay) = lanes[path]
    // The kerb's lane lies outermost; where somebody comes towards one, the middle of the line is the middle of the street.
    let outwards = ((isOneWay ? count / 2 : count) - Float(min(lane, Int(count) - 1)) - 0.5) * Float(Self.lane)
    let angle = atan2(ahead.x, -ahead.y)
    let turn = Int((angle / (2 * .pi) * 32).rounded()) & 31
    return (from + way * part + kerb * outwards * perMetre, UInt8(turn))
  }
}
