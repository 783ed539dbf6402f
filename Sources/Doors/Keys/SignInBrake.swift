public import Modelling

/// Slows down who guesses passwords: after a few failures each further attempt has to wait, twice as long each time.
///
/// Three things are counted: a name from one address (who guesses at one account from one place), a name from anywhere (who
/// guesses from many places; its waits stay short, so that nobody can keep an owner out for long) and an address (who tries many names). An attempt
/// counts when it begins, so that many at once gain nothing. O(1) an attempt; what is remembered is bounded.
public struct SignInBrake: Sendable {
  private struct Count {
    var failures = 0
    var last = Instant(milliseconds: 0)
    var until = Instant(milliseconds: 0)
  }
  private struct Subject: Hashable {
    var name, address: String
  }
  private struct Rule {
    /// Failures that cost nothing.
    var free: Int
    /// The longest wait, in milliseconds.
    var longest: Int64
  }
  /// Counts are forgotten an hour after the last failure.
  private static let memory: Int64 = 3_600_000
  /// How many are remembered; the older half goes when there are more.
  private static let most = 20_000

  private var counts = Recent<Subject, Count>(most: most)

  /// Nobody has tried yet.
  public init() {}

  private static func subjects(_ name: String, _ address: String) -> [(Subject, Rule)] {
    [
      (Subject(name: name, address: address), Rule(free: 4, longest: 900_000)),
      (Subject(name: name, address: ""), Rule(free: 20, longest: 60_000)),
      (Subject(name: "", address: address), Rule(free: 20, longest: 900_000)),
    ]
  }

  /// The milliseconds a name has to wait at an address because of guesses from there; nothing where it need not. Counts nothing.
  public func wait(_ name: String, from address: String, at now: Instant) -> Int64? {
    let until =
      [Subject(name: name, address: address), Subject(name: "", address: address)].map {
        (counts[$0]?.until.milliseconds ?? 0) - now.milliseconds
      }.max() ?? 0
    return until > 0 ? until : nil
  }

  /// An attempt begins. Answers the milliseconds it has to wait, in which case it does not count; nothing where it may go on, and then it
  /// counts as failed until ``succeeded(_:from:)``.
  public mutating func begin(_ name: String, from address: String, at now: Instant) -> Int64? {
    let subjects = Self.subjects(name, address)
    let wait = subjects.map { subject, _ in (counts[subject]?.until.milliseconds ?? 0) - now.milliseconds }.max() ?? 0
    if wait > 0 { return wait }
    for (subject, rule) in subjects {
      var count = counts[subject] ?? Count()
      if now.milliseconds - count.last.milliseconds > Self.memory { count = Count() }
      count.failures += 1
      count.last = now
      let beyond = count.failures - rule.free
      if beyond > 0 {
        count.until = Instant(milliseconds: now.milliseconds + min(rule.longest, 1000 << Int64(min(beyond - 1, 30))))
      }
      counts[subject] = count
    }
    return nil
  }

  /// An attempt did not come to an answer: it no longer counts.
  public mutating func withdraw(_ name: String, from address: String) {
    for (subject, _) in Self.subjects(name, address) {
      guard var count = counts[subject], count.failures > 0 else { continue }
      count.failures -= 1
      count.until = Instant(milliseconds: 0)
      counts[subject] = count
    }
  }

  /// An attempt was right: the name from this address begins anew; the address itself has one failure less, so that an account of one's own
  /// does not open the way to guess at others.
  public mutating func succeeded(_ name: String, from address: String) {
    withdraw(name, from: address)
    counts[Subject(name: name, address: address)] = nil
  }
}
