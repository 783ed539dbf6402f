internal import Foundation

/// The columns of the live engine: one block of memory, rows of floats side by side, with walls around.
///
/// A row begins 64 bytes into its stride, so that the first cell is aligned and has a western neighbour; strides are multiples of
/// 16 floats. Outside the model the bed stands at ``wall``: nothing flows there without a word about it in a kernel.
///
/// Sendable because threads write only to rows of their own band between two barriers.
final class LiveGrid: @unchecked Sendable {
  /// Where no water comes, in m above the datum of the grid.
  static let wall: Float = 1_000_000
  /// Cells of a tile from west to east and from north to south.
  static let tileColumns = 64, tileRows = 16

  let columns, rows, stride: Int
  let cell: Double
  /// Metres that were taken from all levels.
  let datum: Double
  let tilesAcross, tilesDown: Int
  /// Bed, water over the whole of the cell, discharges over the eastern and southern edges in m²/s.
  let bed, water, east, south: WritableRow
  /// n² of every cell, where it is not the same everywhere.
  let roughness: WritableRow?
  /// 1 ⁄ room, the shares of the edges that are open, crests above the cell's bed; where a town needs them.
  let town: Town?
  /// Velocities over the eastern and southern edges in m/s; with advection.
  let speeds: Speeds?
  /// 1, as long as a row: the room of a cell where all have it.
  let ones: WritableRow
  /// n where it is the same everywhere.
  let uniform: Float?
  /// The greatest 1 ⁄ room of each tile, where a town has less than all of it.
  private(set) var narrowest: [Float] = []
  /// Cells in the model.
  let inside: Int
  private let block: UnsafeMutableRawPointer

  struct Town {
    let inverseRoom, openEast, openSouth, crestEast, crestSouth: WritableRow
    /// n² of what bridges take from the head over edges, where there are any.
    let losses: (east: WritableRow, south: WritableRow)?
    /// 0, as long as a row, where there are none.
    let noLoss: WritableRow
  }

  struct Speeds {
    let east, south: WritableRow
  }

  init(_ basin: Basin, advection: Bool = false, isHeavy: Bool = false) {
    columns = basin.columns
    rows = basin.rows
    cell = basin.cell
    stride = 32 + (columns + 15) / 16 * 16
    tilesAcross = (columns + Self.tileColumns - 1) / Self.tileColumns
    tilesDown = (rows + Self.tileRows - 1) / Self.tileRows
    let valid = basin.bed.lazy.filter { !$0.isNaN }
    let lowest = Double(valid.min() ?? 0)
    datum = lowest.rounded(.down)
    inside = valid.count

    var least = Float.infinity
    var most = -Float.infinity
    for i in 0..<basin.count where !basin.bed[i].isNaN {
      least = min(least, basin.roughness[i])
      most = max(most, basin.roughness[i])
    }
    let hasTown =
      isHeavy || basin.room.contains { $0 != 1 } || basin.eastOpenings.contains { $0 != 1 }
      || basin.southOpenings.contains { $0 != 1 }
      || basin.eastCrests.contains { $0 > -.infinity } || basin.southCrests.contains { $0 > -.infinity }
      || !basin.bridges.isEmpty
    uniform = least == most && !hasTown ? least : nil

    let size = (rows + 2) * stride
    let ground = 4 + (uniform == nil ? 1 : 0) + (hasTown ? 5 : 0) + (basin.bridges.isEmpty ? 0 : 2)
    let count = ground + (advection ? 2 : 0)
    let floats = count * size + 2 * stride
    block = UnsafeMutableRawPointer.allocate(byteCount: floats * 4, alignment: 64)
    let base = block.initializeMemory(as: Float.self, repeating: 0, count: floats)
    let columnsOfBlock = (0..<count).map { base + $0 * size }
    bed = columnsOfBlock[0]
    water = columnsOfBlock[1]
    east = columnsOfBlock[2]
    south = columnsOfBlock[3]
    roughness = uniform == nil ? columnsOfBlock[4] : nil
    town =
      hasTown
      ? Town(
        inverseRoom: columnsOfBlock[5], openEast: columnsOfBlock[6], openSouth: columnsOfBlock[7],
        crestEast: columnsOfBlock[8], crestSouth: columnsOfBlock[9],
        losses: basin.bridges.isEmpty ? nil : (columnsOfBlock[10], columnsOfBlock[11]),
        noLoss: base + count * size + stride) : nil
    speeds = advection ? Speeds(east: columnsOfBlock[ground], south: columnsOfBlock[ground + 1]) : nil
    ones = base + count * size
    ones.update(repeating: 1, count: stride)
    lay(basin)
  }

