internal import Foundation
public import Modelling

/// What is kept of a feed over a restart.
public struct FeedState: Equatable, Sendable, Codable {
  /// The name of the text of the file it was pulled by.
  public var digest: UInt64 = 0
  /// What the next pull is to know.
  public var memory = FeedMemory()
  /// When it is pulled next.
  public var next: Instant?
  /// When it was pulled last.
  public var lastAttempt: Instant?
  /// When a pull succeeded last.
  public var lastSuccess: Instant?
  /// Why the last pull failed; nothing since one succeeded.
  public var lastError: String?
  /// Pulls that failed one after the other.
  public var failures = 0
  /// The newest moment that was ever read.
  public var newest: Instant?
  /// Pulls that succeeded.
  public var pulls = 0
  /// Readings taken by all pulls.
  public var taken = 0
  /// Rows and values left out by all pulls.
  public var skipped = 0
  /// What the last pull that read something did.
  public var lastReport: FeedReport?

  /// Nothing happened yet.
  public init() {}
}

/// What is kept of all feeds: one file of JSON.
public struct FeedStates: Equatable, Sendable, Codable {
  /// The form of the file.
  private var format = 1
  /// The states by the names of the feeds.
  public var feeds: [String: FeedState] = [:]

  /// No feeds.
  public init() {}

  /// What lies in a file; nothing remembered where there is none.
  ///
  /// A file that cannot be read does not stop the feeds: they begin anew, which the store takes without doubling, and the second value is the sentence to log.
  public static func read(_ path: String) -> (states: FeedStates, remark: String?) {
    guard let data = FileManager.default.contents(atPath: path) else { return (FeedStates(), nil) }
    do {
      let states = try JSONDecoder().decode(FeedStates.self, from: data)
      guard states.format == 1 else {
        return (
          FeedStates(), "\(path) is of format \(states.format), which this version does not know: feeds begin anew."
        )
      }
      return (states, nil)
    } catch {
      return (FeedStates(), "\(path) cannot be read: feeds begin anew.")
    }
  }

  /// Writes the file, beside it first and then in its place. Throws a sentence.
  public func write(_ path: String) throws(FeedError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    do {
      try encoder.encode(self).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw FeedError(path, "what feeds remember cannot be written: look at the folder's rights and the disk.")
    }
  }
}
