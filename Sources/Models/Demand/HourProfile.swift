/// When trips begin: shares of a day by the hour, by purpose, direction and day.
///
/// The shapes are assumed; their peaks stand where surveys have them (work and all trips at 7–8 and 16:45–17:45: Triangle
/// regional model of North Carolina, time-of-day report; Saturdays flat around noon).
public enum HourProfile {
  /// Which end a trip begins at.
  public enum Direction: UInt8, Sendable { case fromHome, toHome }

  /// 24 shares that sum to 1.
  public static func shares(_ purpose: Purpose, _ direction: Direction, _ day: DemandDay) -> [Double] {
    let weights: [Double]
    switch (purpose, direction) {
    case (.work, .fromHome): weights = workOut
    case (.work, .toHome): weights = workBack
    case (.education, .fromHome): weights = schoolOut
    case (.education, .toHome): weights = schoolBack
    case (.shopping, .fromHome): weights = shopOut
    case (.shopping, .toHome): weights = shifted(shopOut)
    case (.other, .fromHome): weights = day == .saturday ? shopOut : otherOut
    case (.other, .toHome): weights = day == .saturday ? shifted(shopOut) : otherBack
    case (.nonHome, _): weights = day == .saturday ? shopOut : nonHome
    case (.freight, _): weights = freight
    case (.outside, .fromHome): weights = day == .saturday ? shopOut : outsideIn
    case (.outside, .toHome): weights = day == .saturday ? shifted(shopOut) : outsideOut
    }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }

  private static func shifted(_ weights: [Double]) -> [Double] { [weights[23]] + weights.dropLast() }

  private static let workOut: [Double] = [1, 1, 1, 2, 6, 18, 38, 50, 28, 12, 6, 5, 6, 8, 4, 3, 3, 3, 3, 2, 2, 3, 1, 1]
  private static let workBack: [Double] = [
    2, 1, 1, 1, 1, 2, 4, 3, 2, 2, 3, 5, 13, 12, 15, 22, 36, 40, 24, 10, 6, 4, 6, 3,
  ]
  private static let schoolOut: [Double] = [0, 0, 0, 0, 0, 2, 22, 60, 16, 4, 2, 2, 4, 3, 2, 1, 1, 1, 2, 1, 0, 0, 0, 0]
  private static let schoolBack: [Double] = [
    0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 4, 10, 22, 26, 16, 18, 12, 6, 3, 2, 2, 2, 1, 0,
  ]
  private static let shopOut: [Double] = [
    0, 0, 0, 0, 0, 1, 2, 5, 10, 16, 19, 16, 11, 10, 12, 14, 16, 16, 13, 8, 3, 1, 0, 0,
  ]
  private static let otherOut: [Double] = [
    1, 0, 0, 0, 1, 2, 6, 14, 11, 11, 10, 8, 8, 9, 11, 12, 14, 15, 14, 12, 6, 3, 2, 1,
  ]
  private static let otherBack: [Double] = [
    3, 1, 1, 0, 0, 1, 2, 6, 7, 6, 8, 10, 10, 8, 8, 11, 13, 15, 14, 12, 12, 13, 10, 5,
  ]
  private static let nonHome: [Double] = [
    1, 0, 0, 0, 1, 3, 7, 11, 11, 11, 12, 15, 16, 13, 13, 14, 15, 13, 9, 6, 4, 3, 2, 1,
  ]
  private static let freight: [Double] = [1, 1, 1, 2, 3, 5, 7, 8, 9, 10, 10, 9, 8, 8, 8, 7, 6, 4, 3, 2, 2, 1, 1, 1]
  private static let outsideIn: [Double] = [
    2, 1, 1, 2, 5, 12, 28, 36, 26, 18, 15, 14, 14, 15, 16, 19, 22, 22, 17, 12, 9, 7, 5, 3,
  ]
  private static let outsideOut: [Double] = [
    3, 2, 1, 1, 3, 6, 12, 18, 17, 15, 15, 16, 18, 18, 20, 26, 34, 35, 24, 14, 10, 9, 8, 5,
  ]
}
