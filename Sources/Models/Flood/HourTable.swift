import Geography
import Modelling

/// A table by the hour, as people keep it in a text file: a heading, then a moment and its values in each line.
///
/// `hours,mm/h` or `minutes;mm` or `hours,m3/s`; a column of a gauge says where it stands: `mm/h @ 101.45 3.04`. Columns are parted by
/// commas, semicolons or tabs; empty lines and lines that begin with `#` are passed over.
struct HourTable {
  /// A column of values.
  struct Column {
    /// Its unit, as in the heading.
    var unit: String
    /// `[longitude, latitude]` where the heading gives them.
    var place: [Double]?
    /// Its values, one a moment.
    var values: [Double] = []
  }

  /// Seconds from the start of the run, ascending.
  private(set) var seconds: [Double] = []
  /// The columns after the first.
  private(set) var columns: [Column] = []

  /// Reads a text; `known` are the units a column may have. Throws a sentence that names the file and the line.
  init(_ text: String, named file: String, for change: String, units known: [String]) throws {
    func fail(_ line: Int, _ what: String) -> ChangeError {
      ChangeError(change, "\(file), line \(line): \(what)", field: "table")
    }
    var size = 0.0
    for (index, raw) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      let line = index + 1
      let content = raw.trimmed
      if content.isEmpty || content.hasPrefix("#") { continue }
      let cells = content.split(omittingEmptySubsequences: false) { ",;\t".contains($0) }.map(\.trimmed)
      guard !columns.isEmpty else {
        let units = ["hours": 3600.0, "h": 3600, "minutes": 60, "min": 60, "seconds": 1, "s": 1]
        guard let found = units[cells[0].lowercased()] else {
          throw fail(line, "the heading begins with hours, minutes or seconds, not with \"\(cells[0])\".")
        }
        guard cells.count >= 2 else { throw fail(line, "the heading names no column beside the time.") }
        size = found
        columns = try cells.dropFirst().map { try Self.column($0, known, { fail(line, $0) }) }
        continue
      }
      guard cells.count == columns.count + 1 else {
        throw fail(line, "\(cells.count) values where the heading has \(columns.count + 1) columns.")
      }
      let numbers = try cells.map { cell in
        guard let number = Double(cell), number.isFinite else { throw fail(line, "\"\(cell)\" is no number.") }
        return number
      }
      let moment = numbers[0] * size
      guard moment >= 0, moment > seconds.last ?? -1 else {
        throw fail(line, "times begin at 0 or later and rise from line to line; here is \(cells[0]).")
      }
      seconds.append(moment)
      for column in columns.indices { columns[column].values.append(numbers[column + 1]) }
    }
    guard !columns.isEmpty else {
      throw ChangeError(change, "\(file) is empty: a heading and rows are needed.", field: "table")
    }
    guard seconds.count >= 2 else { throw ChangeError(change, "\(file) needs two rows or more.", field: "table") }
  }

  private static func column(
    _ heading: String, _ known: [String], _ fail: (String) -> ChangeError
  ) throws -> Column {
    let parts = heading.split(separator: "@", maxSplits: 1).map(\.trimmed)
    let unit = (parts.first ?? "").lowercased().replacing("³", with: "3")
    guard known.contains(unit) else {
      throw fail("\"\(parts.first ?? "")\" is no unit of this table; known are \(known.joined(separator: ", ")).")
    }
    guard parts.count == 2 else { return Column(unit: unit) }
    let numbers = parts[1].split(separator: " ").compactMap { Double($0) }
    guard numbers.count == 2 else {
      throw fail("a place after @ is a longitude and a latitude, not \"\(parts[1])\".")
    }
    return Column(unit: unit, place: numbers)
  }
}

extension StringProtocol {
  /// The text without spaces at its ends.
  fileprivate var trimmed: String {
    var rest = Substring(self)
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
