import Foundation
import ShallowWater
import Testing

@testable import Drains

@Suite("EPA SWMM's text")
struct SwmmTextTests {
  private let small = """
    [TITLE]
    A small one
    [OPTIONS]
    FLOW_UNITS LPS
    END_DATE 01/01/2004
    END_TIME 02:00:00
    ROUTING_STEP 0:00:05
    [JUNCTIONS]
    J1 10.5 2 0 0 0   ; a comment
    J2 10.0 2
    [OUTFALL]
    O1 9.5 FREE
    [CONDUITS]
    C1 J1 J2 100 0.013 0 0
    C2 J2 O1 100 0.013 0.1 0 0 250
    [XSECTIONS]
    C1 CIRCULAR 0.5 0 0 0
    C2 RECT_OPEN 0.6 0.5 0 0 2
    [INFLOWS]
    J1 FLOW "storm" FLOW 1 2 5
    [TIMESERIES]
    storm 0:00 0 0:30 50 1:00 0
    """

  private func errors(_ text: String) -> [String] {
    do {
      _ = try SwmmText.read(text)
      return []
    } catch { return "\(error)".split(separator: "\n").map(String.init) }
  }

  @Test("Lengths and flows come in metres and m³/s; a section may be known by its beginning")
  func units() throws {
    let reading = try SwmmText.read(small)
    let network = reading.network
    #expect(reading.remarks.isEmpty)
    #expect(network.nodes.map(\.name) == ["J1", "J2", "O1"] && network.nodes[2].isOutfall)
    #expect(network.options.duration == 7200 && network.options.longestStep == 5)
    #expect(network.inflow(at: 0, seconds: 1800) == 2 * 0.05 + 0.005)
    guard case .conduit(let second) = network.links[1].kind else { throw DrainProblem(place: "C2", what: "no conduit") }
    #expect(second.section == .open(height: 0.6, width: 0.5) && second.barrels == 2 && second.flowLimit == 0.25)
    #expect(network.links[1].fromOffset == 0.1)
    let feet = try SwmmText.read(small.replacingOccurrences(of: "LPS", with: "CFS")).network
    #expect(abs(feet.nodes[0].invert - 10.5 * 0.3048) < 1e-12)
    #expect(abs(feet.inflow(at: 0, seconds: 1800) - 105 * 0.0283168466) < 1e-8)
  }

  @Test("Offsets may be levels")
  func levels() throws {
    let text = small.replacingOccurrences(of: "[JUNCTIONS]", with: "LINK_OFFSETS ELEVATION\n[JUNCTIONS]")
      .replacingOccurrences(of: "0.013 0 0", with: "0.013 10.8 *").replacingOccurrences(
        of: "0.1 0 0 250", with: "10.1 9.5")
    let network = try SwmmText.read(text).network
    #expect(abs(network.links[0].fromOffset - 0.3) < 1e-12 && network.links[0].toOffset == 0)
    #expect(abs(network.links[1].fromOffset - 0.1) < 1e-12)
  }

