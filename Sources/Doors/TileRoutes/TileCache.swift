/// Tiles that were made lately, up to a number of bytes; the one used longest ago goes first.
actor TileCache {
  private let capacity: Int
  private var size = 0
  private var clock = 0
  private var kept: [String: (bytes: [UInt8], used: Int)] = [:]

  init(capacity: Int) { self.capacity = capacity }

  func bytes(of key: String) -> [UInt8]? {
    guard let entry = kept[key] else { return nil }
    clock += 1
    kept[key]?.used = clock
    return entry.bytes
  }

  func keep(_ bytes: [UInt8], for key: String) {
    clock += 1
    size += bytes.count - (kept[key]?.bytes.count ?? 0)
    kept[key] = (bytes, clock)
    guard size > capacity else { return }
    // An eighth is freed at once, so that sorting is rare.
    for (key, entry) in kept.sorted(by: { $0.value.used < $1.value.used }) where size > capacity / 8 * 7 {
      size -= entry.bytes.count
      kept[key] = nil
    }
  }
}
