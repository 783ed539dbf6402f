internal import CGDAL
import Datasets

/// Reads a layer in columns: GDAL hands over batches of rows in the memory layout of Apache Arrow's C interface
/// (arrow.apache.org/docs/format/CDataInterface.html), which spares a call for each field of each row.
struct ArrowTable {
  private let layer: OGRLayerH
  private let name: String

  private let count: Int

  /// A layer of about `count` rows.
  init(layer: OGRLayerH, name: String, count: Int) {
    self.layer = layer
    self.name = name
    self.count = count
  }

  /// Visits the rows batch by batch, in the order of the table.
  func forEachBatch(_ visit: (ArrowBatch) throws -> Void) throws {
    var stream = ArrowArrayStream()
    // Room is made for a whole batch, so a small table asks for a small one.
    let rows = min(65_536, max(1, count))
    let isOpen = withTextList(["MAX_FEATURES_IN_BATCH=\(rows)"]) { OGR_L_GetArrowStream(layer, &stream, $0) }
    guard isOpen else { throw broken }
    defer { stream.release?(&stream) }
    var schema = ArrowSchema()
    guard stream.get_schema?(&stream, &schema) == 0 else { throw broken }
    defer { schema.release?(&schema) }
    var empty = 0
    while true {
      var array = ArrowArray()
      guard stream.get_next?(&stream, &array) == 0 else { throw broken }
      guard array.release != nil else { return }
      defer { array.release?(&array) }
      // An empty table may give one empty batch, a damaged one gives them for ever.
      if array.length == 0 {
        empty += 1
        guard empty < 3 else { throw broken }
        continue
      }
      try visit(ArrowBatch(schema, array))
    }
  }

  private var broken: CityFolderError {
    CityFolderError(
      "city.gpkg", "its layer \(name) is damaged: restore the file from a copy, or import the city again.")
  }
}

/// Some rows of a table.
struct ArrowBatch {
  /// How many rows.
  let count: Int
  private let schema: ArrowSchema
  private let array: ArrowArray

  init(_ schema: ArrowSchema, _ array: ArrowArray) {
    self.schema = schema
    self.array = array
    count = Int(array.length)
  }

  /// A column by its name; one without any value when the table lacks it.
  func column(_ name: String) -> ArrowColumn {
    guard let fields = schema.children, let children = array.children else { return ArrowColumn() }
    for number in 0..<Int(schema.n_children) {
      guard let field = fields[number]?.pointee, let child = children[number]?.pointee, let title = field.name else {
        continue
      }
      if strcasecmp(title, name) == 0 { return ArrowColumn(field, child) }
    }
    return ArrowColumn()
  }

  /// The column of geometries: the only one that holds well-known binary.
  var geometry: ArrowColumn {
    guard let fields = schema.children, let children = array.children else { return ArrowColumn() }
    for number in 0..<Int(schema.n_children) {
      guard let field = fields[number]?.pointee, let child = children[number]?.pointee, let format = field.format else {
        continue
      }
      if ["z", "Z"].contains(String(cString: format)), field.metadata != nil { return ArrowColumn(field, child) }
    }
    return ArrowColumn()
  }
}

/// A column of a batch. An edited table may hold other types than the one that was written: numbers are converted.
/// Columns of true and false count as absent, because GDAL before 3.8.3 hands them over wrong.
struct ArrowColumn {
  private enum Format { case absent, int32, int64, int16, float, double, bytes32, bytes64 }
  private let format: Format
  private let offset: Int
  private let validity: UnsafePointer<UInt8>?
  private let data: UnsafeRawPointer?
  private let characters: UnsafeRawPointer?

  /// A column without any value.
  init() {
    format = .absent
    offset = 0
    validity = nil
    data = nil
    characters = nil
  }

  init(_ schema: ArrowSchema, _ array: ArrowArray) {
    offset = Int(array.offset)
    let buffers = array.buffers
    validity = array.n_buffers > 0 ? buffers?[0]?.assumingMemoryBound(to: UInt8.self) : nil
    data = array.n_buffers > 1 ? buffers?[1] : nil
    characters = array.n_buffers > 2 ? buffers?[2] : nil
    switch schema.format.map({ String(cString: $0) }) ?? "" {
    case "s": format = .int16
    case "i": format = .int32
    case "l": format = .int64
    case "f": format = .float
    case "g": format = .double
    case "u", "z": format = .bytes32
    case "U", "Z": format = .bytes64
    default: format = .absent
    }
  }

