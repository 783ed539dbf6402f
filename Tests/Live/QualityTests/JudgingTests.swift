import Modelling
import Observations
import Quality
import Testing

/// One test after the other, with values worked by hand. Flags: 1 good, 2 not evaluated, 3 suspect, 4 fail.
@Suite struct Judging {
  private func settings(_ change: (inout QualitySettings) -> Void) -> QualitySettings {
    var settings = QualitySettings()
    change(&settings)
    return settings
  }

  @Test func rangeFailsAndUsualIsSuspect() {
    var gauge = Gauge(
      settings {
        $0.range = 0...100
        $0.usual = 1...50
      })
    #expect(gauge.flags([0, 1, 50, 50.1, 100, 100.1, -9_999], .range) == [3, 1, 1, 3, 3, 4, 4])
  }

  @Test func aSpikeStandsOutAStepIsFlaggedOnce() {
    var gauge = Gauge(settings { $0.spike = .init(least: 0.5) })
    // Median 1.0 and deviations 0, 0.1: 6 × 1.4826 × 0.1 = 0.89.
    let calm = [1.0, 1.1, 1.0, 0.9, 1.0, 1.1, 0.9, 1.0]
    #expect(gauge.flags(calm, .spike) == Array(repeating: 1, count: 8))
    #expect(gauge.assess(5, 40)[.spike] == .suspect)
    #expect(gauge.assess(1.0, 45)[.spike] == .good)
    #expect(gauge.assess(2.2, 50)[.spike] == .suspect)
    #expect(gauge.assess(2.3, 55)[.spike] == .good)
    #expect(gauge.assess(1.2, 60)[.spike] == .good)
  }

  @Test func aRisingRiverIsNoSpike() {
    var gauge = Gauge(settings { $0.spike = .init(least: 0.5) })
    let flood = (0..<30).map { $0 < 10 ? 1.0 : 1.0 + 0.4 * Double($0 - 9) }
    #expect(gauge.flags(flood, .spike) == Array(repeating: 1, count: 30))
  }

  @Test func fewerThanFiveReadingsTellNothing() {
    var gauge = Gauge(settings { $0.spike = .init(least: 0.5) })
    #expect(gauge.flags([1, 1, 1, 1, 9], .spike) == [1, 1, 1, 1, 1])
  }

  @Test func spikesAgreeWithAPlainReckoning() {
    var random = SplitMix(seed: 41)
    var gauge = Gauge(settings { $0.spike = .init(deviations: 3, least: 0.05) })
    var before: [Double] = []
    var found = 0
    func median(_ values: [Double]) -> Double {
      let sorted = values.sorted()
      return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
    for step in 0..<2_000 {
      let value = Double(random.next() % 1_000) / 1_000 + (random.next() % 20 == 0 ? 5 : 0)
      let flag = gauge.assess(value, Double(step) * 5)[.spike]
      let window = Array(before.suffix(8))
      var expected = QualityFlag.good
      if window.count >= 5, let last = before.last {
        let middle = median(window)
        let spread = 1.482602218505602 * median(window.map { abs($0 - middle) })
        let distance = min(abs(value - middle), abs(value - last))
        if distance > 0.05, distance > 3 * spread { expected = .suspect }
      }
      #expect(flag == expected, "step \(step)")
      found += flag == .suspect ? 1 : 0
      before.append(value)
    }
    #expect(found > 20)
  }

  @Test func aChangeAMinuteHasItsLimit() {
    var gauge = Gauge(settings { $0.perMinute = 0.1 })
    // 0.5 in five minutes is the limit itself; 0.6 is beyond; over ten minutes 0.6 is not.
    #expect(gauge.assess(1, 0)[.rate] == .good)
    #expect(gauge.assess(1.5, 5)[.rate] == .good)
    #expect(gauge.assess(2.125, 10)[.rate] == .suspect)
    #expect(gauge.assess(2.75, 20)[.rate] == .good)
  }

  @Test func whatFailsItsRangeIsNoNeighbour() {
    var gauge = Gauge(
      settings {
        $0.range = -10...10
        $0.perMinute = 0.1
        $0.spike = .init(least: 0.5)
      })
    #expect(gauge.flags([1, 1, 1, 1, 1, 1], .range) == [1, 1, 1, 1, 1, 1])
    #expect(gauge.assess(-9_999, 30).worst == .fail)
    #expect(gauge.assess(-9_999, 30)[.rate] == .good)
    #expect(gauge.assess(1.1, 35).isGood)
  }

  @Test func stuckNeedsBothReadingsAndTime() {
    var gauge = Gauge(settings { $0.stuck = .init(readings: 4, lasting: 1_200_000) })
    // The fourth equal reading spans 15 minutes, the fifth the 20 that are asked for.
    #expect(gauge.flags([2, 3, 3, 3, 3, 3, 3, 4, 3], .stuck) == [1, 1, 1, 1, 1, 3, 3, 1, 1])
  }

  @Test func rainRestsAtNothing() {
    var gauge = Gauge(settings { $0.stuck = .init(readings: 3, lasting: 0, rests: 0...0) })
    #expect(gauge.flags([0, 0, 0, 0, 2, 2, 2, 0], .stuck) == [1, 1, 1, 1, 1, 1, 3, 1])
  }

  @Test func aGapIsManyUsualIntervals() {
    var gauge = Gauge(settings { $0.gap = 3 })
    // Five readings teach five minutes; 15 are no more than three of them, 16 are.
    #expect(gauge.flags([1, 2, 1, 2, 1], .gap) == [1, 1, 1, 1, 1])
    #expect(gauge.assess(1, 36)[.gap] == .suspect)
    var other = Gauge(settings { $0.gap = 3 })
    _ = other.flags([1, 2, 1, 2, 1], .gap)
    #expect(other.assess(1, 35)[.gap] == .good)
    var told = Gauge(
      settings {
        $0.gap = 2
        $0.interval = 60_000
      })
    #expect(told.assess(1, 0)[.gap] == .good)
    #expect(told.assess(1, 2)[.gap] == .good)
    #expect(told.assess(1, 4.1)[.gap] == .suspect)
  }

  @Test func aStreamThatSlowsDownIsLearntAnew() {
    var gauge = Gauge(settings { $0.gap = 3 })
    for minute in 0..<20 { _ = gauge.assess(1, Double(minute)) }
    let flags = (1...10).map { gauge.assess(1, 19 + 15 * Double($0))[.gap].rawValue }
    // The mean of 1 takes at most eight of itself with a weight of an eighth: 1.875, then 3.516, 4.951 and 6.207, three of which are more than 15.
    #expect(flags == [3, 3, 3, 3, 1, 1, 1, 1, 1, 1])
  }
}
