import Foundation

/// A sheet as text: a heading, then a line a row, parted by tabs, semicolons or commas.
struct CountText {
  /// A line below the heading that holds something.
  struct Line {
    /// Its place in the text, the heading being 1 and empty lines not counted.
    var number: Int
    /// The line as it is written.
    var text: Substring
    /// Its cells, as many as there are headings or more.
    var cells: [String]
  }

  /// The headings; none for an empty text.
  var fields: [String] = []
  /// The lines below.
  var lines: [Line] = []

  /// The parts of a text; a mark of the byte order before it is no part. O(bytes).
  init(_ text: String) {
    let all = text.split(whereSeparator: \.isNewline).filter { $0.contains { !$0.isWhitespace } }
    guard let first = all.first else { return }
    let heading = first.first == "\u{feff}" ? first.dropFirst() : first
    let separator = MarkRow.separator(of: heading)
    func cells(_ line: Substring) -> [String] {
      MarkRow.cells(line, by: separator).map { $0.trimmingCharacters(in: .whitespaces) }
    }
    fields = cells(heading)
    lines = all.dropFirst().enumerated().map { number, line in
      let found = cells(line)
      let missing = [String](repeating: "", count: max(0, fields.count - found.count))
      return Line(number: number + 2, text: line, cells: found + missing)
    }
  }
}
