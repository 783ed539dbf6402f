import Foundation
import Modelling
import ShallowWater

@testable import Drains

/// Networks a test can read at a glance.
enum SmallNetworks {
  /// A straight channel of equal pieces down a slope, fed at its head, into a tail.
  static func channel(
    _ section: DrainSection, pieces: Int, length: Double, slope: Double, roughness: Double, flow: Double,
    tail: DrainNode.Tail = .normal, depth: Double = 5
  ) -> DrainNetwork {
    var network = DrainNetwork()
    network.options.leastArea = 0.1
    for number in 0...pieces {
      let invert = 10 - slope * length * Double(number)
      var node = DrainNode(
        name: "N\(number)", invert: invert,
        kind: number == pieces
          ? .outfall(tail, hasFlapGate: false) : .junction(depth: depth, surcharge: 0, pondedArea: 0))
      if number == 0 { node.inflows = [DrainInflow(series: nil, baseline: flow)] }
      network.add(node)
    }
    for number in 0..<pieces {
      let conduit = DrainConduit(length: length, roughness: roughness, section: section)
      network.add(DrainLink(name: "C\(number)", from: number, to: number + 1, kind: .conduit(conduit)))
    }
    return network
  }

  /// A random tree of pipes with storms and a closing link or two.
  static func tree(seed: UInt64, nodes: Int = 30) -> DrainNetwork {
    var random = SplitMix(seed: seed)
    var network = DrainNetwork()
    network.options.longestStep = 10
    network.options.allowsPonding = seed % 2 == 0
    network.add(
      DrainNode(
        name: "OUT", invert: 0,
        kind: .outfall(seed % 3 == 0 ? .fixed(level: 1.5) : .free, hasFlapGate: seed % 5 == 0)))
    for number in 1..<nodes {
      let parent = number == 1 ? 0 : Int(random.uniform(1..<Double(number)))
      let rise = random.uniform(0.05..<1.2)
      let offset = random.unit() < 0.3 ? random.uniform(0..<0.5) : 0
      let invert = network.nodes[parent].invert + offset + rise
      var node = DrainNode(
        name: "N\(number)", invert: invert,
        kind: .junction(depth: random.uniform(1.5..<3), surcharge: 0, pondedArea: random.unit() < 0.5 ? 50 : 0))
      if random.unit() < 0.4 {
        let peak = random.uniform(0.05..<0.8)
        let series = Series(seconds: [0, 600, 1200, 2400], values: [0, peak, peak / 2, 0], course: .linear)
        node.inflows = [DrainInflow(series: DrainSeries(name: "S\(number)", series: series))]
      }
      network.add(node)
      let sections: [DrainSection] = [
        .circular(diameter: random.uniform(0.3..<1)), .box(height: 0.8, width: 0.6), .open(height: 1.2, width: 0.9),
        .trapezoidal(height: 1, bottom: 0.5, leftSlope: 1, rightSlope: 0.5),
      ]
      let section = sections[Int(random.uniform(0..<4))]
      let conduit = DrainConduit(length: random.uniform(10..<200), roughness: 0.014, section: section)
      var link = DrainLink(name: "C\(number)", from: number, to: parent, kind: .conduit(conduit))
      link.toOffset = offset
      network.add(link)
    }
    return network
  }

  /// Depth of uniform flow by bisection of Manning's formula, apart from the code under test.
  static func normalDepth(
    flow: Double, slope: Double, roughness: Double, upTo full: Double, geometry: (Double) -> (Double, Double)
  ) -> Double {
    var (low, high) = (0.0, full)
    for _ in 0..<100 {
      let middle = (low + high) / 2
      let (area, perimeter) = geometry(middle)
      let carried = area * pow(area / perimeter, 2.0 / 3) * slope.squareRoot() / roughness
      if carried < flow { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
