public import Geography

extension Coordinate {
  /// The position as people write it, to a hundredth of a degree: `6.21° S 106.85° E`.
  public var sentence: String {
    let north = "\(Self.hundredths(latitude))° \(latitude < 0 ? "S" : "N")"
    return "\(north) \(Self.hundredths(longitude))° \(longitude < 0 ? "W" : "E")"
  }

  private static func hundredths(_ degrees: Double) -> String {
    guard degrees.isFinite else { return "?" }
    let count = Int((abs(degrees) * 100).rounded())
    return "\(count / 100).\(count % 100 < 10 ? "0" : "")\(count % 100)"
  }
}
