import ShallowWater
import Testing
import WaterCases

@Suite("Rain on a tilted plane (kinematic wave, Henderson and Wooding 1964)")
struct TiltedPlaneTests {
  @Test("The peak is that of the kinematic wave, whether the rain outlasts it or not", arguments: [1.5, 0.6])
  func peak(share: Double) throws {
    let plane = TiltedPlane(cells: 50, lasting: share)
    let engine = try ReferenceEngine(plane.basin, plane.forcing)
    let flow = try plane.hydrograph(engine, until: plane.concentration * 1.5)
    #expect(abs((flow.max() ?? 0) / plane.peak - 1) < 0.02)
    #expect(abs(engine.balance.relativeError) < 1e-12)
  }

  @Test("The rise is that of the kinematic wave")
  func rise() throws {
    let plane = TiltedPlane(cells: 50, lasting: 1.5)
    let engine = try ReferenceEngine(plane.basin, plane.forcing)
    let flow = try plane.hydrograph(engine, until: plane.concentration, spans: 20)
    for span in 6..<19 {
      let moment = (Double(span) + 0.5) * plane.concentration / 20
      #expect(abs(flow[span] / plane.rising(at: moment) - 1) < 0.02)
    }
  }
}
