import Foundation
import ShallowWater
import Testing

@testable import Drains

@Suite("Culverts and pumps between cells")
struct SurfaceLinkTests {
  private func culvert(blockage: Double = 0, flap: Bool = false) throws -> CulvertLink {
    try CulvertLink(
      from: 0, to: 1,
      .init(
        section: .box(height: 1.2, width: 1.5), length: 20, firstInvert: 10, secondInvert: 9.9, blockage: blockage,
        hasFlapGate: flap))
  }

  @Test("A shallow box culvert passes critical flow, 1.705 b h^1.5, under inlet control")
  func inlet() throws {
    let flow = try culvert().flow(10.5, 9.9)
    #expect(abs(flow - 1.705 * 1.5 * pow(0.5, 1.5)) < 0.03 * flow)
  }

  @Test("A drowned culvert loses entry, exit and friction")
  func outlet() throws {
    let (area, radius) = (1.8, 1.8 / 5.4)
    let friction = 2 * 9.80665 * 0.013 * 0.013 * 20 / pow(radius, 4.0 / 3)
    let wanted = area * (2 * 9.80665 * 0.2 / (1.5 + friction)).squareRoot()
    #expect(abs(try culvert().flow(12.2, 12) - wanted) < 1e-3 * wanted)
    #expect(abs(try culvert().flow(12, 12.2) + wanted) < 1e-3 * wanted, "and the same the other way")
    #expect(try culvert(flap: true).flow(12, 12.2) == 0)
  }

  @Test("More head never gives less flow, more tail never more, rubbish never more")
  func monotone() throws {
    let (free, blocked) = (try culvert(), try culvert(blockage: 0.5))
    var last = 0.0
    for step in 0...400 {
      let head = 10 + Double(step) * 0.01
      let flow = free.flow(head, 9.9)
      #expect(flow >= last - 1e-9)
      #expect(blocked.flow(head, 9.9) <= flow + 1e-12)
      last = flow
    }
    last = .infinity
    for step in 0...200 {
      let flow = free.flow(12, 10 + Double(step) * 0.01)
      #expect(flow <= last + 1e-9)
      last = flow
    }
    #expect(blocked.capacity < 0.6 * free.capacity)
  }

  @Test("Levels meet through a culvert and never pass each other")
  func levelling() throws {
    let link = try culvert()
    var surface = StubSurface(beds: [10, 9.9], depths: [2, 0], area: 50)
    for _ in 0..<4000 {
      surface.step(7, link)
      #expect(surface.depths[0] + 10 >= surface.depths[1] + 9.9 - 1e-4)
    }
    #expect(abs(surface.volume - 100) < 1e-6)
    #expect(abs(surface.depths[0] + 0.1 - surface.depths[1]) < 0.01)
    #expect(link.stored == 0 && link.left == 0 && link.carried > 40)
  }

  @Test("A pump keeps to its depths and lifts no more than there is")
  func pump() throws {
    var form = DrainPump(curve: .depth(DrainCurve(name: "P", x: [0, 1], y: [0.5, 0.5])))
    (form.startDepth, form.stopDepth, form.isOn) = (0.5, 0.1, false)
    let pump = try PumpLink(from: 0, to: 1, form)
    var surface = StubSurface(beds: [5, 9], depths: [0.4, 0], area: 100)
    surface.step(10, pump)
    #expect(surface.depths[0] == 0.4 && !pump.isOn)
    surface.depths[0] = 0.6
    for _ in 0..<50 { surface.step(10, pump) }
    #expect(surface.depths[0] <= 0.1 && surface.depths[0] >= 0.04)
    #expect(abs(surface.volume - 60) < 1e-4)
    form = DrainPump(curve: .ideal)
    let away = try PumpLink(from: 0, to: nil, form)
    surface.step(1, away)
    #expect(surface.depths[0] < 1e-6 && away.left > 3)
  }

  @Test("Links that cannot be say why")
  func bad() {
    func sentence(_ make: () throws -> Void) -> String {
      do {
        try make()
        return ""
      } catch { return "\(error)" }
    }
    #expect(sentence { _ = try PumpLink(from: 3, to: 4, DrainPump(curve: nil)) }.contains("has no curve"))
    #expect(
      sentence {
        _ = try CulvertLink(
          from: 2, to: 2, .init(section: .circular(diameter: 1), length: 5, firstInvert: 0, secondInvert: 0))
      }.contains("same cell"))
    #expect(sentence { _ = try self.culvert(blockage: 1) }.contains("blockage is 1.0"))
  }
}
