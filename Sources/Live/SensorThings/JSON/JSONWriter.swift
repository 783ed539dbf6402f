internal import Modelling
package import Observations

/// Writes JSON as bytes, the members of objects in the order of their names.
package struct JSONWriter {
  /// What has been written.
  package private(set) var bytes: [UInt8] = []
  private var needsComma = false

  /// A writer with room for so many bytes.
  package init(room: Int = 1_024) { bytes.reserveCapacity(room) }

  /// Begins an object; `}` ends it.
  package mutating func beginObject() { open(UInt8(ascii: "{")) }
  package mutating func endObject() { close(UInt8(ascii: "}")) }
  package mutating func beginList() { open(UInt8(ascii: "[")) }
  package mutating func endList() { close(UInt8(ascii: "]")) }

  /// Writes the name of a member, after whose value the next one follows.
  package mutating func name(_ name: StaticString) {
    comma()
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  package mutating func name(_ name: String) {
    comma()
    quoted(name)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  package mutating func text(_ text: String) {
    comma()
    quoted(text)
    needsComma = true
  }

  /// Writes a text that holds nothing to escape, piece by piece.
  package mutating func plainText(_ pieces: String...) {
    comma()
    bytes.append(UInt8(ascii: "\""))
    for piece in pieces { bytes.append(contentsOf: piece.utf8) }
    bytes.append(UInt8(ascii: "\""))
    needsComma = true
  }

  package mutating func integer(_ number: Int64) {
    comma()
    digits(number)
    needsComma = true
  }

  /// Writes a number, shortest that reads back the same, without a point where it is whole; null where it is none.
  package mutating func number(_ number: Double) {
    comma()
    if let whole = Int64(exactly: number), abs(whole) < 1 << 53 {
      digits(whole)
    } else if number.isFinite {
      bytes.append(contentsOf: number.description.utf8)
    } else {
      raw("null")
    }
    needsComma = true
  }

  package mutating func truth(_ value: Bool) {
    comma()
    raw(value ? "true" : "false")
    needsComma = true
  }

  package mutating func null() {
    comma()
    raw("null")
    needsComma = true
  }

  package mutating func time(_ time: TimeSpan) {
    comma()
    bytes.append(UInt8(ascii: "\""))
    moment(time.start)
    if time.end != time.start {
      bytes.append(UInt8(ascii: "/"))
      moment(time.end)
    }
    bytes.append(UInt8(ascii: "\""))
    needsComma = true
  }

  package mutating func value(_ value: PlainValue) {
    switch value {
    case .null: null()
    case .truth(let value): truth(value)
    case .number(let value): number(value)
    case .text(let value): text(value)
    case .list(let values):
      beginList()
      for value in values { self.value(value) }
      endList()
    case .object(let members):
      beginObject()
      for (name, value) in members.sorted(by: { $0.key < $1.key }) {
        self.name(name)
        self.value(value)
      }
      endObject()
    }
  }

  /// Writes what was written before: a value, or members with their names.
  package mutating func written(_ bytes: [UInt8]) {
    guard !bytes.isEmpty else { return }
    comma()
    self.bytes.append(contentsOf: bytes)
    needsComma = true
  }

  private mutating func open(_ bracket: UInt8) {
    comma()
    bytes.append(bracket)
    needsComma = false
  }

  private mutating func close(_ bracket: UInt8) {
    bytes.append(bracket)
    needsComma = true
  }

  private mutating func comma() { if needsComma { bytes.append(UInt8(ascii: ",")) } }

  private mutating func raw(_ text: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  private mutating func quoted(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { utf8 in
      var start = 0
      for (place, byte) in utf8.enumerated()
      where byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        bytes.append(contentsOf: utf8[start..<place])
        start = place + 1
        escape(byte)
      }
      bytes.append(contentsOf: utf8[start...])
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): raw("\\\"")
    case UInt8(ascii: "\\"): raw("\\\\")
    case 0x0A: raw("\\n")
    case 0x0D: raw("\\r")
    case 0x09: raw("\\t")
    default:
      raw("\\u00")
      for digit in [byte >> 4, byte & 15] { bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit) }
    }
  }

  private mutating func digits(_ number: Int64) {
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    padded(number.magnitude, 1)
  }

  /// Writes a number with at least so many digits, from the last to the first into the room they need.
  private mutating func padded(_ number: UInt64, _ width: Int) {
    var count = 1
    var rest = number / 10
    while rest > 0 {
      count += 1
      rest /= 10
    }
    count = max(count, width)
    for _ in 0..<count { bytes.append(0x30) }
    rest = number
    var place = bytes.count
    while rest > 0 {
      place -= 1
      bytes[place] = 0x30 + UInt8(rest % 10)
      rest /= 10
    }
  }

  /// Writes a mark and a number below 100 in two digits.
  private mutating func two(_ mark: Unicode.Scalar, _ number: UInt64) {
    bytes.append(UInt8(ascii: mark))
    bytes.append(0x30 + UInt8(number / 10))
    bytes.append(0x30 + UInt8(number % 10))
  }

  /// A moment in UTC, with milliseconds where there are any.
  private mutating func moment(_ instant: Instant) {
    let milliseconds = instant.milliseconds
    let day = milliseconds >= 0 ? milliseconds / 86_400_000 : (milliseconds - 86_399_999) / 86_400_000
    let date = CalendarDate(daysSince1970: Int(day))
    guard (0...9_999).contains(date.year) else { return bytes.append(contentsOf: instant.text().utf8) }
    let rest = UInt64(milliseconds - day * 86_400_000)
    padded(UInt64(date.year), 4)
    two("-", UInt64(date.month))
    two("-", UInt64(date.day))
    two("T", rest / 3_600_000)
    two(":", rest / 60_000 % 60)
    two(":", rest / 1_000 % 60)
    if rest % 1_000 != 0 {
      bytes.append(UInt8(ascii: "."))
      padded(rest % 1_000, 3)
    }
    bytes.append(UInt8(ascii: "Z"))
  }
}
