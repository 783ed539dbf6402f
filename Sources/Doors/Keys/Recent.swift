/// A dictionary that remembers what was used lately, and forgets the rest a half at a time.
///
/// Two halves: what is used moves into the young one; when that is full, the old one goes and the young one becomes old. O(1) an access, without
/// a sweep; between `most / 2` and `most` entries of those used last are always there.
struct Recent<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private var young: [Key: Value] = [:]
  private var old: [Key: Value] = [:]
  private let half: Int

  init(most: Int) { half = max(1, most / 2) }

  var count: Int { young.count + old.count }

  subscript(key: Key) -> Value? {
    get { young[key] ?? old[key] }
    set {
      old[key] = nil
      guard let newValue else {
        young[key] = nil
        return
      }
      young[key] = newValue
      if young.count >= half {
        old = young
        young = [:]
      }
    }
  }

  mutating func removeAll() {
    young = [:]
    old = [:]
  }
}
