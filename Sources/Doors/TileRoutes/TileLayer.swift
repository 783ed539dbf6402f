/// What a feature of a tile says of itself.
enum TileValue: Hashable {
  case text(String)
  case number(Float)
  case integer(Int)
}

/// One layer of a tile being written, as the Mapbox Vector Tile specification 2.1 (§4.1–4.4) lays it out.
struct TileLayer {
  /// The kinds of geometry, by their number in the specification.
  enum Kind: UInt64, Sendable { case points = 1, lines = 2, polygons = 3 }

  private let name: String
  private let kind: Kind
  private var features = ProtocolBuffer()
  private var feature = ProtocolBuffer()
  private var keys: [String] = []
  private var numberOfKey: [String: UInt32] = [:]
  private var values = ProtocolBuffer()
  private var numberOfValue: [TileValue: UInt32] = [:]
  private var count = 0

  init(_ name: String, _ kind: Kind) {
    self.name = name
    self.kind = kind
  }

  /// Adds a feature with its drawing commands.
  mutating func add(row: Int, _ attributes: [(String, TileValue)], commands: [UInt32]) {
    var tags: [UInt32] = []
    for (key, value) in attributes {
      tags.append(number(of: key))
      tags.append(number(of: value))
    }
    feature.removeAll()
    feature.add(1, number: UInt64(row))
    feature.add(2, packed: tags)
    feature.add(3, number: kind.rawValue)
    feature.add(4, packed: commands)
    features.add(2, bytes: feature.bytes)
    count += 1
  }

  /// The layer as a field of a tile; nothing when it has no feature.
  func write(to tile: inout ProtocolBuffer) {
    guard count > 0 else { return }
    var layer = ProtocolBuffer()
    layer.add(15, number: 2)
    layer.add(1, bytes: name.utf8)
    var bytes = layer.bytes
    bytes.append(contentsOf: features.bytes)
    layer.removeAll()
    for key in keys { layer.add(3, bytes: key.utf8) }
    bytes.append(contentsOf: layer.bytes)
    bytes.append(contentsOf: values.bytes)
    layer.removeAll()
    layer.add(5, number: UInt64(TileAddress.extent))
    bytes.append(contentsOf: layer.bytes)
    tile.add(3, bytes: bytes)
  }

  private mutating func number(of key: String) -> UInt32 {
    if let number = numberOfKey[key] { return number }
    let number = UInt32(keys.count)
    keys.append(key)
    numberOfKey[key] = number
    return number
  }

  private mutating func number(of value: TileValue) -> UInt32 {
    if let number = numberOfValue[value] { return number }
    var message = ProtocolBuffer()
    switch value {
    case .text(let text): message.add(1, bytes: text.utf8)
    case .number(let number): message.add(2, single: number)
    case .integer(let integer):
      message.add(6, number: UInt64(bitPattern: Int64(integer) << 1 ^ Int64(integer) >> 63))  // zigzag
    }
    let number = UInt32(numberOfValue.count)
    values.add(4, bytes: message.bytes)
    numberOfValue[value] = number
    return number
  }
}

/// The drawing commands of one feature: whole units, each point written as its step from the one before (§4.3).
struct TileCommands {
  private(set) var words: [UInt32] = []
  private var cursor = SIMD2<Int32>(0, 0)

  /// Points that stand alone.
  mutating func points(_ points: [SIMD2<Int32>]) {
    guard !points.isEmpty else { return }
    words.append(UInt32(points.count) << 3 | 1)
    for point in points { step(to: point) }
  }

  /// A line of two points or more.
  mutating func line(_ points: [SIMD2<Int32>]) {
    guard let first = points.first, points.count >= 2 else { return }
    words.append(1 << 3 | 1)
    step(to: first)
    words.append(UInt32(points.count - 1) << 3 | 2)
    for point in points.dropFirst() { step(to: point) }
  }

  /// A ring of three points or more, without the repeated closing point.
  mutating func ring(_ points: [SIMD2<Int32>]) {
    guard points.count >= 3 else { return }
    line(points)
    words.append(1 << 3 | 7)
  }

  private mutating func step(to point: SIMD2<Int32>) {
    let step = point &- cursor
    words.append(UInt32(bitPattern: step.x << 1 ^ step.x >> 31))
    words.append(UInt32(bitPattern: step.y << 1 ^ step.y >> 31))
    cursor = point
  }
}
