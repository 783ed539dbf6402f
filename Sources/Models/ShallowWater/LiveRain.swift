/// Rain on a live grid that does not fall everywhere alike, or of which the soil keeps a share by the curve number.
///
/// Sixteen cells at a time, tile by tile. It comes in portions of 0.12 mm, so that the cells are gone through once in several steps.
struct LiveRain {
  /// The series of each cell; empty where all have the first.
  private let patches: [UInt16]
  private let hasSoil: Bool
  /// S of each cell and m of rain that ran off it, in the order of the grid; a row of 0 where no soil keeps any.
  private let retention: [Float]
  private var run: [Float]
  /// What falls now and what fell so far, along a row.
  private var gain, fallen: [Float]

  /// More rain than any: all that falls runs off.
  private static let endless: Float = 1_000_000

  init(_ patches: [UInt16], retention: [Float]?, _ grid: LiveGrid) {
    self.patches = patches
    hasSoil = retention != nil
    var kept = [Float](repeating: 0, count: retention == nil ? grid.stride : (grid.rows + 2) * grid.stride)
    for (i, value) in (retention ?? []).enumerated() { kept[grid.place(i)] = value }
    self.retention = kept
    run = Array(repeating: 0, count: kept.count)
    gain = Array(repeating: 0, count: grid.stride)
    fallen = Array(repeating: Self.endless, count: grid.stride)
  }

  /// Lets `portions` fall, after which `sums` have fallen of each series; gives the m that fell and that ran off, over all cells.
  mutating func fall(
    _ portions: [Double], _ sums: [Double], _ grid: LiveGrid, _ kernels: RowKernels, _ tiles: inout LiveTiles,
    _ grain: Float
  ) -> (fell: Double, ran: Double) {
    var fell = 0.0
    var ran = 0.0
    var told: (Float, Float, Float) = (0, 0, 0)
    for row in 0..<grid.rows {
      if !patches.isEmpty || row == 0 { lay(row, portions, sums, grid.columns) }
      let start = grid.start(row)
      for across in 0..<grid.tilesAcross {
        let x = across * LiveGrid.tileColumns
        let at = start + x
        if !hasSoil { for k in 0..<LiveGrid.tileColumns where 16 + x + k < grid.stride { run[16 + x + k] = 0 } }
        let own = hasSoil ? at : 16 + x
        retention.withUnsafeBufferPointer { retention in
          run.withUnsafeMutableBufferPointer { run in
            gain.withUnsafeBufferPointer { gain in
              fallen.withUnsafeBufferPointer { fallen in
                withUnsafeMutablePointer(to: &told) {
                  $0.withMemoryRebound(to: Float.self, capacity: 3) { told in
                    guard let retention = retention.baseAddress, let run = run.baseAddress,
                      let gain = gain.baseAddress, let fallen = fallen.baseAddress
                    else { return }
                    kernels.fall(
                      grid.width(ofTile: across), Row(grid.bed + at), grid.water + at, gain + 16 + x, fallen + 16 + x,
                      retention + own, run + own, grain, LiveGrid.wall, told)
                  }
                }
              }
            }
          }
        }
        fell += Double(told.0)
        ran += Double(told.1)
        tiles.raise(row / LiveGrid.tileRows * grid.tilesAcross + across, to: told.2)
      }
    }
    return (fell, ran)
  }

  /// Writes what falls, and what fell so far, along a row.
  private mutating func lay(_ row: Int, _ portions: [Double], _ sums: [Double], _ columns: Int) {
    for x in 0..<columns {
      let patch = patches.isEmpty ? 0 : Int(patches[row * columns + x])
      gain[16 + x] = Float(portions[patch])
      if hasSoil { fallen[16 + x] = Float(sums[patch]) }
    }
  }
}
