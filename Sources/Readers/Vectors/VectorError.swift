internal import Datasets
public import Geography

/// A file of features that cannot be read: which, why, and how to mend it.
public enum VectorError: Error, Equatable, CustomStringConvertible {
  /// The file cannot be read as features.
  case unreadable(file: String, why: String)
  /// The file has no layer of that name; the ones it has.
  case noLayer(file: String, name: String, layers: [String])
  /// The file does not say where it lies; `box` holds the numbers of its edges as they stand in it.
  case noProjection(file: String, box: Box)
  /// The file lies away from the town.
  case elsewhere(file: String, lies: Coordinate, town: Coordinate)

  /// The sentence for people.
  public var description: String {
    switch self {
    case .unreadable(let file, let why): "\(file): \(why)"
    case .noLayer(let file, let name, let layers):
      "\(file) has no layer named \u{201C}\(name)\u{201D}; it has \(layers.joined(separator: ", "))."
    case .noProjection(let file, let box):
      """
      \(file) does not say in which coordinate system its numbers are (\(box.minX) to \(box.maxX) across, \(box.minY) \
      to \(box.maxY) up): name it with --crs, such as --crs EPSG:4326.
      """
    case .elsewhere(let file, let lies, let town):
      """
      \(file) lies elsewhere: around \(lies.sentence), the town around \(town.sentence). Give the file of this town, \
      or its right coordinate system with --crs.
      """
    }
  }
}
