import Observations

/// Places in lists as addresses have them: `properties/floors[1]` is the second of the floors.
enum ListPlaces {
  /// The steps of a part of a path: `floors[1][0]` is `floors`, `1`, `0`; any other text is a step of its own.
  static func steps(of part: String) -> [String] {
    guard part.utf8.last == UInt8(ascii: "]"), let opening = part.firstIndex(of: "["), opening > part.startIndex else {
      return [part]
    }
    var steps = [String(part[..<opening])]
    for place in part[opening...].dropLast().split(separator: "]", omittingEmptySubsequences: false) {
      let digits = place.dropFirst()
      guard place.hasPrefix("["), !digits.isEmpty, digits.utf8.allSatisfy(TextReader.isDigit) else { return [part] }
      steps.append(String(digits))
    }
    return steps
  }
}

extension PlainValue {
  /// What lies at a step within: a member of an object, or a place in a list; null where there is nothing.
  func within(_ step: some StringProtocol) -> PlainValue {
    switch self {
    case .object(let members): members[String(step)] ?? .null
    case .list(let values): Int(step).flatMap { values.indices.contains($0) ? values[$0] : nil } ?? .null
    default: .null
    }
  }
}
