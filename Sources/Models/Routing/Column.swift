/// An unchanging run of plain values at one place in memory, which kernels read by pointer for as long as someone holds it.
///
/// Sendable because nothing writes to it after `init`.
final class Column<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  let base: UnsafeMutablePointer<Element>
  let count: Int

  /// A copy of some values. O(n).
  init(_ values: [Element]) {
    count = values.count
    base = .allocate(capacity: max(1, count))
    base.initialize(from: values, count: count)
  }

  /// Values that `fill` writes; it finds them all at `value`. O(n).
  init(count: Int, repeating value: Element, _ fill: (UnsafeMutablePointer<Element>) -> Void) {
    self.count = count
    base = .allocate(capacity: max(1, count))
    base.initialize(repeating: value, count: count)
    fill(base)
  }

  deinit { base.deallocate() }

  /// The values as an array. O(n).
  var array: [Element] { Array(UnsafeBufferPointer(start: base, count: count)) }
}
