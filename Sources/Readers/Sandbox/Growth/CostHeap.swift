/// A binary heap of rows by cost; equal costs by row, so that what comes out does not depend on the order of pushing.
///
/// Pushing and popping are O(log n).
struct CostHeap {
  private var items: [(cost: Double, row: Int32)] = []

  mutating func push(_ cost: Double, _ row: Int32) {
    items.append((cost, row))
    var place = items.count - 1
    while place > 0, items[place] < items[(place - 1) / 2] {
      items.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  /// The cheapest row; nothing when there is none.
  mutating func pop() -> (cost: Double, row: Int32)? {
    guard let first = items.first, let last = items.popLast() else { return nil }
    if items.isEmpty { return first }
    items[0] = last
    var place = 0
    while true {
      var child = place * 2 + 1
      guard child < items.count else { return first }
      if child + 1 < items.count, items[child + 1] < items[child] { child += 1 }
      guard items[child] < items[place] else { return first }
      items.swapAt(place, child)
      place = child
    }
  }
}
