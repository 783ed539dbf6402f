/// What is painted on a lane: where those on it may turn, and to which side it ends; empty where nothing is known or painted.
///
/// Sides are those of a driver in the city, on whichever side of the road one drives.
public struct LaneMarks: OptionSet, Hashable, Sendable {
  /// The arrows as bits.
  public let rawValue: UInt16
  /// Marks from their bits.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Turning back.
  public static let reverse = LaneMarks(rawValue: 1)
  /// A sharp left turn.
  public static let sharpLeft = LaneMarks(rawValue: 2)
  /// A left turn.
  public static let left = LaneMarks(rawValue: 4)
  /// A slight left turn.
  public static let slightLeft = LaneMarks(rawValue: 8)
  /// Straight on.
  public static let through = LaneMarks(rawValue: 16)
  /// A slight right turn.
  public static let slightRight = LaneMarks(rawValue: 32)
  /// A right turn.
  public static let right = LaneMarks(rawValue: 64)
  /// A sharp right turn.
  public static let sharpRight = LaneMarks(rawValue: 128)
  /// The lane ends, and whoever is on it falls in with the lane to the left: no turn.
  public static let mergeLeft = LaneMarks(rawValue: 256)
  /// The lane ends, and whoever is on it falls in with the lane to the right: no turn.
  public static let mergeRight = LaneMarks(rawValue: 512)

  private static let words: [(String, LaneMarks)] = [
    ("reverse", .reverse), ("sharp_left", .sharpLeft), ("left", .left), ("slight_left", .slightLeft),
    ("through", .through), ("slight_right", .slightRight), ("right", .right), ("sharp_right", .sharpRight),
    ("merge_to_left", .mergeLeft), ("merge_to_right", .mergeRight),
  ]

  /// The words for single marks in files: those of OpenStreetMap's `turn:lanes`.
  public static var names: [String] { words.map(\.0) }

  /// The marks in files, separated by spaces; empty for none.
  public var text: String { Self.words.filter { contains($0.1) }.map(\.0).joined(separator: " ") }

  /// Marks from their text, or nothing when a word is none.
  public init?(text: String) {
    self = []
    for word in text.split(separator: " ") {
      guard let found = Self.words.first(where: { $0.0 == word }) else { return nil }
      insert(found.1)
    }
  }

  /// The same marks seen in a mirror: left is right. Turning back keeps its mark.
  public var mirrored: LaneMarks {
    let pairs: [(LaneMarks, LaneMarks)] = [
      (.left, .right), (.slightLeft, .slightRight), (.sharpLeft, .sharpRight), (.mergeLeft, .mergeRight),
    ]
    var marks = intersection([.through, .reverse])
    for (one, other) in pairs {
      if contains(one) { marks.insert(other) }
      if contains(other) { marks.insert(one) }
    }
    return marks
  }
}
