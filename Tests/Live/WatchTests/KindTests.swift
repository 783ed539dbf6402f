import Foundation
import Modelling
import Observations
import Testing
import Watch

@Suite("Rates, absences, unusual values, forecasts") struct KindTests {
  @Test("A rate is the slope of least squares in units an hour") func rate() throws {
    var watcher = try Gauge.watcher(
      """
      rule: Rising fast
      streams: {property: water-level}
      rate: {above: 0.5 m/h, clear: 0.1 m/h, window: 1 h}
      """)
    // (0 min, 1.0), (15, 1.1): spans less than half the window.
    #expect(watcher.see(1.0, at: 0) == [])
    #expect(watcher.see(1.1, at: 15) == [])
    // With (30, 1.3): Σ(t−t̄)(x−x̄) ⁄ Σ(t−t̄)² = 4.5 ⁄ 450 m/min = 0.6 m/h.
    #expect(watcher.see(1.3, at: 30) == ["raised 1"])
    let alert = try #require(watcher.alerts.first)
    #expect(abs(alert.value - 0.6) < 1e-12 && alert.unit == "m/h")
    #expect(alert.known.observations.map(\.value) == [1.0, 1.3])
    guard case .rate(_, let from, let to, let count) = alert.known.basis else { throw Missing() }
    #expect(from == Gauge.at(0) && to == Gauge.at(30) && count == 3)
    // The first leave the window; level again.
    for minute in stride(from: 45.0, to: 90, by: 15) { #expect(watcher.see(1.3, at: minute) == []) }
    #expect(watcher.see(1.3, at: 90) == ["cleared"])
  }

  @Test("A late value counts in the window of the next") func lateInWindow() throws {
    let text = "rule: a\nstreams: {property: water-level}\nrate: {above: 1, window: 1 h}"
    var ordered = try Gauge.watcher(text)
    var mixed = try Gauge.watcher(text)
    for (minute, value) in [(0.0, 0.0), (20.0, 0.1), (40.0, 0.2)] { _ = ordered.see(value, at: minute) }
    _ = mixed.see(0, at: 0)
    _ = mixed.see(0.2, at: 40)
    #expect(mixed.observe([Gauge.reading(0.1, at: 20)], at: Gauge.at(41)).isEmpty)
    #expect(ordered.see(2, at: 60) == ["raised 1"])
    #expect(mixed.see(2, at: 60) == ["raised 1"])
    #expect(ordered.alerts.first?.known.basis == mixed.alerts.first?.known.basis)
  }

  @Test("Silence raises by its length, any observation ends it") func absence() throws {
    var watcher = try Gauge.watcher(
      """
      rule: Silent
      streams: {property: water-level}
      absence:
        levels:
          - {name: late, for: 30 min, severity: minor}
          - {name: lost, for: 6 h, severity: moderate}
      """)
    #expect(watcher.tick(at: Gauge.at(0)).isEmpty)
    // Never seen: silence counts from the watch's beginning.
    #expect(watcher.tick(at: Gauge.at(29)).isEmpty)
    #expect(watcher.tick(at: Gauge.at(30)).map(\.word) == ["raised 1"])
    #expect(watcher.observe([Gauge.reading("ERROR", at: 40)], at: Gauge.at(41)).map(\.word) == ["cleared"])
    #expect(watcher.tick(at: Gauge.at(69)).isEmpty)
    #expect(watcher.tick(at: Gauge.at(70)).map(\.word) == ["raised 1"])
    #expect(watcher.tick(at: Gauge.at(400)).map(\.word) == ["risen 2"])
    #expect(watcher.alerts.first?.value == 360 && watcher.alerts.first?.unit == "min")
    // What arrives is four hours old: late still.
    #expect(watcher.observe([Gauge.reading(1, at: 200)], at: Gauge.at(440)).map(\.word) == ["fallen 1"])
    #expect(watcher.alerts.first?.known.basis == .absence(since: Gauge.at(200)))
  }

  /// Hours that a test sets.
  struct Hours: BaselineSource {
    var hours: [Instant: Rollup] = [:]
    func hours(of stream: EntityID<Datastream>, starting: [Instant]) throws -> [Rollup] {
      starting.compactMap { hours[$0] }
    }
  }

  /// The means of the hours one, two, three … weeks before Monday 2026-01-05T00:00Z.
  static func past(_ means: [Double], count: Int = 12) -> Hours {
    var source = Hours()
    for (week, mean) in means.enumerated() {
      let start = Gauge.at(-Double(week + 1) * 10_080)
      source.hours[start] = Rollup(start: start, count: count, minimum: mean, maximum: mean, sum: mean * Double(count))
    }
    return source
  }

  static let unusual = """
    rule: Unusual
    streams: {property: water-level}
    unusual: {above: 3, weeks: 8, least-weeks: 4}
    """

  @Test("A value is unusual by its deviations from the same hour of past weeks") func week() throws {
    // numpy: mean([10, 12, 11, 13]) = 11.5, std(ddof=1) = 1.2909944487; times √(1 + 1⁄4) = 1.4433756730.
    let sources = WatchSources(baselines: Self.past([10, 12, 11, 13]))
    var watcher = try Gauge.watcher(Self.unusual, sources: sources)
    #expect(watcher.see(15.83, at: 20) == [])
    #expect(watcher.see(15.831, at: 30) == ["raised 1"])
    guard case .week(let middle, let spread, let weeks, let deviations) = try #require(watcher.alerts.first).known.basis
    else { throw Missing() }
    #expect(middle == 11.5 && weeks == 4)
    #expect(abs(spread - 1.443375672974) < 1e-10)
    #expect(abs(deviations - (15.831 - 11.5) / 1.443375672974) < 1e-9)
    #expect(watcher.see(11.5, at: 40) == ["cleared"])
    // Low values count too.
    #expect(watcher.see(7.1, at: 51) == ["raised 1"])
    // The next hour has no past.
    #expect(watcher.see(11.5, at: 61) == [])
  }

  @Test("Too few weeks, hours of too few values and a past that never changed say nothing") func fewWeeks() throws {
    var few = try Gauge.watcher(Self.unusual, sources: WatchSources(baselines: Self.past([10, 12, 11])))
    #expect(few.see(1_000, at: 0) == [])
    let sparse = Self.unusual.replacing("least-weeks: 4", with: "least-weeks: 4, least-values: 13")
    var thin = try Gauge.watcher(sparse, sources: WatchSources(baselines: Self.past([10, 12, 11, 13])))
    #expect(thin.see(1_000, at: 0) == [])
    var still = try Gauge.watcher(Self.unusual, sources: WatchSources(baselines: Self.past([10, 10, 10, 10])))
    #expect(still.see(1_000, at: 0) == [])
    let least = Self.unusual.replacing("least-weeks: 4", with: "least-weeks: 4, least-deviation: 2")
    var supposed = try Gauge.watcher(least, sources: WatchSources(baselines: Self.past([10, 10, 10, 10])))
    // 3 · 2 · √(1.25) = 6.708.
    #expect(supposed.see(16.7, at: 0) == [])
    #expect(supposed.see(16.71, at: 5) == ["raised 1"])
    var nobody = try Gauge.watcher(Self.unusual)
    #expect(nobody.see(1_000, at: 0) == [])
    #expect(nobody.remarks.count == 1)
  }

  @Test("The median does not follow one flood of the past") func median() throws {
    let means = [10.0, 11, 12, 13, 14, 15, 16, 500]
    let text = Self.unusual.replacing("least-weeks: 4", with: "side: above, centre: median")
    var watcher = try Gauge.watcher(text, sources: WatchSources(baselines: Self.past(means)))
    // Median 13.5, deviations 3.5 2.5 1.5 .5 .5 1.5 2.5 486.5, their median 2: 1.4826 · 2 · √(1 + 1⁄8) · 3 = 9.4355.
    #expect(watcher.see(22.93, at: 0) == [])
    #expect(watcher.see(22.94, at: 5) == ["raised 1"])
    var mean = try Gauge.watcher(Self.unusual, sources: WatchSources(baselines: Self.past(means)))
    #expect(mean.see(400, at: 0) == [])
  }

  @Test("Hours come from a store's roll-ups, by the city's clock") func store() throws {
    let store = MemoryStore(utcOffset: 28_800)
    try Gauge.fill(store)
    for week in 1...5 {
      for minute in [0.0, 30] {
        try store.append([
          Sample(stream: Gauge.stream, time: Gauge.at(-Double(week) * 10_080 + minute), value: Double(10 + week % 2))
        ])
      }
    }
    let sources = WatchSources(baselines: StoreBaselines(store), utcOffset: 28_800)
    var watcher = Watcher(
      rules: try Gauge.rules(Self.unusual), streams: try WatchedStream.all(in: store), sources: sources)
    #expect(watcher.see(20, at: 15) == ["raised 1"])
    guard case .week(let middle, _, 5, _) = try #require(watcher.alerts.first).known.basis else { throw Missing() }
    #expect(abs(middle - 10.6) < 1e-12)
  }

  /// One forecast that a test sets.
  final class Forecast: ForecastSource, @unchecked Sendable {
    // A test reads and writes it on one thread.
    var series: ForecastSeries?
    func forecast(of field: String, at place: String, now: Instant) throws -> ForecastSeries? {
      field == "water-depth" && place == "market" ? series : nil
    }
  }

  @Test("A forecast over its limit raises before the water is there") func forecast() throws {
    let source = Forecast()
    var watcher = try Gauge.watcher(
      """
      rule: Market floods
      forecast: {field: water-depth, place: market, over: 0.3 m, clear: 0.2 m, within: 6 h}
      severity: severe
      urgency: expected
      """, sources: WatchSources(forecasts: source))
    func points(_ values: [Double], from start: Double) -> [ForecastPoint] {
      values.enumerated().map {
        ForecastPoint(time: Gauge.at(start + Double($0) * 60), value: $1, low: $1 / 2, high: $1 * 2)
      }
    }
    #expect(watcher.tick(at: Gauge.at(0)).isEmpty)
    source.series = ForecastSeries(
      made: Gauge.at(0), unit: "m", place: "Market", points: points([0, 0.1, 0.2, 0.2, 0.2, 0.2, 0.2, 0.9], from: 0))
    // 0.9 m is seven hours ahead.
    #expect(watcher.tick(at: Gauge.at(1)).isEmpty)
    #expect(watcher.tick(at: Gauge.at(61)).map(\.word) == ["raised 1"])
    let alert = try #require(watcher.alerts.first)
    #expect(alert.certainty == .possible && alert.subject.thing == "Market")
    #expect(
      alert.known.basis
        == .forecast(
          field: "water-depth", place: "market", made: Gauge.at(0), value: 0.9, at: Gauge.at(420), low: 0.45, high: 1.8)
    )
    // The same forecast, its peak gone by, ends nothing; a new one does.
    #expect(watcher.tick(at: Gauge.at(421)).map(\.word) == ["old 1"])
    source.series = ForecastSeries(
      made: Gauge.at(430), unit: "m", place: "Market", points: points([0.1, 0.2, 0.1], from: 430))
    #expect(watcher.tick(at: Gauge.at(430)).map(\.word) == ["cleared"])
    // What lies behind in the same forecast is not over yet: a new one says so.
    source.series = ForecastSeries(
      made: Gauge.at(435), unit: "m", place: "Market", points: points([0.5, 0.1, 0.1], from: 436))
    #expect(watcher.tick(at: Gauge.at(436)).map(\.word) == ["reopened 1"])
    #expect(watcher.tick(at: Gauge.at(437)).isEmpty)
    #expect(watcher.tick(at: Gauge.at(450)).isEmpty)
    source.series = ForecastSeries(
      made: Gauge.at(451), unit: "m", place: "Market", points: points([0.1, 0.1], from: 451))
    #expect(watcher.tick(at: Gauge.at(451)).isEmpty)
    source.series?.made = Gauge.at(461)
    #expect(watcher.tick(at: Gauge.at(461)).map(\.word) == ["cleared"])
    // In another unit it is not compared.
    source.series = ForecastSeries(made: Gauge.at(470), unit: "cm", place: "Market", points: points([90], from: 475))
    #expect(watcher.tick(at: Gauge.at(470)).isEmpty)
    #expect(watcher.remarks.last?.contains("forecast in cm") == true)
  }
}

/// What should be there is not.
struct Missing: Error {}
