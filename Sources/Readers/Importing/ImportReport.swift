public import Modelling

/// What an import read, how much of it, and what it left out.
public struct ImportReport: Sendable, Codable {
  /// A layer that was read.
  public struct Layer: Sendable, Codable {
    /// `streets`, `buildings`, `terrain` …
    public var layer: String
    /// Its file, without the folder; several are parted by commas.
    public var file: String
    /// How many features or cells were taken.
    public var count: Int
    /// What to know about it, a sentence; may be empty.
    public var remark: String

    /// A layer from its parts.
    public init(layer: String, file: String, count: Int, remark: String) {
      self.layer = layer
      self.file = file
      self.count = count
      self.remark = remark
    }
  }

  /// The layers, in the order they were read.
  public var layers: [Layer] = []
  /// What was left out and why.
  public var skipped: [Skipped] = []
  /// What was assumed or guessed, a sentence each.
  public var remarks: [String] = []

  /// A report of nothing.
  public init() {}
}
