internal import Datasets
public import Geography

/// A raster that cannot be read or written: which, why, and how to mend it.
public enum RasterError: Error, Equatable, CustomStringConvertible {
  /// The file cannot be read as a raster.
  case unreadable(file: String, why: String)
  /// The file does not say where it lies; `box` holds the numbers of its edges as they stand in it.
  case noProjection(file: String, box: Box)
  /// The file lies away from the town.
  case elsewhere(file: String, lies: Coordinate, town: Coordinate)
  /// Not one cell over the town holds a value.
  case noData(file: String)
  /// Tiles that cannot become one grid.
  case cannotJoin(why: String)
  /// The file cannot be written.
  case unwritable(file: String, why: String)

  /// The sentence for people.
  public var description: String {
    switch self {
    case .unreadable(let file, let why): "\(file): \(why)"
    case .noProjection(let file, let box):
      """
      \(file) does not say in which coordinate system its numbers are (\(Self.text(box))): name it with --crs, such as \
      --crs EPSG:4326.
      """
    case .elsewhere(let file, let lies, let town):
      """
      \(file) lies elsewhere: around \(lies.sentence), the town around \(town.sentence). Give the file of this town, \
      or its right coordinate system with --crs.
      """
    case .noData(let file):
      "\(file) has no value anywhere over the town, only \u{201C}no data\u{201D}: give a file that covers it."
    case .cannotJoin(let why): "The tiles cannot be joined: \(why)"
    case .unwritable(let file, let why): "\(file) cannot be written: \(why)"
    }
  }

  private static func text(_ box: Box) -> String {
    "\(box.minX) to \(box.maxX) across, \(box.minY) to \(box.maxY) up"
  }
}
