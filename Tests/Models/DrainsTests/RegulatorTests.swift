import Foundation
import ShallowWater
import Testing

@testable import Drains

@Suite("Pumps, weirs, orifices and tides")
struct RegulatorTests {
  /// A tank of 50 m² with an inflow, and a link to an outfall.
  private func tank(_ kind: DrainLink.Kind, offset: Double = 0, inflow: Double, depth: Double = 0) -> DrainNetwork {
    var network = DrainNetwork()
    network.options.longestStep = 1
    var node = DrainNode(
      name: "TANK", invert: 10,
      kind: .storage(depth: 6, surcharge: 0, shape: .functional(coefficient: 0, exponent: 1, constant: 50)))
    node.inflows = [DrainInflow(series: nil, baseline: inflow)]
    node.initialDepth = depth
    network.add(node)
    network.add(DrainNode(name: "OUT", invert: 5, kind: .outfall(.free, hasFlapGate: false)))
    var link = DrainLink(name: "L", from: 0, to: 1, kind: kind)
    link.fromOffset = offset
    network.add(link)
    return network
  }

  @Test("A pump starts and stops at its depths, as often as the inflow says")
  func cycles() throws {
    var pump = DrainPump(curve: .depthSteps(DrainCurve(name: "P", x: [1, 10], y: [0.1, 0.1])))
    (pump.startDepth, pump.stopDepth, pump.isOn) = (1.5, 0.5, false)
    let flow = try DrainFlow(tank(.pump(pump), inflow: 0.05, depth: 0.5))
    var starts = 0
    var wasOn = false
    var range = (least: Double.infinity, most: 0.0)
    for second in 1...20_000 {
      try flow.advance(to: Double(second))
      let isOn = flow.flows()[0] > 0
      if isOn, !wasOn { starts += 1 }
      wasOn = isOn
      range = (min(range.least, flow.depths()[0]), max(range.most, flow.depths()[0]))
    }
    // 50 m³ fill in 1000 s and are emptied in 1000 s.
    #expect(starts == 10)
    #expect(range.least > 0.49 && range.most < 1.51)
    #expect(abs(flow.ledger.relativeError) < 1e-12)
  }

  @Test("A pump by head settles where its curve meets the lift")
  func lift() throws {
    let curve = DrainCurve(name: "P", x: [0, 10], y: [0.2, 0])
    var network = tank(.pump(DrainPump(curve: .head(curve))), inflow: 0.08, depth: 3)
    network.nodes[1].kind = .outfall(.fixed(level: 18), hasFlapGate: false)
    let flow = try DrainFlow(network)
    try flow.advance(to: 40_000)
    // 0.2 (1 − lift ⁄ 10) = 0.08 at a lift of 6 m.
    #expect(abs(flow.depths()[0] - 2) < 0.01)
  }

  @Test("An ideal pump passes on whatever comes")
  func ideal() throws {
    let flow = try DrainFlow(tank(.pump(DrainPump(curve: .ideal)), inflow: 0.3))
    try flow.advance(to: 3600)
    #expect(abs(flow.flows()[0] - 0.3) < 1e-6)
    #expect(flow.depths()[0] < 0.01)
  }

  @Test("Pumps never take more than there is")
  func dry() throws {
    let curve = DrainCurve(name: "P", x: [0, 1], y: [5, 5])
    let flow = try DrainFlow(tank(.pump(DrainPump(curve: .depth(curve))), inflow: 0.1, depth: 1))
    try flow.advance(to: 3600)
    #expect(flow.depths()[0] >= 0 && flow.depths()[0] < 0.02)
    #expect(abs(flow.flows()[0] - 0.1) < 1e-6)
  }

  @Test("A weir passes C L h^1.5")
  func weir() throws {
    let weir = DrainWeir(shape: .transverse, height: 3, length: 2, coefficient: 1.84)
    let flow = try DrainFlow(tank(.weir(weir), offset: 2, inflow: 1, depth: 2))
    try flow.advance(to: 3600)
    #expect(abs(flow.depths()[0] - 2 - pow(1 / (1.84 * 2), 2.0 / 3)) < 1e-3)
  }

  @Test("An orifice under water passes C A √(2 g h)")
  func orifice() throws {
    var orifice = DrainOrifice(section: .circular(diameter: 0.3))
    orifice.coefficient = 0.65
    let flow = try DrainFlow(tank(.orifice(orifice), offset: 0.5, inflow: 0.25, depth: 2))
    try flow.advance(to: 20_000)
    let area = Double.pi * 0.09 / 4
    let head = pow(0.25 / (0.65 * area), 2) / 2 / 9.80665
    #expect(abs(flow.depths()[0] - 0.65 - head) < 0.01)
  }

  @Test("The tide enters an open outfall and not one with a flap")
  func tide() throws {
    func deepest(hasFlapGate: Bool) throws -> (Double, Double) {
      var network = SmallNetworks.channel(
        .open(height: 3, width: 2), pieces: 4, length: 50, slope: 0.001, roughness: 0.016, flow: 0.005)
      let tide = DrainCurve(name: "tide", x: [0, 6, 12, 18, 24], y: [9.5, 11, 9.5, 11, 9.5])
      network.nodes[4].kind = .outfall(.tidal(tide), hasFlapGate: hasFlapGate)
      let flow = try DrainFlow(network)
      var least = 0.0
      for hour in 1...48 {
        try flow.advance(to: Double(hour) * 900)
        least = min(least, flow.flows()[3])
      }
      #expect(abs(flow.ledger.relativeError) < 1e-10)
      return (flow.peaks.depths[3], least)
    }
    let (open, back) = try deepest(hasFlapGate: false)
    #expect(abs(open - (11 - 9.85)) < 0.05, "the drain follows the high tide of 11 m")
    #expect(back < -0.005)
    let (shut, none) = try deepest(hasFlapGate: true)
    #expect(none >= 0)
    #expect(shut < open - 0.1, "behind the flap only its own water gathers")
  }
}
