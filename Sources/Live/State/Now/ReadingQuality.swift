public import Observations

/// What is said of an observation's quality, in three steps.
public enum ReadingQuality: Int, Comparable, Sendable, Codable {
  /// Nothing doubts it.
  case good
  /// Something doubts it; it may be the extreme that matters most.
  case suspect
  /// It is known to be wrong.
  case bad

  private static let goodWords: Set<String> = [
    "", "good", "ok", "okay", "pass", "passed", "valid", "verified", "approved", "normal", "none", "unflagged",
    "not evaluated", "not_evaluated",
  ]
  private static let badWords: Set<String> = [
    "bad", "fail", "failed", "error", "invalid", "missing", "rejected", "wrong", "erroneous", "faulty",
  ]
  private static let members = ["flags", "flag", "qc", "quality", "status", "resultQuality"]

  /// The quality an observation's `resultQuality` tells, the worst of all it says.
  ///
  /// Read are elements of ISO 19157 as `{"DQ_Result": {"code": 4}}` with QARTOD's codes (3 suspect, 4 fail, 9 missing); words, of
  /// which an unknown one is a doubt; true and false; objects with members such as `flag` or `status`. A bare number
  /// says nothing: it may be an accuracy.
  public init(_ said: PlainValue?) {
    switch said {
    case nil, .null, .number: self = .good
    case .truth(let isGood): self = isGood ? .good : .bad
    case .text(let text):
      let word = text.lowercased()
      self = Self.goodWords.contains(word) ? .good : Self.badWords.contains(word) ? .bad : .suspect
    case .list(let parts): self = parts.map { Self($0) }.max() ?? .good
    case .object(let parts):
      var worst = Self.members.map { Self(parts[$0]) }.max() ?? .good
      if case .object(let result) = parts["DQ_Result"] {
        switch result["code"] {
        case .number(3), .text("3"): worst = max(worst, .suspect)
        case .number(4), .number(9), .text("4"), .text("9"): worst = .bad
        case .number, nil: break
        case let code: worst = max(worst, Self(code))
        }
      }
      self = worst
    }
  }

  /// The word for people and files.
  public var word: String {
    switch self {
    case .good: "good"
    case .suspect: "suspect"
    case .bad: "bad"
    }
  }

  /// Orders by number: the worse the greater.
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
