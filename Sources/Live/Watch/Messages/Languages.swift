/// Languages of messages.
public enum Languages {
  /// The four that residents speak: English, Malay, Chinese, Tamil.
  public static let standing = ["en", "ms", "zh", "ta"]

  /// Whether a text looks like a tag of a language (RFC 5646): letters, then parts of letters and digits with hyphens between.
  static func isTag(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard let first = parts.first, (2...3).contains(first.count), first.allSatisfy({ $0.isASCII && $0.isLetter }) else {
      return false
    }
    return parts.dropFirst().allSatisfy {
      (1...8).contains($0.count) && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }
  }
}
