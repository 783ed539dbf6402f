/// What a caller may do.
///
/// Scopes are stored and shown by their words, so that a new one never changes the meaning of an old row.
public struct Scopes: OptionSet, Hashable, Sendable, CustomStringConvertible {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Read everything that is no secret of the house: the city, observations, runs, alerts.
  public static let read = Scopes(rawValue: 1)
  /// Send observations for streams that exist; nothing else, not even read.
  public static let observe = Scopes(rawValue: 2)
  /// Make and change: what-ifs, runs, things, the inbox, alerts.
  public static let operate = Scopes(rawValue: 4)
  /// Accounts, keys, the log of changes, the public view.
  public static let administer = Scopes(rawValue: 8)
  /// All there are.
  public static let all: Scopes = [.read, .observe, .operate, .administer]

  /// Every scope with its word, the narrowest first.
  public static let words: [(scope: Scopes, word: String)] = [
    (.read, "read"), (.observe, "observe"), (.operate, "operate"), (.administer, "administer"),
  ]

  /// The scopes with those they bring along: who may operate may read and observe, who may administer may do all. Observing brings nothing.
  public var withImplied: Scopes {
    var all = self
    if all.contains(.administer) { all.insert(.operate) }
    if all.contains(.operate) { all.formUnion([.read, .observe]) }
    return all
  }

  /// Scopes from their words, separated by commas or spaces; throws a sentence for a word that is none, and for none at all.
  public init(words text: some StringProtocol) throws(KeyringError) {
    self = []
    for word in text.split(whereSeparator: { $0 == "," || $0 == " " }) {
      guard let known = Self.words.first(where: { $0.word == word.lowercased() }) else {
        throw .refused("There is no scope \(word.prefix(40)): give read, observe, operate or administer.")
      }
      insert(known.scope)
    }
    if isEmpty { throw .refused("A key needs a scope: read, observe, operate or administer.") }
  }

  /// Its words, the narrowest first.
  public var list: [String] { Self.words.filter { contains($0.scope) }.map(\.word) }

  public var description: String { list.joined(separator: " ") }
}

/// What a person's account is for.
public enum Role: String, Sendable, Codable, CaseIterable {
  /// Looks.
  case viewer
  /// Works with the twin.
  case `operator`
  /// Looks after accounts and keys as well.
  case administrator

  /// What it may do.
  public var scopes: Scopes {
    switch self {
    case .viewer: .read
    case .operator: Scopes.operate.withImplied
    case .administrator: .all
    }
  }

  /// A role from its word; throws a sentence where there is none.
  public init(word: String) throws(KeyringError) {
    guard let role = Role(rawValue: word.lowercased()) else {
      throw .refused("There is no role \(word.prefix(40)): give viewer, operator or administrator.")
    }
    self = role
  }
}
