public import Modelling
internal import Foundation

/// What a device's token is bound to: it opens nothing else.
public enum Binding: Sendable, Hashable {
  /// The streams of one Thing, by its number.
  case thing(Int64)
  /// The topics that are, or lie below, this one: `lamps/north` opens `lamps/north` and `lamps/north/7`.
  case topics(String)

  /// A binding to topics; throws a sentence where the prefix is none: empty, with wildcards, or one of the standard's own topics.
  public init(topicPrefix text: String) throws(KeyringError) {
    var text = text[...]
    while text.last == "/" { text = text.dropLast() }
    guard !text.isEmpty, text.utf8.count <= 200, text.first != "/", text.first != "$" else {
      throw .refused("A token for topics needs the beginning of a topic, such as lamps/north.")
    }
    guard !text.contains("+"), !text.contains("#"), !text.unicodeScalars.contains(where: { $0.value < 32 }) else {
      throw .refused("The beginning of a topic has no wildcards: write lamps/north, without + and #.")
    }
    guard text != "v1.1", !text.hasPrefix("v1.1/") else {
      throw .refused("Topics below v1.1 are those of SensorThings: bind the token to a Thing instead.")
    }
    self = .topics(String(text))
  }

  /// Whether a topic, or all a filter may match, lies within a binding to topics.
  public func holds(topic: String) -> Bool {
    guard case .topics(let prefix) = self else { return false }
    return topic == prefix || topic.hasPrefix(prefix + "/")
  }
}

/// A program's key or a device's token. The secret itself is not kept.
public struct AccessKey: Sendable, Equatable, Identifiable {
  /// Its number, which is never given again.
  public let id: Int64
  /// What people call it.
  public let name: String
  /// The beginning of its secret, by which it is known in a list.
  public let beginning: String
  /// What it may do, those implied left out.
  public let scopes: Scopes
  /// What it is bound to, for a device's token; nothing for a program's key.
  public let binding: Binding?
  /// Requests a second it may make, where it has a rate of its own.
  public let perSecond: Double?
  /// When it was made.
  public let created: Instant
  /// When it ends, if ever.
  public let expires: Instant?
  /// When it was last used, to the hour, if ever.
  public let lastUsed: Instant?
  /// When it was revoked, if it was.
  public let revoked: Instant?

  /// Whether it opens anything now.
  public func isGood(at now: Instant) -> Bool { revoked == nil && (expires.map { now < $0 } ?? true) }
}

/// What a new key shall be.
public struct NewKey: Sendable {
  /// What people call it; 1 to 60 letters.
  public var name: String
  /// What it may do; a device's token may observe and nothing else.
  public var scopes: Scopes
  /// What it is bound to, for a device's token.
  public var binding: Binding?
  /// Requests a second, where the standard is not right.
  public var perSecond: Double?
  /// When it ends, if ever.
  public var expires: Instant?

  /// A program's key.
  public init(_ name: String, scopes: Scopes, perSecond: Double? = nil, expires: Instant? = nil) {
    self.name = name
    self.scopes = scopes
    self.perSecond = perSecond
    self.expires = expires
  }

  /// A device's token.
  public init(_ name: String, for binding: Binding, perSecond: Double? = nil, expires: Instant? = nil) {
    self.init(name, scopes: .observe, perSecond: perSecond, expires: expires)
    self.binding = binding
  }
}
