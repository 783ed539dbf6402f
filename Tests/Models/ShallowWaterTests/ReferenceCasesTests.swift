import ShallowWater
import Testing
import WaterCases

/// Bars at smaller sizes than the benchmark's, hence wider; both orders.
@Suite("Flows with exact solutions (SWASHES, Delestre et al. 2013)")
struct ReferenceCasesTests {
  private func error(_ made: WaterCase, _ order: ReferenceEngine.Order) throws -> Double {
    let engine = try made.run(order)
    #expect(abs(engine.balance.relativeError) < 1e-12)
    return made.error(of: engine.exactDepths())
  }

  @Test("Stoker's dam break over shallow water")
  func stoker() throws {
    #expect(try error(.stoker(cells: 400), .first) < 0.007)
    #expect(try error(.stoker(cells: 400), .second) < 0.003)
  }

  @Test("Ritter's dam break over dry ground")
  func ritter() throws {
    #expect(try error(.ritter(cells: 400), .first) < 0.009)
    #expect(try error(.ritter(cells: 400), .second) < 0.005)
  }

  @Test("Thacker's swinging and breathing water, three periods")
  func thacker() throws {
    #expect(try error(.parabola(cells: 400), .first) < 0.02)
    #expect(try error(.parabola(cells: 200), .second) < 0.005)
    #expect(try error(.turningBowl(cells: 48), .second) < 0.12)
    #expect(try error(.breathingBowl(cells: 50), .second) < 0.09)
  }

  @Test(
    "Steady flow over a bump, below, through and with a jump back from the critical depth",
    arguments: WaterCase.Bump.allCases)
  func bump(kind: WaterCase.Bump) throws {
    #expect(try error(.bump(kind, cells: 100), .first) < 0.012)
    if kind != .subcritical { #expect(try error(.bump(kind, cells: 100), .second) < 0.005) }
  }

  @Test("MacDonald's long channel, without and with rain", arguments: [false, true])
  func macDonald(rain: Bool) throws {
    #expect(try error(.macDonald(rain: rain, cells: 200), .first) < 0.007)
    #expect(try error(.macDonald(rain: rain, cells: 200), .second) < 0.003)
  }

  @Test("Half the cell, a smaller error")
  func converges() throws {
    for order in [ReferenceEngine.Order.first, .second] {
      let errors = try [100, 200, 400].map { try error(.stoker(cells: $0), order) }
      #expect(errors[1] < 0.65 * errors[0] && errors[2] < 0.65 * errors[1])
    }
  }
}
