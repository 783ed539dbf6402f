public import Geography
import Modelling
import Replica
import ShallowWater

/// Rain by the cells of a grid over time, as a radar or a satellite sees it.
public struct RainGrid: Sendable, Hashable {
  /// Cells from west to east, and from north to south.
  public let columns, rows: Int
  /// The way from city metres to column and row.
  public let placement: Placement
  /// Seconds from the start of the run at which each layer begins, and at last the end of the last one; ascending.
  public let seconds: [Double]
  /// Rates in m/s, layer by layer, each of `columns` × `rows` values; all finite and 0 or more.
  public let rates: [Float]

  /// Series an engine is given at most; more cells than that are joined, 2 × 2, 3 × 3 …, to their mean.
  static let mostSeries = 1024

  /// Rain by layers.
  public init(columns: Int, rows: Int, placement: Placement, seconds: [Double], rates: [Float]) {
    precondition(rates.count == columns * rows * (seconds.count - 1) && seconds.count > 1, "a rate for every cell")
    self.columns = columns
    self.rows = rows
    self.placement = placement
    self.seconds = seconds
    self.rates = rates
  }

  /// How many layers there are.
  var layers: Int { seconds.count - 1 }

  /// Rates over time, as the mean of some cells.
  func series(of cells: some Collection<Int>, factor: Double = 1) -> Series {
    let count = columns * rows
    var values = (0..<layers).map { layer in
      cells.reduce(0.0) { $0 + Double(rates[layer * count + $1]) } / Double(cells.count) * factor
    }
    values.append(0)
    return Series(seconds: seconds, values: values, course: .steps)
  }

  /// The rain on a basin's cells: each has that of the grid's cell under its middle. Throws a ``FloodError`` where the grid does not
  /// cover the basin; a hundredth of its cells may have the nearest instead. O(cells).
  func field(on town: TownGrid, _ factor: Double) throws -> RainField {
    var outside = 0
    let under = (0..<town.count).map { index -> (column: Int, row: Int) in
      let place = placement.gridPosition(of: town.center(index))
      let (x, y) = (Int(max(-1, min(place.x, 1e6)).rounded(.down)), Int(max(-1, min(place.y, 1e6)).rounded(.down)))
      if x < 0 || y < 0 || x >= columns || y >= rows { outside += 1 }
      return (min(max(x, 0), columns - 1), min(max(y, 0), rows - 1))
    }
    guard outside * 100 <= town.count else {
      throw FloodError(
        "the grid of rain covers only \(Words.number(100 - 100 * Double(outside) / Double(town.count))) % of the terrain: give "
          + "one that covers all of it, or look at a part with flood-settings: area.")
    }
    var size = 1
    while true {
      let wide = (columns + size - 1) / size
      var numbers = [Int](repeating: -1, count: wide * ((rows + size - 1) / size))
      for place in under { numbers[place.row / size * wide + place.column / size] = 0 }
      let blocks = numbers.indices.filter { numbers[$0] == 0 }
      guard blocks.count <= Self.mostSeries else {
        size += 1
        continue
      }
      for (number, block) in blocks.enumerated() { numbers[block] = number }
      let series = blocks.map { block in
        self.series(of: cells(ofBlock: block, size: size, wide: wide), factor: factor)
      }
      return RainField(
        patches: under.map { UInt16(numbers[$0.row / size * wide + $0.column / size]) }, rates: series)
    }
  }

  private func cells(ofBlock block: Int, size: Int, wide: Int) -> [Int] {
    let (row, column) = block.quotientAndRemainder(dividingBy: wide)
    return (row * size..<min(rows, (row + 1) * size)).flatMap { y in
      (column * size..<min(columns, (column + 1) * size)).map { y * columns + $0 }
    }
  }

  func feed(_ digest: inout Digest) {
    digest.feed("rain.grid", integers: [Int64(columns), Int64(rows)])
    digest.feed("rain.grid", numbers: seconds)
    // Where the cells lie, by three corners.
    for corner in [Point(x: 0, y: 0), Point(x: 1e4, y: 0), Point(x: 0, y: 1e4)] {
      digest.feed("rain.grid", points: [placement.gridPosition(of: corner)])
    }
    digest.feed("rain.grid", numbers: rates.map(Double.init))
  }
}
