public import Modelling

/// A row of the log: a write by a person, or one that was refused.
public struct LoggedChange: Sendable, Equatable, Identifiable {
  /// Its number, rising with time.
  public let id: Int64
  /// When.
  public let time: Instant
  /// The name of who did it, as it was then.
  public let who: String
  /// By what: `session`, `password`, `key`, `machine`, `command`.
  public let means: String
  /// The method of the request, or what the command did.
  public let method: String
  /// The address, without its query.
  public let path: String
  /// The status of the answer; nothing for one that was broken off, or has not ended.
  public let status: Int?
  /// More words on it, a few.
  public let summary: String
}
