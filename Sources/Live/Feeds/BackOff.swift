/// How long a feed waits after failures: a minute, then twice as long each time, to an hour or the feed's own interval, whichever is longer.
enum BackOff {
  private static let first: Int64 = 60_000
  private static let longest: Int64 = 3_600_000
  /// A server's wish is heeded up to a day.
  private static let longestWish: Int64 = 86_400_000

  /// Milliseconds to wait after so many failures in a row.
  ///
  /// `chance`, 0 up to 1, spreads feeds that failed together over a further quarter. A server's wish makes it longer, never shorter.
  static func wait(after failures: Int, every: Int64, wish: Int64?, chance: Double) -> Int64 {
    let most = max(longest, every)
    let doubled = failures > 20 ? most : min(most, first << Int64(max(0, failures - 1)))
    let wait = max(doubled, min(wish ?? 0, longestWish))
    return wait + Int64(Double(wait) / 4 * min(max(chance, 0), 1))
  }
}
