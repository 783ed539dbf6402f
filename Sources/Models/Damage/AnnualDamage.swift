/// What a year must expect: the damage of each return period, weighed by how likely a year is to bring it.
///
/// The area under damage over the yearly probability p = 1 ⁄ T, straight lines between the return periods known. Beyond the
/// rarest its damage is taken for every rarer one: D_rarest ⁄ T_rarest is added. Floods more frequent than the most frequent one
/// known are taken to do nothing. `low` leaves out the first of these assumptions' share; `high` lets the damage fall in a
/// straight line from the most frequent flood known to nothing at a flood every year.
public struct AnnualDamage: Sendable, Equatable {
  /// The expected damage of a year.
  public let expected: Double
  /// With nothing beyond the rarest flood.
  public let low: Double
  /// With floods as frequent as every year.
  public let high: Double

  /// From return periods in years, ascending and above 1, and the damage of each.
  public init(years: [Double], damages: [Double]) {
    precondition(!years.isEmpty && years.count == damages.count, "a damage for every return period")
    let chances = years.map { 1 / $0 }
    var area = 0.0
    for number in 1..<max(1, years.count) {
      area += (damages[number - 1] + damages[number]) / 2 * (chances[number - 1] - chances[number])
    }
    low = area
    expected = area + damages[years.count - 1] * chances[years.count - 1]
    high = expected + damages[0] / 2 * max(0, 1 - chances[0])
  }
}
