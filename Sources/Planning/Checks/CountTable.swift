import Foundation
import Geography
public import Modelling
import Observations
public import Replica
import Vectors

/// The vehicle counts of a sheet: CSV, XLSX, GeoJSON, or text as it is pasted out of a spreadsheet.
///
/// A row tells a street — its key, its name with a side road, or longitude and latitude —, which way (`direction`: both ways, a side of the compass, `towards
/// Jalan Besar`), a day (`date`; without one a usual weekday), a time (`from` and `to`, or `time` and `minutes`), and vehicles in that time by class: columns
/// `car`, `motorcycle`, `truck`, `bus`, `bicycle` or `total`, or one class a row (`class`, `count`). Headings in English, Malay and Indonesian. A row that cannot be used is left out and told.
public struct CountTable: Sendable {
  /// The counts, in the order of the sheet; as many of a row as it has classes.
  public let counts: [TrafficCount]
  /// Rows that could be used.
  public let rows: Int
  /// Rows left out, and why.
  public let skipped: [Skipped]

  /// Reads a file's counts for a city. Throws a ``CheckError``, or the reader's own sentence. O(rows × segments of a street).
  public init(_ path: String, city: City) throws {
    let reader = VectorReader(projection: city.profile.projection)
    let layer = try reader.rows(of: path)
    let columns = CountColumns(layer.fields)
    let places = columns.hasPosition ? nil : try? reader.read(path)
    let points = Dictionary(
      (places?.features ?? []).map { feature -> (Int64, Point?) in
        if case .point(let point) = feature.geometry { return (feature.id, point) }
        return (feature.id, nil)
      }, uniquingKeysWith: { first, _ in first })
    try self.init(
      layer.features.compactMap { feature in
        feature.attributes.isEmpty
          ? nil
          : (
            "row \(feature.id)", layer.fields.map { field in feature.attributes[field].map { "\($0)" } ?? "" },
            points[feature.id] ?? nil
          )
      }, columns, layer.fields, named: path, city: city, skipped: layer.skipped)
  }

  /// Reads counts as they were pasted: a heading, then a line a row, parted by tabs, semicolons or commas. Throws a ``CheckError``.
  public init(pasted text: String, city: City) throws {
    let text = CountText(text)
    guard !text.fields.isEmpty else {
      throw CheckError("Nothing was pasted: a heading and a line for each count.")
    }
    try self.init(
      text.lines.map { ("line \($0.number)", $0.cells, nil) }, CountColumns(text.fields), text.fields,
      named: "What was pasted", city: city, skipped: [])
  }

  private init(
    _ rows: [(name: String, cells: [String], place: Point?)], _ columns: CountColumns, _ fields: [String],
    named file: String, city: City, skipped: [Skipped]
  ) throws {
    if let missing = columns.missing(isPlaced: rows.contains { $0.place != nil }) {
      throw CheckError("\(file): \(missing) There are: \(fields.joined(separator: ", ")).")
    }
    let places = CountPlaces(city)
    var counts: [TrafficCount] = []
    var used = 0
    var tally = SkippedTally()
    for row in rows where row.cells.contains(where: { !$0.isEmpty }) {
      do {
        counts += try Self.counts(columns.row(row.cells), at: row.place, places, city)
        used += 1
      } catch {
        tally.add(
          "count", because: error.because, example: "\(row.name)\(error.example.isEmpty ? "" : ": " + error.example)")
      }
    }
    let left = skipped + tally.all
    guard !counts.isEmpty else {
      let why = left.map { "\($0.count) × \($0.why) (\($0.examples.joined(separator: ", ")))" }.joined(separator: "; ")
      throw CheckError("\(file) holds no count with a street, a time and vehicles\(why.isEmpty ? "" : ": " + why).")
    }
    self.counts = counts
    self.rows = used
    self.skipped = left
  }

  /// The counts of a row.
  static func counts(
    _ row: CountRow, at place: Point?, _ places: CountPlaces, _ city: City
  ) throws(CountRow.Wrong) -> [TrafficCount] {
    let when = try row.when(zone: city.profile.timeZone)
    var point = place
    if !row.longitude.isEmpty || !row.latitude.isEmpty {
      guard let longitude = Double(row.longitude.replacing(",", with: ".")),
        let latitude = Double(row.latitude.replacing(",", with: ".")), abs(longitude) <= 180, abs(latitude) <= 85
      else {
        throw CountRow.Wrong(
          because: "its longitude and latitude are no degrees", example: "\(row.longitude) \(row.latitude)",
          field: .place)
      }
      point = city.profile.projection.project(Coordinate(longitude: longitude, latitude: latitude))
    }
    let links: [LinkID]
    do {
      links = try places.links(
        street: row.street, side: row.side, at: point, direction: CountDirection(row.direction))
    } catch {
      throw CountRow.Wrong(because: error.because, example: error.example, field: .place)
    }
    return try row.numbers(on: links, in: city, over: when.seconds.count).map { vehicles, number in
      TrafficCount(links: links, date: when.date, seconds: when.seconds, vehicles: vehicles, count: number)
    }
  }
}
