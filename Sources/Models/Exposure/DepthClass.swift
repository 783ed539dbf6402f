/// The steps of depth people are told, in metres: each class is deeper than its first number and no deeper than its second.
///
/// 0.1 m stops walking in comfort, 0.3 m small cars and 0.5 m grown people (Shand et al. 2010–11, see `WadingDepth`); 1 and 2 m
/// are a choice of ours: about a table's height and a ceiling's.
enum DepthClass {
  /// Where the classes begin; the last has no end.
  static let beginnings: [Float] = [0.1, 0.3, 0.5, 1, 2]

  /// The class of a depth; nothing at 0.1 m and less.
  static func number(of depth: Float) -> Int? { beginnings.lastIndex { depth > $0 } }

  /// The end of indicator names: `0.1-0.3`, … , `above-2`.
  static func name(_ number: Int) -> String {
    number + 1 < beginnings.count
      ? "\(text(beginnings[number]))-\(text(beginnings[number + 1]))" : "above-\(text(beginnings[number]))"
  }

  /// In words: `0.1 to 0.3 m deep`.
  static func words(_ number: Int) -> String {
    number + 1 < beginnings.count
      ? "\(text(beginnings[number])) to \(text(beginnings[number + 1])) m deep"
      : "deeper than \(text(beginnings[number])) m"
  }

  private static func text(_ metres: Float) -> String {
    metres == metres.rounded() ? "\(Int(metres))" : ExposureModel.text(metres)
  }
}
