import Observations

/// A typed mark that can be: a row to be, of a sheet with any columns.
struct MarkRow: Equatable {
  let date: CalendarDate
  /// Metres; 0 for dry.
  let depth: Double
  let longitude, latitude: Double
  let source: String

  /// Throws a ``CheckError`` for the first thing that cannot be.
  init(_ typed: TypedMark, today: CalendarDate) throws(CheckError) {
    guard let date = CalendarDate(written: typed.date) else {
      throw CheckError("\"\(Self.shown(typed.date))\" is no day: write it as 2024-11-30 or 30/11/2024.", field: .date)
    }
    guard date <= today else {
      throw CheckError("\(date.text) is still to come: a mark is water that someone saw.", field: .date)
    }
    guard date.year >= 1800 else { throw CheckError("\(date.text) is too long ago: is the year right?", field: .date) }
    guard let depth = MarkWords.depth(typed.depth, unit: 1) else {
      throw CheckError(
        "\"\(Self.shown(typed.depth))\" is no depth: write metres (0.4), centimetres (40 cm), or dry.", field: .depth)
    }
    guard depth <= MarkWords.greatest else {
      throw CheckError(
        "\(Self.shown(typed.depth)) would be \(Self.text(depth)) m of water: if it is in centimetres, write cm.",
        field: .depth)
    }
    guard typed.longitude.isFinite, typed.latitude.isFinite, abs(typed.longitude) <= 180, abs(typed.latitude) <= 85
    else {
      throw CheckError(
        "A mark needs a place: longitude and latitude in degrees, such as 101.45 and 3.04.", field: .place)
    }
    let source = typed.source.lowercased()
    guard MarkSheet.sources.contains(source) else {
      throw CheckError("\"\(Self.shown(typed.source))\" is no source: council, newspaper or resident; no name is kept.")
    }
    self.date = date
    self.depth = depth
    longitude = (typed.longitude * 1e6).rounded() / 1e6
    latitude = (typed.latitude * 1e6).rounded() / 1e6
    self.source = source
  }

  /// A sheet's text with this row at its end; an empty one gets a heading first. `file` stands in the errors.
  func appended(to text: String, named file: String) throws(CheckError) -> String {
    let isCRLF = text.utf8.contains(13)
    let end = isCRLF ? "\r\n" : "\n"
    guard let sheet = try sheet(text, named: file) else {
      return MarkSheet.heading.joined(separator: ",") + "\n" + line(of: MarkSheet.heading, by: ",") + "\n"
    }
    guard !sheet.isThere else { throw CheckError("This mark is in the sheet already: \(sheet.row)") }
    return text + (text.last?.isNewline == true ? "" : end) + sheet.row + end
  }

  /// Whether a sheet's text holds this row already.
  func isIn(_ text: String, named file: String) throws(CheckError) -> Bool {
    try sheet(text, named: file)?.isThere ?? false
  }

  /// The row as a sheet's text writes it, and whether it stands there; nothing for an empty text.
  private func sheet(_ text: String, named file: String) throws(CheckError) -> (row: String, isThere: Bool)? {
    let lines = text.split(omittingEmptySubsequences: true, whereSeparator: \.isNewline)
    guard let first = lines.first else { return nil }
    let heading = first.first == "\u{feff}" ? first.dropFirst() : first
    let separator = Self.separator(of: heading)
    let names = Self.cells(heading, by: separator)
    let columns = MarkWords.columns(names)
    for (column, word) in [
      (MarkWords.Column.date, "date"), (.depth, "depth_m"), (.longitude, "longitude"), (.latitude, "latitude"),
    ] where columns[column] == nil {
      throw CheckError(
        "\(file) has no column \(word), so that no mark can be added: add one. There are: \(names.joined(separator: ", "))."
      )
    }
    let row = line(of: names, by: separator)
    return (row, lines.dropFirst().contains { $0 == row })
  }

  /// The row under some headings; a column that is none of ours stays empty.
  private func line(of headings: [String], by separator: Character) -> String {
    var cells = [String](repeating: "", count: headings.count)
    for (column, found) in MarkWords.columns(headings) {
      switch column {
      case .date: cells[found.number] = date.text
      case .depth: cells[found.number] = depth == 0 ? "dry" : Self.text(depth / (found.metres ?? 1))
      case .longitude: cells[found.number] = Self.text(longitude)
      case .latitude: cells[found.number] = Self.text(latitude)
      case .source: cells[found.number] = source
      case .error, .place: break
      }
    }
    return cells.joined(separator: String(separator))
  }

  /// What parts the cells of a heading.
  static func separator(of heading: Substring) -> Character {
    [",", ";", "\t"].max { a, b in heading.count { $0 == a } < heading.count { $0 == b } } ?? ","
  }

  /// A line's cells without their quotes (RFC 4180).
  static func cells(_ line: Substring, by separator: Character) -> [String] {
    var cells = [""]
    var isQuoted = false
    for character in line {
      if character == "\"" {
        isQuoted.toggle()
      } else if character == separator, !isQuoted {
        cells.append("")
      } else {
        cells[cells.count - 1].append(character)
      }
    }
    return cells
  }

  /// A number to the millionth, without noughts at its end.
  private static func text(_ number: Double) -> String { "\((number * 1e6).rounded() / 1e6)" }

  /// What was typed, cut short and on one line, for a sentence.
  private static func shown(_ text: String) -> String {
    String(text.prefix(40).map { $0.isNewline ? " " : $0 })
  }
}
