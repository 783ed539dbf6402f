/// What names are in other languages: the name as it stands in the city → BCP 47 language tag → text.
///
/// One list for streets, places, zones and waterways alike: a name means the same wherever it stands. The name itself is in
/// the first language of the profile.
public struct NameVariants: Hashable, Sendable {
  private var texts: [String: [String: String]] = [:]

  /// No variants.
  public init() {}

  /// Whether there are none.
  public var isEmpty: Bool { texts.isEmpty }

  /// How many names have variants.
  public var count: Int { texts.count }

  /// The names that have variants, in the order of their Unicode scalars. O(n log n).
  public var names: [String] { texts.keys.sorted(by: Self.inOrder) }

  /// The variants of a name, ordered by language tag; empty when it has none.
  public func variants(of name: String) -> [(language: String, text: String)] {
    (texts[name] ?? [:]).sorted { Self.inOrder($0.key, $1.key) }.map { ($0.key, $0.value) }
  }

  /// A name in a language; nothing when it has no such variant. Setting nothing or an empty text takes it away.
  public subscript(name: String, language: String) -> String? {
    get { texts[name]?[language] }
    set {
      guard !name.isEmpty, !language.isEmpty else { return }
      if let newValue, !newValue.isEmpty {
        texts[name, default: [:]][language] = newValue
      } else {
        texts[name]?[language] = nil
        if texts[name]?.isEmpty == true { texts[name] = nil }
      }
    }
  }

  func feed(_ digest: inout Digest) {
    digest.feed(
      "other-names",
      texts: names.flatMap { name in variants(of: name).flatMap { [name, $0.language, $0.text] } })
  }

  private static func inOrder(_ left: String, _ right: String) -> Bool {
    left.unicodeScalars.lexicographicallyPrecedes(right.unicodeScalars)
  }
}
