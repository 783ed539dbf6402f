package import Observations

/// How far an observation's quality is in doubt.
public enum Doubt: Int, Comparable, CaseIterable, Hashable, Sendable, Codable {
  /// Nobody doubts it.
  case none
  /// It is suspected: it may be wrong, or what happens is unusual.
  case suspected
  /// It failed a test: it cannot be right.
  case failed

  /// Orders by how far.
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension PlainValue {
  /// Words by which a quality says that nothing is wrong.
  private static let good: Set<String> = [
    "", "good", "ok", "okay", "pass", "passed", "valid", "verified", "approved", "normal", "none", "unflagged",
    "not evaluated",
  ]
  /// Words by which it only suspects.
  private static let suspecting: Set<String> = ["suspect", "suspected", "suspicious", "questionable", "doubtful"]
  /// Members of an object that hold flags.
  private static let members = ["flags", "flag", "qc", "quality", "status", "resultQuality"]

  /// How far a `resultQuality` doubts its observation.
  ///
  /// Elements of ISO 19157 as quality control writes them, `{"nameOfMeasure": …, "DQ_Result": {"code": 3}}`, by their code on
  /// the scale of QARTOD: 3 suspected, 4 and more failed; a gap before an observation is no doubt of it. Of others: nothing,
  /// true, a number and a word such as "good" doubt nothing; "suspect" and its like suspect; false and any other word fail. A
  /// list is as its worst part, an object as the worst of its members flags, flag, qc, quality, status; without one it says
  /// nothing of doubts.
  package var doubt: Doubt {
    switch self {
    case .null, .number: .none
    case .truth(let isGood): isGood ? .none : .failed
    case .text(let word):
      Self.good.contains(word.lowercased())
        ? .none : Self.suspecting.contains(word.lowercased()) ? .suspected : .failed
    case .list(let parts): parts.map(\.doubt).max() ?? .none
    case .object(let parts): Self.doubt(of: parts)
    }
  }

  private static func doubt(of parts: [String: PlainValue]) -> Doubt {
    guard case .object(let result) = parts["DQ_Result"] else {
      return members.compactMap { parts[$0]?.doubt }.max() ?? .none
    }
    if parts["nameOfMeasure"] == "gap_test" { return .none }
    if case .number(let code) = result["code"] { return code >= 4 ? .failed : code >= 3 ? .suspected : .none }
    return result["term"]?.doubt ?? .none
  }
}
