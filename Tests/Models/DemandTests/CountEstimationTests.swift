import Demand
import Modelling
import Testing

@Suite("Estimation from counts")
struct CountEstimationTests {
  /// A made-up town of flows between zones, a prior that is wrong by zone, and counters on links between groups of zones.
  private struct Case {
    var truth: [Double] = []
    var prior: [Double] = []
    var shares: CountShares
    var counts: [Double] = []
    var groups: [[Int32]] = [[], []]

    init(zones: Int, counters: Int, seed: UInt64) {
      var random = SplitMix(seed: seed)
      let wrong = (0..<zones).map { _ in Portable.exp(0.5 * random.normal()) }
      for from in 0..<zones {
        for to in 0..<zones where from != to {
          let flow = random.uniform(1..<40)
          truth.append(flow)
          groups[0].append(Int32(from))
          groups[1].append(Int32(to))
          prior.append(flow * wrong[from] * wrong[to])
        }
      }
      var entries: [(counter: Int, flow: Int, share: Double)] = []
      for counter in 0..<counters {
        // A counter sees what leaves one zone, or what reaches it, for half of the others.
        let zone = counter % zones
        let isOut = counter / zones % 2 == 0
        var flow = 0
        for from in 0..<zones {
          for to in 0..<zones where from != to {
            if (isOut ? from : to) == zone, random.chance(0.7) {
              entries.append((counter: counter, flow: flow, share: random.uniform(0.3..<1)))
            }
            flow += 1
          }
        }
      }
      shares = CountShares(flows: truth.count, counters: counters, entries: entries)
      counts = shares.counts(of: truth).map { ($0 * random.uniform(0.97..<1.03)).rounded() }
    }
  }

  @Test("counts not seen come nearer, most counts are met, and the flows stay many", arguments: 1...4)
  func heldOut(seed: Int) {
    let town = Case(zones: 9, counters: 36, seed: UInt64(seed))
    // A zone's counters fall in different folds; one zone is never seen by more than one of a fold.
    let judged = CountEstimation().judge(
      prior: town.prior, shares: town.shares, counts: town.counts,
      fold: town.counts.indices.map { ($0 / 9 * 2 + $0 % 9) % 6 }, groups: town.groups)
    let before = Agreement.rootMeanSquare(models: judged.before, counts: town.counts)
    let after = Agreement.rootMeanSquare(models: judged.heldOut, counts: town.counts)
    #expect(after < 0.7 * before)
    #expect(Agreement.shareBelowFive(models: judged.fitted, counts: town.counts) >= 0.85)
    #expect(judged.flows >= 68)
  }

  @Test("flows that no counter sees keep their proportions, and none leaves its bounds")
  func keepsThePrior() {
    let shares = CountShares(flows: 4, counters: 1, entries: [(counter: 0, flow: 0, share: 1)])
    var estimation = CountEstimation(prior: 0.01)
    estimation.commonSpread = 0
    let flows = estimation.estimate(prior: [10, 20, 30, 0], shares: shares, counts: [5_000])
    #expect(flows[1] == 20 && flows[2] == 30 && flows[3] == 0)
    #expect(abs(flows[0] - 10 * CountEstimation.bounds.upperBound) < 1e-9)
  }

  @Test("a stronger prior moves less, and a very weak one meets a count")
  func strength() {
    let shares = CountShares(
      flows: 2, counters: 1, entries: [(counter: 0, flow: 0, share: 1), (counter: 0, flow: 1, share: 0.5)])
    let results = [0.001, 1, 100].map { strength -> Double in
      var estimation = CountEstimation(prior: strength)
      estimation.commonSpread = 0
      return shares.counts(of: estimation.estimate(prior: [100, 100], shares: shares, counts: [300]))[0]
    }
    #expect(abs(results[0] - 300) < 1)
    #expect(results[0] > results[1] && results[1] > results[2] && results[2] > 150)
  }

  @Test("absurd counts, and counters on streets that nobody uses, change nothing")
  func badCounts() {
    let shares = CountShares(flows: 2, counters: 3, entries: [(counter: 0, flow: 0, share: 1)])
    let flows = CountEstimation().estimate(prior: [10, 20], shares: shares, counts: [-4, 70, .nan])
    #expect(flows == [10, 20])
  }

  @Test("GEH by hand: 100 against 121 is 2, and nothing against nothing is 0")
  func geh() {
    #expect(abs(Agreement.geh(model: 100, count: 121) - (2.0 * 441 / 221).squareRoot()) < 1e-12)
    #expect(Agreement.geh(model: 0, count: 0) == 0)
    #expect(Agreement.shareBelowFive(models: [100, 1_000], counts: [110, 1_500]) == 0.5)
  }

  @Test("a table with unknown zones says which, and keeps the rest")
  func table() throws {
    let text = "from;to;trips;hour\na;b;12.5;7\na;x;3;7\nb;a;-2;8\nb;a;4;\nb;a;1;25\nshort;line\n"
    let table = try OriginDestinationTable(text: text, zones: ["a", "b"])
    #expect(
      table.flows == [.init(from: 0, to: 1, hour: 7, trips: 12.5), .init(from: 1, to: 0, hour: nil, trips: 4)])
    #expect(table.skipped.map(\.count).reduce(0, +) == 4)
    #expect(table.skipped.first { $0.why.contains("no zone") }?.examples == ["x"])
    #expect(throws: OriginDestinationError.self) { try OriginDestinationTable(text: "from,to\n", zones: []) }
    #expect(throws: OriginDestinationError.self) { try OriginDestinationTable(text: "", zones: []) }
  }
}
