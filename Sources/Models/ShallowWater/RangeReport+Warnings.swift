extension RangeReport {
  /// What to say when the flow left the range of the live engine, one sentence each; empty while it is inside.
  ///
  /// Without `advection` local inertia leaves out how the flow carries its own momentum. Thresholds: de Almeida and Bates
  /// (2013), doi:10.1002/wrcr.20366, find its error to grow with the Froude number and the scheme fit for subcritical flow, Fr < 1; LISFLOOD-FP's authors advise
  /// against it for supercritical flow (Neal et al. 2012, doi:10.1002/hyp.8291 compare it to the full equations). In
  /// one per cent of the flooded cells a jet at a kerb is tolerated: assumed. A front steeper than half its depth moves as a dam
  /// break, whose depth local inertia misses by some 6 % on a wet bed and 10 % on a dry one at any cell size (measured,
  /// Docs/models/flood-reference.md); one half is assumed.
  ///
  /// With `advection` near-critical flow is met, and dam breaks to 0.5 and 3 %; what remains is that no discharge passes a Froude
  /// number of 1.5.
  public func warnings(engine title: String, advection: Bool = false) -> [String] {
    if advection { return held(title) }
    var sentences: [String] = []
    if supercriticalShare > 0.01 {
      sentences.append(
        "In \(Self.percent(supercriticalShare)) of the flooded cells the water ran faster than its own waves (Froude number up "
          + "to \(Self.tenths(greatestFroude))); the \(title) engine is not made for that: run the reference engine there."
      )
    }
    if steepestFront > 0.5, greatestFroude > 0.8 {
      sentences.append(
        "A front as steep as a dam break passed (a fall of \(Self.tenths(steepestFront)) depths between two cells); its depth and "
          + "arrival from the \(title) engine may be 10 % and more off: run the reference engine.")
    }
    return sentences
  }

  private func held(_ title: String) -> [String] {
    guard supercriticalShare > 0.01, greatestFroude > LiveEngine.swiftest else { return [] }
    return [
      "In \(Self.percent(supercriticalShare)) of the flooded cells the water ran faster than its own waves (Froude number up to "
        + "\(Self.tenths(greatestFroude))); the \(title) engine holds it back at \(LiveEngine.swiftest): compare the reference engine."
    ]
  }

  private static func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }
  private static func tenths(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}
