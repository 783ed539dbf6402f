import Modelling
import Observations
import Testing
import Watch

@Suite("CAP 1.2") struct CAPTests {
  @Test("An alert is written") func alert() throws {
    var watcher = try Gauge.watcher(
      """
      rule: High water
      streams: {property: water-level}
      threshold: {above: 3.0 m, clear: 2.8 m}
      severity: severe
      category: Met
      """)
    let events = watcher.observe([Gauge.reading(3.2, at: 0)], at: Gauge.at(0))
    let writer = try #require(CAPWriter(sender: "twin@town.example", utcOffset: 28_800))
    let event = try #require(events.first)
    let text = try #require(writer.message(for: event))
    print(text)
    #expect(text.contains("<sent>2026-01-05T08:00:00+08:00</sent>"))
  }
}