  deinit { block.deallocate() }

  /// The bed is kept in whole multiples of 2^-18 m (4 µm), so that a level lake over it is level to the last bit.
  private func lay(_ basin: Basin) {
    let size = (rows + 2) * stride
    bed.update(repeating: Self.wall, count: size)
    roughness?.update(repeating: 1, count: size)
    if let town {
      for column in [town.inverseRoom, town.openEast, town.openSouth] { column.update(repeating: 1, count: size) }
      for column in [town.crestEast, town.crestSouth] { column.update(repeating: -Self.wall, count: size) }
    }
    for i in 0..<basin.count where !basin.bed[i].isNaN {
      let at = place(i)
      let level = ((Double(basin.bed[i]) - datum) * 262_144).rounded() / 262_144
      bed[at] = Float(level)
      roughness?[at] = basin.roughness[i] * basin.roughness[i]
      guard let town else { continue }
      if !basin.room.isEmpty { town.inverseRoom[at] = 1 / basin.room[i] }
      if !basin.eastOpenings.isEmpty { town.openEast[at] = basin.eastOpenings[i] }
      if !basin.southOpenings.isEmpty { town.openSouth[at] = basin.southOpenings[i] }
      if !basin.eastCrests.isEmpty { town.crestEast[at] = height(basin.eastCrests[i], level) }
      if !basin.southCrests.isEmpty { town.crestSouth[at] = height(basin.southCrests[i], level) }
    }
    guard let town else { return }
    narrowest = [Float](repeating: 1, count: tilesAcross * tilesDown)
    for i in 0..<basin.count {
      let tile = i / columns / Self.tileRows * tilesAcross + i % columns / Self.tileColumns
      narrowest[tile] = max(narrowest[tile], town.inverseRoom[place(i)])
    }
  }

  private func height(_ crest: Float, _ level: Double) -> Float {
    max(-Self.wall, Float(Double(crest) - datum - level))
  }

  /// The columns without the object: going through rows must not count references to it.
  struct Columns {
    let columns, rows, stride, tilesAcross: Int
    let bed, water, east, south: WritableRow
    let roughness: WritableRow?
    let town: Town?
    let speeds: Speeds?
    /// 1, as long as a row, from the first cell on.
    let ones: Row

    /// Where a row begins in a column; -1 and `rows` are the walls.
    func start(_ row: Int) -> Int { (row + 1) * stride + 16 }
  }

  var plain: Columns {
    Columns(
      columns: columns, rows: rows, stride: stride, tilesAcross: tilesAcross, bed: bed, water: water, east: east,
      south: south, roughness: roughness, town: town, speeds: speeds, ones: Row(ones + 16))
  }

  /// Where a cell of the basin lies in a column.
  func place(_ i: Int) -> Int { (i / columns + 1) * stride + 16 + i % columns }
  /// Where a row begins in a column; -1 and `rows` are the walls.
  func start(_ row: Int) -> Int { (row + 1) * stride + 16 }
  /// Share of a cell that water can fill.
  func room(at place: Int) -> Double { town.map { 1 / Double($0.inverseRoom[place]) } ?? 1 }
  /// Adds water to a cell and gives what was added: in a large step it may be more than whole grains can hold exactly.
  func add(_ water: Float, at place: Int) -> Double {
    let before = self.water[place]
    self.water[place] = before + water
    return Double(self.water[place]) - Double(before)
  }
  /// Depth of the water in a cell.
  func depth(at place: Int) -> Float { town.map { water[place] * $0.inverseRoom[place] } ?? water[place] }
  /// n² of a cell.
  func squaredRoughness(at place: Int) -> Float { roughness?[place] ?? (uniform ?? 0) * (uniform ?? 0) }
  /// Cells of a row of tiles' last tile may be fewer: columns of a tile, a multiple of 16.
  func width(ofTile tile: Int) -> Int { min(Self.tileColumns, (columns + 15) / 16 * 16 - tile * Self.tileColumns) }

  /// A row of a basin's cells without the walls.
  func gather(_ column: WritableRow) -> [Float] {
    var values = [Float](repeating: 0, count: columns * rows)
    for row in 0..<rows {
      for x in 0..<columns { values[row * columns + x] = column[start(row) + x] }
    }
    return values
  }
}
