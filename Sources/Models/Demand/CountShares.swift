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
