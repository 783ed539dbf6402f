import Modelling
import Observations
import Testing
import Watch

@Suite("Ladders beside their definition") struct LadderTests {
  /// The level by its definition, from all values so far: the highest whose limit was reached and which no later value ended.
  static func level(_ values: [Double], _ ladder: Ladder) -> Int {
    var highest = 0
    for (number, level) in ladder.levels.enumerated() {
      var isOn = false
      for value in values {
        let isReached = ladder.side == .above ? value >= level.limit : value <= level.limit
        let isEnded =
          level.clear.map { ladder.side == .above ? value <= $0 : value >= $0 } ?? !isReached
        isOn = isReached || isOn && !isEnded
      }
      if isOn { highest = number + 1 }
    }
    return highest
  }

  @Test("Without hold and quiet period a level is what its definition says", arguments: 0..<20)
  func definition(_ seed: UInt64) throws {
    var chance = SplitMix(seed: seed)
    let isAbove = chance.chance(0.5)
    let count = 1 + chance.index(below: 4)
    var text = "rule: a\nstreams: {property: water-level}\nquiet: 0 s\nthreshold:\n  levels:\n"
    var levels: [WatchLevel] = []
    for number in 1...count {
      let limit = Double(number) * (isAbove ? 1 : -1)
      let clear = chance.chance(0.3) ? nil : limit - Double(chance.index(below: 15) + 1) / 10 * (isAbove ? 1 : -1)
      levels.append(WatchLevel(limit: limit, clear: clear))
      text += "    - {name: l\(number), \(isAbove ? "above" : "below"): \(limit)"
      text += clear.map { ", clear: \($0)}\n" } ?? "}\n"
    }
    let ladder = Ladder(isAbove ? .above : .below, levels)
    var watcher = try Gauge.watcher(text)
    var values: [Double] = []
    for minute in 0..<80 {
      values.append((chance.normal() * 20).rounded() / 10 + (isAbove ? 1.5 : -1.5))
      _ = watcher.see(values[minute], at: Double(minute))
      #expect(watcher.alerts.first?.levelNumber ?? 0 == Self.level(values, ladder), "minute \(minute)")
    }
  }

  @Test("In any weather an alert changes at most thrice in a quiet period", arguments: 0..<4)
  func bounded(_ seed: UInt64) throws {
    var chance = SplitMix(seed: seed)
    var watcher = try Gauge.watcher(
      "rule: a\nstreams: {property: water-level}\nthreshold: {above: 0, clear: -0.1}\nquiet: 60 min")
    var moments: [Double] = []
    for minute in 0..<1_500 {
      let changes = watcher.see(chance.normal() - 2, at: Double(minute)).count
      moments += Array(repeating: Double(minute), count: changes)
    }
    #expect(moments.count >= 2)
    for first in moments { #expect(moments.filter { $0 >= first && $0 < first + 60 }.count <= 3) }
  }
}
