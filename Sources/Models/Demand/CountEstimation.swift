import Modelling

/// What was counted on a link in an hour, and what went over it.
public enum Agreement {
  /// GEH = √(2 (m − c)² ÷ (m + c)) of an hour's model and count; below 5 is held for good.
  ///
  /// Source: G. E. Havers; UK Department for Transport, TAG unit M3.1. 0 where both are 0.
  public static func geh(model: Double, count: Double) -> Double {
    model + count > 0 ? (2 * (model - count) * (model - count) / (model + count)).squareRoot() : 0
  }

  /// Share of hours with GEH below 5; NaN for none.
  public static func shareBelowFive(models: [Double], counts: [Double]) -> Double {
    let good = zip(models, counts).count { geh(model: $0, count: $1) < 5 }
    return counts.isEmpty ? .nan : Double(good) / Double(counts.count)
  }

  /// Root of the mean squared difference; NaN for none.
  public static func rootMeanSquare(models: [Double], counts: [Double]) -> Double {
    let sum = zip(models, counts).reduce(0.0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return counts.isEmpty ? .nan : (sum / Double(counts.count)).squareRoot()
  }
}

/// Which share of each flow passes each counter: a sparse table of counter ← flow.
///
/// A flow is whatever the prior is made of: a pair of zones in an hour, or a route.
public struct CountShares: Sendable, Equatable {
  /// How many flows there are.
  public let flows: Int
  /// The flows that pass each counter, ascending, with their shares 0…1.
  public private(set) var rows: [[(flow: Int32, share: Float)]]

  /// A table from entries; those of one counter and flow are added up, and cut at 1.
  public init(flows: Int, counters: Int, entries: some Sequence<(counter: Int, flow: Int, share: Double)>) {
    self.flows = flows
    var sums = [[Int32: Double]](repeating: [:], count: counters)
    for entry in entries where entry.share > 0 {
      precondition(entry.counter < counters && entry.flow < flows, "entries lie inside the table")
      sums[entry.counter][Int32(entry.flow), default: 0] += entry.share
    }
    rows = sums.map { sum in
      sum.keys.sorted().map { (flow: $0, share: Float(min(1, sum[$0] ?? 0))) }
    }
  }

  /// What passes each counter.
  public func counts(of flows: [Double]) -> [Double] {
    rows.map { row in row.reduce(0.0) { $0 + flows[Int($1.flow)] * Double($1.share) } }
  }

  /// Tables are equal when they have the same entries.
  public static func == (left: CountShares, right: CountShares) -> Bool {
    left.flows == right.flows && left.rows.count == right.rows.count
      && zip(left.rows, right.rows).allSatisfy { a, b in
        a.count == b.count && zip(a, b).allSatisfy { $0.flow == $1.flow && $0.share == $1.share }
      }
  }
}

/// Corrects flows by counts, keeping to the prior where counts say nothing.
///
/// A flow is qₖ eˣᵏ, qₖ the prior's. The exponents are normal with mean 0: one part is common to all flows, one to all with the same
/// label in each grouping (the zone where they begin, that where they end, the hour …), one is the flow's own, so that a
/// counter also tells of flows that do not pass it. Counts scatter around Σ pₐₖ qₖ eˣᵏ with variance max(25, c) + (0.05 c)². The
/// most likely exponents are found by Gauss–Newton steps x ← C Jᵀ (J C Jᵀ + R)⁻¹ (c − v + J x): A. Tarantola, *Inverse
/// Problem Theory*, SIAM 2005, section 3.2, doi:10.1137/1.9780898717921; for trip tables the idea is that of M. Maher,
/// "Inferences on trip matrices from observations on link volumes: a Bayesian statistical approach", Transportation
/// Research B 17 (1983) 435–447, doi:10.1016/0191-2615(83)90030-9. The spreads are assumed.
public struct CountEstimation: Sendable {
  /// Factors on the prior never leave this range.
  public static let bounds = 0.1...10.0
  /// The weight of the prior beside the counts, 0.001…1000: the variance of the counts is taken so many times.
  public var prior: Double
  /// Standard deviation of the exponent that all flows share.
  public var commonSpread = 0.7
  /// Standard deviation of the exponent that flows with the same label share, for each grouping.
  public var groupSpread = 0.4
  /// Standard deviation of each flow's own exponent.
  public var ownSpread = 0.4
  /// Gauss–Newton steps at most.
  public var steps = 40

  /// An estimation that holds the prior so much.
  public init(prior: Double = 1) { self.prior = min(1_000, max(0.001, prior)) }

