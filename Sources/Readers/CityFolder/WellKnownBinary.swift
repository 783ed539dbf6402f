import Geography

/// Writes geometries as little-endian well-known binary (OGC 06-103r4, clause 8), coordinates bit for bit.
struct WellKnownBinaryWriter {
  private(set) var bytes: [UInt8] = []

  mutating func point(_ point: Point) {
    start(1)
    append(point)
  }

  mutating func line(_ points: ArraySlice<Point>) {
    start(2)
    append(UInt32(points.count))
    for point in points { append(point) }
  }

  /// One shape of many as a multipolygon: a ring that runs counter-clockwise begins a polygon, its holes follow.
  mutating func area(_ shapes: MultiPolygons, _ row: Int) {
    area(shapes.rings(of: row).map { shapes.ring($0) })
  }

  /// Rings as a multipolygon.
  mutating func area(_ rings: [ArraySlice<Point>]) {
    var polygons: [Range<Int>] = []
    for (index, ring) in rings.enumerated() {
      if let last = polygons.last, MultiPolygon.signedArea(of: ring) <= 0 {
        polygons[polygons.count - 1] = last.lowerBound..<index + 1
      } else {
        polygons.append(index..<index + 1)
      }
    }
    start(6)
    append(UInt32(polygons.count))
    for polygon in polygons {
      bytes.append(1)
      append(UInt32(3))
      append(UInt32(polygon.count))
      for ring in rings[polygon] {
        append(UInt32(ring.isEmpty ? 0 : ring.count + 1))
        for point in ring { append(point) }
        if let first = ring.first { append(first) }
      }
    }
  }

  private mutating func start(_ type: UInt32) {
    bytes.removeAll(keepingCapacity: true)
    bytes.append(1)
    append(type)
  }

  private mutating func append(_ number: UInt32) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }

  private mutating func append(_ point: Point) {
    withUnsafeBytes(of: point.x.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    withUnsafeBytes(of: point.y.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
  }
}

/// Reads well-known binary: points, lines and areas, single or several, with or without height and measure, which are
/// left aside. Anything else, and anything cut short, is nothing.
struct WellKnownBinaryReader {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0
  private var isLittle = true

  private init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  static func point(_ bytes: UnsafeRawBufferPointer) -> Point? {
    var reader = WellKnownBinaryReader(bytes)
    guard let kind = reader.kind() else { return nil }
    if kind.type == 4 {
      guard reader.count(least: 21) == 1, let inner = reader.kind(), inner.type == 1 else { return nil }
      return reader.points(1, inner.size)?.first
    }
    guard kind.type == 1, let point = reader.points(1, kind.size)?.first, point.x.isFinite else { return nil }
    return point
  }

  /// A line; of several the one there is.
  static func line(_ bytes: UnsafeRawBufferPointer) -> [Point]? {
    var reader = WellKnownBinaryReader(bytes)
    guard var kind = reader.kind() else { return nil }
    if kind.type == 5 {
      guard reader.count(least: 9) == 1, let inner = reader.kind() else { return nil }
      kind = inner
    }
    guard kind.type == 2, let count = reader.count(least: kind.size * 8) else { return nil }
    return reader.points(count, kind.size)
  }

  /// An area with its rings turned as ``MultiPolygon`` wants them; their order stays.
  static func area(_ bytes: UnsafeRawBufferPointer) -> MultiPolygon? {
    var reader = WellKnownBinaryReader(bytes)
    guard let kind = reader.kind() else { return nil }
    var rings: [[Point]] = []
    if kind.type == 3 {
      guard reader.polygon(kind.size, into: &rings) else { return nil }
    } else {
      guard kind.type == 6, let count = reader.count(least: 9) else { return nil }
      for _ in 0..<count {
        guard let inner = reader.kind(), inner.type == 3, reader.polygon(inner.size, into: &rings) else { return nil }
      }
    }
    return MultiPolygon(rings: rings)
  }

  private mutating func polygon(_ size: Int, into rings: inout [[Point]]) -> Bool {
    guard let count = count(least: 4) else { return false }
    for number in 0..<count {
      guard let length = self.count(least: size * 8), var ring = points(length, size) else { return false }
      if ring.count > 1, ring.first == ring.last { ring.removeLast() }
      guard ring.count >= 3 else { continue }
      let area = MultiPolygon.signedArea(of: ring)
      // Zero is left as it came: turning a flat ring would change what was written.
      if number == 0 ? area < 0 : area > 0 { ring.reverse() }
      rings.append(ring)
    }
    return true
  }

  /// The type without its dimensions, and how many numbers a position has.
  private mutating func kind() -> (type: UInt32, size: Int)? {
    guard position < bytes.count else { return nil }
    isLittle = bytes[position] == 1
    position += 1
    guard let code = word() else { return nil }
    let hasHeight = code & 0x8000_0000 != 0 || [1, 3].contains(code & 0xFFFF / 1000)
    let hasMeasure = code & 0x4000_0000 != 0 || [2, 3].contains(code & 0xFFFF / 1000)
    return (code & 0xFFFF % 1000, 2 + (hasHeight ? 1 : 0) + (hasMeasure ? 1 : 0))
  }

  private mutating func word() -> UInt32? {
    guard position + 4 <= bytes.count else { return nil }
    defer { position += 4 }
    let raw = bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self)
    return isLittle ? UInt32(littleEndian: raw) : UInt32(bigEndian: raw)
  }

  /// A number of things of at least `least` bytes each, which must fit in what is left.
  private mutating func count(least: Int) -> Int? {
    guard let count = word(), Int(count) * least <= bytes.count - position else { return nil }
    return Int(count)
  }

  private mutating func points(_ count: Int, _ size: Int) -> [Point]? {
    guard position + count * size * 8 <= bytes.count else { return nil }
    let start = position
    position += count * size * 8
    if isLittle, size == 2 {
      return [Point](unsafeUninitializedCapacity: count) { buffer, initialized in
        UnsafeMutableRawBufferPointer(buffer).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: bytes[start..<start + count * 16]))
        initialized = count
      }
    }
    return (0..<count).map { index in
      Point(x: number(start + index * size * 8), y: number(start + index * size * 8 + 8))
    }
  }

  private func number(_ offset: Int) -> Double {
    let raw = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    return Double(bitPattern: isLittle ? UInt64(littleEndian: raw) : UInt64(bigEndian: raw))
  }
}
