import Foundation
import Geography
public import Observations
public import Replica

/// A flood mark as someone types it.
public struct TypedMark: Sendable, Hashable, Codable {
  /// The local day: `2024-11-30`, `30/11/2024`, `30 Nov 2024`.
  public var date: String
  /// How deep: `0.4` (metres), `40 cm`, `dry`, `kering`.
  public var depth: String
  /// Where, in degrees.
  public var longitude, latitude: Double
  /// Who tells it: `council`, `newspaper` or `resident`; never a name.
  public var source: String

  /// A mark as it was typed.
  public init(date: String, depth: String, longitude: Double, latitude: Double, source: String = "resident") {
    self.date = date
    self.depth = depth
    self.longitude = longitude
    self.latitude = latitude
    self.source = source
  }
}

/// The sheet of a city's flood marks, `observations/flood-marks.csv`, to which marks are added one by one.
public struct MarkSheet: Sendable {
  /// Where the sheet lies.
  public let path: String

  /// Where a city's folder keeps its sheet.
  public static let file = "observations/flood-marks.csv"
  /// Who may have told a mark.
  public static let sources = ["council", "newspaper", "resident"]
  /// The heading of a new sheet.
  static let heading = ["date", "longitude", "latitude", "depth_m", "error_m", "source"]

  /// The sheet of a city's folder, which need not be there yet.
  public init(city folder: String) { path = "\(folder)/\(Self.file)" }

  /// Adds a mark as a last row with the sheet's own columns, units and separators, and answers it as it will be compared.
  ///
  /// The sheet is whole at any moment; who adds at the same time waits. `today` is the
  /// local day: a mark of tomorrow is refused. Throws a ``CheckError``, a sentence to show beside the form, for a day, a depth, a place or
  /// a source that cannot be, for a mark that the sheet already holds, and for a sheet that cannot be read or written. O(bytes of the sheet).
  @discardableResult
  public func add(_ typed: TypedMark, to city: City, today: CalendarDate) throws(CheckError) -> Mark {
    let row = try MarkRow(typed, today: today)
    let place = city.profile.projection.project(Coordinate(longitude: row.longitude, latitude: row.latitude))
    let box = city.box
    guard box.isEmpty || box.expanded(by: Self.reach).contains(place) else {
      throw CheckError(
        "The place \(row.longitude) \(row.latitude) lies outside \(city.profile.name): give longitude and latitude in degrees, "
          + "longitude first.", field: .place)
    }
    try SheetFile(path: path).rewrite { text throws(CheckError) in try row.appended(to: text, named: path) }
    return Mark(date: row.date, place: place, depth: row.depth)
  }

  /// Metres around a city within which a mark may lie (assumed).
  static let reach = 2_000.0
}
