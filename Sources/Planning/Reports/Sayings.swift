/// What models say of themselves — limits, verdicts, files to ask for — in the reader's language.
///
/// Models speak English. Here stands what they say in Malay too, by the English sentence with `{}` for its numbers; a
/// sentence that is not here stays English and is marked as such, so that nothing a model says is lost.
enum Sayings {
  /// A sentence in a language as HTML, cut to a length.
  static func html(_ sentence: String, _ language: Language, _ length: Int) -> String {
    switch language {
    case .en: return Markup.text(sentence, length)
    case .ms:
      if let malay = malay(of: sentence) { return Markup.text(malay, length + length / 8) }
      return "<span lang=\"en\">\(Markup.text(sentence, length))</span>"
    }
  }

  /// The sentence in Malay; nothing when it is not known here.
  static func malay(of sentence: String) -> String? {
    for (english, malay) in limits + questions + reasons + asks {
      guard let words = words(of: sentence, in: english) else { continue }
      var pieces = malay.components(around: "{}")
      var text = pieces.removeFirst()
      for (number, piece) in pieces.enumerated() { text += (number < words.count ? words[number] : "") + piece }
      return text
    }
    return nil
  }

  /// What stands for the `{}` of a template in a sentence; nothing when it does not follow the template.
  static func words(of sentence: String, in template: String) -> [String]? {
    let pieces = template.components(around: "{}")
    guard pieces.count > 1 else { return sentence == template ? [] : nil }
    guard sentence.hasPrefix(pieces[0]) else { return nil }
    var rest = sentence.dropFirst(pieces[0].count)
    var words: [String] = []
    for piece in pieces.dropFirst().dropLast() {
      guard let place = rest.firstRange(of: piece) else { return nil }
      words.append(String(rest[..<place.lowerBound]))
      rest = rest[place.upperBound...]
    }
    let last = pieces[pieces.count - 1]
    guard rest.hasSuffix(last) else { return nil }
    return words + [String(rest.dropLast(last.count))]
  }
}
