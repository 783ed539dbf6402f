/// One thread's share of a step: the rows from north to south, three of them in work at a time.
///
/// Discharges of row j, then the limiter of row j − 1, then the water of row j − 2: what one needs of the other is still in the cache.
/// What a band needs of its neighbours' rows it has copied before any band began, so no band sees what another has done.
struct LiveBand {
  /// What all bands of a step share.
  struct Step {
    let grid: LiveGrid.Columns
    let kernels: RowKernels
    let perStep, magic, kept, rain: Float
    let terms: Row
    /// Sixteen lanes of greatest depths for each tile.
    let highest: WritableRow
    /// Of ``LiveTiles``: runs, where each row's begin, and whether they are those of the row north.
    let runs: UnsafePointer<LiveTiles.Run>
    let starts: UnsafePointer<Int>
    let asNorth: UnsafePointer<Bool>

    func runs(ofRow row: Int) -> UnsafeBufferPointer<LiveTiles.Run> {
      let tile = row / LiveGrid.tileRows
      return UnsafeBufferPointer(start: runs + starts[tile], count: starts[tile + 1] - starts[tile])
    }
  }

  private static let slots = 3
  /// New discharges east and south, shares and moved depths: three rows each; then copies of three rows north and two south.
  private let scratch: UnsafeMutableBufferPointer<Float>
  private let stride: Int
  private(set) var rows = 0..<0

  init(stride: Int) {
    self.stride = stride
    scratch = .allocate(capacity: (4 * Self.slots + 15) * stride)
    scratch.initialize(repeating: 0)
  }

  func free() { scratch.deallocate() }

  private func slot(_ kind: Int, _ row: Int) -> WritableRow {
    scratch.baseAddress! + (kind * Self.slots + row % Self.slots) * stride + 16
  }

  /// Takes some rows of tiles, and copies what it needs of those beside them.
  mutating func take(_ tileRows: Range<Int>, of grid: LiveGrid.Columns) {
    rows = tileRows.lowerBound * LiveGrid.tileRows..<min(grid.rows, tileRows.upperBound * LiveGrid.tileRows)
    for (number, column) in [grid.water, grid.east, grid.south].enumerated() {
      if rows.lowerBound > 0 { for k in 0..<3 { copy(column, number, k, rows.lowerBound - 3 + k, grid) } }
      if rows.upperBound < grid.rows { for k in 3..<5 { copy(column, number, k, rows.upperBound + k - 3, grid) } }
    }
  }

  private func copied(_ number: Int, _ k: Int) -> WritableRow {
    scratch.baseAddress! + (4 * Self.slots + number * 5 + k) * stride + 16
  }

  private func copy(_ column: WritableRow, _ number: Int, _ k: Int, _ row: Int, _ grid: LiveGrid.Columns) {
    guard row >= -1, row <= grid.rows else { return }
    (copied(number, k) - 16).update(from: column + grid.start(row) - 16, count: stride)
  }

  /// A row of a column as it was before the step.
  private func old(_ column: WritableRow, _ number: Int, _ row: Int, _ grid: LiveGrid.Columns) -> Row {
    if row < rows.lowerBound, rows.lowerBound > 0 { return Row(copied(number, row - rows.lowerBound + 3)) }
    if row >= rows.upperBound, rows.upperBound < grid.rows { return Row(copied(number, row - rows.upperBound + 3)) }
    return Row(column + grid.start(row))
  }

  /// Makes the step in its rows.
  func run(_ step: Step) {
    let grid = step.grid
    let first = max(rows.lowerBound - 2, 0)
    let last = min(rows.upperBound, grid.rows - 1)
    for number in 0..<4 * Self.slots { (scratch.baseAddress! + number * stride).update(repeating: 0, count: stride) }
    for j in first..<rows.upperBound + 2 {
      if j <= last { flux(j, step) }
      if j - 1 >= max(rows.lowerBound - 1, 0), j - 1 <= last { limit(j - 1, step) }
      if j - 2 >= first, j - 2 >= rows.lowerBound - 1, j - 2 < rows.upperBound { move(j - 2, step) }
    }
  }

  /// Whether what a slot holds from three rows ago may lie outside the runs of the row it is used for now.
  private func isStale(_ row: Int, _ step: Step) -> Bool {
    let tile = row / LiveGrid.tileRows
    return tile > 0 && row % LiveGrid.tileRows < Self.slots && !step.asNorth[tile]
  }

