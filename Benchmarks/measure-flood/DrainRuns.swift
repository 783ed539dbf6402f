import Drains
import Foundation

/// Runs the networks of .inp files alone and prints what was greatest, for Benchmarks/flood_drains.py to set beside SWMM.
enum DrainRuns {
  private struct Line: Encodable {
    var file: String
    /// By name: m³/s, either way.
    var peaks: [String: Double]
    /// By name: seconds from the start.
    var peakSeconds: [String: Double]
    /// By name: m.
    var depths: [String: Double]
    /// m³.
    var ledger: DrainLedger
    var massError: Double
    var steps: Int
    var iterations: Int
    var cuts: Int
    var unsolved: Int
    var links: Int
    /// CPU seconds.
    var seconds: Double
    var remarks: [String]
    /// m³/s every half minute, by name.
    var courses: [String: [Double]]
  }

  static func run(_ words: [String]) throws {
    for path in words {
      let reading = try SwmmText.read(try String(contentsOfFile: path, encoding: .utf8))
      let network = reading.network
      let began = clock()
      let flow = try DrainFlow(network)
      var courses: [String: [Double]] = [:]
      var moment = 0.0
      while moment < network.options.duration {
        moment = min(moment + 30, network.options.duration)
        try flow.advance(to: moment)
        for (link, value) in zip(network.links, flow.flows()) { courses[link.name, default: []].append(value) }
      }
      let peaks = flow.peaks
      let names = network.links.map(\.name)
      let line = Line(
        file: path, peaks: Dictionary(zip(names, peaks.flows.map(abs))) { first, _ in first },
        peakSeconds: Dictionary(zip(names, peaks.flowSeconds)) { first, _ in first },
        depths: Dictionary(zip(network.nodes.map(\.name), peaks.depths)) { first, _ in first }, ledger: flow.ledger,
        massError: flow.ledger.relativeError, steps: flow.steps, iterations: flow.effort.iterations,
        cuts: flow.effort.cuts, unsolved: flow.unsolvedSteps, links: network.links.count,
        seconds: Double(clock() - began) / Double(CLOCKS_PER_SEC), remarks: reading.remarks, courses: courses)
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      FileHandle.standardOutput.write(try encoder.encode(line) + Data("\n".utf8))
    }
  }
}
