internal import Geography

/// The text of an SVG path: lines and rings cut to the window, with no more points than can be seen.
struct PathText {
  private(set) var text = ""
  private let window: Window
  /// Paper around the picture that is still drawn, so that cut edges do not show.
  private static let rim = 20.0
  /// What a line may be off by, in tenths of a millimetre.
  private let tolerance: Double

  init(_ window: Window, tolerance: Double = 1.2) {
    self.window = window
    self.tolerance = tolerance
  }

  var isEmpty: Bool { text.isEmpty }

  /// Adds a line, in pieces where it leaves the window.
  mutating func add(line: some Collection<Point>) {
    var piece: [Point] = []
    var previous: Point?
    for point in line {
      let here = window.place(point)
      if let last = previous {
        if isNear(last, here) {
          if piece.isEmpty { piece.append(last) }
          piece.append(here)
        } else if !piece.isEmpty {
          write(piece, isClosed: false)
          piece = []
        }
      }
      previous = here
    }
    if !piece.isEmpty { write(piece, isClosed: false) }
  }

  /// Adds a ring, cut at the rim.
  mutating func add(ring: some Collection<Point>) {
    var points = ring.map(window.place)
    let (low, right, bottom) = (-Self.rim, window.width + Self.rim, window.height + Self.rim)
    points = Self.cut(points) { $0.x - low }
    points = Self.cut(points) { right - $0.x }
    points = Self.cut(points) { $0.y - low }
    points = Self.cut(points) { bottom - $0.y }
    if points.count >= 3 { write(points, isClosed: true) }
  }

  /// Adds a disc around a point, unless it lies outside the picture.
  mutating func add(disc point: Point, radius: Int) {
    let here = window.place(point)
    guard here.x >= 0, here.y >= 0, here.x <= window.width, here.y <= window.height else { return }
    let (x, y) = (Int(here.x.rounded()) - radius, Int(here.y.rounded()))
    text += "M\(x) \(y)a\(radius) \(radius) 0 1 0 \(2 * radius) 0a\(radius) \(radius) 0 1 0 \(-2 * radius) 0z"
  }

  /// Adds a rectangle on paper.
  mutating func add(x: Int, y: Int, width: Int, height: Int) {
    text += "M\(x) \(y)h\(width)v\(height)h\(-width)z"
  }

  private func isNear(_ a: Point, _ b: Point) -> Bool {
    max(a.x, b.x) >= -Self.rim && min(a.x, b.x) <= window.width + Self.rim
      && max(a.y, b.y) >= -Self.rim && min(a.y, b.y) <= window.height + Self.rim
  }

  private mutating func write(_ points: [Point], isClosed: Bool) {
    let kept = Self.simplified(isClosed ? points + [points[0]] : points, tolerance)
    var last = (x: 0, y: 0)
    var written = ""
    var count = 0
    for (number, point) in kept.enumerated() {
      if isClosed, number == kept.count - 1 { break }
      let here = (x: Self.whole(point.x), y: Self.whole(point.y))
      if number == 0 {
        written += "M\(here.x) \(here.y)"
      } else if here != last {
        let space = here.y - last.y < 0 ? "" : " "
        let before = count == 0 ? "l" : here.x - last.x < 0 ? "" : " "
        written += "\(before)\(here.x - last.x)\(space)\(here.y - last.y)"
        count += 1
      } else {
        continue
      }
      last = here
    }
    guard count >= (isClosed ? 2 : 1) else { return }
    text += written + (isClosed ? "z" : "")
  }

  /// A length on paper as a whole number; far outside it stays within what a path can hold.
  private static func whole(_ number: Double) -> Int {
    number.isFinite ? Int(min(30_000, max(-30_000, number)).rounded()) : 0
  }

  /// The part of a ring on one side of a line (Sutherland and Hodgman 1974); `side` is positive where it is kept.
  private static func cut(_ ring: [Point], _ side: (Point) -> Double) -> [Point] {
    guard var previous = ring.last else { return [] }
    var before = side(previous)
    var kept: [Point] = []
    for point in ring {
      let here = side(point)
      if (here >= 0) != (before >= 0) {
        kept.append(previous.interpolated(to: point, fraction: before / (before - here)))
      }
      if here >= 0 { kept.append(point) }
      (previous, before) = (point, here)
    }
    return kept
  }

  /// A line with fewer points, none off by more than `tolerance` (Ramer 1972, Douglas and Peucker 1973).
  static func simplified(_ points: [Point], _ tolerance: Double) -> [Point] {
    guard points.count > 2 else { return points }
    var keep = [Bool](repeating: false, count: points.count)
    (keep[0], keep[points.count - 1]) = (true, true)
    var open = [(0, points.count - 1)]
    while let (first, last) = open.popLast() {
      var (worst, most) = (0, tolerance)
      for place in first + 1..<max(first + 1, last) {
        let away = points[place].distance(to: points[place].nearest(from: points[first], to: points[last]))
        if away > most { (worst, most) = (place, away) }
      }
      guard worst > 0 else { continue }
      keep[worst] = true
      open.append((first, worst))
      open.append((worst, last))
    }
    return points.indices.filter { keep[$0] }.map { points[$0] }
  }
}
