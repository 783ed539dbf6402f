import ShallowWater
import Testing

@Suite("Basins and forcings that no engine can run on")
struct WaterFaultTests {
  private let good = Basin(
    columns: 3, rows: 3, cell: 1, bed: Array(repeating: 0, count: 9), roughness: Array(repeating: 0.03, count: 9))

  private func sentence(_ change: (inout Basin, inout Forcing) -> Void) -> String {
    var basin = good
    var forcing = Forcing()
    change(&basin, &forcing)
    do { try basin.check(forcing) } catch { return "\(error)" }
    return "nothing wrong"
  }

  @Test("A sound basin passes")
  func sound() { #expect(sentence { _, _ in } == "nothing wrong") }

  @Test("A basin with a fault is refused in a sentence that says where")
  func basins() {
    #expect(sentence { b, _ in b.bed = Array(repeating: .nan, count: 9) }.contains("no cell inside"))
    #expect(sentence { b, _ in b.bed[4] = .infinity }.contains("column 1 of row 1"))
    #expect(sentence { b, _ in b.roughness[2] = 0 }.contains("Manning's n is 0.0 in the cell in column 2 of row 0"))
    #expect(sentence { b, _ in b.roughness[2] = .nan }.contains("Manning"))
    #expect(sentence { b, _ in b.room = [1, 1] }.contains("2 values for 9"))
    #expect(sentence { b, _ in b.room = Array(repeating: 0, count: 9) }.contains("room is 0.0"))
    #expect(
      sentence { b, _ in b.eastOpenings = Array(repeating: 1.5, count: 9) }.contains("openings to the east is 1.5"))
    #expect(sentence { b, _ in b.southCrests = Array(repeating: .nan, count: 9) }.contains("crests to the south"))
    #expect(sentence { b, _ in b.soil = .constant(rate: []) }.contains("0 values for 9"))
    #expect(
      sentence { b, _ in b.soil = .curveNumber(retention: Array(repeating: -1, count: 9)) }.contains(
        "retention is -1.0"))
  }

  @Test("A forcing with a fault is refused in a sentence that says where")
  func forcings() {
    let rate = Series(constant: 1)
    #expect(sentence { _, f in f.rain = RainField(rates: [Series(constant: 50)]) }.contains("mm/h"))
    #expect(sentence { _, f in f.rain = RainField(rates: [Series(constant: -1e-6)]) }.contains("outside its range"))
    #expect(sentence { _, f in f.rain = RainField(rates: []) }.contains("no series"))
    #expect(
      sentence { _, f in f.rain = RainField(patches: Array(repeating: 1, count: 9), rates: [Series(constant: 0)]) }
        .contains("series 2 of 1"))
    #expect(sentence { _, f in f.inflows = [Inflow(cells: [9], rate: rate)] }.contains("cell 9"))
    #expect(sentence { _, f in f.inflows = [Inflow(cells: [], rate: rate)] }.contains("no cells"))
    #expect(sentence { _, f in f.inflows = [Inflow(cells: [1, 1], rate: rate)] }.contains("twice"))
    #expect(sentence { _, f in f.inflows = [Inflow(cells: [1], rate: Series(constant: .nan))] }.contains("nan"))
    #expect(
      sentence { _, f in
        f.inflows = [Inflow(cells: [1], rate: Series(seconds: [1, 0], values: [1, 1], course: .linear))]
      }.contains("sort"))
    #expect(sentence { _, f in f.rims = [Rim(cells: [4], kind: .outflow(slope: 0.01))] }.contains("lies inside"))
    #expect(sentence { _, f in f.rims = [Rim(cells: [1], kind: .outflow(slope: 0))] }.contains("slope"))
  }

  @Test("The engine refuses what the check refuses")
  func engine() {
    var basin = good
    basin.roughness[0] = -1
    #expect(throws: WaterFault.self) { try ReferenceEngine(basin) }
  }
}
