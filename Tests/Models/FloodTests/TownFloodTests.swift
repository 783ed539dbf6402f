import Flood
import Geography
import Modelling
import Replica
import Sandbox
import Testing

@Suite("A flooded sandbox town") struct TownFloodTests {
  @Test("rain on a made-up town: every cubic metre is found, and low ground is wetter")
  func town() throws {
    var city = SandboxCity(people: 20_000, seed: 1).make()
    var conditions = Conditions()
    try RainChange(depth: 100, duration: 3).apply(to: &city, under: &conditions, with: NoFiles())
    try SeaLevelChange(range: 2, highAt: 2).apply(to: &city, under: &conditions, with: NoFiles())
    let clock = ContinuousClock()
    let began = clock.now
    let outcome = try FloodModel().run(on: city, under: conditions, in: TestContext())
    print(clock.now - began)
    for indicator in outcome.indicators { print(indicator.id, indicator.value, indicator.unit) }
    for remark in outcome.remarks { print(remark) }
    #expect(abs(Hand.number(outcome, "flood.balance.error")) < 1e-6)
  }
}
