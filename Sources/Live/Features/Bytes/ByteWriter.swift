internal import Modelling
internal import Observations

/// Writes JSON as bytes, straight from columns.
struct ByteWriter {
  /// What has been written.
  private(set) var bytes: [UInt8] = []

  init(room: Int) { bytes.reserveCapacity(room) }

  /// Writes what is JSON already.
  mutating func raw(_ text: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Writes bytes that are JSON already.
  mutating func raw(_ given: [UInt8]) { bytes.append(contentsOf: given) }

  mutating func byte(_ byte: Unicode.Scalar) { bytes.append(UInt8(truncatingIfNeeded: byte.value)) }

  /// Writes a text in quotes, with what must be escaped escaped.
  mutating func text(_ text: String) {
    byte("\"")
    var text = text
    text.withUTF8 { utf8 in
      var start = 0
      for place in 0..<utf8.count {
        let byte = utf8[place]
        guard byte < 0x20 || byte == 0x22 || byte == 0x5C else { continue }
        bytes.append(contentsOf: utf8[start..<place])
        start = place + 1
        escape(byte)
      }
      bytes.append(contentsOf: utf8[start...])
    }
    byte("\"")
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case 0x22: raw("\\\"")
    case 0x5C: raw("\\\\")
    case 0x0A: raw("\\n")
    default:
      raw("\\u00")
      for digit in [byte >> 4, byte & 15] { bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit) }
    }
  }

  mutating func integer(_ number: Int) {
    if number < 0 { byte("-") }
    digits(UInt64(number.magnitude))
  }

  /// Writes a number rounded to so many decimals, without zeros at its end; null where it is none or too great for that.
  mutating func number(_ value: Double, decimals: Int) {
    let scale = Self.powers[decimals]
    let scaled = (value * Double(scale)).rounded()
    guard abs(scaled) < 9e15 else {
      if value.isFinite { bytes.append(contentsOf: value.description.utf8) } else { raw("null") }
      return
    }
    if scaled < 0 { byte("-") }
    fixed(UInt64(abs(scaled)), scale, decimals)
  }

  /// Writes degrees given in ten-millionths.
  mutating func degrees(_ value: Int32) {
    if value < 0 { byte("-") }
    fixed(UInt64(value.magnitude), 10_000_000, 7)
  }

  /// Writes a finite number with all digits that tell it from its neighbours; null for any other.
  mutating func exact(_ value: Double) {
    if let whole = Int64(exactly: value), abs(whole) < 1 << 53 {
      integer(Int(whole))
    } else if value.isFinite {
      bytes.append(contentsOf: value.description.utf8)
    } else {
      raw("null")
    }
  }

  /// Writes a moment in UTC in quotes.
  mutating func moment(_ instant: Instant) {
    byte("\"")
    bytes.append(contentsOf: instant.text().utf8)
    byte("\"")
  }

  static let powers: [UInt64] = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000]

  private mutating func fixed(_ magnitude: UInt64, _ scale: UInt64, _ decimals: Int) {
    let (whole, rest) = magnitude.quotientAndRemainder(dividingBy: scale)
    digits(whole)
    guard rest > 0 else { return }
    byte(".")
    var left = rest
    var count = decimals
    while left % 10 == 0 {
      left /= 10
      count -= 1
    }
    padded(left, count)
  }

  private mutating func digits(_ number: UInt64) {
    guard number >= 10 else { return bytes.append(0x30 + UInt8(number)) }
    var width = 1
    var rest = number / 10
    while rest > 0 {
      rest /= 10
      width += 1
    }
    padded(number, width)
  }

  private mutating func padded(_ number: UInt64, _ width: Int) {
    let start = bytes.count
    for _ in 0..<width { bytes.append(0x30) }
    bytes.withUnsafeMutableBufferPointer { bytes in
      var rest = number
      var place = start + width - 1
      while rest > 0 {
        let (tens, digit) = rest.quotientAndRemainder(dividingBy: 10)
        bytes[place] = 0x30 + UInt8(truncatingIfNeeded: digit)
        rest = tens
        place -= 1
      }
    }
  }
}
