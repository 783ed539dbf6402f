/// Where the next page begins: behind an observation, in the order of the store, or behind an entity. What `$skip` reads again and again, this finds at once, and
/// who deletes what is on a page misses nothing on the next.
package struct PageMark: Hashable, Sendable {
  /// The stream the last observation of the page belongs to; the number of the last entity.
  package var stream: Int64
  /// The moment the store keeps it under, in milliseconds since 1970.
  package var time: Int64
  /// How many observations of that stream and moment went before, with the last one.
  package var passed: Int

  /// A mark from its parts.
  package init(stream: Int64, time: Int64, passed: Int) {
    self.stream = stream
    self.time = time
    self.passed = passed
  }

  /// The mark a text spells, or nothing.
  init?(text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let stream = Int64(parts[0]), let time = Int64(parts[1]), let passed = Int(parts[2]),
      passed > 0
    else { return nil }
    self.init(stream: stream, time: time, passed: passed)
  }

  /// The text: `12.1763900000000.1`, of an entity `12.0.1`.
  var text: String { "\(stream).\(time).\(passed)" }
}
