public import Geography
public import Replica

/// Which cells of a raster each of many things touches, found once: what is asked of twenty-four hours and fifty members of
/// an ensemble is then a walk along a list.
///
/// A street touches the cells its line crosses, each with its metres; a building those whose centres its outline covers, or
/// the one under its centroid; a place the one under its point. Removed rows touch nothing. Memory: 12 bytes a cell of a
/// street, 4 of a building.
public struct TouchedCells: Sendable {
  /// Where each row's cells begin; one more than there are rows.
  private let offsets: [Int]
  /// Places in a grid's values; -1 lies outside it.
  private let cells: [Int32]
  /// Metres of a line in each cell; empty for areas and points.
  private let metres: [Double]
  private let columns, rows: Int
  private let placement: Placement

  private init(_ parts: [Part], on grid: Grid) {
    var offsets = [0]
    offsets.reserveCapacity(parts.reduce(1) { $0 + $1.counts.count })
    for part in parts { for count in part.counts { offsets.append(offsets[offsets.count - 1] + count) } }
    self.offsets = offsets
    cells = parts.flatMap(\.cells)
    metres = parts.flatMap(\.metres)
    (columns, rows, placement) = (grid.columns, grid.rows, grid.placement)
  }

  /// The cells of some rows in turn.
  private struct Part: Sendable {
    var counts: [Int] = []
    var cells: [Int32] = []
    var metres: [Double] = []
  }

  /// The cells that streets cross on a grid of this shape. O(cells crossed).
  public init(along segments: Segments, on grid: Grid, threads: Int = 1) throws {
    let parts = try mapped(over: segments.count, chunk: 4096, threads: threads) { range in
      var part = Part()
      for row in range {
        let before = part.cells.count
        if !segments.areRemoved[row] {
          grid.forEachPiece(along: segments.shapes[row]) { cell, length in
            part.cells.append(cell.map { Int32($0) } ?? -1)
            part.metres.append(length)
          }
        }
        part.counts.append(part.cells.count - before)
      }
      return part
    }
    self.init(parts, on: grid)
  }

  /// The cells that buildings stand on. O(points × rows touched).
  public init(under buildings: Buildings, on grid: Grid, threads: Int = 1) throws {
    try self.init(
      covering: buildings.count, on: grid, threads: threads,
      { buildings.areRemoved[$0] ? nil : buildings.footprints[$0] })
  }

  /// The cells whose centres areas cover, or the one under the centroid of an area that covers none. O(points × rows touched).
  public init(covering outlines: [MultiPolygon], on grid: Grid, threads: Int = 1) throws {
    try self.init(covering: outlines.count, on: grid, threads: threads, { outlines[$0] })
  }

  private init(
    covering count: Int, on grid: Grid, threads: Int, _ outline: @Sendable (Int) -> MultiPolygon?
  ) throws {
    let parts = try mapped(over: count, chunk: 1024, threads: threads) { range in
      var part = Part()
      for row in range {
        let before = part.cells.count
        if let outline = outline(row) {
          let looked = grid.forEachCell(coveredBy: outline) { part.cells.append(Int32($0)) }
          for _ in 0..<max(0, looked - (part.cells.count - before)) { part.cells.append(-1) }
        }
        part.counts.append(part.cells.count - before)
      }
      return part
    }
    self.init(parts, on: grid)
  }

  /// The cells under places. O(places).
  public init(at places: Places, on grid: Grid) {
    var part = Part()
    for row in 0..<places.count {
      part.counts.append(places.areRemoved[row] ? 0 : 1)
      if !places.areRemoved[row] { part.cells.append(grid.cell(at: places.points[row]).map { Int32($0) } ?? -1) }
    }
    self.init([part], on: grid)
  }

  /// Rows, removed ones included.
  public var count: Int { offsets.count - 1 }

  /// Whether a grid has the shape the cells were found on.
  public func fit(_ grid: Grid) -> Bool {
    columns == grid.columns && rows == grid.rows && placement == grid.placement
  }

  /// The greatest value each row touches, 0 where none is above it; "no data" and what lies outside count as 0.
  public func greatest(in grid: Grid) -> [Float] {
    precondition(fit(grid), "cells are asked of a grid of the shape they were found on")
    var found = [Float](repeating: 0, count: count)
    grid.values.withUnsafeBufferPointer { values in
      cells.withUnsafeBufferPointer { cells in
        for row in found.indices {
          var greatest: Float = 0
          for place in offsets[row]..<offsets[row + 1] where cells[place] >= 0 {
            let value = values[Int(cells[place])]
            if value > greatest { greatest = value }
          }
          found[row] = greatest
        }
      }
    }
    return found
  }

  /// Calls `visit` with a row, the value of a cell it touches (NaN outside) and its metres there (1 for areas and points).
  public func forEach(in grid: Grid, _ visit: (_ row: Int, _ value: Float, _ metres: Double) -> Void) {
    precondition(fit(grid), "cells are asked of a grid of the shape they were found on")
    for row in 0..<count {
      for place in offsets[row]..<offsets[row + 1] {
        let cell = cells[place]
        visit(row, cell >= 0 ? grid.values[Int(cell)] : .nan, metres.isEmpty ? 1 : metres[place])
      }
    }
  }

  /// The cells found on each shape of grid that was asked for; most water has one.
  public struct Finder {
    private var found: [TouchedCells] = []
    private let make: (Grid) throws -> TouchedCells

    /// A finder that knows how to find.
    public init(_ make: @escaping (Grid) throws -> TouchedCells) { self.make = make }

    /// The cells on a grid.
    public mutating func cells(on grid: Grid) throws -> TouchedCells {
      if let known = found.first(where: { $0.fit(grid) }) { return known }
      found.append(try make(grid))
      return found[found.count - 1]
    }
  }
}

/// One value for each chunk of `0..<count`, in order, made on up to `threads` threads. Throws what `body` throws.
public func mapped<Value: Sendable>(
  over count: Int, chunk: Int, threads: Int, _ body: @Sendable (Range<Int>) throws -> Value
) throws -> [Value] {
  var values = [Value?](repeating: nil, count: (count + chunk - 1) / chunk)
  try values.withUnsafeMutableBufferPointer { buffer in
    let places = ChunkPlaces(base: buffer.baseAddress)
    try parallel(over: count, chunk: chunk, threads: threads) { range in
      places.base?[range.lowerBound / chunk] = try body(range)
    }
  }
  return values.compactMap(\.self)
}

/// Sendable because each chunk writes a place of its own, and they are read when all have ended.
private struct ChunkPlaces<Value>: @unchecked Sendable {
  let base: UnsafeMutablePointer<Value?>?
}
