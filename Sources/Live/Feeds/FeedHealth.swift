public import Modelling

/// How a feed does, for a page.
public struct FeedHealth: Equatable, Sendable, Codable {
  /// In a word.
  public enum Condition: String, Sendable, Codable, CaseIterable {
    /// It was not pulled yet.
    case waiting
    /// The last pull succeeded, and readings are new enough.
    case well
    /// Pulls succeed, but nothing new has come for long.
    case stale
    /// The last pull failed.
    case failing
    /// Its file cannot be read.
    case broken
  }

  /// The feed's name.
  public var name: String
  /// What people call it.
  public var title: String
  /// Whose data it is.
  public var attribution: String
  /// Where it comes from: a host, a folder, a topic; never more of an address, which may hold a key.
  public var source: String
  /// In a word.
  public var condition: Condition
  /// When it was pulled last.
  public var lastAttempt: Instant?
  /// When a pull succeeded last.
  public var lastSuccess: Instant?
  /// Why the last pull failed, in a sentence; nothing while it succeeds.
  public var lastError: String?
  /// Pulls that failed one after the other.
  public var failures: Int
  /// When it is pulled next.
  public var next: Instant?
  /// The newest moment that was ever read.
  public var newest: Instant?
  /// Seconds since then, at least 0.
  public var age: Int64?
  /// Seconds after which it is stale.
  public var staleAfter: Int64
  /// Pulls that succeeded.
  public var pulls: Int
  /// Readings taken by all pulls.
  public var taken: Int
  /// Rows and values left out by all pulls.
  public var skipped: Int
  /// What the last pull that read something did.
  public var lastReport: FeedReport?
}
