internal import Observations

/// Reads a table of text piece by piece: RFC 4180 with what people's programs make of it.
///
/// Quoted fields may hold separators, breaks and doubled quotes. A byte order mark is left out, as is a line `sep=;` of Excel; the separator is found in
/// the line of names where it is not told. Lines end with LF, CR LF or CR; empty ones are passed over. Bytes that are not UTF-8 are read as
/// ISO 8859-1. O(bytes), and memory for one row.
struct CSVReader {
  /// Bytes a row may have: a quote that is never closed must not swallow a file.
  static let longestRow = 1_000_000

  private let form: TableForm
  private var separator: UInt8
  /// The beginning of the file until the line of names is there.
  private var head: [UInt8] = []
  private var isInHead = true
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  private var isQuoted = false
  /// The last byte was a quote within a quoted field: it closes it, or doubles.
  private var sawQuote = false
  private var isFieldStart = true
  private var sawReturn = false
  private var line = 1
  private var rowLine = 1
  private var names: [String]
  private(set) var columns: [String: Int] = [:]
  /// Rows read that were not UTF-8.
  private(set) var latinRows = 0

  init(_ form: TableForm) {
    self.form = form
    separator = form.separator ?? UInt8(ascii: ",")
    names = form.columns
    if !names.isEmpty { columns = Self.places(of: names) }
  }

  /// Takes the next bytes and hands whole rows on.
  mutating func feed(_ piece: some Collection<UInt8>, _ row: (CSVRow) throws -> Void) throws {
    guard isInHead else { return try read(piece, row) }
    head.append(contentsOf: piece)
    guard head.count >= 65_536 || hasWholeHead else { return }
    try beginBody(row)
  }

  /// Ends the table.
  mutating func finish(_ row: (CSVRow) throws -> Void) throws {
    if isInHead { try beginBody(row) }
    if isQuoted, !sawQuote {
      throw UnreadableAnswer(
        reason:
          "a quote that opens in line \(rowLine) is never closed: close it, or double it where it is part of a text.")
    }
    if !bytes.isEmpty || !ends.isEmpty { try endRow(row) }
  }

  // MARK: - The head

  private var hasWholeHead: Bool {
    var breaks = 0
    for byte in head where byte == 10 || byte == 13 {
      breaks += 1
      // A line sep=, those passed over, the names; CR LF counts twice.
      if breaks > 2 * (form.skippedLines + 2) { return true }
    }
    return false
  }

  private mutating func beginBody(_ row: (CSVRow) throws -> Void) throws {
    isInHead = false
    var rest = head[...]
    head = []
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    if rest.starts(with: [0xFF, 0xFE]) || rest.starts(with: [0xFE, 0xFF]) {
      throw UnreadableAnswer(reason: "it is written in UTF-16: save it as \"CSV UTF-8\".")
    }
    if rest.contains(0) { throw UnreadableAnswer(reason: "it is no text: a zero byte stands in it.") }
    for _ in 0..<form.skippedLines { Self.dropLine(&rest, &line) }
    if rest.starts(with: "sep=".utf8), let byte = rest.dropFirst(4).first {
      separator = form.separator ?? byte
      Self.dropLine(&rest, &line)
    } else if form.separator == nil {
      separator = Self.separator(of: rest)
    }
    try read(rest, row)
  }

  private static func dropLine(_ rest: inout ArraySlice<UInt8>, _ line: inout Int) {
    guard let end = rest.firstIndex(where: { $0 == 10 || $0 == 13 }) else { return rest = [] }
    let isPair = rest[end] == 13 && rest.indices.contains(end + 1) && rest[end + 1] == 10
    rest = rest[(end + (isPair ? 2 : 1))...]
    line += 1
  }

