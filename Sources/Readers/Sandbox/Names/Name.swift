/// What something is called: in Malay always, in other languages where a Malaysian town would have a sign in them.
struct Name: Hashable, Sendable {
  /// Malay, the name on the sign.
  var malay: String
  /// Chinese in simplified characters.
  var chinese: String?
  /// Tamil.
  var tamil: String?
  /// English.
  var english: String?

  /// The variants by language tag, Malay left out.
  var variants: [(tag: String, text: String)] {
    [("en", english), ("zh", chinese), ("ta", tamil)].compactMap { tag, text in text.map { (tag, $0) } }
  }
}
