/// How dangerous moving water is to people, by h (v + 0.5) in m²/s.
///
/// Source: DEFRA and Environment Agency, "Flood Risks to People", FD2321/TR1 and TR2 (2006): 0.75, 1.25 and 2.5 part caution, danger
/// for some (children, the old and the infirm), danger for most and danger for all. Without the debris factor, so that what floats
/// in the water makes it worse than told.
public enum HazardClass: Int, CaseIterable, Sendable, Comparable {
  case low, some, most, all

  /// The hazard of 0.05 m of still water in m²/s; below it the ground is only wet (assumed): rain leaves a film everywhere.
  public static let least: Float = 0.025

  /// The class of a hazard in m²/s; nothing where it is below ``least`` or unknown.
  public init?(_ hazard: Float) {
    guard hazard >= Self.least else { return nil }
    self = hazard < 0.75 ? .low : hazard < 1.25 ? .some : hazard < 2.5 ? .most : .all
  }

  /// The end of indicator names.
  var name: String {
    switch self {
    case .low: "caution"
    case .some: "danger-for-some"
    case .most: "danger-for-most"
    case .all: "danger-for-all"
    }
  }

  /// In words.
  var words: String {
    switch self {
    case .low: "where caution is called for (0.025 to 0.75 m²/s)"
    case .some: "where it is dangerous for some: children, the old, the infirm (0.75 to 1.25 m²/s)"
    case .most: "where it is dangerous for most (1.25 to 2.5 m²/s)"
    case .all: "where it is dangerous for all (2.5 m²/s and more)"
    }
  }

  /// By danger.
  public static func < (left: HazardClass, right: HazardClass) -> Bool { left.rawValue < right.rawValue }
}
