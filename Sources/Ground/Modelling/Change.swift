public import Geography
public import Replica

/// One typed edit of a city or of its conditions.
///
/// Written in a scenario as `keyword: {parameter: value, …}`. It is decoded only after its field names were checked
/// against ``parameters``.
public protocol Change: Codable, Sendable {
  /// The word in scenarios, unique in the catalogue: `close-streets`.
  static var keyword: String { get }
  /// One line for the page and the API: what it does.
  static var summary: String { get }
  /// Its fields. Error texts, the page's form, sliders and the API's schema come from them.
  static var parameters: [Parameter] { get }
  /// Carries it out. Throws an error in words (what, where, how to mend it) and then leaves both as they were.
  func apply(to city: inout City, under conditions: inout Conditions, with files: any Files) throws
}

/// A field of a change.
public struct Parameter: Sendable {
  /// What it holds.
  public enum Kind: Sendable {
    /// A number with its unit (empty for a bare number) and the range it may have.
    case number(unit: String, within: ClosedRange<Double>)
    /// One of some words, or a list of them.
    case choice([String])
    /// Free text.
    case text
    /// Streets: a name or a list of keys.
    case streets
    /// A place on the map, as `[longitude, latitude]`.
    case place
    /// An area, as a GeoJSON ring `[[longitude, latitude], …]`; or a line when the summary says so.
    case area
    /// A file, by its path inside the city folder.
    case file
  }
  /// The word in scenarios.
  public let name: String
  /// What it holds.
  public let kind: Kind
  /// Whether a scenario must give it.
  public let required: Bool
  /// One line for people.
  public let summary: String

  /// A field of a change.
  public init(_ name: String, _ kind: Kind, required: Bool = false, summary: String) {
    self.name = name
    self.kind = kind
    self.required = required
    self.summary = summary
  }
}

/// The files a scenario may name. A change reads through it and through nothing else.
public protocol Files: Sendable {
  /// A raster, by path; NaN where it has no data.
  func grid(_ path: String) throws -> Grid
  /// A raster over time with its unit, by path: every band of it.
  func series(_ path: String) throws -> GridSeries
  /// A text of at most some megabytes: a table of rain by the hour, a drain network.
  func text(_ path: String) throws -> String
  /// The fingerprint of a file's content.
  func digest(_ path: String) throws -> String
}

extension Files {
  /// Where no rasters over time are at hand: an error in words.
  public func series(_ path: String) throws -> GridSeries {
    throw ChangeError("files", "\(path) cannot be read as a raster over time here.")
  }
}

/// A change that cannot be carried out: which, why, and how to mend it.
public struct ChangeError: Error, Equatable, CustomStringConvertible {
  /// The change's keyword.
  public let change: String
  /// What is wrong and how to mend it, a sentence.
  public let reason: String
  /// The parameter it concerns; nothing where it is several, or the change as a whole.
  public let field: String?

  /// An error in words.
  public init(_ change: String, _ reason: String, field: String? = nil) {
    self.change = change
    self.reason = reason
    self.field = field
  }

  /// The sentence.
  public var description: String { "\(change): \(reason)" }
}
