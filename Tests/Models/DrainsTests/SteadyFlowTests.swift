import Foundation
import ShallowWater
import Testing

@testable import Drains

@Suite("Steady flow in drains")
struct SteadyFlowTests {
  @Test("An open drain runs at Manning's uniform depth", arguments: [0.0005, 0.002, 0.01])
  func uniformOpen(slope: Double) throws {
    let network = SmallNetworks.channel(
      .open(height: 2, width: 1.5), pieces: 6, length: 100, slope: slope, roughness: 0.015, flow: 1.2)
    let flow = try DrainFlow(network)
    try flow.advance(to: 4 * 3600)
    let normal = SmallNetworks.normalDepth(flow: 1.2, slope: slope, roughness: 0.015, upTo: 2) {
      (1.5 * $0, 1.5 + 2 * $0)
    }
    for node in 1..<5 { #expect(abs(flow.depths()[node] - normal) < 0.01 * normal) }
    for link in flow.flows() { #expect(abs(link - 1.2) < 1e-3) }
  }

  @Test("A pipe runs part full at Manning's uniform depth", arguments: [0.1, 0.3, 0.5])
  func uniformPipe(flow discharge: Double) throws {
    let network = SmallNetworks.channel(
      .circular(diameter: 0.9), pieces: 6, length: 60, slope: 0.003, roughness: 0.013, flow: discharge)
    let flow = try DrainFlow(network)
    try flow.advance(to: 2 * 3600)
    let normal = SmallNetworks.normalDepth(flow: discharge, slope: 0.003, roughness: 0.013, upTo: 0.8) { depth in
      let angle = 2 * acos(1 - 2 * depth / 0.9)
      return (0.9 * 0.9 / 8 * (angle - sin(angle)), 0.9 * angle / 2)
    }
    for node in 1..<5 { #expect(abs(flow.depths()[node] - normal) < 0.015 * normal) }
  }

  @Test("A raised tail backs water up along the profile of gradually varied flow")
  func backwater() throws {
    let (width, slope, roughness, discharge, length) = (3.0, 0.001, 0.02, 3.0, 50.0)
    let pieces = 40
    let bottom = 10 - slope * length * Double(pieces)
    let network = SmallNetworks.channel(
      .open(height: 4, width: width), pieces: pieces, length: length, slope: slope, roughness: roughness,
      flow: discharge, tail: .fixed(level: bottom + 2.2))
    let flow = try DrainFlow(network)
    try flow.advance(to: 6 * 3600)
    // dy/dx = (S − Sf) / (1 − Fr²), from the tail upward in small steps.
    var depth = 2.2
    var profile = [depth]
    for _ in 0..<pieces {
      for _ in 0..<500 {
        let area = width * depth
        let radius = area / (width + 2 * depth)
        let speed = discharge / area
        let friction = roughness * roughness * speed * speed / pow(radius, 4.0 / 3)
        depth -= length / 500 * (slope - friction) / (1 - speed * speed / 9.80665 / depth)
      }
      profile.append(depth)
    }
    for number in 1...pieces {
      #expect(abs(flow.depths()[pieces - number] - profile[number]) < 0.015 * profile[number])
    }
  }

  @Test("A full pipe under pressure loses the head Manning says")
  func surcharge() throws {
    let network = SmallNetworks.channel(
      .circular(diameter: 0.5), pieces: 4, length: 80, slope: 0.002, roughness: 0.013, flow: 0.4,
      tail: .fixed(level: 11), depth: 40)
    let flow = try DrainFlow(network)
    try flow.advance(to: 3600)
    let area = Double.pi * 0.25 / 4
    let speed = 0.4 / area
    let loss = 0.013 * 0.013 * speed * speed / pow(0.125, 4.0 / 3) * 80
    for number in 0..<4 {
      let drop = flow.levels()[number] - flow.levels()[number + 1]
      #expect(abs(drop - loss) < 0.002 * loss)
    }
  }

  @Test("Losses at the ends add K v² ⁄ 2g")
  func losses() throws {
    var network = SmallNetworks.channel(
      .circular(diameter: 0.5), pieces: 1, length: 10, slope: 0, roughness: 0.013, flow: 0.3,
      tail: .fixed(level: 12), depth: 40)
    func drop() throws -> Double {
      let flow = try DrainFlow(network)
      try flow.advance(to: 1800)
      return flow.levels()[0] - 12
    }
    let plain = try drop()
    if case .conduit(var conduit) = network.links[0].kind {
      conduit.entryLoss = 0.5
      conduit.exitLoss = 1
      network.links[0].kind = .conduit(conduit)
    }
    let speed = 0.3 / (Double.pi * 0.25 / 4)
    #expect(abs(try drop() - plain - 1.5 * speed * speed / 2 / 9.80665) < 1e-3)
  }

  @Test("A conduit half blocked carries half as much when it is wide")
  func blockage() throws {
    func carried(_ blockage: Double) throws -> Double {
      var network = SmallNetworks.channel(
        .open(height: 1, width: 20), pieces: 3, length: 50, slope: 0.002, roughness: 0.02, flow: 0)
      network.nodes[0].kind = .junction(depth: 1, surcharge: 0, pondedArea: 0)
      network.nodes[0].inflows = [DrainInflow(series: nil, baseline: 60)]
      for number in network.links.indices {
        guard case .conduit(var conduit) = network.links[number].kind else { continue }
        conduit.blockage = blockage
        network.links[number].kind = .conduit(conduit)
      }
      let flow = try DrainFlow(network)
      try flow.advance(to: 3600)
      return flow.flows()[2]
    }
    let (free, half) = (try carried(0), try carried(0.5))
    #expect(half < 0.55 * free)
    #expect(half > 0.25 * free)
  }
}
