public import Replica

/// One thing the city does not decide, of one kind: the rain, the water on the streets, the demand.
///
/// A kind that one model uses lives in that model's folder, a kind that two share lives in Modelling.
public protocol Condition: Sendable {
  /// The kind's name, unique in the catalogue, lower case with hyphens.
  static var name: String { get }
  /// Feeds the content — all of it and nothing else — to a fingerprint.
  func feed(_ digest: inout Digest)
}

/// What the city does not decide, by kind, and when the run starts.
public struct Conditions: Sendable {
  /// When the run starts.
  public var start = Instant(milliseconds: 0)
  /// Seconds to add to UTC for the city's local time at the start.
  public var zoneOffset = 0

  private var kinds: [String: (value: any Condition, source: String)] = [:]

  /// No condition given.
  public init() {}

  /// The condition of a kind, or nothing when it was not given.
  public subscript<C: Condition>(_: C.Type) -> C? { kinds[C.name]?.value as? C }

  /// The names of the kinds that were given, sorted.
  public var names: [String] { kinds.keys.sorted() }

  /// Who gave a kind: a change's keyword or a model's name.
  public func source(of name: String) -> String? { kinds[name]?.source }

  /// Gives a condition. The same source may give it again; a second source is an error naming both.
  public mutating func set<C: Condition>(_ value: C, from source: String) throws {
    if let old = kinds[C.name], old.source != source {
      throw GivenTwice(condition: C.name, sources: [old.source, source])
    }
    kinds[C.name] = (value, source)
  }

  /// Takes over all that `offered` holds. A kind that another source gave already is an error naming both.
  public mutating func merge(_ offered: Conditions) throws {
    for name in offered.names {
      guard let new = offered.kinds[name] else { continue }
      if let old = kinds[name], old.source != new.source {
        throw GivenTwice(condition: name, sources: [old.source, new.source])
      }
      kinds[name] = new
    }
  }

  /// Feeds start and zone, and the conditions of the kinds named, to a fingerprint.
  public func feed(_ digest: inout Digest, only names: some Sequence<String>) {
    digest.feed("start", integers: [start.milliseconds, Int64(zoneOffset)])
    for name in names.sorted() {
      if let kind = kinds[name] {
        digest.feed(name, [])
        kind.value.feed(&digest)
      }
    }
  }
}

/// Two sources gave the same condition: a scenario says both, or says what a model of the run offers.
public struct GivenTwice: Error, Equatable, CustomStringConvertible {
  /// The kind's name.
  public let condition: String
  /// Who gave it, in the order they came.
  public let sources: [String]

  /// An error naming both sources.
  public init(condition: String, sources: [String]) {
    self.condition = condition
    self.sources = sources
  }

  /// The sentence.
  public var description: String {
    "\(condition) is given twice, by \(sources.joined(separator: " and by ")): keep one of them."
  }
}
