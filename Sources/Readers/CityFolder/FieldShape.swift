public import Geography

/// How a field's numbers lie in their file: frame after frame, row after row.
public struct FieldShape: Sendable {
  /// Frames, one for each of its times.
  public let frames: Int
  /// Values in a frame.
  public let rows: Int
  /// Bytes of a value.
  public let width: Int
  /// A grid's columns and rows, and where its cells lie; nothing for the other carriers.
  public let grid: (columns: Int, rows: Int, placement: Placement)?

  /// A shape from its parts.
  public init(frames: Int, rows: Int, width: Int, grid: (columns: Int, rows: Int, placement: Placement)?) {
    self.frames = frames
    self.rows = rows
    self.width = width
    self.grid = grid
  }
}
