/// Where nothing of a town stands in the water's way: sixteen cells of a row at a time, which the kernel goes through as open ground.
///
/// Sendable because it never changes.
final class LiveOpenings: @unchecked Sendable {
  private let across: Int
  private let marks: UnsafeMutablePointer<UInt8>

  init(_ grid: LiveGrid, _ bridges: [BridgeDeck]) {
    across = (grid.columns + 15) / 16
    guard let town = grid.town else {
      marks = .allocate(capacity: 0)
      return
    }
    marks = .allocate(capacity: across * grid.rows)
    for row in 0..<grid.rows {
      for block in 0..<across {
        let first = grid.start(row) + block * 16
        let isOpen = (first..<first + 16).allSatisfy { Self.isOpen($0, grid, town) }
        (marks + row * across + block).initialize(to: isOpen ? 1 : 0)
      }
    }
    for bridge in bridges {
      let (row, column) = (Int(bridge.cell) / grid.columns, Int(bridge.cell) % grid.columns)
      marks[row * across + column / 16] = 0
    }
  }

  deinit { marks.deallocate() }

  /// Whether a cell and those east and south of it have all of their room, and nothing stands between them that rises above the ground.
  private static func isOpen(_ k: Int, _ grid: LiveGrid, _ town: LiveGrid.Town) -> Bool {
    let (east, south) = (k + 1, k + grid.stride)
    return town.inverseRoom[k] == 1 && town.inverseRoom[east] == 1 && town.inverseRoom[south] == 1
      && town.openEast[k] == 1 && town.openSouth[k] == 1
      && town.crestEast[k] <= max(grid.bed[east] - grid.bed[k], 0)
      && town.crestSouth[k] <= max(grid.bed[south] - grid.bed[k], 0)
  }

  /// The marks without the object: going through rows must not count references to it.
  struct Marked {
    fileprivate let first: Marks
    fileprivate let stride: Int

    /// 1 for each sixteen cells of a row that are open, else 0; of a grid with a town.
    func marks(ofRow row: Int) -> Marks { first + row * stride }
  }

  var marked: Marked { Marked(first: Marks(marks), stride: across) }
}
