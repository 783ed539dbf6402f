import Geography
import Modelling
import Projections

/// Puts tiles into one grid; where they overlap, the first tile with a value counts.
///
/// Tiles that share the first one's coordinate system and lattice of cells keep their cells. Others — another coordinate system, another
/// cell size — are brought to that lattice after them, and bent to the heights before them along the seam (``Underlay``); `remarks`
/// tells how far apart they lie. When the first has no cells of its own any more (a grid of a city folder), tiles after it are left out
/// and stand in `skipped`. Throws a ``RasterError`` when there is no tile. O(cells of the box around them).
public func join(_ tiles: [RasterLayer]) throws -> RasterLayer {
  guard let head = tiles.first else { throw RasterError.cannotJoin(why: "no tile was given.") }
  guard tiles.count > 1 else { return head }
  var tally = SkippedTally()
  for tile in tiles { tally.add(tile.skipped) }
  var fitting: [(tile: RasterLayer, column: Int, row: Int)] = []
  var others: [RasterLayer] = []
  for (number, tile) in tiles.enumerated() {
    switch offset(of: tile, from: head) {
    case .found(let column, let row): fitting.append((tile, column, row))
    case .notFound where tile.source != nil && head.source != nil: others.append(tile)
    case .notFound(let why): tally.add("tile", because: why, example: "tile \(number + 1)")
    }
  }
  var joined = try aligned(fitting, head)
  for other in others { joined = try Underlay(of: other, beneath: joined).joined() }
  joined.skipped = tally.all
  return joined
}

/// Tiles on one lattice as one grid.
private func aligned(
  _ fitting: [(tile: RasterLayer, column: Int, row: Int)], _ head: RasterLayer
) throws -> RasterLayer {
  guard fitting.count > 1, let source = head.source else { return head }
  let west = fitting.map(\.column).min() ?? 0
  let north = fitting.map(\.row).min() ?? 0
  let columns = (fitting.map { $0.column + $0.tile.grid.columns }.max() ?? 0) - west
  let rows = (fitting.map { $0.row + $0.tile.grid.rows }.max() ?? 0) - north
  guard columns * rows <= 400_000_000 else {
    throw RasterError.cannotJoin(why: "together they have \(columns) × \(rows) cells, more than fit: give fewer tiles.")
  }
  var values = [Float](repeating: .nan, count: columns * rows)
  for (tile, column, row) in fitting {
    for line in 0..<tile.grid.rows {
      let from = line * tile.grid.columns
      let to = (row - north + line) * columns + column - west
      for cell in 0..<tile.grid.columns where values[to + cell].isNaN {
        values[to + cell] = tile.grid.values[from + cell]
      }
    }
  }
  return try head.spread(over: values, columns: columns, rows: rows, west: west, north: north, source)
}

extension RasterLayer {
  /// A layer on the lattice of this one, whose first cell is this one's (`west`, `north`).
  func spread(
    over values: [Float], columns: Int, rows: Int, west: Int, north: Int, _ source: JoinableSource
  ) throws -> RasterLayer {
    var window = Window(columns: columns, rows: rows)
    window.column = west
    window.row = north
    let cells = SourceCells(source.cells, window: window)
    let placer = Placer(
      system: source.system, way: try Transformation(from: source.system, to: source.projection))
    let placement = try placer.placement(of: cells, over: source.over, file: "The joined tiles")
    let missing = values.reduce(into: 0) { $0 += $1.isNaN ? 1 : 0 }
    var layer = RasterLayer(
      grid: Grid(columns: columns, rows: rows, values: values, placement: placement), crs: crs, units: units,
      noDataShare: Double(missing) / Double(values.count), skipped: skipped,
      source: JoinableSource(
        file: source.file, cells: cells, system: source.system, projection: source.projection, over: source.over))
    layer.remarks = remarks
    return layer
  }
}

private enum Offset {
  case found(column: Int, row: Int)
  case notFound(because: String)
}

/// Whole columns and rows from one tile's corner to another's.
private func offset(of tile: RasterLayer, from first: RasterLayer) -> Offset {
  guard let base = first.source?.cells, let cells = tile.source?.cells else {
    return .notFound(because: "its own cells are not known any more")
  }
  guard tile.crs == first.crs || tile.source?.system.name == first.source?.system.name else {
    return .notFound(because: "its coordinate system is not that of the first tile")
  }
  let reach = Double(max(cells.columns, cells.rows, base.columns, base.rows))
  for index in [1, 2, 4, 5] {
    let size = max(abs(base.transform[1]), abs(base.transform[5]))
    guard abs(cells.transform[index] - base.transform[index]) * reach <= 0.01 * size else {
      return .notFound(because: "its cells are not of the size of the first tile's")
    }
  }
  let position = base.placement.gridPosition(of: Point(x: cells.transform[0], y: cells.transform[3]))
  let column = position.x.rounded()
  let row = position.y.rounded()
  guard abs(position.x - column) <= 0.05, abs(position.y - row) <= 0.05, abs(column) < 1e7, abs(row) < 1e7 else {
    return .notFound(because: "its cells do not line up with the first tile's")
  }
  return .found(column: Int(column), row: Int(row))
}
