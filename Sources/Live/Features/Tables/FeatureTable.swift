internal import Geography
internal import Observations
internal import Replica

/// A collection as columns.
struct FeatureTable: Sendable {
  /// Its name in addresses.
  let id: String
  /// What people call it, and what is in it.
  let title, summary: String
  let columns: [Column]
  let shapes: Shapes
  private let keys: Keys
  /// The rows that are there, in their order.
  let rows: [Int32]
  /// When each row is of; nothing for a table that is of no time.
  let times: [TimeSpan?]?
  /// The box around all, in ten-millionths of a degree.
  let extent: Box
  private let boxes: [Box]
  private let index: PackedIndex
  private let keyIndex: KeyIndex

  /// Where the names of features come from.
  enum Keys: Sendable {
    case features([FeatureKey])
    case texts([String])

    func text(_ row: Int) -> String {
      switch self {
      case .features(let keys): keys[row].text
      case .texts(let texts): texts[row]
      }
    }

    var count: Int {
      switch self {
      case .features(let keys): keys.count
      case .texts(let texts): texts.count
      }
    }
  }

  /// A table from its columns. O(positions + n log n).
  init(
    _ id: String, _ title: String, _ summary: String, keys: Keys, shapes: Shapes, columns: [Column],
    areRemoved: [Bool] = [], times: [TimeSpan?]? = nil
  ) {
    self.id = id
    self.title = title
    self.summary = summary
    self.keys = keys
    self.shapes = shapes
    self.columns = columns
    self.times = times
    let rows = (0..<keys.count).filter { areRemoved.isEmpty || !areRemoved[$0] }.map { Int32($0) }
    self.rows = rows
    boxes = rows.map { shapes.box(Int($0)) }
    var extent = Box.empty
    for box in boxes where !box.isEmpty { extent.formUnion(box) }
    self.extent = extent
    index = PackedIndex(boxes)
    keyIndex = KeyIndex(rows) { keys.text($0) }
  }

  /// The row of a key that is there, or nothing. O(1).
  func row(_ key: String) -> Int? { keyIndex.row(key) { keys.text($0) } }

  /// The rows whose geometry shares a point with any of some boxes, in their order. O(log n + found + n ⁄ 64).
  func rows(in areas: [Box]) -> [Int32] {
    // A bit a row puts them in order and takes each once.
    var marks = [UInt64](repeating: 0, count: (rows.count + 63) / 64)
    var count = 0
    for area in areas {
      index.search(area) { place in
        let box = boxes[place]
        let isWithin =
          box.minX >= area.minX && box.maxX <= area.maxX && box.minY >= area.minY && box.maxY <= area.maxY
        guard isWithin || shapes.intersects(Int(rows[place]), area) else { return }
        marks[place >> 6] |= 1 << UInt64(place & 63)
        count += 1
      }
    }
    var found: [Int32] = []
    found.reserveCapacity(count)
    for (number, word) in marks.enumerated() where word != 0 {
      var left = word
      while left != 0 {
        found.append(rows[number * 64 + left.trailingZeroBitCount])
        left &= left - 1
      }
    }
    return found
  }

  /// Writes a feature without its closing brace.
  func write(_ row: Int, to writer: inout ByteWriter) {
    writer.raw("{\"type\":\"Feature\",\"id\":")
    writer.text(keys.text(row))
    writer.raw(",\"geometry\":")
    shapes.write(row, to: &writer)
    writer.raw(",\"properties\":{")
    for (place, column) in columns.enumerated() {
      if place > 0 { writer.byte(",") }
      column.write(row, to: &writer)
    }
    writer.byte("}")
  }
}
