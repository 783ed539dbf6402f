internal import Crypto
public import Geography

/// A running fingerprint of content: equal content gives an equal text, on every machine.
///
/// SHA-256 (FIPS 180-4) over labelled, length-prefixed parts, so that no two different sequences of parts are fed the
/// same bytes. Numbers are fed little-endian; −0 is fed as 0 and every NaN as one NaN.
public struct Digest: Sendable {
  private var hash = SHA256()

  /// The fingerprint of nothing, ready to be fed.
  public init() {}

  /// Adds a labelled part.
  public mutating func feed(_ label: String, _ bytes: some Collection<UInt8>) {
    header(label, count: bytes.count)
    if bytes.withContiguousStorageIfAvailable({ hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }) == nil {
      Array(bytes).withUnsafeBytes { hash.update(bufferPointer: $0) }
    }
  }

  /// Adds a labelled text.
  public mutating func feed(_ label: String, text: String) { feed(label, text.utf8) }

  /// Adds a labelled list of texts.
  public mutating func feed(_ label: String, texts: some Collection<String>) {
    header(label, count: texts.count)
    var joined: [UInt8] = []
    for text in texts {
      joined.append(contentsOf: text.utf8)
      joined.append(0)
    }
    joined.withUnsafeBytes { hash.update(bufferPointer: $0) }
  }

  /// Adds a labelled list of whole numbers.
  public mutating func feed(_ label: String, integers: some Collection<some FixedWidthInteger>) {
    header(label, count: integers.count)
    raw(integers.map { $0.littleEndian })
  }

  /// Adds a labelled list of numbers.
  public mutating func feed(_ label: String, numbers: some Collection<Double>) {
    header(label, count: numbers.count)
    raw(numbers.map { Self.canonical($0) })
  }

  /// Adds a labelled list of numbers.
  public mutating func feed(_ label: String, numbers: some Collection<Float>) {
    header(label, count: numbers.count)
    raw(numbers.map { ($0.isNaN ? Float.nan : $0 == 0 ? 0 : $0).bitPattern.littleEndian })
  }

  /// Adds a labelled list of positions.
  public mutating func feed(_ label: String, points: some Collection<Point>) {
    header(label, count: points.count)
    var bits: [UInt64] = []
    bits.reserveCapacity(points.count * 2)
    for point in points {
      bits.append(Self.canonical(point.x))
      bits.append(Self.canonical(point.y))
    }
    raw(bits)
  }

  /// 64 hexadecimal digits.
  public var text: String {
    var digits = ""
    for byte in hash.finalize() {
      digits += byte < 16 ? "0" : ""
      digits += String(byte, radix: 16)
    }
    return digits
  }

  private mutating func header(_ label: String, count: Int) {
    raw([UInt64(label.utf8.count).littleEndian])
    Array(label.utf8).withUnsafeBytes { hash.update(bufferPointer: $0) }
    raw([UInt64(count).littleEndian])
  }

  private mutating func raw(_ values: [some FixedWidthInteger]) {
    values.withUnsafeBytes { hash.update(bufferPointer: $0) }
  }

  private static func canonical(_ number: Double) -> UInt64 {
    (number.isNaN ? Double.nan : number == 0 ? 0 : number).bitPattern.littleEndian
  }
}
