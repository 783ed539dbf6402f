public import Modelling

/// How often a caller may ask.
public struct Rate: Hashable, Sendable {
  /// Requests a second, on average.
  public let perSecond: Double
  /// Requests at once, after a rest.
  public let burst: Double

  /// A rate; `burst` is five seconds' worth where nothing is said.
  public init(perSecond: Double, burst: Double? = nil) {
    precondition(perSecond > 0 && perSecond.isFinite)
    self.perSecond = perSecond
    self.burst = max(1, burst ?? perSecond * 5)
  }

  /// A person at the page, whose map asks for many tiles at once.
  public static let person = Rate(perSecond: 200, burst: 1500)
  /// A program with a key that has no rate of its own.
  public static let key = Rate(perSecond: 100, burst: 500)
  /// A device.
  public static let device = Rate(perSecond: 50, burst: 250)
  /// An address nobody is known at: the public view, the sign-in form.
  public static let address = Rate(perSecond: 50, burst: 1000)
}

/// Counts what callers ask, by the token bucket (J. Turner, *New directions in communications*, IEEE Communications Magazine 24 (10), 1986).
///
/// O(1) a request; what is remembered is bounded: a bucket that was not used for long is full anyway.
public struct RateLimits: Sendable {
  /// Whose requests are counted together.
  public enum Subject: Hashable, Sendable {
    case address(String)
    case account(Int64)
    case key(Int64)
  }
  private struct Bucket {
    var tokens: Double
    var at: Int64
  }

  private var buckets: Recent<Subject, Bucket>

  /// Full buckets; `most` are remembered at once.
  public init(most: Int = 20_000) { buckets = Recent(most: most) }

  /// Buckets that are remembered.
  public var count: Int { buckets.count }

  /// Takes a request; nothing where it may go on, otherwise the seconds until the next may. A clock that stands or goes back fills nothing.
  public mutating func take(_ subject: Subject, _ rate: Rate, at now: Instant) -> Double? {
    var bucket = buckets[subject] ?? Bucket(tokens: rate.burst, at: now.milliseconds)
    let passed = max(0, Double(now.milliseconds - bucket.at)) / 1000
    bucket.at = now.milliseconds
    bucket.tokens = min(rate.burst, bucket.tokens + passed * rate.perSecond)
    let may = bucket.tokens >= 1
    if may { bucket.tokens -= 1 }
    buckets[subject] = bucket
    return may ? nil : (1 - bucket.tokens) / rate.perSecond
  }
}
