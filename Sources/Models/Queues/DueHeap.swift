/// Lanes by the time they are due; equal times by row. O(log n) a push or pop (J. W. J. Williams, CACM 7 (1964) 347), with four children a
/// node, which lie in one line of the cache (A. LaMarca, R. Ladner, ACM Journal of Experimental Algorithmics 1 (1996) 4).
final class DueHeap {
  /// One number for the time and the lane, so that the earlier of two is told without a branch: the bits of times from 0 on stand in their order.
  private struct Entry: BitwiseCopyable {
    var key: UInt128

    @inline(__always) init(_ time: Double, _ lane: Int32) {
      // Adding 0 makes −0 a 0.
      key = UInt128((time + 0).bitPattern) << 64 | UInt128(UInt32(bitPattern: lane))
    }

    @inline(__always) var time: Double { Double(bitPattern: UInt64(truncatingIfNeeded: key >> 64)) }
    @inline(__always) var lane: Int32 { Int32(truncatingIfNeeded: key) }
    @inline(__always) func isBefore(_ other: Entry) -> Bool { key < other.key }
  }
  /// The first entry stands three places in: so the children of each begin with a line.
  private static let shift = 3
  private var block: UnsafeMutablePointer<Entry>
  private var entries: UnsafeMutablePointer<Entry> { block + Self.shift }
  private var capacity: Int
  private var count = 0

  init() {
    capacity = 4096
    block = Self.allocate(capacity)
  }

  deinit { UnsafeMutableRawPointer(block).deallocate() }

  private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<Entry> {
    UnsafeMutableRawPointer.allocate(byteCount: (capacity + shift) * MemoryLayout<Entry>.stride, alignment: 64)
      .bindMemory(to: Entry.self, capacity: capacity + shift)
  }

  /// When the first is due; infinite where none is.
  var time: Double { count > 0 ? entries[0].time : .infinity }

  func push(_ time: Double, _ lane: Int32) {
    if count == capacity { grow() }
    let entries = entries
    let entry = Entry(time, lane)
    var at = count
    count += 1
    while at > 0 {
      let parent = (at - 1) / 4
      guard entry.isBefore(entries[parent]) else { break }
      entries[at] = entries[parent]
      at = parent
    }
    entries[at] = entry
  }

  /// The first, which there must be.
  func pop() -> (time: Double, lane: Int32) {
    precondition(count > 0, "something is due")
    let entries = entries
    let first = entries[0]
    count -= 1
    let last = entries[count]
    var at = 0
    while true {
      let child = 4 * at + 1
      guard child < count else { break }
      var least = child
      if child + 3 < count {
        let left = entries[child + 1].isBefore(entries[child]) ? child + 1 : child
        let right = entries[child + 3].isBefore(entries[child + 2]) ? child + 3 : child + 2
        least = entries[right].isBefore(entries[left]) ? right : left
      } else {
        for other in child + 1..<max(child + 1, count) where entries[other].isBefore(entries[least]) { least = other }
      }
      guard entries[least].isBefore(last) else { break }
      entries[at] = entries[least]
      at = least
    }
    entries[at] = last
    return (first.time, first.lane)
  }

  private func grow() {
    let wider = Self.allocate(2 * capacity)
    wider.update(from: block, count: capacity + Self.shift)
    UnsafeMutableRawPointer(block).deallocate()
    block = wider
    capacity *= 2
  }
}
