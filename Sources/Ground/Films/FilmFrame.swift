/// Where vehicles are at a moment.
public struct FilmFrame: Sendable, Equatable {
  /// Their numbers.
  public var vehicles: [UInt32] = []
  /// Steps of the grid from the plane's origin, eastwards and southwards.
  public var x: [Int16] = [], y: [Int16] = []
  /// The row of the class in the upper 3 bits, in the lower 5 the direction of travel: 32nds of the circle from north, clockwise.
  public var what: [UInt8] = []

  /// Nobody.
  public init() {}

  /// How many.
  public var count: Int { vehicles.count }
}

/// What of a film is asked for: a box on the plane maps are drawn on; everything without one.
public struct FilmView: Sendable, Hashable {
  /// Its corners: the least and the greatest of both numbers.
  public var low: SIMD2<Double>, high: SIMD2<Double>

  /// Everything.
  public static let all = FilmView(low: SIMD2(repeating: -.infinity), high: SIMD2(repeating: .infinity))

  /// A view.
  public init(low: SIMD2<Double>, high: SIMD2<Double>) { (self.low, self.high) = (low, high) }

  func touches(_ box: (low: SIMD2<Double>, high: SIMD2<Double>)) -> Bool {
    box.low.x <= high.x && box.high.x >= low.x && box.low.y <= high.y && box.high.y >= low.y
  }
}

extension FilmSlice {
  /// Where vehicles are at a second of the slice, those in view alone. O(passages of the slice).
  ///
  /// Whoever nothing held drives evenly from when it came until it left, across the junction. Who was held drives to the stop line at the
  /// pace that was free, or to the back of the queue before it, and stands there; it moves up as those before it on its lane leave. In a
  /// film that tells of every n-th vehicle alone each takes the room of n.
  public func frame(at second: Double, on plane: FilmPlane, in view: FilmView = .all, every: Int = 1) -> FilmFrame {
    var frame = FilmFrame()
    let now = Int32((second * 10).rounded())
    let reach = SIMD2<Double>(repeating: plane.step * 20)
    let wide = FilmView(low: view.low - reach, high: view.high + reach)
    let origin = plane.origin
    // The lane that is looked at, and the back of the last vehicle on it.
    var (lane, back): (UInt32, Float) = (.max, .infinity)
    var (path, isSeen) = (-1, false)
    for row in 0..<count {
      if paths[row] != lane {
        (lane, back) = (paths[row], .infinity)
        if Int(lane & 0xff_ffff) != path {
          path = Int(lane & 0xff_ffff)
          isSeen = path < plane.boxes.count && wide.touches(plane.boxes[path])
        }
      }
      guard isSeen, entered[row] <= now, left[row] > now else { continue }
      let passed = (Float(now) - Float(entered[row])) / 10
      let stay = (Float(left[row]) - Float(entered[row])) / 10
      let unheld = max(0.1, Float(free[row]) / 10)
      let isHeld = stay > unheld + Float(FilmPlane.held)
      let stop = plane.stop(path)
      let driven = isHeld ? min(stop, stop * passed / unheld) : plane.length(path) * passed / stay
      let metres = max(0, min(driven, back))
      let kind = Int(vehicles[row] >> 29)
      back = metres - Float(FilmPlane.rooms[kind]) * Float(every)
      let (at, heading) = plane.place(path, metres, lane: Int(lane >> 24))
      let there = origin + SIMD2<Double>(at) * plane.step
      guard there.x >= view.low.x, there.x <= view.high.x, there.y >= view.low.y, there.y <= view.high.y,
        abs(at.x) < 32_767, abs(at.y) < 32_767
      else { continue }
      frame.vehicles.append(vehicles[row] & 0x1fff_ffff)
      frame.x.append(Int16(at.x.rounded()))
      frame.y.append(Int16(at.y.rounded()))
      frame.what.append(UInt8(kind) << 5 | heading)
    }
    return frame
  }
}
