import Foundation
import Geography
public import Observations
public import Replica

/// Vehicles that were counted, as someone types them.
public struct TypedCount: Sendable, Hashable, Codable {
  /// The local day: `2024-11-30`, `30/11/2024`; empty for a usual weekday.
  public var date: String
  /// From when to when: `07:00`, `7.30 pagi`.
  public var from, to: String
  /// The street: its name or its key; may be empty where there is a position.
  public var street: String
  /// The side road or place where was counted; may be empty.
  public var side: String
  /// Degrees, where a place was pointed at.
  public var longitude, latitude: Double?
  /// Which way: `towards Jalan Besar`, `north`, `both`.
  public var direction: String
  /// Vehicles by class, as texts: `car`, `motorcycle`, `truck`, `bus`, `bicycle`, `total`.
  public var vehicles: [String: String]
  /// Who tells it: `council`, `newspaper` or `resident`; never a name.
  public var source: String

  /// A count as it was typed.
  public init(
    date: String = "", from: String, to: String, street: String = "", side: String = "", longitude: Double? = nil,
    latitude: Double? = nil, direction: String = "", vehicles: [String: String], source: String = "resident"
  ) {
    self.date = date
    self.from = from
    self.to = to
    self.street = street
    self.side = side
    self.longitude = longitude
    self.latitude = latitude
    self.direction = direction
    self.vehicles = vehicles
    self.source = source
  }
}

/// The sheet of a city's vehicle counts, `observations/counts.csv`, to which counts are added one by one or pasted.
public struct CountSheet: Sendable {
  /// Where the sheet lies.
  public let path: String

  /// Where a city's folder keeps its sheet.
  public static let file = "observations/counts.csv"
  /// The classes that are counted, as they are typed.
  public static let classes = ["car", "motorcycle", "truck", "bus", "bicycle", "total"]

  /// The sheet of a city's folder, which need not be there yet.
  public init(city folder: String) { path = "\(folder)/\(Self.file)" }

  /// The fingerprint of a sheet's bytes; nothing where it cannot be read.
  static func digest(of path: String) -> String? {
    FileManager.default.contents(atPath: path).map { bytes in
      var digest = Digest()
      digest.feed("counts", bytes)
      return digest.text
    }
  }

  /// The fingerprint of the sheet as it is; nothing where there is none with a row below its headings.
  public var digest: String? {
    // A sheet that is no text in UTF-8 is still a sheet: other readers may know it.
    if let text = try? SheetFile(path: path).contents(), CountText(text).lines.isEmpty { return nil }
    return Self.digest(of: path)
  }

  /// Adds a count as a last row with the sheet's own columns, and answers it as it will be compared.
  ///
  /// The street is written by its key. `today` is the local day: a count of tomorrow is refused. Throws a ``CheckError``, a sentence to show
  /// beside the form, for what cannot be, for a count that the sheet already holds, and for a sheet that cannot be read or written. O(bytes of the sheet + segments).
  @discardableResult
  public func add(_ typed: TypedCount, to city: City, today: CalendarDate) throws(CheckError) -> [TrafficCount] {
    let counts = try Self.counts(typed, city)
    if let date = counts.first?.date {
      guard date <= today else { throw CheckError("\(date.text) is still to come: count first.", field: .date) }
      guard date.year >= 1900 else {
        throw CheckError("\(date.text) is too long ago: is the year right?", field: .date)
      }
    }
    let source = try Self.source(typed.source)
    try append(counts, source: source, city)
    return counts
  }

  /// What was pasted, and what of it the sheet did not hold yet.
  public struct Pasted: Sendable {
    /// The counts, and the rows that cannot be used.
    public var table: CountTable
    /// Rows that were added, and rows that stood there already.
    public var added, known: Int
  }

  /// Adds counts as they were pasted out of a spreadsheet; see ``CountTable/init(pasted:city:)``. All that can be used is added, and what
  /// cannot is told by the table that is given back. A count that the sheet holds already stands once. Throws a ``CheckError``.
  @discardableResult
  public func paste(_ text: String, to city: City, today: CalendarDate, source: String = "council") throws(CheckError)
    -> Pasted
  {
    let table: CountTable
    do { table = try CountTable(pasted: text, city: city) } catch let error as CheckError { throw error } catch {
      throw CheckError("\(error)")
    }
    if let late = table.counts.compactMap(\.date).first(where: { $0 > today }) {
      throw CheckError("\(late.text) is still to come: count first.", field: .date)
    }
    let source = try Self.source(source)
    let lines = try append(table.counts, source: source, city, isRepeated: true)
    return Pasted(table: table, added: lines.added, known: lines.known)
  }

  private static func source(_ written: String) throws(CheckError) -> String {
    let source = written.lowercased()
    guard MarkSheet.sources.contains(source) else {
      throw CheckError("\"\(written.prefix(40))\" is no source: council, newspaper or resident; no name is kept.")
    }
    return source
  }

  /// What a typed count comes to.
  private static func counts(_ typed: TypedCount, _ city: City) throws(CheckError) -> [TrafficCount] {
    var row = CountRow()
    (row.date, row.from, row.to) = (typed.date, typed.from, typed.to)
    (row.street, row.side, row.direction) = (typed.street, typed.side, typed.direction)
    if let longitude = typed.longitude, let latitude = typed.latitude {
      (row.longitude, row.latitude) = ("\(longitude)", "\(latitude)")
    }
    for name in typed.vehicles.keys.sorted() {
      guard let vehicles = CountWords.vehicles(name), let text = typed.vehicles[name] else {
        throw CheckError("\"\(name.prefix(40))\" is no class: \(classes.joined(separator: ", ")).", field: .count)
      }
      row.counts.append((vehicles, text))
    }
    do {
      return try CountTable.counts(row, at: nil, CountPlaces(city), city)
    } catch {
      let example = error.example.isEmpty ? "" : " (\(error.example))"
      throw CheckError(
        "There can be no such count: \(error.because)\(example)\(example.hasSuffix(")") || example.isEmpty ? "." : "")",
        field: error.field)
    }
  }

  @discardableResult
  private func append(
    _ counts: [TrafficCount], source: String, _ city: City, isRepeated: Bool = false
  ) throws(CheckError) -> (added: Int, known: Int) {
    let rows = CountLines(counts, source: source, city)
    let path = path
    var found = (added: 0, known: 0)
    try SheetFile(path: path).rewrite { text throws(CheckError) in
      let appended = try rows.appended(to: text, named: path, isRepeated: isRepeated)
      found = (appended.added, appended.known)
      return appended.text
    }
    return found
  }
}
