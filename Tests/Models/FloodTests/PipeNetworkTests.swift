import Flood
import Geography
import Modelling
import Replica
import Testing

@Suite("Pipes of an EPA SWMM file under a town") struct PipeNetworkTests {
  /// Three manholes down the middle of the valley of `TownFloodTests`, to an outfall at its lower end.
  private static let pipes = """
    [OPTIONS]
    FLOW_UNITS CMS
    [JUNCTIONS]
    M1 10.4 1.2
    M2 9.8 1.2
    M3 9.2 1.2
    [OUTFALLS]
    O1 8.6 FREE
    [CONDUITS]
    P1 M1 M2 60 0.013 0 0
    P2 M2 M3 60 0.013 0 0
    P3 M3 O1 60 0.013 0 0
    [XSECTIONS]
    P1 CIRCULAR 0.6 0 0 0
    P2 CIRCULAR 0.6 0 0 0
    P3 CIRCULAR 0.6 0 0 0
    [COORDINATES]
    M1 500150 400160
    M2 500150 400100
    M3 500150 400040
    """

  private static func outcome(_ text: String?, blocked: Double? = nil, drains: String? = nil) throws -> Outcome {
    try TownFloodTests.run(TownFloodTests.valley()) {
      try TownFloodTests.rain(&$0, &$1)
      if let text {
        try DrainChange(blocked: blocked, file: "pipes.inp").apply(
          to: &$0, under: &$1, with: NoFiles(texts: ["pipes.inp": text]))
      }
      if let drains { try FloodSettingsChange(drains: drains).apply(to: &$0, under: &$1, with: NoFiles()) }
    }
  }

  @Test("pipes take water from the streets to their outfall, told and counted; rubbish lets them take less")
  func carried() throws {
    let (with, without) = (try Self.outcome(Self.pipes), try Self.outcome(nil))
    #expect(abs(Hand.number(with, "flood.balance.error")) < 1e-6)
    #expect(Hand.number(with, "flood.balance.drained") > 10 && Hand.number(without, "flood.balance.drained") == 0)
    #expect(with.remarks.contains { $0.contains("The drains of pipes.inp, in 3 pieces, carried") })
    #expect(with.remarks.contains { $0.contains("Node \"O1\" has no line in [COORDINATES]") })
    let choked = try Self.outcome(Self.pipes, blocked: 0.9)
    #expect(Hand.number(choked, "flood.balance.drained") < 0.7 * Hand.number(with, "flood.balance.drained"))
    #expect(Hand.number(try Self.outcome(Self.pipes, blocked: 1), "flood.balance.drained") == 0)
    let only = try Self.outcome(Self.pipes, drains: "no")
    #expect(Hand.number(only, "flood.balance.drained") > 10, "drains: no leaves out those of the map")
    let mouth = try Self.outcome(Self.pipes + "\nO1 500150 400015\n")
    #expect(Hand.number(mouth, "flood.balance.drained") == 0 && abs(Hand.number(mouth, "flood.balance.error")) < 1e-6)
  }

  @Test("a file that cannot be is told: file, line or node, what, and how to mend it")
  func bad() {
    func complaint(_ old: String, _ new: String) -> String {
      ConditionsTests.complaint { _ = try Self.outcome(Self.pipes.replacingOccurrences(old, new)) }
    }
    #expect(complaint("CMS", "m3/s").contains("pipes.inp, line 2, [OPTIONS]: FLOW_UNITS is \"M3/S\"; known are CFS"))
    #expect(
      complaint("9.8 1.2", "nan 1.2").contains("line 5, [JUNCTIONS]: The invert is \"nan\", which is not a number"))
    #expect(complaint("[XSECTIONS]", "[PUMPS]\nP4 M1 M3\n[XSECTIONS]").contains("\"P4\" has no curve"))
    #expect(complaint("M1 500150", "M1 inf").contains("x is \"inf\", which is not a number"))
    #expect(complaint("60 0.013 0 0\nP2", "-60 0.013 0 0\nP2").contains("length is -60.0 m; give more than 0"))
    #expect(complaint("[COORDINATES]", "[TAGS]").contains("does not say where its nodes lie"))
    #expect(complaint("5001", "6001").contains("lies outside the city's terrain"))
    #expect(
      ConditionsTests.complaint {
        var city = TownFloodTests.valley()
        var conditions = Conditions()
        for _ in 0..<2 {
          try DrainChange(file: "p").apply(to: &city, under: &conditions, with: NoFiles(texts: ["p": Self.pipes]))
        }
      }.contains("two files of pipes"))
  }

  @Test("pipes that run uphill, lack an outfall or stand on another datum run, and that is remarked")
  func odd() throws {
    func remarks(_ old: String, _ new: String) throws -> [String] {
      try Self.outcome(Self.pipes.replacingOccurrences(old, new)).remarks
    }
    #expect(
      try remarks("M2 9.8", "M2 10.6").contains { $0.contains("pipes.inp: conduit \"P1\": It runs uphill by 0.2 m") })
    #expect(try remarks("[OUTFALLS]\nO1 8.6 FREE", "O1 8.6 1.2").contains { $0.contains("has no outfall") })
    #expect(
      try remarks("M1 10.4", "M1 20.4").contains { $0.contains("another datum") } == false, "one manhole of three")
    let lifted = Self.pipes.replacingOccurrences("10.4 1", "30.4 1").replacingOccurrences("9.8 1", "29.8 1")
      .replacingOccurrences("9.2 1", "29.2 1")
    #expect(try Self.outcome(lifted).remarks.contains { $0.contains("another datum") })
  }
}

extension String {
  fileprivate func replacingOccurrences(_ old: String, _ new: String) -> String {
    split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
  }
}
