/// Which square of the world a tile is: zoom, column from the west, row from the north.
public struct TileAddress: Hashable, Sendable, CustomStringConvertible {
  /// The zoom up to which tiles are made; a map that is nearer stretches these, whose unit is 0.3 m.
  public static let greatestZoom = 15
  /// Units of a tile's coordinates along its side.
  public static let extent = 4096

  /// 0…``greatestZoom``.
  public let zoom: Int
  /// 0…2^zoom − 1, from the west.
  public let column: Int
  /// 0…2^zoom − 1, from the north.
  public let row: Int

  /// An address, or nothing when there is no such tile.
  public init?(zoom: Int, column: Int, row: Int) {
    guard (0...Self.greatestZoom).contains(zoom), (0..<1 << zoom).contains(column), (0..<1 << zoom).contains(row)
    else { return nil }
    self.zoom = zoom
    self.column = column
    self.row = row
  }

  /// An address from the parts of a path; the row may carry `.mvt`.
  init?(zoom: String?, column: String?, row: String?) {
    guard let zoom, let column, let row else { return nil }
    let bare = row.hasSuffix(".mvt") ? String(row.dropLast(4)) : row
    guard let zoom = Int(zoom), let column = Int(column), let row = Int(bare) else { return nil }
    self.init(zoom: zoom, column: column, row: row)
  }

  public var description: String { "\(zoom)/\(column)/\(row)" }

  /// World steps in a unit of this tile.
  var stepsPerUnit: Double { Double(UInt64(1) << UInt64(32 - zoom)) / Double(Self.extent) }

  /// World steps from the west and from the north to the tile's corner.
  var origin: (x: Double, y: Double) {
    let side = Double(UInt64(1) << UInt64(32 - zoom))
    return (Double(column) * side, Double(row) * side)
  }
}
