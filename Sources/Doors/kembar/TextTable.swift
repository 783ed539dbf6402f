/// A table of text for a terminal, as wide as it must be and no wider than it may be.
///
/// Columns are two spaces apart. Where the table is too wide, the columns marked as `flexible` are cut with an ellipsis,
/// the widest first, down to eight columns each; those marked as `folded` go on below instead, down to twenty.
struct TextTable {
  /// One column: its heading, the side its cells stand on, and whether it may be cut or folded.
  struct Column {
    var heading: String
    var isNumeric = false
    var isFlexible = false
    var isFolded = false
  }

  private let columns: [Column]
  private var rows: [[String]] = []

  /// A table without rows.
  init(_ columns: [Column]) { self.columns = columns }

  /// Adds a row; missing cells are empty.
  mutating func append(_ cells: [String]) {
    rows.append((0..<columns.count).map { $0 < cells.count ? cells[$0] : "" })
  }

  /// The text within a number of terminal columns, without a newline at the end.
  func text(within width: Int) -> String {
    var widths = columns.indices.map { column in
      max(Self.width(of: columns[column].heading), rows.map { Self.width(of: $0[column]) }.max() ?? 0)
    }
    var excess = widths.reduce(0, +) + 2 * (columns.count - 1) - width
    while excess > 0,
      let widest = columns.indices.filter({
        columns[$0].isFlexible && widths[$0] > 8 || columns[$0].isFolded && widths[$0] > 20
      }).max(by: { widths[$0] < widths[$1] })
    {
      widths[widest] -= 1
      excess -= 1
    }
    let lines = ([columns.map(\.heading)] + rows).flatMap { folded($0, to: widths) }
    return lines.map { line in
      var text = ""
      for (column, cell) in line.enumerated() {
        let cut = Self.cut(cell, to: widths[column])
        let space = String(repeating: " ", count: max(0, widths[column] - Self.width(of: cut)))
        text += (column > 0 ? "  " : "") + (columns[column].isNumeric ? space + cut : cut + space)
      }
      while text.last == " " { text.removeLast() }
      return text
    }.joined(separator: "\n")
  }

  /// Terminal columns of a text: two for East Asian wide characters, one for every other grapheme.
  static func width(of text: String) -> Int {
    text.reduce(0) { total, character in
      let scalar = character.unicodeScalars.first?.value ?? 0
      let isWide =
        (0x1100...0x115F).contains(scalar) || (0x2E80...0xA4CF).contains(scalar) || (0xAC00...0xD7A3).contains(scalar)
        || (0xF900...0xFAFF).contains(scalar) || (0xFE30...0xFE6F).contains(scalar)
        || (0xFF00...0xFF60).contains(scalar) || (0x1F300...0x1FAFF).contains(scalar)
      return total + (isWide ? 2 : 1)
    }
  }

  /// A row as lines: a folded cell that is too long goes on below, indented by two.
  private func folded(_ row: [String], to widths: [Int]) -> [[String]] {
    var lines = [row]
    for column in columns.indices where columns[column].isFolded {
      for (number, part) in Self.parts(row[column], within: widths[column]).enumerated() {
        if number == lines.count { lines.append(columns.map { _ in "" }) }
        lines[number][column] = part
      }
    }
    return lines
  }

  /// A text in pieces, broken after a point, a hyphen or a space where there is one.
  private static func parts(_ text: String, within width: Int) -> [String] {
    var parts: [String] = []
    var rest = text[...]
    while Self.width(of: (parts.isEmpty ? "" : "  ") + rest) > width {
      let indent = parts.isEmpty ? "" : "  "
      var most = rest.startIndex
      while Self.width(of: indent + rest[...most]) <= width { most = rest.index(after: most) }
      let end = rest[..<most].lastIndex { ".- ".contains($0) }.map(rest.index(after:)) ?? most
      guard end > rest.startIndex else { break }
      parts.append(indent + rest[..<end])
      rest = rest[end...]
    }
    return parts + [(parts.isEmpty ? "" : "  ") + rest]
  }

  private static func cut(_ text: String, to width: Int) -> String {
    guard Self.width(of: text) > width else { return text }
    var kept = ""
    for character in text {
      guard Self.width(of: kept) + Self.width(of: String(character)) < width else { break }
      kept.append(character)
    }
    return kept + "…"
  }
}