  /// What stands most often in the first line outside quotes; a comma where nothing does.
  private static func separator(of text: ArraySlice<UInt8>) -> UInt8 {
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    for byte in text {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == 10 || byte == 13 { break }
      counts[byte, default: 0] += 1
    }
    var best = UInt8(ascii: ",")
    for candidate in ";\t|".utf8 where counts[candidate, default: 0] > counts[best, default: 0] { best = candidate }
    return best
  }

  // MARK: - The body

  private mutating func read(_ piece: some Collection<UInt8>, _ row: (CSVRow) throws -> Void) throws {
    for byte in piece {
      if sawReturn {
        sawReturn = false
        if byte == 10 { continue }
      }
      if isQuoted {
        if sawQuote {
          sawQuote = false
          if byte == UInt8(ascii: "\"") {
            bytes.append(byte)
            continue
          }
          isQuoted = false
        } else if byte == UInt8(ascii: "\"") {
          sawQuote = true
          continue
        } else {
          if byte == 10 { line += 1 }
          bytes.append(byte)
          if bytes.count > Self.longestRow { try tooLong() }
          continue
        }
      }
      switch byte {
      case separator:
        ends.append(bytes.count)
        isFieldStart = true
      case UInt8(ascii: "\"") where isFieldStart:
        isQuoted = true
        isFieldStart = false
      case 10, 13:
        sawReturn = byte == 13
        try endRow(row)
        line += 1
        rowLine = line
      default:
        bytes.append(byte)
        isFieldStart = false
        if bytes.count > Self.longestRow { try tooLong() }
      }
    }
  }

  private func tooLong() throws {
    throw UnreadableAnswer(
      reason:
        "the row that begins in line \(rowLine) is longer than a megabyte: is a quote not closed, or is this no table?")
  }

  private mutating func endRow(_ row: (CSVRow) throws -> Void) throws {
    defer {
      bytes.removeAll(keepingCapacity: true)
      ends.removeAll(keepingCapacity: true)
      isFieldStart = true
      (isQuoted, sawQuote) = (false, false)
    }
    if bytes.isEmpty && ends.isEmpty { return }
    ends.append(bytes.count)
    var isLatin = false
    if bytes.contains(where: { $0 >= 0x80 }) {
      isLatin = String(validating: bytes, as: UTF8.self) == nil
      if isLatin { latinRows += 1 }
    }
    let found = CSVRow(bytes: bytes, ends: ends, columns: columns, isLatin: isLatin, line: rowLine)
    guard columns.isEmpty else { return try row(found) }
    names = (0..<ends.count).map { found.text($0).trimmed }
    columns = Self.places(of: names)
    if columns.isEmpty { throw UnreadableAnswer(reason: "its first line has no names of columns.") }
  }

  /// The names of the columns, in their order.
  var columnNames: [String] { names }

  /// A name that stands twice means its first column.
  private static func places(of names: [String]) -> [String: Int] {
    var places: [String: Int] = [:]
    for (place, name) in names.enumerated() where !name.isEmpty && places[name] == nil { places[name] = place }
    return places
  }
}

/// A row of a table.
struct CSVRow: Row {
  fileprivate let bytes: [UInt8]
  fileprivate let ends: [Int]
  fileprivate let columns: [String: Int]
  fileprivate let isLatin: Bool
  let line: Int

  /// How many fields it has.
  var count: Int { ends.count }

  var place: String { "line \(line)" }

  func text(_ number: Int) -> String {
    let slice = bytes[(number == 0 ? 0 : ends[number - 1])..<ends[number]]
    if !isLatin { return String(decoding: slice, as: UTF8.self) }
    // A field that is UTF-8 by itself stays so where another of the row is not.
    return String(validating: slice, as: UTF8.self)
      ?? String(String.UnicodeScalarView(slice.map { Unicode.Scalar($0) }))
  }

  func field(_ name: String) -> PlainValue? {
    guard let number = columns[name], number < ends.count else { return nil }
    return .text(text(number))
  }
}

/// Why reading of an answer cannot go on: a sentence's end.
struct UnreadableAnswer: Error {
  let reason: String
}
