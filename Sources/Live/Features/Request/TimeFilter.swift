internal import Modelling
internal import Observations

/// The parameter `datetime`: a moment, a day, or from one to another, where `..` or nothing leaves a side open.
struct TimeFilter: Hashable {
  /// Both included.
  let first, last: Instant

  /// A filter from its text (OGC 17-069r4, section 7.15.4; RFC 3339 moments, or dates that stand for the whole day in UTC).
  init(_ given: String) throws(Refusal) {
    // The + of an offset that was not encoded came as a space.
    let text = given.split(separator: " ", omittingEmptySubsequences: false).joined(separator: "+")
    let sides = text.split(separator: "/", omittingEmptySubsequences: false)
    guard (1...2).contains(sides.count), !text.isEmpty else { throw Self.unreadable(given) }
    let isInterval = sides.count == 2
    func side(_ text: Substring, open: Instant, isEnd: Bool) throws(Refusal) -> Instant {
      if isInterval, text.isEmpty || text == ".." { return open }
      if let moment = Instant(text: text) { return moment }
      guard text.count == 10, let day = Instant(text: text + "T00:00:00Z") else { throw Self.unreadable(given) }
      return isEnd ? Instant(milliseconds: day.milliseconds + 86_399_999) : day
    }
    first = try side(sides[0], open: Instant(milliseconds: .min), isEnd: false)
    last = try side(sides[sides.count - 1], open: Instant(milliseconds: .max), isEnd: true)
    guard first <= last else { throw Refusal(400, "datetime ends before it begins: turn its two sides around.") }
  }

  private static func unreadable(_ text: String) -> Refusal {
    Refusal(
      400,
      "datetime \"\(text.prefix(60))\" is neither a moment such as 2026-11-23T12:00:00Z nor an interval such as 2026-11-23T00:00:00Z/.. with one."
    )
  }

  /// Whether a span shares a moment with it. What is of no time is of any.
  func holds(_ span: TimeSpan?) -> Bool {
    guard let span else { return true }
    return span.start <= last && span.end >= first
  }
}
