import Testing

@testable import Queues

@Suite("Plans of a signal through the day") struct SignalProgramTests {
  private static func spans(_ red: Double, _ green: Double) -> [SignalGroup.Span] {
    [.init(seconds: red, colour: .red), .init(seconds: green, colour: .protected), .init(seconds: 3, colour: .amber)]
  }

  @Test("the next plan begins when the cycle has ended that runs at its time; none is cut")
  func changes() throws {
    // Cycles of 63 s: the one that runs at 3600 s ends at 58 · 63 = 3654.
    let group = try SignalGroup(plans: [
      (0, Self.spans(40, 20)), (3600, Self.spans(50, 37)), (7200, Self.spans(30, 30)),
    ])
    let table = SignalTable([group])
    #expect(table.state(of: 0, at: 3630).colour == .red)
    #expect(table.state(of: 0, at: 3632).colour == .protected)
    #expect(table.state(of: 0, at: 3652).colour == .amber)
    let after = table.state(of: 0, at: 3654)
    #expect(after.colour == .red && after.since == 3654 && after.until == 3704)
    #expect(table.state(of: 0, at: 3704).until == 3741)
    // 3654 + 40 · 90 = 7254.
    #expect(table.state(of: 0, at: 7253).colour == .amber && table.state(of: 0, at: 7254).until == 7284)
    // Before its first and long after its last it repeats.
    #expect(table.state(of: 0, at: -23).colour == .protected)
    #expect(table.state(of: 0, at: 7254 + 63 * 1000 + 31).colour == .protected)
  }

  @Test("who waits over the change learns when the next plan lets him go")
  func next() throws {
    let group = try SignalGroup(plans: [(0, Self.spans(40, 20)), (3600, Self.spans(50, 37))])
    let table = SignalTable([group])
    #expect(table.nextGo(of: 0, from: 3651.5) == 3704)
    #expect(table.nextGo(of: 0, from: 3500) == 3500 - 3500.truncatingRemainder(dividingBy: 63) + 40)
    #expect(group.goShare(at: 0) == 20.0 / 63 && group.goShare(at: 3653) == 20.0 / 63)
    #expect(group.goShare(at: 3654) == 37.0 / 90 && group.goShare(at: 90_000) == 37.0 / 90)
  }

  @Test("groups of a plan change together, whatever each of them shows")
  func together() throws {
    var begins: Set<Double> = []
    for share in [0.17, 0.3, 0.41, 0.633] {
      let plans = (0..<24).map { hour -> (from: Double, spans: [SignalGroup.Span]) in
        let cycle = 60 + Double(hour * 7 % 53) + 1.0 / 3
        return (
          Double(hour) * 3600,
          [
            .init(seconds: cycle * share, colour: .red), .init(seconds: cycle - cycle * share - 4, colour: .protected),
            .init(seconds: 4, colour: .red),
          ]
        )
      }
      let group = try SignalGroup(plans: plans)
      #expect(group.programs.count == 24)
      for program in group.programs { begins.insert((program.base * 1e6).rounded()) }
    }
    #expect(begins.count == 24)
  }

  @Test("no plan at all, or one without green, is refused")
  func refused() {
    #expect(throws: QueueFault.neverGreen) { try SignalGroup(plans: []) }
    #expect(throws: QueueFault.neverGreen) {
      try SignalGroup(plans: [(0, Self.spans(40, 20)), (3600, [.init(seconds: 60, colour: .red)])])
    }
  }
}
