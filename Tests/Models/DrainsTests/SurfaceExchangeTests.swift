import Foundation
import Modelling
import ShallowWater
import Testing

@testable import Drains

/// A surface of a few cells that do not touch each other: only exchanges move their water.
struct StubSurface {
  var beds: [Double]
  var depths: [Double]
  let area: Double
  var seconds = 0.0

  var volume: Double { depths.reduce(0) { $0 + $1 * area } }

  /// Lets an exchange act for a step, as an engine does, in its own Float levels.
  mutating func step(_ step: Double, _ exchange: any WaterExchange) {
    let cells = exchange.cells.map(Int.init)
    var gains = cells.map { _ in 0.0 }
    exchange.exchange(
      from: seconds, over: step, levels: cells.map { Float(beds[$0] + depths[$0]) },
      depths: cells.map { Float(depths[$0]) },
      areas: cells.map { _ in Float(area) }, gains: &gains)
    for (cell, gain) in zip(cells, gains) {
      #expect(gain.isFinite && gain >= -Double(Float(depths[cell])) * area * (1 + 1e-9))
      depths[cell] = max(0, depths[cell] + gain / area)
    }
    seconds += step
  }
}

@Suite("Drains and the surface")
struct SurfaceExchangeTests {
  /// Two inlets on a pipe down to an outfall with or without a mouth.
  private func pipe(diameter: Double, mouth: Bool, flow: Double = 0) throws -> DrainFlow {
    let network = SmallNetworks.channel(
      .circular(diameter: diameter), pieces: 3, length: 40, slope: 0.005, roughness: 0.013, flow: flow, tail: .free,
      depth: 1.5)
    var inlets = [
      DrainInlet(node: 0, cell: 0, weirLength: 3, area: 0.4), DrainInlet(node: 1, cell: 1, weirLength: 3, area: 0.4),
      DrainInlet(node: 2, cell: 1, weirLength: 3, area: 0.4),
    ]
    if mouth { inlets.append(DrainInlet(node: 3, cell: 2, weirLength: 0, area: 0)) }
    return try DrainFlow(network, inlets: inlets)
  }

  @Test("Streets run dry into the drain and every litre is found", arguments: [false, true])
  func drained(mouth: Bool) throws {
    let flow = try pipe(diameter: 0.6, mouth: mouth)
    var surface = StubSurface(beds: [11.5, 11.3, 9], depths: [0.3, 0.2, 0], area: 100)
    let before = surface.volume
    for _ in 0..<3000 {
      surface.step(1.3, flow)
      let all = surface.volume + flow.stored + flow.left
      #expect(abs(all - before) < 1e-6 * before)
    }
    #expect(surface.depths[0] < 0.005 && surface.depths[1] < 0.005)
    if mouth {
      #expect(surface.depths[2] * 100 > 0.95 * before)
      #expect(flow.left == 0)
    } else {
      #expect(flow.left > 0.95 * before)
    }
    #expect(flow.failure == nil)
  }

  @Test("Exchanged every 10 s the same water goes the same way, and every litre is found meanwhile")
  func interval() throws {
    func run(_ interval: Double) throws -> StubSurface {
      let pipe = try pipe(diameter: 0.6, mouth: true)
      let flow = try DrainFlow(pipe.network, inlets: pipe.inlets, exchangeInterval: interval)
      var surface = StubSurface(beds: [11.5, 11.3, 9], depths: [0.3, 0.2, 0], area: 100)
      for _ in 0..<200 {
        surface.step(1.3, flow)
        #expect(abs(surface.volume + flow.stored + flow.left - 50) < 1e-6 * 50)
      }
      return surface
    }
    let (each, seldom) = (try run(0), try run(10))
    #expect(each.depths[2] > 0.1 && abs(seldom.depths[2] - each.depths[2]) < 0.05 * each.depths[2])
  }

  @Test("A drain that is too full rises to the street")
  func rises() throws {
    let flow = try pipe(diameter: 0.3, mouth: false, flow: 0.4)
    var surface = StubSurface(beds: [11.5, 11.3, 9], depths: [0, 0, 0], area: 100)
    for _ in 0..<600 { surface.step(1, flow) }
    #expect(surface.depths[0] > 0.1)
    #expect(abs(surface.volume + flow.stored + flow.left) < 1e-6 * 240)
    #expect(flow.ledger.flooded == 0, "nothing is lost where there is a surface")
    #expect(flow.ledger.toSurface > 10)
  }

  @Test("Inlets take water by weir in shallow water and by orifice in deep")
  func rates() {
    func flow(_ level: Double, _ depth: Double, area: Double = 1e6, into head: Double) -> Double {
      var inlet = SolverInlet(node: 0, invert: 4, place: 0, edge: 2, area: 0.2, sharers: 1)
      inlet.offer(level: level, depth: depth, area: area)
      inlet.ready(over: 1)
      let (flow, slope) = inlet.flow(into: head)
      let beside = inlet.flow(into: head + 1e-7).flow
      #expect(abs((flow - beside) / 1e-7 - slope) < 1e-3 * max(1, slope), "the slope is that of the flow")
      return flow
    }
    #expect(abs(flow(10.05, 0.05, into: 5) - 1.66 * 2 * pow(0.05, 1.5)) < 1e-9)
    #expect(abs(flow(11, 1, into: 5) - 0.67 * 0.2 * (2 * 9.80665).squareRoot()) < 1e-9)
    #expect(flow(11, 1, into: 11) == 0)
    #expect(flow(11, 1, into: 12) < 0)
    #expect(flow(11, 1, area: 0.01, into: 5) <= 0.01, "no more than the cell holds")
    var last = Double.infinity
    for step in 0...300 {
      let flow = flow(11, 1, area: 0.01, into: 9.503 + Double(step) * 0.01)
      #expect(flow <= last)
      last = flow
    }
  }

  @Test("A blocked inlet takes nothing")
  func blocked() throws {
    let network = SmallNetworks.channel(
      .circular(diameter: 0.6), pieces: 1, length: 40, slope: 0.005, roughness: 0.013, flow: 0, depth: 1.5)
    let flow = try DrainFlow(
      network, inlets: [DrainInlet(node: 0, cell: 0, weirLength: 3, area: 0.4, blockage: 1)])
    var surface = StubSurface(beds: [11.5], depths: [0.3], area: 100)
    for _ in 0..<60 { surface.step(1, flow) }
    #expect(abs(surface.depths[0] - 0.3) < 1e-9)
  }

  @Test("Random surfaces and networks keep their water", arguments: 1...4)
  func random(seed: Int) throws {
    var random = SplitMix(seed: UInt64(seed) &+ 100)
    let network = SmallNetworks.tree(seed: UInt64(seed), nodes: 15)
    let inlets = (0..<15).map {
      DrainInlet(node: $0, cell: Int32($0 / 2), weirLength: 2, area: 0.3, blockage: random.uniform(0..<0.5))
    }
    let flow = try DrainFlow(network, inlets: inlets)
    var surface = StubSurface(
      beds: (0..<8).map { network.nodes[$0 * 2].invert + network.nodes[$0 * 2].depth },
      depths: (0..<8).map { _ in
        random.uniform(0..<0.5)
      }, area: 25)
    let before = surface.volume
    for _ in 0..<1500 { surface.step(random.uniform(0.2..<3), flow) }
    #expect(abs(surface.volume + flow.stored + flow.left - before) < 1e-5 * before)
    #expect(flow.failure == nil)
  }
}