  @Test("What is written reads back as the same network", arguments: 1...6)
  func roundTrip(seed: Int) throws {
    var network = SmallNetworks.tree(seed: UInt64(seed))
    network.title = "Tree \(seed)"
    let curve = DrainCurve(name: "pump curve", x: [1, 2], y: [0.1, 0.2])
    let tank = network.add(
      DrainNode(
        name: "TANK", invert: 3,
        kind: .storage(
          depth: 3, surcharge: 0, shape: .tabular(DrainCurve(name: "areas", x: [0, 3], y: [10, 30])))))
    var pump = DrainPump(curve: .depthSteps(curve))
    (pump.startDepth, pump.stopDepth) = (1, 0.5)
    network.add(DrainLink(name: "PUMP", from: tank, to: 1, kind: .pump(pump)))
    var weir = DrainLink(
      name: "WEIR", from: tank, to: 2,
      kind: .weir(DrainWeir(shape: .notch(slope: 0.5), height: 1, length: 1, coefficient: 1.4)))
    weir.fromOffset = 1.25
    network.add(weir)
    var orifice = DrainOrifice(section: .box(height: 0.2, width: 0.3))
    orifice.isBottom = true
    network.add(DrainLink(name: "ORIFICE", from: tank, to: 3, kind: .orifice(orifice)))
    network.nodes[4].dryWeather = [
      DryWeatherFlow(
        average: 0.01,
        patterns: [DrainPattern(name: "week", kind: .daily, factors: [1, 2, 1, 1, 1, 1, 0.5])])
    ]
    let first = SwmmText.write(network)
    let read = try SwmmText.read(first).network
    // The text of the text is the text, line by line; nodes and links are told apart by section, so their order may change.
    #expect(SwmmText.write(read).split(separator: "\n").sorted() == first.split(separator: "\n").sorted())
    #expect(read.nodes.map(\.name).sorted() == network.nodes.map(\.name).sorted())
    for node in network.nodes {
      let place = try #require(read.node(named: node.name))
      #expect(read.nodes[place].invert == node.invert && read.nodes[place].depth == node.depth)
    }
    for link in network.links {
      let place = try #require(read.link(named: link.name))
      #expect(read.links[place].fromOffset == link.fromOffset && read.links[place].toOffset == link.toOffset)
      if case .conduit = link.kind { #expect(read.links[place].kind == link.kind) }
    }
  }

  @Test("Every line that cannot be read is named with its section and the word that was meant")
  func bad() {
    #expect(
      errors(small.replacingOccurrences(of: "LPS", with: "LSP"))[0].contains("line 4, [OPTIONS]: FLOW_UNITS is \"LSP\"")
    )
    #expect(errors(small.replacingOccurrences(of: "LPS", with: "LSP"))[0].contains("Did you mean \"LPS\""))
    #expect(
      errors(small.replacingOccurrences(of: "[XSECTIONS]", with: "[XSECTOINS]"))[0].contains(
        "Did you mean \"XSECTIONS\""))
    #expect(
      errors(small.replacingOccurrences(of: "C1 CIRCULAR", with: "C1 CIRCULR"))[0].contains("Did you mean \"CIRCULAR\"")
    )
    #expect(
      errors(small.replacingOccurrences(of: "C2 J2 O1", with: "C2 J2 O2"))[0].contains("no node \"O2\". Did you mean"))
    #expect(
      errors(small.replacingOccurrences(of: "100 0.013 0 0", with: "1OO 0.013 0 0"))[0].contains(
        "\"1OO\", which is not a number"))
    #expect(errors(small.replacingOccurrences(of: "\"storm\"", with: "strom"))[0].contains("Did you mean \"storm\""))
    #expect(errors(small.replacingOccurrences(of: "0:30 50", with: "0:30 nan")).first?.contains("not a number") == true)
    #expect(errors(small.replacingOccurrences(of: "1:00 0", with: "0:20 0"))[0].contains("do not ascend"))
    #expect(
      errors(small.replacingOccurrences(of: "ROUTING_STEP", with: "ROUTNG_STEP"))[0].contains(
        "Did you mean \"ROUTING_STEP\""))
    #expect(errors("")[0].contains("no [JUNCTIONS]"))
    #expect(errors("J1 1 2")[0].contains("before the first [SECTION]"))
    let pump = small + "\n[PUMPS]\nP1 J1 J2\n"
    #expect(errors(pump)[0].contains("Pump \"P1\" has no curve"))
    #expect(
      errors(small.replacingOccurrences(of: "C2 RECT_OPEN 0.6 0.5 0 0 2\n", with: ""))[0].contains(
        "no line in [XSECTIONS]"))
    #expect(errors(small + "\n[CONDUITS]\nC1 J1 J2 10 0.013 0 0")[0].contains("there already"))
  }

  @Test("What is left out and what looks wrong is remarked")
  func remarks() throws {
    let uphill = try SwmmText.read(
      small.replacingOccurrences(of: "J2 10.0 2", with: "J2 10.9 2") + "\n[SUBCATCHMENTS]\nS1 * J1 1 1 1 1 0\n")
    #expect(uphill.remarks.contains { $0.contains("runs uphill by 0.4 m") })
    #expect(uphill.remarks.contains { $0.contains("[SUBCATCHMENTS] with 1 lines is left out") })
    let early = try SwmmText.read(small.replacingOccurrences(of: " 1:00 0", with: " 1:00 20"))
    #expect(early.remarks.contains { $0.contains("\"storm\" stops after 3600.0 s of a run of 7200.0 s") })
    #expect(early.network.inflow(at: 0, seconds: 3599) > 0.04 && early.network.inflow(at: 0, seconds: 3601) == 0.005)
    let lone = try SwmmText.read(small.replacingOccurrences(of: "J2 10.0 2", with: "J2 10.0 2\nLONE 9 2"))
    #expect(lone.remarks.contains { $0.contains("\"LONE\": No link leads to it") })
    #expect(throws: DrainProblems.self) { try DrainFlow(lone.network) }
  }

  @Test(
    "A network without outfall or with nodes that lie nowhere is remarked once, a place that is no number is an error")
  func places() throws {
    let closed = try SwmmText.read(small.replacingOccurrences(of: "[OUTFALL]\nO1 9.5 FREE", with: "O1 9.5 2"))
    #expect(closed.remarks.count { $0.contains("has no outfall") } == 1, "\(closed.remarks)")
    let flow = try DrainFlow(closed.network)
    try flow.advance(to: 3600)
    #expect(abs(flow.ledger.relativeError) < 1e-10, "its water stays or leaves over the rims, and is found")
    let placed = small + "\n[COORDINATES]\nJ1 100 200\nO1 100 0\n"
    #expect(try SwmmText.read(placed).remarks.contains { $0.contains("Node \"J2\" has no line in [COORDINATES]") })
    #expect(try SwmmText.read(placed + "J2 100 100\n").remarks.isEmpty)
    #expect(errors(placed + "J2 nan 100\n")[0].contains("x is \"nan\", which is not a number"))
    #expect(errors(small.replacingOccurrences(of: "J2 10.0 2", with: "J2 nan 2"))[0].contains("The invert is \"nan\""))
  }

  @Test("Cut or garbled texts end in sentences, never in a stop")
  func garbled() {
    let letters = Array(small)
    for cut in stride(from: 0, to: letters.count, by: 7) {
      _ = errors(String(letters[..<cut]))
      var other = letters
      other[cut] = "%"
      if let reading = try? SwmmText.read(String(other)) { _ = try? DrainFlow(reading.network) }
    }
  }

  @Test("The network of the EA's test 8B is read whole and floods at its one pond")
  func benchmark() throws {
    let shared =
      ProcessInfo.processInfo.environment["KEMBAR_SHARED"]
      ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../../../shared")
      .standardized.path
    let path = shared + "/data/flood/itzi/EA_test_8/b/test8b_drainage_ponding.inp"
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      print("skipped: \(path) is not there")
      return
    }
    let reading = try SwmmText.read(text)
    #expect(reading.network.nodes.count == 8 && reading.network.links.count == 7)
    var network = reading.network
    network.options.longestStep = 10
    let flow = try DrainFlow(network)
    try flow.advance(to: 3 * 3600)
    // EPA SWMM 5.2 on the same file: 6.281 in the first, 5.941 m³/s in the others.
    #expect(abs(flow.peaks.flows[0] / 6.281 - 1) < 0.05)
    for link in 1..<7 { #expect(abs(flow.peaks.flows[link] / 5.941 - 1) < 0.05) }
    #expect(abs(flow.ledger.relativeError) < 1e-10)
  }
}