  private func clear(_ kind: Int, _ row: Int) { (slot(kind, row) - 16).update(repeating: 0, count: stride) }

  private func flux(_ row: Int, _ step: Step) {
    let grid = step.grid
    let at = grid.start(row)
    let (bed, below) = (Row(grid.bed + at), Row(grid.bed + grid.start(row + 1)))
    let water = old(grid.water, 0, row, grid)
    let waterSouth = old(grid.water, 0, row + 1, grid)
    let east = old(grid.east, 1, row, grid)
    let north = old(grid.south, 2, row - 1, grid)
    let south = old(grid.south, 2, row, grid)
    let southSouth = old(grid.south, 2, row + 1, grid)
    let (newEast, newSouth) = (slot(0, row), slot(1, row))
    if isStale(row, step) { for kind in 0..<3 { clear(kind, row) } }
    for run in step.runs(ofRow: row) {
      let (x, count) = extent(run, grid)
      if let town = grid.town, let roughness = grid.roughness {
        step.kernels.fluxOfTown(
          count, bed + x, below + x, water + x, waterSouth + x, roughness + at + x, roughness + at + stride + x,
          town.inverseRoom + at + x, town.inverseRoom + at + stride + x, town.openEast + at + x,
          town.openSouth + at + x,
          town.crestEast + at + x, town.crestSouth + at + x, (town.losses.map { $0.east + at } ?? town.noLoss) + x,
          (town.losses.map { $0.south + at } ?? town.noLoss) + x, east + x, north + x, south + x, southSouth + x,
          newEast + x, newSouth + x, step.terms)
      } else if let roughness = grid.roughness {
        step.kernels.fluxByRoughness(
          count, bed + x, below + x, water + x, waterSouth + x, roughness + at + x, roughness + at + stride + x,
          east + x,
          north + x, south + x, southSouth + x, newEast + x, newSouth + x, step.terms)
      } else {
        step.kernels.flux(
          count, bed + x, below + x, water + x, waterSouth + x, east + x, north + x, south + x, southSouth + x,
          newEast + x, newSouth + x, step.terms)
      }
    }
  }

  private func limit(_ row: Int, _ step: Step) {
    let water = old(step.grid.water, 0, row, step.grid)
    // Beyond the wall in the north nothing flows: slot -1 would be one in use.
    let north = row > 0 ? Row(slot(1, row - 1)) : Row(step.grid.south + step.grid.start(-1))
    for run in step.runs(ofRow: row) {
      let (x, count) = extent(run, step.grid)
      step.kernels.limit(
        count, water + x, slot(0, row) + x, north + x, slot(1, row) + x, slot(2, row) + x, step.perStep, step.kept,
        0x1p-20)
    }
  }

  private func move(_ row: Int, _ step: Step) {
    let grid = step.grid
    let at = grid.start(row)
    if isStale(row, step) { clear(3, row) }
    let isOwn = row >= rows.lowerBound
    let north = row > 0 ? Row(slot(3, row - 1)) : Row(grid.south + grid.start(-1))
    for run in step.runs(ofRow: row) {
      let (x, count) = extent(run, grid)
      if isOwn {
        step.kernels.move(
          count, grid.bed + at + x, grid.water + at + x, slot(0, row) + x, slot(1, row) + x, slot(2, row) + x,
          slot(2, row + 1) + x, north + x, slot(3, row) + x, grid.east + at + x, grid.south + at + x, step.perStep,
          step.magic, step.rain, LiveGrid.wall,
          step.highest + (row / LiveGrid.tileRows * grid.tilesAcross + run.first) * 16)
      } else {
        step.kernels.south(
          count, slot(1, row) + x, slot(2, row) + x, slot(2, row + 1) + x, slot(3, row) + x, step.perStep, step.magic)
      }
    }
  }

  private func extent(_ run: LiveTiles.Run, _ grid: LiveGrid.Columns) -> (x: Int, count: Int) {
    let x = run.first * LiveGrid.tileColumns
    let end = min((run.first + run.count) * LiveGrid.tileColumns, (grid.columns + 15) / 16 * 16)
    return (x, end - x)
  }
}
