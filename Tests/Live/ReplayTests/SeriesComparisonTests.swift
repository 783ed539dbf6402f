import Modelling
import Observations
import Replay
import Testing

@Suite("A model held against what was observed")
struct SeriesComparisonTests {
  static func series(_ pairs: [(Double, Double)]) -> Series {
    var series = Series(stream: EntityID(1))
    for (seconds, value) in pairs { series.put(value, at: ReplayTown.after(seconds)) }
    return series
  }

  static let period = ReplayTown.after(-1000)..<ReplayTown.after(100_000)

  @Test("The figures are those worked out by hand")
  func byHand() throws {
    // o = 1, 3, 5, 3; m = 2, 3, 4, 5: differences 1, 0, −1, 2; ō = 3; Σd² = 6; Σ(o − ō)² = 8.
    let observed = Self.series([(0, 1), (60, 3), (120, 5), (180, 3)])
    let modelled = Self.series([(0, 2), (60, 3), (120, 4), (180, 5)])
    let found = try #require(SeriesComparison(observed: observed, modelled: modelled, during: Self.period, gap: 0))
    #expect(found.count == 4 && found.coverage == 1)
    #expect(found.bias == 0.5 && found.rootMeanSquare == 1.5.squareRoot() && found.meanAbsolute == 1)
    #expect(found.efficiency == 0.25 && found.rootMeanSquareOfMean == 2.0.squareRoot())
    #expect(found.peakDifference == 0 && found.peakDelay == 60)
  }

  @Test("A perfect model has an efficiency of 1, the mean one of 0")
  func ends() throws {
    let observed = Self.series([(0, 1), (60, 3), (120, 5)])
    let perfect = try #require(SeriesComparison(observed: observed, modelled: observed, during: Self.period, gap: 0))
    #expect(perfect.efficiency == 1 && perfect.rootMeanSquare == 0 && perfect.peakDelay == 0)
    let mean = Self.series([(0, 3), (60, 3), (120, 3)])
    let none = try #require(SeriesComparison(observed: observed, modelled: mean, during: Self.period, gap: 0))
    #expect(none.efficiency == 0 && none.rootMeanSquare == none.rootMeanSquareOfMean)
    let still = try #require(SeriesComparison(observed: mean, modelled: observed, during: Self.period, gap: 0))
    #expect(still.efficiency == nil)
  }

  @Test("Between modelled moments a straight line is taken, over no more than the gap; what is not covered is told")
  func gaps() throws {
    let observed = Self.series([(-30, 9), (30, 2), (90, 2), (150, 4), (600, 4), (5000, 1)])
    let modelled = Self.series([(0, 0), (60, 4), (120, 2), (1200, 6)])
    let found = try #require(SeriesComparison(observed: observed, modelled: modelled, during: Self.period, gap: 60))
    #expect(found.count == 2 && found.coverage == 2.0 / 6)
    #expect(found.bias == 0.5, "2 − 2 and 3 − 2")
    let wide = try #require(SeriesComparison(observed: observed, modelled: modelled, during: Self.period, gap: 1080))
    #expect(wide.count == 4)
    #expect(SeriesComparison(observed: observed, modelled: modelled, during: Self.period, gap: 0) == nil)
    let later = ReplayTown.after(1300)..<ReplayTown.after(9000)
    #expect(SeriesComparison(observed: observed, modelled: modelled, during: later, gap: 1e9) == nil)
  }

  @Test("A peak between observed moments is seen, one outside what is compared is not")
  func peaks() throws {
    let observed = Self.series([(0, 1), (600, 2), (1200, 1)])
    let modelled = Self.series([(-60, 99), (0, 1), (300, 7), (600, 2), (1200, 1), (1300, 50)])
    let found = try #require(SeriesComparison(observed: observed, modelled: modelled, during: Self.period, gap: 600))
    #expect(found.modelledPeak.time == ReplayTown.after(300) && found.modelledPeak.value == 7)
    #expect(found.peakDifference == 5 && found.peakDelay == -300)
  }
}
