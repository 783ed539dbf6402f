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
    let open: LiveOpenings.Marked
    let isHeavy: Bool

    func runs(ofRow row: Int) -> UnsafeBufferPointer<LiveTiles.Run> {
      let tile = row / LiveGrid.tileRows
      return UnsafeBufferPointer(start: runs + starts[tile], count: starts[tile + 1] - starts[tile])
    }
  }

  private static let slots = 3, kinds = 7, columns = 5
  /// New discharges east and south, shares, moved depths, velocities east and south and h_w to the south: three rows each; then copies of three rows
  /// north and two south of five columns; then ``fastest``.
  private let scratch: WritableRow
  private let stride: Int
  private(set) var rows = 0..<0

  init(stride: Int) {
    self.stride = stride
    let count = (Self.kinds * Self.slots + Self.columns * 5 + 1) * stride
    // Aligned as the grid's rows are: what lies across two lines of the cache costs twice.
    scratch = UnsafeMutableRawPointer.allocate(byteCount: count * 4, alignment: 64)
      .initializeMemory(as: Float.self, repeating: 0, count: count)
  }

  func free() { UnsafeMutableRawPointer(scratch).deallocate() }

  /// Sixteen lanes of the greatest speed of a signal in the rows of this band and beside it, with advection; of the depth that counts, in heavy water.
  var fastest: WritableRow { scratch + (Self.kinds * Self.slots + Self.columns * 5) * stride }

  private func slot(_ kind: Int, _ row: Int) -> WritableRow {
    scratch + (kind * Self.slots + row % Self.slots) * stride + 16
  }

  /// Takes some rows of tiles, and copies what it needs of those beside them.
  mutating func take(_ tileRows: Range<Int>, of grid: LiveGrid.Columns) {
    rows = tileRows.lowerBound * LiveGrid.tileRows..<min(grid.rows, tileRows.upperBound * LiveGrid.tileRows)
    let speeds = grid.speeds.map { [$0.east, $0.south] } ?? []
    for (number, column) in ([grid.water, grid.east, grid.south] + speeds).enumerated() {
      if rows.lowerBound > 0 { for k in 0..<3 { copy(column, number, k, rows.lowerBound - 3 + k, grid) } }
      if rows.upperBound < grid.rows { for k in 3..<5 { copy(column, number, k, rows.upperBound + k - 3, grid) } }
    }
  }

  private func copied(_ number: Int, _ k: Int) -> WritableRow {
    scratch + (Self.kinds * Self.slots + number * 5 + k) * stride + 16
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
    fastest.update(repeating: 0, count: 16)
    for number in 0..<Self.kinds * Self.slots { (scratch + number * stride).update(repeating: 0, count: stride) }
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
    let waveNorth = row > 0 ? Row(slot(6, row - 1)) : Row(grid.south + grid.start(-1))
    if isStale(row, step) { for kind in [0, 1, 2, 4, 5, 6] { clear(kind, row) } }
    for run in step.runs(ofRow: row) {
      let (x, count) = extent(run, grid)
      if let speeds = grid.speeds {
        carry(row, x, count, step, speeds)
      } else if let town = grid.town, let roughness = grid.roughness {
        step.kernels.fluxOfTown(
          count, bed + x, below + x, water + x, waterSouth + x, roughness + at + x, roughness + at + stride + x,
          town.inverseRoom + at + x, town.inverseRoom + at + stride + x, town.openEast + at + x,
          town.openSouth + at + x,
          town.crestEast + at + x, town.crestSouth + at + x, (town.losses.map { $0.east + at } ?? town.noLoss) + x,
          (town.losses.map { $0.south + at } ?? town.noLoss) + x, east + x, north + x, south + x, southSouth + x,
          newEast + x, newSouth + x, step.open.marks(ofRow: row) + x / 16, step.terms, step.isHeavy ? fastest : nil,
          waveNorth + x, slot(6, row) + x)
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

  /// ``flux(_:_:)`` of a part of a row with advection.
  private func carry(_ row: Int, _ x: Int, _ count: Int, _ step: Step, _ speeds: LiveGrid.Speeds) {
    let grid = step.grid
    let at = grid.start(row) + x
    let below = at + stride
    func old(_ column: WritableRow, _ number: Int, _ row: Int) -> Row { self.old(column, number, row, grid) + x }
    let (water, waterSouth) = (old(grid.water, 0, row), old(grid.water, 0, row + 1))
    let (east, eastSouth) = (old(grid.east, 1, row), old(grid.east, 1, row + 1))
    let (north, south) = (old(grid.south, 2, row - 1), old(grid.south, 2, row))
    let southSouth = old(grid.south, 2, row + 1)
    let (uNorth, u, uSouth) = (old(speeds.east, 3, row - 1), old(speeds.east, 3, row), old(speeds.east, 3, row + 1))
    let (vNorth, v, vSouth) = (old(speeds.south, 4, row - 1), old(speeds.south, 4, row), old(speeds.south, 4, row + 1))
    let (newEast, newSouth, newU, newV) = (slot(0, row) + x, slot(1, row) + x, slot(4, row) + x, slot(5, row) + x)
    if let town = grid.town, let roughness = grid.roughness {
      step.kernels.fluxOfTownWithAdvection(
        count, grid.bed + at, grid.bed + below, water, waterSouth, roughness + at, roughness + below,
        town.inverseRoom + at, town.inverseRoom + below, town.openEast + at, town.openSouth + at, town.crestEast + at,
        town.crestSouth + at, town.losses.map { $0.east + at } ?? town.noLoss + x,
        town.losses.map { $0.south + at } ?? town.noLoss + x, east, eastSouth, north, south, southSouth, uNorth, u,
        uSouth, vNorth, v, vSouth, newEast,
        newSouth, newU, newV, step.terms, fastest)
    } else {
      let roughness = grid.roughness.map { (Row($0 + at), Row($0 + below)) } ?? (grid.ones + x, grid.ones + x)
      step.kernels.fluxWithAdvection(
        count, grid.bed + at, grid.bed + below, water, waterSouth, roughness.0, roughness.1, east, eastSouth, north,
        south, southSouth, uNorth, u, uSouth, vNorth, v, vSouth, newEast, newSouth, newU, newV, step.terms, fastest)
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
        if let speeds = grid.speeds {
          (speeds.east + at + x).update(from: slot(4, row) + x, count: count)
          (speeds.south + at + x).update(from: slot(5, row) + x, count: count)
        }
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
