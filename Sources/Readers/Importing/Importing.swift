public import Modelling
public import Replica

/// What an import read, how much of it, and what it left out.
public struct ImportReport: Sendable, Codable {
  /// A layer that was read.
  public struct Layer: Sendable, Codable {
    /// `streets`, `buildings`, `terrain` …
    public var layer: String
    /// Its file, without the folder.
    public var file: String
    /// How many features or cells.
    public var count: Int
    /// What to know about it, a sentence; may be empty.
    public var remark: String
  }
  /// The layers, in the order they were read.
  public var layers: [Layer] = []
  /// What was left out and why.
  public var skipped: [Skipped] = []
  /// What was assumed or guessed, a sentence each.
  public var remarks: [String] = []
}

/// Gathers the layers of a request into a city.
public struct Importer: Sendable {
  private let request: ImportRequest

  /// An importer of a request.
  public init(_ request: ImportRequest) { self.request = request }
}
