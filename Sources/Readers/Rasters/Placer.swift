import Geography
import Projections

/// A file's own cells: what columns and rows mean in its own coordinate system.
struct SourceCells: Sendable {
  /// The file's affine transform: x of the outer corner, per column, per row; then y of it, per column, per row.
  var transform: [Double]
  var columns: Int
  var rows: Int

  init(transform: [Double], columns: Int, rows: Int) {
    self.transform = transform
    self.columns = columns
    self.rows = rows
  }

  /// The part of some cells that a window holds.
  init(_ whole: SourceCells, window: Window) {
    let corner = whole.position(column: Double(window.column), row: Double(window.row))
    transform = whole.transform
    transform[0] = corner.x
    transform[3] = corner.y
    columns = window.columns
    rows = window.rows
  }

  func position(column: Double, row: Double) -> Point {
    Point(
      x: transform[0] + column * transform[1] + row * transform[2],
      y: transform[3] + column * transform[4] + row * transform[5])
  }

  /// The way from the file's x and y to column and row.
  var placement: AffinePlacement {
    let determinant = transform[1] * transform[5] - transform[2] * transform[4]
    let cx = transform[5] / determinant
    let cy = -transform[2] / determinant
    let rx = -transform[4] / determinant
    let ry = transform[1] / determinant
    return AffinePlacement(
      c0: -(cx * transform[0] + cy * transform[3]), cx: cx, cy: cy,
      r0: -(rx * transform[0] + ry * transform[3]), rx: rx, ry: ry)
  }

  /// The box around the cells, in the file's own numbers.
  var box: Box {
    Box(
      [0.0, Double(columns)].flatMap { column in
        [0.0, Double(rows)].map { position(column: column, row: $0) }
      })
  }
}

/// Places a file's cells in a city.
struct Placer {
  let system: CoordinateSystem
  let way: Transformation

  /// Cells read around a window, so that its edge can be interpolated.
  private static let margin = 2.0
  /// Allowed error of a lattice in cells; half of what the house promises, as it is measured at points and not
  /// everywhere.
  private static let tolerance = 0.005
  /// 96 × 96 cells make 9,409 nodes: as many ground control points as a GeoTIFF holds inside itself.
  private static let finest = 96

  /// The window of cells that covers a box in city metres; nothing when they do not meet.
  func window(of source: SourceCells, over box: Box) -> Window? {
    let placement = source.placement
    var positions = Box.empty
    for point in way.inverse(box.mesh(16, 16)) where point.x.isFinite {
      positions.extend(by: placement.gridPosition(of: point))
    }
    let columns = Double(source.columns)
    let rows = Double(source.rows)
    guard positions.maxX > 0, positions.minX < columns, positions.maxY > 0, positions.minY < rows else { return nil }
    let first = Point(
      x: max(0, positions.minX.rounded(.down) - Self.margin), y: max(0, positions.minY.rounded(.down) - Self.margin))
    let last = Point(
      x: min(columns, positions.maxX.rounded(.up) + Self.margin),
      y: min(rows, positions.maxY.rounded(.up) + Self.margin))
    var window = Window(columns: Int(last.x - first.x), rows: Int(last.y - first.y))
    window.column = Int(first.x)
    window.row = Int(first.y)
    window.isWhole = window.columns == source.columns && window.rows == source.rows
    return window
  }

  /// Where some cells lie: affine in the city's own projection, otherwise a lattice over `box`, or over the cells when
  /// there is none.
  func placement(of source: SourceCells, over box: Box?, file: String) throws -> Placement {
    if way.isIdentity { return .affine(source.placement) }
    let covered = box ?? Box(way.forward(source.mesh(16)).filter(\.x.isFinite))
    guard covered.width > 0, covered.height > 0, covered.width < 5e6, covered.height < 2e7 else {
      throw RasterError.unreadable(
        file: file, why: "reaches further than a city's plane does: cut it to the town first.")
    }
    var size = 4
    while true {
      let lattice = lattice(of: source, over: covered, size: size)
      if let lattice, error(of: lattice, source) <= Self.tolerance { return .lattice(lattice) }
      guard size < Self.finest else { break }
      size = min(Self.finest, size * 2)
    }
    throw RasterError.unreadable(
      file: file,
      why: """
        cannot be placed to a hundredth of a cell over an area this large: cut it to the town first, or warp it to the \
        city's projection with gdalwarp.
        """)
  }

  private func lattice(of source: SourceCells, over box: Box, size: Int) -> LatticePlacement? {
    let placement = source.placement
    let nodes = way.inverse(box.mesh(size, size)).map(placement.gridPosition)
    guard nodes.allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else { return nil }
    return LatticePlacement(box: box, columns: size, rows: size, nodes: nodes)
  }

  /// The greatest error of a lattice in cells, at the middles of its cells and of their edges.
  private func error(of lattice: LatticePlacement, _ source: SourceCells) -> Double {
    let placement = source.placement
    let points = lattice.box.mesh(lattice.columns * 2, lattice.rows * 2)
    var worst = 0.0
    for (point, exact) in zip(points, way.inverse(points)) {
      let found = lattice.gridPosition(of: point)
      let wanted = placement.gridPosition(of: exact)
      let distance = max(abs(found.x - wanted.x), abs(found.y - wanted.y))
      worst = max(worst, distance.isFinite ? distance : .infinity)
    }
    return worst
  }
}

extension SourceCells {
  /// Positions on a regular mesh over the cells, in the file's own numbers.
  fileprivate func mesh(_ size: Int) -> [Point] {
    (0...size).flatMap { j in
      (0...size).map { i in
        position(
          column: Double(columns) * Double(i) / Double(size), row: Double(rows) * Double(j) / Double(size))
      }
    }
  }
}

extension Box {
  /// The corners of a regular mesh of `columns` × `rows` cells, row by row from the south; the last ones on the edge.
  func mesh(_ columns: Int, _ rows: Int) -> [Point] {
    (0...rows).flatMap { j in
      (0...columns).map { i in
        Point(
          x: i == columns ? maxX : minX + width * Double(i) / Double(columns),
          y: j == rows ? maxY : minY + height * Double(j) / Double(rows))
      }
    }
  }
}
