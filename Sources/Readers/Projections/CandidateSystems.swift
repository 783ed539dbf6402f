public import Geography

/// The coordinate systems a file without one may be in.
public enum CandidateSystems {
  /// A coordinate system that would put the file on the town.
  public struct Candidate: Hashable, Sendable {
    /// The text to choose it by: `EPSG:23838`.
    public let definition: String
    /// What its makers call it.
    public let name: String
    /// Where the middle of the file would land.
    public let landing: Coordinate
    /// Metres from there to the middle of the town.
    public let distance: Double
  }

  /// The systems used around a town that would put a file's numbers on it, the most plausible first.
  ///
  /// `box` holds the file's raw numbers, `town` degrees of longitude (x) and latitude (y); `country` is ISO 3166-1
  /// alpha-2. Empty when none does.
  public static func landing(box: Box, on town: Box, country: String) -> [Candidate] { [] }
}
