/// Which tiles of a live grid have water that may move, and the runs of them in each row of tiles.
///
/// A tile takes part in a step when it or one of its four neighbours was wet at the end of one of the last two steps: the
/// kernel leaves all others as they are, bit for bit — a dry tile between dry ones has no discharge, and one step after the last
/// of its water the kernel has set its discharges to 0.
struct LiveTiles {
  /// A run of tiles from west to east.
  struct Run: Equatable {
    var first, count: Int
  }
  let across, down: Int
  /// The greatest depth (over the whole of the cell) in each tile, as far as known.
  var highest: [Float]
  /// The runs of each row of tiles.
  private(set) var runs: [[Run]]
  /// Whether a row of tiles has the same runs as the one north of it.
  private(set) var asNorth: [Bool]
  /// The same runs one after another, and where those of each row of tiles begin: what a step goes through without counting
  /// references.
  private(set) var flat: [Run] = []
  private(set) var starts: [Int] = []
  /// Tiles in runs.
  private(set) var active = 0
  private var wet, wetBefore: [Bool]

  init(across: Int, down: Int) {
    self.across = across
    self.down = down
    highest = [Float](repeating: 0, count: across * down)
    runs = [[Run]](repeating: [], count: down)
    asNorth = [Bool](repeating: true, count: down)
    wet = [Bool](repeating: false, count: across * down)
    wetBefore = wet
  }

  /// Chooses the tiles of the next step; all of them where rain falls.
  mutating func choose(all: Bool, dry: Float) {
    swap(&wet, &wetBefore)
    for tile in wet.indices { wet[tile] = highest[tile] > dry }
    active = 0
    flat.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    for row in 0..<down {
      var chosen: [Run] = []
      if all {
        chosen = [Run(first: 0, count: across)]
        active += across
      } else {
        for tile in 0..<across where takesPart(row, tile) {
          active += 1
          if let last = chosen.last, last.first + last.count == tile {
            chosen[chosen.count - 1].count += 1
          } else {
            chosen.append(Run(first: tile, count: 1))
          }
        }
      }
      asNorth[row] = row > 0 && chosen == runs[row - 1]
      runs[row] = chosen
      starts.append(flat.count)
      flat += chosen
    }
    starts.append(flat.count)
  }

  private func takesPart(_ row: Int, _ tile: Int) -> Bool {
    let i = row * across + tile
    if wet[i] || wetBefore[i] { return true }
    if tile > 0, wet[i - 1] || wetBefore[i - 1] { return true }
    if tile + 1 < across, wet[i + 1] || wetBefore[i + 1] { return true }
    if row > 0, wet[i - across] || wetBefore[i - across] { return true }
    return row + 1 < down && (wet[i + across] || wetBefore[i + across])
  }

  /// Rows of tiles for each of some threads, so that each has as many active tiles as it can be.
  func bands(_ count: Int) -> [Range<Int>] {
    var bands: [Range<Int>] = []
    var first = 0
    var sum = 0
    for row in 0..<down {
      sum += runs[row].reduce(0) { $0 + $1.count }
      if bands.count < count - 1, sum * count >= active * (bands.count + 1) {
        bands.append(first..<row + 1)
        first = row + 1
      }
    }
    if first < down { bands.append(first..<down) }
    return bands
  }

  /// The water of a cell has changed between two steps.
  mutating func raise(_ grid: LiveGrid, _ place: Int) {
    let row = place / grid.stride - 1
    let tile = row / LiveGrid.tileRows * across + (place % grid.stride - 16) / LiveGrid.tileColumns
    if grid.water[place] > highest[tile] { highest[tile] = grid.water[place] }
  }

  /// The water of a part of a tile has changed between two steps.
  mutating func raise(_ tile: Int, to depth: Float) {
    if depth > highest[tile] { highest[tile] = depth }
  }

  /// Takes over the greatest depths of the tiles that took part, from lanes of 16.
  mutating func note(_ lanes: UnsafePointer<Float>) {
    for row in 0..<down {
      for run in runs[row] {
        for tile in row * across + run.first..<row * across + run.first + run.count {
          var most: Float = 0
          for lane in 0..<16 where lanes[tile * 16 + lane] > most { most = lanes[tile * 16 + lane] }
          highest[tile] = most
        }
      }
    }
  }
}
