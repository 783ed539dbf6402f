internal import Observations

extension PlainValue {
  /// Words by which a quality says that nothing is wrong.
  private static let good: Set<String> = [
    "", "good", "ok", "okay", "pass", "passed", "valid", "verified", "approved", "normal", "none", "unflagged",
  ]
  /// Members of an object that hold flags.
  private static let members = ["flags", "flag", "qc", "quality", "status", "resultQuality"]

  /// Whether a `resultQuality` doubts its observation.
  ///
  /// Nothing, true, a number and a word such as "good" do not; false, any other word, and a list with such a word do. An
  /// object is judged by its members flags, flag, qc, quality, status; one without them says nothing of doubts.
  package var isDoubtful: Bool {
    switch self {
    case .null, .number: false
    case .truth(let isGood): !isGood
    case .text(let word): !Self.good.contains(word.lowercased())
    case .list(let parts): parts.contains(where: \.isDoubtful)
    case .object(let parts): Self.members.contains { parts[$0]?.isDoubtful ?? false }
    }
  }
}
