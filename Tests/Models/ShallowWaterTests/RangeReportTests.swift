import ShallowWater
import Testing
import WaterCases

@Suite("How far a flow has left the live engine's range")
struct RangeReportTests {
  @Test("A quiet flow needs no warning")
  func quiet() throws {
    var made = WaterCase.macDonald(rain: true, cells: 50)
    made.depth = made.exact
    made.end = 600
    let engine = try made.run(.first)
    #expect(engine.range.supercriticalShare == 0)
    #expect(engine.range.warnings(engine: "live").isEmpty)
  }

  @Test("A dam break is named, and so is water faster than its waves")
  func damBreak() throws {
    let basin = Basin(
      columns: 100, rows: 1, cell: 10, bed: Array(repeating: 0, count: 100),
      roughness: Array(repeating: 0.01, count: 100))
    let engine = try ReferenceEngine(basin)
    engine.fill(depths: (0..<100).map { $0 < 50 ? 10 : 0.1 })
    try engine.advance(to: 20)
    #expect(engine.range.greatestFroude > 1)
    #expect(engine.range.steepestFront > 0.5)
    let sentences = engine.range.warnings(engine: "live")
    #expect(sentences.count == 2)
    #expect(sentences.joined().contains("dam break") && sentences.joined().contains("Froude"))
    // With advection a dam break is met, and only what runs still faster is held back.
    #expect(engine.range.warnings(engine: "live", advection: true).count == (engine.range.greatestFroude > 1.5 ? 1 : 0))
  }

  @Test("With advection a warning comes where the water is held back")
  func heldBack() {
    var range = RangeReport()
    (range.greatestFroude, range.supercriticalShare, range.steepestFront) = (1.3, 0.5, 0.9)
    #expect(range.warnings(engine: "live", advection: true).isEmpty)
    range.greatestFroude = 1.8
    #expect(range.warnings(engine: "live", advection: true).joined().contains("1.5"))
  }
}
