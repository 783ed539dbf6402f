/// Reads a text from left to right, and says where it stands when something is not as it should be.
struct TextReader {
  /// What is read, for sentences: `$filter`.
  let what: String
  /// The text.
  let bytes: [UInt8]
  /// How far it has been read.
  var at = 0
  /// How many brackets and expansions stand open.
  var depth = 0

  init(_ text: some StringProtocol, of what: String) {
    self.what = what
    bytes = Array(text.utf8)
  }

  var isAtEnd: Bool { at >= bytes.count }

  /// The next byte, or zero at the end; a byte of zero within the text is no part of any word, so it stops a reader just as well.
  var next: UInt8 { at < bytes.count ? bytes[at] : 0 }

  /// A byte further on, or zero beyond the end.
  func peek(_ distance: Int) -> UInt8 { at + distance < bytes.count ? bytes[at + distance] : 0 }

  /// The text between two places.
  func text(from start: Int, to end: Int) -> String { String(decoding: bytes[start..<end], as: UTF8.self) }

  mutating func skipSpaces() {
    while next == UInt8(ascii: " ") || next == UInt8(ascii: "\t") { at += 1 }
  }

  /// Takes a character if it comes next, with the spaces before it.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    let start = at
    skipSpaces()
    if !isAtEnd, next == UInt8(ascii: character) {
      at += 1
      return true
    }
    at = start
    return false
  }

  /// A sentence about what stands at a place: `$filter, at character 8, "foo": expected …`.
  func fault(_ sentence: String, at place: Int? = nil, kind: QueryFault.Kind = .badRequest) -> QueryFault {
    let place = min(place ?? at, bytes.count)
    let number = String(decoding: bytes[..<place], as: UTF8.self).count + 1
    let piece = String(String(decoding: bytes[place...].prefix(96), as: UTF8.self).prefix(24))
    let found = piece.isEmpty ? "the end" : "\"\(piece)\""
    return QueryFault("\(what), at character \(number), \(found): \(sentence)", kind: kind)
  }

  /// Takes a character or says that it was expected.
  mutating func expect(_ character: Unicode.Scalar) throws(QueryFault) {
    guard take(character) else { throw fault("Expected \"\(character)\".") }
  }

  /// A word of letters, digits, `_`, `@`, `.` and all beyond ASCII; empty where none stands.
  mutating func word(alsoTaking extra: (UInt8) -> Bool = { _ in false }) -> String {
    let start = at
    while at < bytes.count, Self.isWordByte(bytes[at]) || extra(bytes[at]) { at += 1 }
    return text(from: start, to: at)
  }

  /// A text in single quotes, of which the opening one comes next; a doubled quote within stands for one.
  mutating func quoted() throws(QueryFault) -> String {
    let start = at
    guard next == UInt8(ascii: "'") else { throw fault("Expected a text in single quotes.") }
    at += 1
    var found: [UInt8] = []
    while at < bytes.count {
      let byte = bytes[at]
      if byte == UInt8(ascii: "'") {
        if peek(1) != byte {
          at += 1
          return String(decoding: found, as: UTF8.self)
        }
        at += 1
      }
      found.append(byte)
      at += 1
    }
    throw fault("This text has no closing quote; a quote within a text is written twice.", at: start)
  }

  /// A whole number that is not below zero.
  mutating func count() throws(QueryFault) -> Int {
    skipSpaces()
    let start = at
    var number = 0
    while at < bytes.count, Self.isDigit(bytes[at]) {
      let (tenfold, over) = number.multipliedReportingOverflow(by: 10)
      let (sum, overAgain) = tenfold.addingReportingOverflow(Int(bytes[at] - UInt8(ascii: "0")))
      if over || overAgain { throw fault("This number is too large; the largest is \(Int.max).", at: start) }
      number = sum
      at += 1
    }
    guard at > start else { throw fault("Expected a whole number, 0 or more.") }
    return number
  }

  static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

  static func isLetter(_ byte: UInt8) -> Bool {
    let low = byte | 0x20
    return low >= UInt8(ascii: "a") && low <= UInt8(ascii: "z") || byte >= 0x80
  }

  static func isWordByte(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "@")
      || byte == UInt8(ascii: ".")
  }
}
