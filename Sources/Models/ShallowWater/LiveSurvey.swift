internal import Foundation
internal import Modelling

/// What was greatest on a live grid so far.
///
/// Sendable because chunks of rows of tiles write only to their own rows.
final class LiveSurvey: @unchecked Sendable {
  private let size: Int
  private let block: WritableRow
  private let fronts: WritableRow
  private let rows: Int
  private let seesDepthsOnly: Bool

  /// `seesDepthsOnly` takes a fifth of the memory.
  init(_ grid: LiveGrid, seesDepthsOnly: Bool) {
    self.seesDepthsOnly = seesDepthsOnly
    size = (grid.rows + 2) * grid.stride
    rows = grid.rows
    let columns = seesDepthsOnly ? 1 : 5
    block = .allocate(capacity: columns * size)
    block.initialize(repeating: 0, count: columns * size)
    if !seesDepthsOnly { (block + 3 * size).update(repeating: -1, count: size) }
    fronts = .allocate(capacity: grid.rows)
    fronts.initialize(repeating: 0, count: grid.rows)
  }

  deinit {
    block.deallocate()
    fronts.deallocate()
  }

  private var depth: WritableRow { block }
  private var speed: WritableRow { block + size }
  private var hazard: WritableRow { block + 2 * size }
  private var arrival: WritableRow { block + 3 * size }
  private var froude: WritableRow { block + 4 * size }

  /// Looks at the tiles that took part in the last step.
  func look(_ grid: LiveGrid, _ kernels: RowKernels, _ tiles: LiveTiles, at seconds: Double, threads: Int) {
    // Looking throws nothing.
    try? parallel(over: tiles.down, chunk: 8, threads: tiles.active > 40 ? threads : 1) { [self] range in
      for tile in range where !tiles.runs[tile].isEmpty {
        for row in tile * LiveGrid.tileRows..<min(grid.rows, (tile + 1) * LiveGrid.tileRows) {
          for run in tiles.runs[tile] { look(grid, kernels, row, run, seconds) }
        }
      }
    }
  }

  private func look(_ grid: LiveGrid, _ kernels: RowKernels, _ row: Int, _ run: LiveTiles.Run, _ seconds: Double) {
    let x = run.first * LiveGrid.tileColumns
    let end = min((run.first + run.count) * LiveGrid.tileColumns, (grid.columns + 15) / 16 * 16)
    let at = grid.start(row) + x
    let (north, south) = (at - grid.stride, at + grid.stride)
    let ones = Row(grid.ones + 16 + x)
    let room = grid.town.map { Row($0.inverseRoom) }
    if seesDepthsOnly {
      _ = kernels.deepest(end - x, Row(grid.water + at), room.map { $0 + at } ?? ones, depth + at)
      return
    }
    kernels.survey(
      end - x, grid.bed + north, grid.bed + at, grid.bed + south, grid.water + north, grid.water + at,
      grid.water + south, room.map { $0 + north } ?? ones, room.map { $0 + at } ?? ones,
      room.map { $0 + south } ?? ones,
      grid.east + at, grid.south + north, grid.south + at, depth + at, speed + at, hazard + at, arrival + at,
      froude + at,
      fronts + row, Float(seconds))
  }

  /// The greatest depth where a cell's water has less room than the cell: only tiles that can hold it are looked through, the likeliest
  /// first.
  func deepest(_ grid: LiveGrid, _ town: LiveGrid.Town, _ kernels: RowKernels, _ tiles: LiveTiles) -> Float {
    var most: Float = 0
    var likeliest = 0
    for tile in tiles.highest.indices {
      let bound = tiles.highest[tile] * grid.narrowest[tile]
      if bound > most { (most, likeliest) = (bound, tile) }
    }
    guard most > 0 else { return 0 }
    most = deepest(grid, town, kernels, likeliest)
    for tile in tiles.highest.indices where tile != likeliest && tiles.highest[tile] * grid.narrowest[tile] > most {
      most = max(most, deepest(grid, town, kernels, tile))
    }
    return most
  }

  private func deepest(_ grid: LiveGrid, _ town: LiveGrid.Town, _ kernels: RowKernels, _ tile: Int) -> Float {
    let first = tile / grid.tilesAcross * LiveGrid.tileRows
    let across = tile % grid.tilesAcross
    var most: Float = 0
    for row in first..<min(grid.rows, first + LiveGrid.tileRows) {
      let at = grid.start(row) + across * LiveGrid.tileColumns
      most = max(
        most, kernels.deepest(grid.width(ofTile: across), Row(grid.water + at), Row(town.inverseRoom + at), nil))
    }
    return most
  }

  /// What was greatest so far.
  func peaks(_ grid: LiveGrid) -> Peaks {
    func gather(_ column: WritableRow, _ never: Float) -> [Float] {
      (0..<grid.columns * grid.rows).map { i in
        let k = grid.place(i)
        return grid.bed[k] >= LiveGrid.wall ? .nan : column[k] < 0 ? never : column[k]
      }
    }
    if seesDepthsOnly {
      let unseen = [Float](repeating: .nan, count: grid.columns * grid.rows)
      return Peaks(depth: gather(depth, 0), speed: unseen, hazard: unseen, arrival: unseen)
    }
    return Peaks(
      depth: gather(depth, 0), speed: gather(speed, 0), hazard: gather(hazard, 0), arrival: gather(arrival, .nan))
  }

  /// How far the flow has left the engine's range.
  func report(_ grid: LiveGrid) -> RangeReport {
    var report = RangeReport()
    guard !seesDepthsOnly else { return report }
    var wetted = 0
    var swift = 0
    for i in 0..<grid.columns * grid.rows {
      let k = grid.place(i)
      guard arrival[k] >= 0 else { continue }
      wetted += 1
      if froude[k] > 1 { swift += 1 }
      report.greatestFroude = max(report.greatestFroude, Double(froude[k]))
    }
    report.supercriticalShare = wetted > 0 ? Double(swift) / Double(wetted) : 0
    for row in 0..<rows { report.steepestFront = max(report.steepestFront, Double(fronts[row])) }
    return report
  }

  /// Speeds at the centres, as the kernel takes them.
  func velocities(_ grid: LiveGrid) -> (east: [Float], north: [Float]) {
    var east = [Float](repeating: 0, count: grid.columns * grid.rows)
    var north = east
    func flow(_ k: Int, _ other: Int) -> Float {
      let rise = grid.bed[other] - grid.bed[k]
      return max(0, grid.depth(at: k) - max(rise, 0), grid.depth(at: other) + min(rise, 0))
    }
    for i in east.indices {
      let k = grid.place(i)
      guard grid.bed[k] < LiveGrid.wall, grid.depth(at: k) > LiveEngine.dryDepth else { continue }
      let across = max(flow(k, k - 1) + flow(k, k + 1), LiveEngine.dryDepth)
      let along = max(flow(k, k - grid.stride) + flow(k, k + grid.stride), LiveEngine.dryDepth)
      east[i] = (grid.east[k - 1] + grid.east[k]) / across
      north[i] = -(grid.south[k - grid.stride] + grid.south[k]) / along
    }
    return (east, north)
  }
}