  /// Whether a row has a value.
  func hasValue(_ row: Int) -> Bool {
    guard format != .absent, data != nil else { return false }
    guard let validity else { return true }
    let place = row + offset
    return validity[place >> 3] >> UInt8(place & 7) & 1 == 1
  }

  /// The bytes of a text or a geometry; nothing for anything else.
  func bytes(_ row: Int) -> UnsafeRawBufferPointer? {
    guard hasValue(row), let data else { return nil }
    let place = row + offset
    let start: Int
    let end: Int
    switch format {
    case .bytes32:
      start = Int(data.load(fromByteOffset: place * 4, as: Int32.self))
      end = Int(data.load(fromByteOffset: place * 4 + 4, as: Int32.self))
    case .bytes64:
      start = Int(data.load(fromByteOffset: place * 8, as: Int64.self))
      end = Int(data.load(fromByteOffset: place * 8 + 8, as: Int64.self))
    default: return nil
    }
    return UnsafeRawBufferPointer(start: characters.map { $0 + start }, count: characters == nil ? 0 : end - start)
  }

  /// The text of a row; empty when there is none.
  func text(_ row: Int) -> String {
    if let bytes = bytes(row) { return String(decoding: bytes, as: UTF8.self) }
    return number(row).map { $0 == $0.rounded() && abs($0) < 1e15 ? "\(Int64($0))" : "\($0)" } ?? ""
  }

  /// The number of a row; nothing when there is none.
  func number(_ row: Int) -> Double? {
    guard hasValue(row), let data else { return nil }
    let place = row + offset
    switch format {
    case .absent: return nil
    case .int16: return Double(data.load(fromByteOffset: place * 2, as: Int16.self))
    case .int32: return Double(data.load(fromByteOffset: place * 4, as: Int32.self))
    case .int64: return Double(data.load(fromByteOffset: place * 8, as: Int64.self))
    case .float: return Double(data.load(fromByteOffset: place * 4, as: Float.self))
    case .double: return data.load(fromByteOffset: place * 8, as: Double.self)
    case .bytes32, .bytes64: return bytes(row).flatMap { Double(String(decoding: $0, as: UTF8.self)) }
    }
  }

  /// The number of a row in single precision; NaN when there is none.
  func float(_ row: Int) -> Float { number(row).map { Float($0) } ?? .nan }

  /// The whole number of a row, within bounds; nothing when there is none.
  func integer<Number: FixedWidthInteger>(_ row: Int, as: Number.Type) -> Number? {
    number(row).flatMap { $0.isFinite ? Number(exactly: $0.rounded()) : nil }
  }

  /// Whether a row says yes: `yes`, `true`, `t`, `y` or a number other than 0; no when it says anything else, or
  /// nothing.
  func flag(_ row: Int) -> Bool {
    guard let bytes = bytes(row), let first = bytes.first else { return number(row).map { $0 != 0 } ?? false }
    switch first {
    case UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "f"), UInt8(ascii: "F"): return false
    case UInt8(ascii: "y"), UInt8(ascii: "Y"), UInt8(ascii: "t"), UInt8(ascii: "T"): return true
    default: return number(row).map { $0 != 0 } ?? false
    }
  }
}

/// Turns the words of a column into values, each distinct word once.
struct Words<Value> {
  private var known: [(bytes: [UInt8], value: Value?)] = []
  private var last = 0
  private let parse: (String) -> Value?

  init(_ parse: @escaping (String) -> Value?) { self.parse = parse }

  /// The value of a word; nothing when the word means none.
  mutating func value(_ bytes: UnsafeRawBufferPointer) -> Value? {
    if last < known.count, Self.equal(known[last].bytes, bytes) { return known[last].value }
    if let place = known.firstIndex(where: { Self.equal($0.bytes, bytes) }) {
      last = place
      return known[place].value
    }
    last = known.count
    let value = parse(String(decoding: bytes, as: UTF8.self))
    known.append((Array(bytes), value))
    return value
  }

  private static func equal(_ word: [UInt8], _ bytes: UnsafeRawBufferPointer) -> Bool {
    guard word.count == bytes.count, let start = bytes.baseAddress else { return word.count == bytes.count }
    return word.withUnsafeBytes { $0.baseAddress.map { memcmp($0, start, bytes.count) == 0 } ?? true }
  }
}