  /// The flows after correction.
  ///
  /// `groups` label every flow from 0, one array a grouping. Counters without a share in any flow change nothing; counts
  /// that are negative or unknown are left out. O(steps · counters · (entries + labels + counters²)).
  public func estimate(
    prior flows: [Double], shares: CountShares, counts: [Double], groups: [[Int32]] = []
  ) -> [Double] {
    precondition(
      flows.count == shares.flows && counts.count == shares.rows.count && groups.allSatisfy { $0.count == flows.count },
      "a flow for every column, a count for every row, a label for every flow")
    let base = flows.map { $0.isFinite ? max(0, $0) : 0 }
    let used = counts.indices.filter { counter in
      counts[counter].isFinite && counts[counter] >= 0 && shares.rows[counter].contains { base[Int($0.flow)] > 0 }
    }
    guard !used.isEmpty else { return base }
    let least = Portable.log(Self.bounds.lowerBound)
    let most = Portable.log(Self.bounds.upperBound)
    var exponents = [Double](repeating: 0, count: base.count)
    for _ in 0..<steps {
      let target = step(base, exponents, shares, counts, used, groups)
      var moved = 0.0
      for flow in exponents.indices {
        // Far from the answer the tangent misleads: no step is longer than a factor of two.
        let wanted = min(most, max(least, target[flow]))
        let change = min(0.7, max(-0.7, wanted - exponents[flow]))
        exponents[flow] += change
        moved = max(moved, abs(change))
      }
      if moved < 1e-5 { break }
    }
    return base.indices.map { base[$0] * Portable.exp(exponents[$0]) }
  }

  private func step(
    _ base: [Double], _ exponents: [Double], _ shares: CountShares, _ counts: [Double], _ used: [Int],
    _ groups: [[Int32]]
  ) -> [Double] {
    let size = used.count
    let own = ownSpread * ownSpread
    let grouped = groupSpread * groupSpread
    let common = commonSpread * commonSpread
    // The slopes of every counter, and their sums by label.
    let slopes = used.map { counter in
      shares.rows[counter].map { entry -> (flow: Int, slope: Double) in
        let flow = Int(entry.flow)
        return (flow, Double(entry.share) * base[flow] * Portable.exp(exponents[flow]))
      }
    }
    let labels = groups.map { Int($0.max() ?? -1) + 1 }
    let sums = slopes.map { row in
      groups.indices.map { group -> [Double] in
        var sum = [Double](repeating: 0, count: labels[group])
        for entry in row { sum[Int(groups[group][entry.flow])] += entry.slope }
        return sum
      }
    }
    let totals = slopes.map { $0.reduce(0.0) { $0 + $1.slope } }
    var system = [Double](repeating: 0, count: size * size)
    var right = [Double](repeating: 0, count: size)
    var dense = [Double](repeating: 0, count: base.count)
    for a in 0..<size {
      for entry in slopes[a] { dense[entry.flow] = entry.slope }
      for b in 0...a {
        var value = common * totals[a] * totals[b]
        for entry in slopes[b] { value += own * entry.slope * dense[entry.flow] }
        for group in groups.indices {
          value += grouped * zip(sums[a][group], sums[b][group]).reduce(0.0) { $0 + $1.0 * $1.1 }
        }
        system[a * size + b] = value
      }
      for entry in slopes[a] { dense[entry.flow] = 0 }
      let count = counts[used[a]]
      system[a * size + a] += prior * (max(25, count) + 0.0025 * count * count)
      right[a] = count - totals[a] + slopes[a].reduce(0.0) { $0 + $1.slope * exponents[$1.flow] }
    }
    let weights = Self.solved(system, right)
    var target = [Double](repeating: 0, count: base.count)
    var byLabel = labels.map { [Double](repeating: 0, count: $0) }
    var all = 0.0
    for a in 0..<size {
      for entry in slopes[a] { target[entry.flow] += own * weights[a] * entry.slope }
      for group in groups.indices {
        for label in 0..<labels[group] { byLabel[group][label] += weights[a] * sums[a][group][label] }
      }
      all += weights[a] * totals[a]
    }
    for flow in target.indices {
      target[flow] += common * all
      for group in groups.indices { target[flow] += grouped * byLabel[group][Int(groups[group][flow])] }
    }
    return target
  }

  /// The answer of a positive definite system of which the lower half is given, by Cholesky's factors.
  private static func solved(_ lower: [Double], _ right: [Double]) -> [Double] {
    let size = right.count
    var factor = lower
    var answer = right
    for row in 0..<size {
      for column in 0...row {
        var sum = factor[row * size + column]
        for k in 0..<column { sum -= factor[row * size + k] * factor[column * size + k] }
        factor[row * size + column] =
          row == column ? max(sum, 1e-12).squareRoot() : sum / factor[column * size + column]
      }
    }
    for row in 0..<size {
      for k in 0..<row { answer[row] -= factor[row * size + k] * answer[k] }
      answer[row] /= factor[row * size + row]
    }
    for row in stride(from: size - 1, through: 0, by: -1) {
      for k in row + 1..<max(row + 1, size) { answer[row] -= factor[k * size + row] * answer[k] }
      answer[row] /= factor[row * size + row]
    }
    return answer
  }

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
    precondition(fold.count == counts.count, "a fold for every counter")
    var heldOut = [Double](repeating: .nan, count: counts.count)
    for number in Set(fold).sorted() {
      let seen = counts.indices.map { fold[$0] == number ? Double.nan : counts[$0] }
      let passing = shares.counts(of: estimate(prior: flows, shares: shares, counts: seen, groups: groups))
      for counter in counts.indices where fold[counter] == number { heldOut[counter] = passing[counter] }
    }
    let all = estimate(prior: flows, shares: shares, counts: counts, groups: groups)
    return Judgement(
      before: shares.counts(of: flows), heldOut: heldOut, fitted: shares.counts(of: all), flows: all.count { $0 >= 0.5 }
    )
  }
}
