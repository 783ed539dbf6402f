internal import Geography

/// A position in ten-millionths of a degree.
struct Position: Hashable, Sendable {
  var longitude, latitude: Int32

  init(longitude: Int32, latitude: Int32) {
    self.longitude = longitude
    self.latitude = latitude
  }

  /// The nearest to a coordinate; ``none`` for one that is not on the Earth.
  init(_ coordinate: Coordinate) {
    guard coordinate.isValid else {
      self = .none
      return
    }
    longitude = Int32((coordinate.longitude * 1e7).rounded())
    latitude = Int32((coordinate.latitude * 1e7).rounded())
  }

  /// No position.
  static let none = Position(longitude: .min, latitude: .min)

  /// As a point of the plane in which boxes of degrees are searched.
  var point: Point { Point(x: Double(longitude), y: Double(latitude)) }
}

/// The way from a city's plane to positions, worked out exactly on a lattice and interpolated between.
///
/// Unprojecting a point costs a microsecond. With h metres between nodes the error is h²/8 times the curvature of the way, about
/// tan(latitude) ⁄ R: below 2 mm at 250 m up to 60° of latitude. Points outside, and of cities too large for that, are worked out
/// one by one.
struct PositionLattice: Sendable {
  private let projection: UTM
  private let box: Box
  private let columns, rows: Int
  private let nodes: [Coordinate]

  init(_ projection: UTM, over given: Box) {
    self.projection = projection
    let box = given.expanded(by: 1)
    let columns = box.isEmpty || !box.width.isFinite ? 0 : min(1e6, box.width / 250).rounded(.up) + 1
    let rows = box.isEmpty || !box.height.isFinite ? 0 : min(1e6, box.height / 250).rounded(.up) + 1
    guard columns * rows <= 400_000, columns * rows > 0 else {
      self.box = .empty
      (self.columns, self.rows, nodes) = (0, 0, [])
      return
    }
    self.box = box
    (self.columns, self.rows) = (Int(columns), Int(rows))
    var made: [Coordinate] = []
    made.reserveCapacity(self.columns * self.rows)
    for row in 0..<self.rows {
      for column in 0..<self.columns {
        let x = box.minX + box.width * Double(column) / (columns - 1)
        let y = box.minY + box.height * Double(row) / (rows - 1)
        made.append(projection.unproject(Point(x: x, y: y)))
      }
    }
    nodes = made
  }

  func position(of point: Point) -> Position {
    guard point.x.isFinite, point.y.isFinite else { return .none }
    guard box.contains(point) else { return Position(projection.unproject(point)) }
    let u = (point.x - box.minX) / box.width * Double(columns - 1)
    let v = (point.y - box.minY) / box.height * Double(rows - 1)
    let column = min(Int(u), columns - 2)
    let row = min(Int(v), rows - 2)
    let (s, t) = (u - Double(column), v - Double(row))
    let first = row * columns + column
    func mixed(_ path: KeyPath<Coordinate, Double>) -> Double {
      let south = nodes[first][keyPath: path] * (1 - s) + nodes[first + 1][keyPath: path] * s
      let north = nodes[first + columns][keyPath: path] * (1 - s) + nodes[first + columns + 1][keyPath: path] * s
      return south * (1 - t) + north * t
    }
    return Position(Coordinate(longitude: mixed(\.longitude), latitude: mixed(\.latitude)))
  }
}
