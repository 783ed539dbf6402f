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
/// Minimises κ Σ qₖ (xₖ ln xₖ − xₖ + 1) + Σ (vₐ − cₐ)² ÷ (2 cₐ⁺) over factors xₖ within ``bounds``, where qₖ are the prior
/// flows times one common factor, vₐ = Σ pₐₖ qₖ xₖ what passes counter a, and cₐ⁺ the count, at least 25. The first
/// term is the information that the change of the prior carries (H. J. Van Zuylen and L. G. Willumsen, "The most likely
/// trip matrix estimated from traffic counts", Transportation Research B 14 (1980) 281–293,
/// doi:10.1016/0191-2615(80)90008-9); counts are not met exactly but weighed by their own scatter (M. Maher, "Inferences on
/// trip matrices from observations on link volumes: a Bayesian statistical approach", Transportation Research B 17 (1983) 435–447,
/// doi:10.1016/0191-2615(83)90030-9). The dual has one unknown a counter, xₖ = exp(Σ pₐₖ μₐ); it is solved
/// counter by counter by bisection, which converges since it is convex.
public struct CountEstimation: Sendable {
  /// Factors on the prior never leave this range.
  public static let bounds = 0.1...10.0
  /// The weight of the prior beside the counts, 0.001…1000; greater keeps more of it.
  public var prior: Double
  /// Rounds over all counters.
  public var rounds = 60
  /// Whether one common factor, within 0.2…5, is taken out of the prior first.
  public var fitsTotal = true

  /// An estimation that holds the prior so much.
  public init(prior: Double = 1) { self.prior = min(1_000, max(0.001, prior)) }

  /// The flows after correction.
  ///
  /// Counters without a share in any flow change nothing. Counts that are negative or unknown are left out. O(rounds · entries).
  public func estimate(prior flows: [Double], shares: CountShares, counts: [Double]) -> [Double] {
    precondition(
      flows.count == shares.flows && counts.count == shares.rows.count, "a flow for every column, a count for every row"
    )
    var base = flows.map { $0.isFinite ? max(0, $0) : 0 }
    let used = counts.indices.filter { counts[$0].isFinite && counts[$0] >= 0 && !shares.rows[$0].isEmpty }
    if fitsTotal {
      let modelled = shares.counts(of: base)
      let passed = used.reduce(0.0) { $0 + modelled[$1] }
      let counted = used.reduce(0.0) { $0 + counts[$1] }
      if passed > 0, counted > 0 {
        let factor = min(5, max(0.2, counted / passed))
        base = base.map { $0 * factor }
      }
    }
    let least = Portable.log(Self.bounds.lowerBound)
    let most = Portable.log(Self.bounds.upperBound)
    var exponents = [Double](repeating: 0, count: base.count)
    var duals = [Double](repeating: 0, count: counts.count)
    for _ in 0..<rounds {
      var moved = 0.0
      for counter in used {
        let scatter = prior * max(25, counts[counter])
        let row = shares.rows[counter]
        let old = duals[counter]
        // The left side grows with μ, so that it crosses 0 once.
        func excess(_ dual: Double) -> Double {
          var sum = scatter * dual - counts[counter]
          for entry in row {
            let share = Double(entry.share)
            let exponent = exponents[Int(entry.flow)] + share * (dual - old)
            sum += share * base[Int(entry.flow)] * Portable.exp(min(most, max(least, exponent)))
          }
          return sum
        }
        let dual = root(excess, around: old)
        guard dual != old else { continue }
        duals[counter] = dual
        moved = max(moved, abs(dual - old))
        for entry in row { exponents[Int(entry.flow)] += Double(entry.share) * (dual - old) }
      }
      if moved < 1e-6 { break }
    }
    return base.indices.map { base[$0] * Portable.exp(min(most, max(least, exponents[$0]))) }
  }

  private func root(_ excess: (Double) -> Double, around start: Double) -> Double {
    var low = start - 0.5
    var high = start + 0.5
    for _ in 0..<20 where excess(low) > 0 { low -= 2 * (high - low) }
    for _ in 0..<20 where excess(high) < 0 { high += 2 * (high - low) }
    for _ in 0..<36 {
      let middle = (low + high) / 2
      if excess(middle) < 0 { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// How well it does on counters it has not seen: every fold is left out once, the others are fitted.
  public struct Judgement: Sendable, Equatable {
    /// What passes each counter by the prior, and by the estimate that has not seen it.
    public let before: [Double]
    public let heldOut: [Double]
    /// What passes each counter by the estimate that has seen all.
    public let fitted: [Double]
    /// Flows of at least half a trip in that estimate.
    public let flows: Int
  }

  /// Judges itself on folds: `fold` numbers the fold of each counter from 0.
  public func judge(prior flows: [Double], shares: CountShares, counts: [Double], fold: [Int]) -> Judgement {
    precondition(fold.count == counts.count, "a fold for every counter")
    var heldOut = [Double](repeating: .nan, count: counts.count)
    for number in Set(fold).sorted() {
      let seen = counts.indices.map { fold[$0] == number ? Double.nan : counts[$0] }
      let passing = shares.counts(of: estimate(prior: flows, shares: shares, counts: seen))
      for counter in counts.indices where fold[counter] == number { heldOut[counter] = passing[counter] }
    }
    let all = estimate(prior: flows, shares: shares, counts: counts)
    return Judgement(
      before: shares.counts(of: flows), heldOut: heldOut, fitted: shares.counts(of: all), flows: all.count { $0 >= 0.5 }
    )
  }
}
