extension CountEstimation {
  /// How well it does on counters it has not seen: every fold is left out once, the others are fitted.
  public struct Judgement: Sendable, Equatable {
    /// What passes each counter by the prior.
    public let before: [Double]
    /// What passes it by the estimate that has not seen it.
    public let heldOut: [Double]
    /// What passes each counter by the estimate that has seen all.
    public let fitted: [Double]
    /// Flows of at least half a trip in that estimate.
    public let flows: Int
  }

  /// Judges itself on folds: `fold` numbers the fold of each counter from 0.
  public func judge(
    prior flows: [Double], shares: CountShares, counts: [Double], fold: [Int], groups: [[Int32]] = []
  ) -> Judgement {
    judge(
      prior: flows, shares: shares, counts: counts, fold: fold,
      groupings: groups.map { FlowGrouping($0, spread: groupSpread) })
  }

  /// Judges itself on folds: `fold` numbers the fold of each counter from 0.
  public func judge(
    prior flows: [Double], shares: CountShares, counts: [Double], fold: [Int], groupings: [FlowGrouping]
  ) -> Judgement {
    precondition(fold.count == counts.count, "a fold for every counter")
    var heldOut = [Double](repeating: .nan, count: counts.count)
    for number in Set(fold).sorted() {
      let seen = counts.indices.map { fold[$0] == number ? Double.nan : counts[$0] }
      let passing = shares.counts(
        of: estimate(prior: flows, shares: shares, counts: seen, groupings: groupings).flows)
      for counter in counts.indices where fold[counter] == number { heldOut[counter] = passing[counter] }
    }
    let all = estimate(prior: flows, shares: shares, counts: counts, groupings: groupings).flows
    return Judgement(
      before: shares.counts(of: flows), heldOut: heldOut, fitted: shares.counts(of: all), flows: all.count { $0 >= 0.5 }
    )
  }
}
