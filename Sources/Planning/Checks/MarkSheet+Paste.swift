import Geography
public import Modelling
public import Observations
public import Replica

extension MarkSheet {
  /// What was pasted, and what of it the sheet did not hold yet.
  public struct Pasted: Sendable {
    /// Rows that were added, and rows that stood there already.
    public var added, known: Int
    /// Rows that cannot be used, and why.
    public var skipped: [Skipped]
  }

  /// Adds marks as they were pasted out of a spreadsheet: headings first, then a mark a line, with coordinates or the name of a street, a crossing or
  /// a place, as ``MarkTable`` reads them.
  ///
  /// All that can be used is added in one write, and what cannot is told; a mark that the sheet holds already stands once. Throws a
  /// ``CheckError`` where the headings lack a day, a depth or a place, where no row can be used, and for a sheet that cannot be read or written.
  /// O(rows × names).
  @discardableResult
  public func paste(_ text: String, to city: City, today: CalendarDate, source: String = "council") throws(CheckError)
    -> Pasted
  {
    let pasted = CountText(text)
    let columns = MarkWords.columns(pasted.fields)
    let headings = pasted.fields.joined(separator: ", ")
    guard let date = columns[.date]?.number, let depth = columns[.depth] else {
      throw CheckError(
        "The first line names the columns; there must be a day (date) and a depth (depth_m). There are: \(headings).")
    }
    guard columns[.place] != nil || columns[.longitude] != nil && columns[.latitude] != nil else {
      throw CheckError("No column tells the place: longitude and latitude, or a street. There are: \(headings).")
    }
    let finder = PlaceFinder(city)
    var rows: [MarkRow] = []
    var tally = SkippedTally()
    for line in pasted.lines {
      func cell(_ column: MarkWords.Column) -> String { columns[column].map { line.cells[$0.number] } ?? "" }
      let metres = MarkWords.depth(line.cells[depth.number], unit: depth.metres ?? 1)
      do {
        let place = try Self.place(
          longitude: cell(.longitude), latitude: cell(.latitude), named: cell(.place), finder, city)
        rows.append(
          try MarkRow(
            TypedMark(
              date: line.cells[date],
              depth: metres.map { $0 == 0 ? "dry" : "\($0)" } ?? line.cells[depth.number],
              longitude: place.longitude, latitude: place.latitude, source: source), today: today))
      } catch {
        tally.add("mark", because: error.description, example: "row \(line.number)")
      }
    }
    guard !rows.isEmpty else {
      let why = tally.all.map { "\($0.count) × \($0.why)" }.joined(separator: " ")
      throw CheckError("No row holds a mark with a place, a day and a depth. \(why)")
    }
    let path = path
    var found = Pasted(added: 0, known: 0, skipped: tally.all)
    try SheetFile(path: path).rewrite { text throws(CheckError) in
      var whole = text
      (found.added, found.known) = (0, 0)
      for row in rows {
        if try row.isIn(whole, named: path) {
          found.known += 1
        } else {
          whole = try row.appended(to: whole, named: path)
          found.added += 1
        }
      }
      return whole
    }
    return found
  }

  /// Where a row lies, in degrees, within the town.
  private static func place(
    longitude: String, latitude: String, named name: String, _ finder: PlaceFinder, _ city: City
  ) throws(CheckError) -> Coordinate {
    let projection = city.profile.projection
    guard !longitude.isEmpty, !latitude.isEmpty else {
      switch finder.find(name) {
      case .at(let point) where !name.isEmpty: return projection.unproject(point)
      case .tooLong:
        throw CheckError("its street is too long to say where: give longitude and latitude, or a crossing")
      default: throw CheckError(name.isEmpty ? "it has no place" : "its place is not on the map")
      }
    }
    guard let x = Double(longitude.replacing(",", with: ".")), let y = Double(latitude.replacing(",", with: ".")),
      abs(x) <= 180, abs(y) <= 85
    else { throw CheckError("its longitude and latitude are no degrees") }
    let place = Coordinate(longitude: x, latitude: y)
    let box = city.box
    guard box.isEmpty || box.expanded(by: reach).contains(projection.project(place)) else {
      throw CheckError("it lies outside \(city.profile.name)")
    }
    return place
  }
}
