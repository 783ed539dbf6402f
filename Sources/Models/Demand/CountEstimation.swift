import Modelling

/// Flows that are wrong together: all with the same label share a part of what they are wrong by.
public struct FlowGrouping: Sendable, Equatable {
  /// Columns of labels from 0, one a flow; −1 for none. A flow has the parts of all its columns, which share their labels: the zone
  /// where it begins and that where it ends may be one grouping.
  public var columns: [[Int32]]
  /// Standard deviation of the part in the exponent.
  public var spread: Double

  /// A grouping of one column or of several with the same labels.
  public init(_ columns: [Int32]..., spread: Double) {
    self.columns = columns
    self.spread = spread
  }

  /// How many labels there are.
  public var labels: Int { columns.reduce(0) { max($0, Int($1.max() ?? -1) + 1) } }
}

/// Corrects flows by counts, keeping to the prior where counts say nothing.
///
/// A flow is qₖ eˣᵏ, qₖ the prior's. The exponents are normal with mean 0: one part is common to all flows, one to all with the same
/// label in each grouping (the zone where they begin, that where they end, the hour …), one is the flow's own, so that a
/// counter also tells of flows that do not pass it. Counts scatter around v = Σ pₐₖ qₖ eˣᵏ with variance R = max(25, c) + (0.05 c)². The
/// most likely exponents, those of the least (c − v)ᵀ R⁻¹ (c − v) + xᵀ C⁻¹ x, are found by Gauss–Newton steps towards C Jᵀ (J C Jᵀ + R)⁻¹ (c − v + J x), each
/// halved until the sum falls: A. Tarantola, *Inverse
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
  /// Standard deviation of the exponent that flows with the same label share, for groups without one of their own.
  public var groupSpread = 0.4
  /// Standard deviation of each flow's own exponent.
  public var ownSpread = 0.4
  /// Gauss–Newton steps at most.
  public var steps = 60
  /// Threads to use; the answer does not depend on it.
  public var threads = 2

  /// An estimation that holds the prior so much.
  public init(prior: Double = 1) { self.prior = min(1_000, max(0.001, prior)) }

  /// Flows after correction, and the parts of their exponents.
  public struct Estimate: Sendable, Equatable {
    /// The flows.
    public internal(set) var flows: [Double]
    /// The part common to all.
    public internal(set) var common = 0.0
    /// The part of each label, for each grouping.
    public internal(set) var parts: [[Double]]
  }

  /// The flows after correction; `groups` label every flow from 0, one array a grouping, with ``groupSpread``.
  ///
  /// Counters without a share in any flow change nothing; counts that are negative or unknown are left out.
  public func estimate(
    prior flows: [Double], shares: CountShares, counts: [Double], groups: [[Int32]] = []
  ) -> [Double] {
    estimate(
      prior: flows, shares: shares, counts: counts, groupings: groups.map { FlowGrouping($0, spread: groupSpread) }
    )
    .flows
  }

  /// The flows after correction.
  ///
  /// Counters without a share in any flow change nothing; counts that are negative or unknown are left out.
  /// O(steps · counters² · (entries a counter + counters)).
  public func estimate(
    prior flows: [Double], shares: CountShares, counts: [Double], groupings: [FlowGrouping]
  ) -> Estimate {
    precondition(
      flows.count == shares.flows && counts.count == shares.rows.count
        && groupings.allSatisfy { $0.columns.allSatisfy { $0.count == flows.count } },
      "a flow for every column, a count for every row, a label for every flow")
    let base = flows.map { $0.isFinite ? max(0, $0) : 0 }
    var estimate = Estimate(flows: base, parts: groupings.map { [Double](repeating: 0, count: $0.labels) })
    let used = counts.indices.filter { counter in
      counts[counter].isFinite && counts[counter] >= 0 && shares.rows[counter].contains { base[Int($0.flow)] > 0 }
    }
    guard !used.isEmpty else { return estimate }
    let layout = FeatureLayout(flows: base.count, groupings: groupings, own: ownSpread, common: commonSpread)
    let variances = used.map { prior * (max(25, counts[$0]) + 0.0025 * counts[$0] * counts[$0]) }
    var now = State(parts: [Double](repeating: 0, count: layout.count), base, layout, shares, counts, used, variances)
    for _ in 0..<steps {
      let target = target(now, layout, counts, used, variances, shares)
      var next: State?
      var length = 1.0
      while next == nil, length > 1e-3 {
        let parts = now.parts.indices.map { now.parts[$0] + length * (target[$0] - now.parts[$0]) }
        let tried = State(parts: parts, base, layout, shares, counts, used, variances)
        if tried.sum < now.sum { next = tried }
        length /= 2
      }
      guard let next else { break }
      let gain = now.sum - next.sum
      now = next
      if gain < 1e-6 * max(1, now.sum) { break }
    }
    estimate.flows = now.flows
    estimate.common = now.parts[layout.common]
    estimate.parts = groupings.indices.map { Array(now.parts[layout.offsets[$0]..<layout.offsets[$0 + 1]]) }
    return estimate
  }

  /// The parts of exponents, and what they come to.
  private struct State {
    var parts: [Double]
    /// Before ``bounds``.
    var exponents: [Double]
    var flows: [Double]
    /// At the counters in use.
    var passing: [Double]
    /// What is to be made least.
    var sum: Double

    static let least = Portable.log(CountEstimation.bounds.lowerBound)
    static let most = Portable.log(CountEstimation.bounds.upperBound)

    init(
      parts: [Double], _ base: [Double], _ layout: FeatureLayout, _ shares: CountShares, _ counts: [Double],
      _ used: [Int],
      _ variances: [Double]
    ) {
      self.parts = parts
      exponents = base.indices.map { layout.exponent(of: $0, parts) }
      let exponents = exponents
      let flows = base.indices.map { base[$0] * Portable.exp(min(Self.most, max(Self.least, exponents[$0]))) }
      self.flows = flows
      passing = used.map { counter in
        shares.rows[counter].reduce(0.0) { $0 + flows[Int($1.flow)] * Double($1.share) }
      }
      sum = 0
      for (row, counter) in used.enumerated() {
        sum += (counts[counter] - passing[row]) * (counts[counter] - passing[row]) / variances[row]
      }
      for (part, variance) in zip(parts, layout.variances) where variance > 0 { sum += part * part / variance }
    }

    /// Whether a flow answers to its exponent.
    func isFree(_ flow: Int) -> Bool { exponents[flow] > Self.least && exponents[flow] < Self.most }
  }

  /// What each part of the exponents should be, seen from where they are.
  private func target(
    _ now: State, _ layout: FeatureLayout, _ counts: [Double], _ used: [Int], _ variances: [Double],
    _ shares: CountShares
  ) -> [Double] {
    let size = used.count
    var gather = FeatureGather(layout)
    let rows = used.map { counter in
      gather.row(
        shares.rows[counter].compactMap { entry in
          let flow = Int(entry.flow)
          return now.isFree(flow) ? (flow, Double(entry.share) * now.flows[flow]) : nil
        }, now.exponents)
    }
    var system = [Double](repeating: 0, count: size * size)
    system.withUnsafeMutableBufferPointer { buffer in
      // Each chunk writes its own rows only.
      nonisolated(unsafe) let out = buffer
      try? parallel(over: size, chunk: 16, threads: threads) { range in
        var dense = [Double](repeating: 0, count: layout.count)
        for a in range {
          for (feature, value) in zip(rows[a].features, rows[a].values) {
            dense[Int(feature)] = value * layout.variances[Int(feature)]
          }
          for b in 0...a {
            var value = 0.0
            for (feature, slope) in zip(rows[b].features, rows[b].values) { value += slope * dense[Int(feature)] }
            out[a * size + b] = value
          }
          for feature in rows[a].features { dense[Int(feature)] = 0 }
        }
      }
    }
    var right = [Double](repeating: 0, count: size)
    for a in 0..<size {
      system[a * size + a] += variances[a]
      right[a] = counts[used[a]] - now.passing[a] + rows[a].alongExponents
    }
    let weights = Self.solved(system, right)
    var parts = [Double](repeating: 0, count: layout.count)
    for a in 0..<size {
      for (feature, value) in zip(rows[a].features, rows[a].values) {
        parts[Int(feature)] += layout.variances[Int(feature)] * weights[a] * value
      }
    }
    return parts
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
}
