import Modelling
import Observations
import Testing
import Watch

@Suite("Thresholds") struct ThresholdTests {
  @Test("A value at the limit raises, one at the clear value ends") func hysteresis() throws {
    var watcher = try Gauge.watcher(
      """
      rule: High water
      streams: {property: water-level}
      threshold: {above: 3.0 m, clear: 2.8 m}
      severity: severe
      """)
    #expect(watcher.see(2.99, at: 0) == [])
    #expect(watcher.see(3.0, at: 5) == ["raised 1"])
    #expect(watcher.see(3.4, at: 10) == [])
    #expect(watcher.see(2.9, at: 15) == [])
    #expect(watcher.alerts.count == 1)
    #expect(watcher.alerts.first?.peak == 3.4)
    #expect(watcher.alerts.first?.value == 2.9)
    #expect(watcher.see(2.8, at: 20) == ["cleared"])
    #expect(watcher.alerts.isEmpty)
  }
}
