/// A language the council's page is written in.
public enum Language: String, Sendable, CaseIterable { case ms, en }

/// Something said in every language.
public struct Phrase: Sendable, Hashable {
  let malay, english: String

  init(_ english: String, _ malay: String) {
    self.malay = malay
    self.english = english
  }

  /// What is said in a language.
  func callAsFunction(_ language: Language) -> String {
    switch language {
    case .ms: malay
    case .en: english
    }
  }

  /// What is said in a language, with words of data put in for `{}`, one after the other.
  func callAsFunction(_ language: Language, _ words: String...) -> String {
    var pieces = self(language).components(around: "{}")
    guard !pieces.isEmpty else { return "" }
    var text = pieces.removeFirst()
    for (number, piece) in pieces.enumerated() { text += (number < words.count ? words[number] : "{}") + piece }
    return text
  }
}

extension String {
  /// The pieces between the occurrences of a separator.
  func components(around separator: String) -> [String] {
    var pieces: [String] = []
    var rest = self[...]
    while let place = rest.firstRange(of: separator) {
      pieces.append(String(rest[..<place.lowerBound]))
      rest = rest[place.upperBound...]
    }
    return pieces + [String(rest)]
  }
}
