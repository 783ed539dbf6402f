import Replica

/// The words that stand in the tables for what the city holds as numbers.
protocol FileWord: CaseIterable {
  /// The word in files.
  var word: String { get }
}

extension FileWord {
  /// The value of a word, or nothing.
  static func named(_ word: String) -> Self? { allCases.first { $0.word == word } }
}

/// The words of a kind, each made once: a table has tens of thousands of rows.
struct WordTable<Value: FileWord & RawRepresentable> where Value.RawValue == UInt8 {
  private let words = Value.allCases.map(\.word)

  /// The word of a value.
  func callAsFunction(_ value: Value) -> String { words[Int(value.rawValue)] }
}

/// The texts of sets of vehicles, each made once.
struct AccessTexts {
  private var texts: [VehicleSet: String] = [:]

  /// The text of a set.
  mutating func text(of vehicles: VehicleSet) -> String {
    if let text = texts[vehicles] { return text }
    let text = vehicles.text
    texts[vehicles] = text
    return text
  }
}

extension StreetClass: FileWord { var word: String { name } }
extension BuildingUse: FileWord { var word: String { name } }
extension BuildingMaterial: FileWord { var word: String { name } }
extension LandUse: FileWord { var word: String { name } }
extension WaterwayKind: FileWord { var word: String { name } }
extension Structure: FileWord { var word: String { "\(self)" } }
extension Sidewalk: FileWord { var word: String { "\(self)" } }
extension Crossing: FileWord { var word: String { "\(self)" } }
extension Kerb: FileWord { var word: String { "\(self)" } }
extension Surface: FileWord { var word: String { self == .pavingStones ? "paving_stones" : "\(self)" } }
extension NodeControl: FileWord {
  var word: String {
    switch self {
    case .giveWay: "give_way"
    case .miniRoundabout: "mini_roundabout"
    default: "\(self)"
    }
  }
}

extension Assumed {
  private static let words: [(String, Assumed)] = [("speed", .speed), ("lanes", .lanes), ("access", .access)]

  /// The words in files, separated by spaces; empty for the empty set.
  var text: String { Self.words.filter { contains($0.1) }.map(\.0).joined(separator: " ") }

  /// A set from its text, or nothing when a word is not known.
  init?(text: String) {
    self = []
    for word in text.split(separator: " ") {
      guard let found = Self.words.first(where: { $0.0 == word }) else { return nil }
      insert(found.1)
    }
  }
}
