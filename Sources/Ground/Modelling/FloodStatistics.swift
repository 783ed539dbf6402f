public import Geography
public import Replica

/// The greatest depths of water the members of an ensemble met: how sure the depths of ``WaterDepth`` are.
///
/// A model that counts something in water counts it for every member too, and tells the 5th and the 95th percentile as low and high.
public struct WaterEnsemble: Condition {
  public static let name = "water-ensemble"
  /// One grid a member, all of one shape: the greatest depth in m over time, NaN outside the model; at least one.
  public let peaks: [Grid]

  /// An ensemble from its members.
  public init(peaks: [Grid]) {
    precondition(!peaks.isEmpty, "an ensemble has members")
    self.peaks = peaks
  }

  public func feed(_ digest: inout Digest) { for peak in peaks { peak.feed("peak", &digest) } }

  /// The 5th and the 95th percentile of what the members gave — straight lines between them in order — stretched to the number
  /// told, which the moments kept may put outside; nothing when there are fewer than three finite ones.
  public static func interval(of members: [Double], around number: Double) -> ClosedRange<Double>? {
    let ordered = members.filter(\.isFinite).sorted()
    guard ordered.count > 2, number.isFinite else { return nil }
    func percentile(_ share: Double) -> Double {
      let place = share * Double(ordered.count - 1)
      let below = Int(place)
      let above = min(ordered.count - 1, below + 1)
      return ordered[below] + (ordered[above] - ordered[below]) * (place - Double(below))
    }
    return min(percentile(0.05), number)...max(percentile(0.95), number)
  }
}

/// The greatest depths of water by return period: what a year must expect.
public struct WaterByReturnPeriod: Condition {
  public static let name = "water-by-return-period"
  /// Years, ascending, above 1.
  public let years: [Double]
  /// For each, the greatest depth in m over time, NaN outside the model; all of one shape.
  public let peaks: [Grid]

  /// Depths by return period.
  public init(years: [Double], peaks: [Grid]) {
    precondition(!years.isEmpty && years.count == peaks.count, "a grid for every return period")
    self.years = years
    self.peaks = peaks
  }

  public func feed(_ digest: inout Digest) {
    digest.feed("years", numbers: years)
    for peak in peaks { peak.feed("peak", &digest) }
  }
}

/// How dangerous moving water is to people: the greatest h (v + 0.5) over time, in m²/s (DEFRA/EA FD2321/TR1, 2006, without
/// the debris factor).
public struct WaterHazard: Condition {
  public static let name = "water-hazard"
  /// m²/s, 0 or more; NaN outside the model.
  public let greatest: Grid

  /// The hazard, cell by cell.
  public init(greatest: Grid) { self.greatest = greatest }

  public func feed(_ digest: inout Digest) { greatest.feed("hazard", &digest) }
}
