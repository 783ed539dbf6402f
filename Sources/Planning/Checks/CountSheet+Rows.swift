import Foundation
public import Replica

extension CountSheet {
  /// A row of the sheet, so that it can be shown and taken away.
  public struct Row: Sendable, Equatable {
    /// Its name as long as it is not changed: a fingerprint of what is written.
    public var id: String
    /// Its line, the heading being 1.
    public var line: Int
    /// What it tells, a count a class; none where it cannot be used.
    public var counts: [TrafficCount]
    /// Why it cannot be used, as part of a sentence, with what was written; nothing where it can.
    public var wrong: String?
    /// What is written, for a row that cannot be used.
    public var text: String
  }

  /// The rows in the order of the sheet; none where there is no sheet. Throws a ``CheckError`` where the sheet is no text or has not the columns of
  /// one. O(bytes of the sheet + segments).
  public func rows(in city: City) throws(CheckError) -> [Row] {
    let text = CountText(try SheetFile(path: path).contents())
    guard !text.fields.isEmpty, !text.lines.isEmpty else { return [] }
    let columns = CountColumns(text.fields)
    if let missing = columns.missing(isPlaced: false) {
      throw CheckError("\(Self.file): \(missing) There are: \(text.fields.joined(separator: ", ")).")
    }
    let places = CountPlaces(city)
    return zip(text.lines, Self.names(of: text.lines)).map { line, id in
      do throws(CountRow.Wrong) {
        let counts = try CountTable.counts(try columns.row(line.cells), at: nil, places, city)
        return Row(id: id, line: line.number, counts: counts, wrong: nil, text: "")
      } catch {
        let example = error.example.isEmpty ? "" : " (\(error.example))"
        return Row(
          id: id, line: line.number, counts: [], wrong: error.because + example, text: String(line.text.prefix(200)))
      }
    }
  }

  /// Takes a row away; false where there is none of that name, so that what someone else took away stays so. The sheet is whole at any moment.
  /// Throws a ``CheckError`` where it cannot be read or written. O(bytes of the sheet).
  public func remove(_ id: String) throws(CheckError) -> Bool {
    guard FileManager.default.fileExists(atPath: path) else { return false }
    var isFound = false
    try SheetFile(path: path).rewrite { text throws(CheckError) in
      let lines = CountText(text).lines
      guard let row = Self.names(of: lines).firstIndex(of: id) else { return text }
      isFound = true
      let gone = lines[row].text
      // With what ends it, and nothing else of the sheet.
      let end = gone.endIndex < text.endIndex ? text.index(after: gone.endIndex) : gone.endIndex
      return String(text[..<gone.startIndex]) + String(text[end...])
    }
    return isFound
  }

  /// The names of lines: of two that are the same the second has another.
  private static func names(of lines: [CountText.Line]) -> [String] {
    var seen: [Substring: Int] = [:]
    return lines.map { line in
      let times = seen[line.text, default: 0]
      seen[line.text] = times + 1
      var digest = Digest()
      digest.feed("row", text: String(line.text))
      digest.feed("times", integers: [times])
      return String(digest.text.prefix(16))
    }
  }
}
