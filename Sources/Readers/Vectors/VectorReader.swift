public import Geography
internal import Projections

/// Reads files of features into city metres.
public struct VectorReader: Sendable {
  /// The plane features are carried to.
  public let projection: UTM
  /// The coordinate system to assume, instead of what the file says; nothing to believe the file.
  public let crs: String?
  /// Only features whose box meets this one, in city metres, are read; nothing for all.
  public let within: Box?

  /// A reader for a city's projection.
  public init(projection: UTM, crs: String? = nil, within: Box? = nil) {
    self.projection = projection
    self.crs = crs
    self.within = within
  }

  /// The features of a file, of its layer named `layer` or of its first.
  ///
  /// Throws a ``VectorError`` or ``Projections/ProjectionError``, a sentence each. O(points of the layer).
  public func read(_ path: String, layer: String? = nil) throws -> VectorLayer {
    throw VectorError.unreadable(file: path, why: "cannot be read yet.")
  }
}
