/// Finds the row of a key: a table of rows with open addresses, at most half full, of four bytes each.
///
/// O(1) a key; the hash is FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo), so that it is the same in every run. Of equal keys the first row
/// is found.
struct KeyIndex: Sendable {
  private var slots: [Int32]

  /// An index over rows and their keys.
  init(_ rows: [Int32], _ key: (Int) -> String) {
    var size = 16
    while size < rows.count * 2 { size *= 2 }
    slots = [Int32](repeating: -1, count: size)
    for row in rows {
      let text = key(Int(row))
      var place = Int(truncatingIfNeeded: Self.hash(text)) & (size - 1)
      var isThere = false
      while slots[place] >= 0 {
        if key(Int(slots[place])) == text {
          isThere = true
          break
        }
        place = (place + 1) & (size - 1)
      }
      if !isThere { slots[place] = row }
    }
  }

  /// The row of a key, or nothing.
  func row(_ text: String, _ key: (Int) -> String) -> Int? {
    var place = Int(truncatingIfNeeded: Self.hash(text)) & (slots.count - 1)
    while slots[place] >= 0 {
      let row = Int(slots[place])
      if key(row) == text { return row }
      place = (place + 1) & (slots.count - 1)
    }
    return nil
  }

  private static func hash(_ text: String) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash ^ hash >> 32
  }
}
