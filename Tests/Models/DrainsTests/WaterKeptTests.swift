import Foundation
import Modelling
import ShallowWater
import Testing

@testable import Drains

@Suite("Every cubic metre in the drains is accounted for")
struct WaterKeptTests {
  @Test("A storm over a random network leaves no error", arguments: 1...8)
  func storm(seed: Int) throws {
    let network = SmallNetworks.tree(seed: UInt64(seed))
    let flow = try DrainFlow(network)
    try flow.advance(to: 3600)
    let ledger = flow.ledger
    #expect(ledger.inflow > 100)
    #expect(abs(ledger.relativeError) < 1e-10)
    #expect(flow.unsolvedSteps == 0)
    #expect(ledger.stored >= 0 && ledger.flooded >= 0)
    for depth in flow.depths() { #expect(depth.isFinite && depth >= 0) }
    // What the ledger counts is what the heads say is there.
    var shown = 0.0
    for (node, volume) in zip(network.nodes, flow.volumes()) where !node.isOutfall { shown += volume }
    #expect(abs(shown - ledger.stored) < 1e-5 * max(1, ledger.stored))
  }

  @Test("The same network gives the same bits twice")
  func same() throws {
    func levels() throws -> [Double] {
      let flow = try DrainFlow(SmallNetworks.tree(seed: 3))
      try flow.advance(to: 1800)
      return flow.levels()
    }
    #expect(try levels() == levels())
  }

  @Test("Still water in connected drains stays still")
  func rest() throws {
    var network = SmallNetworks.tree(seed: 2)
    for number in network.nodes.indices where !network.nodes[number].isOutfall {
      network.nodes[number].inflows = []
      network.nodes[number].initialDepth = max(0, 1.4 - network.nodes[number].invert)
    }
    network.nodes[0].kind = .outfall(.fixed(level: 1.4), hasFlapGate: false)
    let flow = try DrainFlow(network)
    try flow.advance(to: 3600)
    for link in flow.flows() { #expect(abs(link) < 1e-6) }
    for (node, level) in zip(network.nodes, flow.levels()) where node.initialDepth > 0 {
      #expect(abs(level - 1.4) < 1e-6)
    }
  }

  @Test("A manhole without pond or surface loses what it cannot carry")
  func flooding() throws {
    var network = SmallNetworks.channel(
      .circular(diameter: 0.3), pieces: 2, length: 50, slope: 0.002, roughness: 0.013, flow: 0.5, depth: 1.5)
    let lost = try DrainFlow(network)
    try lost.advance(to: 1800)
    #expect(lost.ledger.flooded > 600)
    #expect(abs(lost.depths()[0] - 1.5) < 1e-3)
    #expect(abs(lost.ledger.relativeError) < 1e-12)
    network.options.allowsPonding = true
    for node in 0..<2 { network.nodes[node].kind = .junction(depth: 1.5, surcharge: 0, pondedArea: 400) }
    network.nodes[0].inflows = [
      DrainInflow(
        series: DrainSeries(
          name: "storm", series: Series(seconds: [0, 1800, 1801], values: [0.5, 0.5, 0], course: .linear)))
    ]
    let ponded = try DrainFlow(network)
    try ponded.advance(to: 1800)
    #expect(ponded.depths()[0] > 2)
    try ponded.advance(to: 6 * 3600)
    #expect(ponded.ledger.flooded == 0)
    #expect(ponded.depths()[0] < 0.2, "the pond has run off through the pipe")
  }

  @Test("Elimination along a network agrees with a dense solve", arguments: 1...5)
  func elimination(seed: Int) {
    var random = SplitMix(seed: UInt64(seed))
    let count = 25
    var links: [(Int, Int)] = (1..<count).map { (Int(random.uniform(0..<Double($0))), $0) }
    for _ in 0..<8 { links.append((Int(random.uniform(0..<12)), 12 + Int(random.uniform(0..<12)))) }
    let sparse = SparseElimination(nodes: count, links: links)
    sparse.clear()
    var dense = Array(repeating: Array(repeating: 0.0, count: count), count: count)
    for node in 0..<count {
      sparse.diagonal[node] = 0.1 + random.unit()
      dense[node][node] = sparse.diagonal[node]
    }
    for (a, b) in links where a != b {
      let (first, second) = (random.unit(), random.unit())
      let slot = sparse.slot(a, b)
      sparse.diagonal[a] += first
      sparse.diagonal[b] += second
      if slot.isForward {
        sparse.upper[slot.slot] -= second
        sparse.lower[slot.slot] -= first
      } else {
        sparse.lower[slot.slot] -= second
        sparse.upper[slot.slot] -= first
      }
      dense[a][a] += first
      dense[b][b] += second
      dense[a][b] -= second
      dense[b][a] -= first
    }
    let solution = (0..<count).map { _ in random.uniform(-1..<1) }
    var vector = dense.map { row in zip(row, solution).reduce(0) { $0 + $1.0 * $1.1 } }
    vector.withUnsafeMutableBufferPointer { if let base = $0.baseAddress { sparse.solve(base) } }
    for (found, wanted) in zip(vector, solution) { #expect(abs(found - wanted) < 1e-9) }
  }

  @Test("Tables of sections hold their geometry")
  func sections() {
    var tables = SectionTables()
    let sections: [DrainSection] = [
      .circular(diameter: 1.2), .box(height: 1, width: 2), .open(height: 1.5, width: 0.9),
      .trapezoidal(height: 2, bottom: 1, leftSlope: 1.5, rightSlope: 1), .triangular(height: 1, top: 3),
      .parabolic(height: 1.2, top: 2),
      .irregular(stations: [0, 2, 3, 5, 6, 9], levels: [2, 0.5, 0, 0, 0.6, 2.2]),
    ]
    for section in sections {
      let place = tables.add(section, blockage: 0)
      for step in 1...19 {
        let depth = section.height * Double(step) / 20
        let (area, perimeter) = SectionTable.geometry(section, depth)
        let wet = tables.wet(place, section.height, depth)
        #expect(abs(wet.area - area) < 1e-3 * area)
        #expect(abs(wet.radius - pow(area / perimeter, 4.0 / 3)) < 5e-3 * wet.radius)
      }
    }
    // Half a circle, in closed form.
    let half = SectionTable.geometry(.circular(diameter: 2), 1)
    #expect(abs(half.area - .pi / 2) < 1e-12 && abs(half.perimeter - .pi) < 1e-12)
    #expect(tables.add(.circular(diameter: 1.2), blockage: 0) == 0, "an equal section is kept once")
  }
}
