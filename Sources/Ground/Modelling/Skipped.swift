/// What a reader left out and why; nothing is dropped silently.
public struct Skipped: Sendable, Codable, Equatable {
  /// What was left out: `way`, `building`, `cell` …
  public var what: String
  /// Why, a phrase.
  public var why: String
  /// How many.
  public var count: Int
  /// Up to five names of those left out, to find them again.
  public var examples: [String]

  /// Something left out.
  public init(what: String, why: String, count: Int, examples: [String] = []) {
    self.what = what
    self.why = why
    self.count = count
    self.examples = Array(examples.prefix(5))
  }
}

/// Counts what is left out while reading, by reason, in the order the reasons first came.
public struct SkippedTally: Sendable {
  /// What was left out so far.
  public private(set) var all: [Skipped] = []

  /// Nothing left out yet.
  public init() {}

  /// Notes one left out.
  public mutating func add(_ what: String, because why: String, example: String = "", count: Int = 1) {
    guard count > 0 else { return }
    if let place = all.firstIndex(where: { $0.what == what && $0.why == why }) {
      all[place].count += count
      if !example.isEmpty, all[place].examples.count < 5 { all[place].examples.append(example) }
    } else {
      all.append(Skipped(what: what, why: why, count: count, examples: example.isEmpty ? [] : [example]))
    }
  }

  /// Takes over what another reader left out.
  public mutating func add(_ others: some Sequence<Skipped>) { all.append(contentsOf: others) }
}
